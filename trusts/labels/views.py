"""Labels over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import serializers as words
from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, FactViewSet, ProposalViewSet, RoomViewSet, person
from config.archive.models import StoredFile
from projects.recognition.rules.documents import SIZE_LIMIT
from trusts.contracts.models import Contract
from trusts.labels import operations, queries, serializers
from trusts.labels.models import GreenLabel, SupplementaryField, SupplementaryValue
from trusts.labels.operations import ValueDraft
from trusts.labels.rules.parts import Part

VIEW = "trusts.labels.view"
AT_A_TIME = (times.KNOWN_AT, times.AS_OF)


class GreenLabelViewSet(ProposalViewSet[GreenLabel]):
    """Green labels of contracts in versions; ``as_of`` keeps the standing ones."""

    queryset = GreenLabel.objects.select_related("contract", "form", "document")
    serializer_class = serializers.GreenLabelSerializer
    filterset_fields = ("contract", "contract__product", "basis", "form")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> GreenLabel:
        """Propose a label; without parts, as suggested."""
        given = data.pop("parts", None)
        parts = None if given is None else [Part(**each) for each in given]
        return operations.propose_label(**data, parts=parts, by=by)


class LabelDocumentViewSet(RoomViewSet[StoredFile]):
    """Documents on which labels and supplementary values rest."""

    queryset = StoredFile.objects.all()
    serializer_class = serializers.DocumentSerializer
    view_permission = VIEW

    def get_parsers(self) -> list[Any]:
        """Take a form with a file."""
        return [words.FileParser()]

    @extend_schema(
        request={"multipart/form-data": serializers.DocumentUploadSerializer},
        responses={201: serializers.DocumentSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Keep a PDF, PNG or JPEG file; a proposal names it by its id."""
        given = serializers.DocumentUploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        kept = operations.keep_document(
            content=file.read(SIZE_LIMIT + 1), name=file.name, by=person(request)
        )
        return Response(self.get_serializer(kept).data, status=status.HTTP_201_CREATED)


class _OfContracts(mixins.ListModelMixin, RoomViewSet[Contract]):
    """Something that is said of each contract on a day, as known at a moment."""

    queryset = Contract.objects.select_related("product")
    filterset_fields = ("product", "code", "is_sample")
    view_permission = VIEW
    extra_parameters = AT_A_TIME

    def found(self, page: list[Contract], *, on: dt.date, known_at: dt.datetime) -> list[Any]:
        """Return what is said of the contracts of a page."""
        raise NotImplementedError

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List what is said of the contracts, by a constant number of statements a page."""
        known_at = times.known_at(request)
        known = Contract.objects.known(known_at).select_related("product")
        page = self.paginate_queryset(self.filter_queryset(known)) or []
        found = self.found(list(page), on=times.as_of(request), known_at=known_at)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)


class LabelSuggestionViewSet(_OfContracts):
    """What split and recognition support as the label of each contract."""

    serializer_class = serializers.SuggestionSerializer

    def found(self, page: list[Contract], *, on: dt.date, known_at: dt.datetime) -> list[Any]:
        """Return the suggestions."""
        supports = queries.suggested_labels(page, on=on, known_at=known_at)
        return [{"contract": each, "support": supports[each.pk]} for each in page]


class GreenAmountViewSet(_OfContracts):
    """How much of each contract's outstanding amount is green."""

    serializer_class = serializers.ContractGreenSerializer

    def found(self, page: list[Contract], *, on: dt.date, known_at: dt.datetime) -> list[Any]:
        """Return the amounts."""
        return queries.green_of(page, on=on, known_at=known_at)


class GreenRollupViewSet(RoomViewSet[GreenLabel]):
    """The company's green position: trust property by label, own funds beside it."""

    queryset = GreenLabel.objects.all()
    serializer_class = serializers.RollupSerializer
    view_permission = VIEW
    pagination_class = None
    filter_backends: ClassVar[tuple[Any, ...]] = ()  # type: ignore[misc]
    extra_parameters = AT_A_TIME

    @extend_schema(parameters=[KNOWN_AT, AS_OF], responses=serializers.RollupSerializer)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Roll up on a day, as known at a moment, by a constant number of statements."""
        found = queries.green_totals(on=times.as_of(request), known_at=times.known_at(request))
        return Response(self.get_serializer(found).data)


class LabelRecheckViewSet(RoomViewSet[GreenLabel]):
    """Labels whose inputs no longer support their share: by how much, and why."""

    queryset = GreenLabel.objects.all()
    serializer_class = serializers.LabelRecheckSerializer
    view_permission = VIEW
    pagination_class = None
    filter_backends: ClassVar[tuple[Any, ...]] = ()  # type: ignore[misc]
    extra_parameters = AT_A_TIME

    @extend_schema(
        parameters=[KNOWN_AT, AS_OF], responses=serializers.LabelRecheckSerializer(many=True)
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List them, the most money first."""
        found = queries.recheck_queue(on=times.as_of(request), known_at=times.known_at(request))
        return Response(self.get_serializer(found, many=True).data)


class SupplementaryFieldViewSet(FactViewSet[SupplementaryField]):
    """Fields that people fill in beside the books, by edition."""

    queryset = SupplementaryField.objects.all()
    serializer_class = serializers.SupplementaryFieldSerializer
    filterset_fields = ("edition", "code", "applies_to", "value_type")
    view_permission = VIEW


class SupplementaryValueViewSet(ProposalViewSet[SupplementaryValue]):
    """Supplementary values in versions; ``as_of`` keeps the standing ones."""

    queryset = SupplementaryValue.objects.select_related("field", "contract", "product", "document")
    serializer_class = serializers.SupplementaryValueSerializer
    filterset_fields = ("field", "field__code", "contract", "product")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> SupplementaryValue:
        """Propose a value."""
        reason = data.pop("reason")
        return operations.propose_value(ValueDraft(**data), by=by, reason=reason)

    @extend_schema(
        request=serializers.ManyValuesSerializer,
        responses={201: serializers.SupplementaryValueSerializer(many=True)},
    )
    @action(detail=False, methods=["post"])
    def many(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose up to 1,000 values for one reason: all of them, or none."""
        given = self.read_body(serializers.ManyValuesSerializer)
        rows = operations.propose_values(
            [ValueDraft(**each) for each in given["values"]],
            by=person(request),
            reason=given["reason"],
        )
        return Response(self.get_serializer(rows, many=True).data, status=status.HTTP_201_CREATED)
