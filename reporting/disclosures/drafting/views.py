"""Drafting over HTTP: texts, findings, comments, assignments, comparison, closings."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.views import FactViewSet, RoomViewSet, person
from config.kernel.periods import Period, UnreadablePeriod
from reporting.disclosures import operations
from reporting.disclosures.drafting import comparing, queries, serializers
from reporting.disclosures.drafting.closing import SinceClose
from reporting.disclosures.kinds.binding import shown_text
from reporting.disclosures.kinds.kind import Voice
from reporting.disclosures.models import (
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    ReportingClose,
    SectionAssignment,
    TypedNumberReason,
)
from reporting.disclosures.operations import commenting, drafting
from reporting.disclosures.queries import disclosure_of, version_of
from reporting.disclosures.rules.narrative import reference_text
from reporting.disclosures.serializers import DisclosureSerializer
from reporting.rendering.document import Language

VIEW = "reporting.disclosures.view"
VERSION, BEFORE, BEFORE_OF, LANGUAGE, SEARCH = (
    "version",
    "before",
    "before_of",
    "language",
    "search",
)
#: How many references are named at once; a search narrows them.
MOST_REFERENCES = 500


class NarrativeTextViewSet(FactViewSet[NarrativeText]):
    """Texts of sections: listed with all that they were, written over one another."""

    queryset = NarrativeText.objects.select_related("disclosure", "by")
    serializer_class = serializers.NarrativeTextSerializer
    filterset_fields = ("disclosure__code", "section", "language")
    view_permission = VIEW

    @extend_schema(
        request=serializers.WriteTextSerializer,
        responses={201: serializers.NarrativeTextSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Write a section over the text that you read."""
        given = _read(request, serializers.WriteTextSerializer)
        return _made(self, drafting.write(**given, by=person(request)))

    @extend_schema(request=serializers.KeepTextSerializer)
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Hold a carried text for read: it stays as it stands."""
        given = _read(request, serializers.KeepTextSerializer)
        text = self.get_object()
        drafting.keep(text=text, note=given["note"], by=person(request))
        return Response(self.get_serializer(text).data)


class TypedNumberReasonViewSet(FactViewSet[TypedNumberReason]):
    """Why typed numbers are bound to no figure."""

    queryset = TypedNumberReason.objects.select_related("text", "by")
    serializer_class = serializers.TypedNumberReasonSerializer
    filterset_fields = ("text__disclosure__code", "text__section", "text__language")
    view_permission = VIEW

    @extend_schema(
        request=serializers.ExplainNumberSerializer,
        responses={201: serializers.TypedNumberReasonSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Say why a typed number in a sentence stands alone."""
        given = _read(request, serializers.ExplainNumberSerializer)
        return _made(self, drafting.explain(**given, by=person(request)))


class DraftCommentViewSet(FactViewSet[DraftComment]):
    """Comments on sections and figures of a disclosure, in threads."""

    queryset = DraftComment.objects.select_related("disclosure", "by", "resolution__by")
    serializer_class = serializers.DraftCommentSerializer
    filterset_fields = ("disclosure__code", "section", "figure", "thread")
    view_permission = VIEW

    @extend_schema(
        request=serializers.CommentOnDraftSerializer,
        responses={201: serializers.DraftCommentSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Begin a thread about a section or a figure, or answer in one."""
        given = _read(request, serializers.CommentOnDraftSerializer)
        thread = given.pop("thread")
        if thread is not None:
            made = commenting.answer(thread=thread, text=given["text"], by=person(request))
        else:
            made = commenting.comment(**given, by=person(request))
        return _made(self, made)

    @extend_schema(request=serializers.SettleThreadSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Hold a thread for settled and say how."""
        given = _read(request, serializers.SettleThreadSerializer)
        commenting.settle(thread=self.get_object(), note=given["note"], by=person(request))
        return Response(self.get_serializer(self.get_object()).data)


class SectionAssignmentViewSet(FactViewSet[SectionAssignment]):
    """Who writes which section until when; the last assignment of a section counts."""

    queryset = SectionAssignment.objects.select_related("disclosure", "assignee", "by")
    serializer_class = serializers.SectionAssignmentSerializer
    filterset_fields = ("disclosure__code", "section", "assignee__username")
    view_permission = VIEW

    @extend_schema(
        request=serializers.AssignSectionSerializer,
        responses={201: serializers.SectionAssignmentSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Have a person write a section until a day."""
        given = _read(request, serializers.AssignSectionSerializer)
        return _made(self, commenting.assign(**given, by=person(request)))


class ReportingCloseViewSet(FactViewSet[ReportingClose]):
    """Periods that a publication closed, and what came late."""

    queryset = ReportingClose.objects.select_related("version__disclosure", "by")
    serializer_class = serializers.ReportingCloseSerializer
    filterset_fields = ("kind", "starts_on", "ends_on", "version__disclosure__code")
    view_permission = VIEW

    @extend_schema(responses=serializers.SinceCloseSerializer)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def late(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return what was recorded about the period since, and which books are still open."""
        since = SinceClose(self.get_object(), known_at=timezone.now())
        found = {"late": since.late_facts(), "open_books": since.open_books()}
        return Response(serializers.SinceCloseSerializer(found).data)


class DraftingViewSet(RoomViewSet[Disclosure]):
    """A disclosure while it is drafted: its sections, what they may refer to, what changed."""

    queryset = Disclosure.objects.all()
    serializer_class = DisclosureSerializer
    view_permission = VIEW
    lookup_field = "code"
    lookup_value_converter = "str"

    def known_parameters(self) -> set[str]:
        """Return the parameters that the address reads."""
        own = {
            "references": {SEARCH},
            "comparison": {VERSION, BEFORE, BEFORE_OF, LANGUAGE},
        }.get(self.action or "", set())
        return super().known_parameters() | own

    @extend_schema(
        request=serializers.OpenDisclosureSerializer, responses={201: DisclosureSerializer}
    )
    @action(detail=False, methods=["post"], url_path="open", url_name="open")
    def begin(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Open a disclosure under its number, so that its texts can be begun."""
        given = _read(request, serializers.OpenDisclosureSerializer)
        try:
            period = Period.parse(given.pop("period"))
        except UnreadablePeriod as fault:
            raise ValidationError({"period": [ErrorDetail(str(fault), code="invalid")]}) from fault
        row = operations.open_(period=period, by=person(request), **given)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.SectionStateSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def sections(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return where each section stands in each language, with what was found in it."""
        return self._sections(self.get_object())

    @extend_schema(
        parameters=[OpenApiParameter(SEARCH, str, description="Words of code, label, members.")],
        responses=serializers.ReferenceSerializer(many=True),
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def references(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return the figures that texts may refer to, at most 500; those of the last version."""
        book = queries.book_beside(self.get_object()) or queries.EMPTY_BOOK
        zh, en = Voice("zh-Hans"), Voice("en")
        asked = request.query_params.get(SEARCH, "").lower().split()
        found = []
        for each in book.entries:
            reference = reference_text(each.indicator, each.dimension)
            words = f"{reference} {each.label_zh} {each.label_en}".lower()
            if all(word in words for word in asked):
                found.append(
                    {
                        "reference": reference,
                        "figure_id": each.figure_id,
                        "label_zh": each.label_zh,
                        "label_en": each.label_en,
                        "printed_zh": shown_text(each, zh),
                        "printed_en": shown_text(each, en),
                    }
                )
            if len(found) == MOST_REFERENCES:
                break
        return Response(serializers.ReferenceSerializer(found, many=True).data)

    @extend_schema(
        request=serializers.RollForwardSerializer,
        responses=serializers.SectionStateSerializer(many=True),
    )
    @action(detail=True, methods=["post"], url_path="roll-forward", url_name="roll-forward")
    def roll_forward(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Carry an earlier disclosure's texts over, with their references, to be read anew."""
        given = _read(request, serializers.RollForwardSerializer)
        target = self.get_object()
        source = given.get("carry_from") or queries.earlier_disclosure(target)
        if source is None:
            raise drafting.NothingToCarry(disclosure="-", target=target.code)
        drafting.roll_forward(source=source, target=target, by=person(request))
        return self._sections(target)

    @extend_schema(
        parameters=[
            OpenApiParameter(VERSION, int, description="The later version; the last one."),
            OpenApiParameter(
                BEFORE, int, description="The earlier version; the one before, or last period's."
            ),
            OpenApiParameter(
                BEFORE_OF, str, description="Of which disclosure the earlier one is; of this one."
            ),
            OpenApiParameter(LANGUAGE, OpenApiTypes.STR, enum=["zh-Hans", "en"]),
        ],
        responses=serializers.ComparisonSerializer,
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def comparison(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return what changed since an earlier version: texts by section, figures by identity."""
        disclosure = self.get_object()
        asked = request.query_params
        after = version_of(disclosure, _number(asked, VERSION))
        before: DisclosureVersion | None = None
        if BEFORE in asked or BEFORE_OF in asked:
            other = disclosure_of(asked[BEFORE_OF]) if BEFORE_OF in asked else disclosure
            before = version_of(other, _number(asked, BEFORE))
        language = asked.get(LANGUAGE, "zh-Hans")
        if language not in ("zh-Hans", "en"):
            raise ValidationError({LANGUAGE: [ErrorDetail("zh-Hans or en.", code="invalid")]})
        found = comparing.compare(after, before, cast(Language, language))
        return Response(serializers.ComparisonSerializer(found).data)

    def _sections(self, disclosure: Disclosure) -> Response:
        found = queries.progress(disclosure, book=queries.book_beside(disclosure))
        context = {"today": timezone.localdate()}
        answer = serializers.SectionStateSerializer(found, many=True, context=context)
        return Response(answer.data)


def _read(request: Request, serializer_class: Any) -> dict[str, Any]:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return cast(dict[str, Any], dict(serializer.validated_data))


def _made(view: Any, row: Any) -> Response:
    return Response(view.get_serializer(row).data, status=status.HTTP_201_CREATED)


def _number(asked: Any, name: str) -> int | None:
    text = asked.get(name)
    if text is not None and not text.isdecimal():
        raise ValidationError({name: [ErrorDetail("A whole number.", code="invalid")]})
    return int(text) if text else None
