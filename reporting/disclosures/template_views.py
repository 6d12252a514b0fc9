"""Templates over HTTP: sent, tried, confirmed; figures taken out as a template asks."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api.serializers import FileParser
from config.api.stored import made
from config.api.views import ProposalViewSet, person
from config.tables.writing import MEDIA_TYPES, Form
from reporting.disclosures import operations, queries, template_serializers
from reporting.disclosures.kinds.kind import LANGUAGES
from reporting.disclosures.models import FigureTemplate, WordTemplate
from reporting.disclosures.operations.templating import DOCX
from reporting.rendering.document import Language

VIEW = "reporting.disclosures.view"
DISCLOSURE, VERSION = "disclosure", "version"


class WordTemplateViewSet(ProposalViewSet[WordTemplate]):
    """Word files of the company's own, filled beside our own forms."""

    queryset = WordTemplate.objects.all()
    serializer_class = template_serializers.WordTemplateSerializer
    filterset_fields = ("disclosure_kind", "language", "is_used")
    view_permission = VIEW

    def get_parsers(self) -> list[Any]:
        """Take a form with a file where a template is sent, JSON everywhere else."""
        if self.action_map.get("post") == "create":
            return [FileParser()]
        return super().get_parsers()

    @extend_schema(
        request={"multipart/form-data": template_serializers.WordTemplateUploadSerializer},
        responses={201: template_serializers.WordTemplateSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Try a Word file with the newest version of its kind and propose it."""
        serializer = template_serializers.WordTemplateUploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = dict(serializer.validated_data)
        file = given.pop("file")
        row = operations.propose_word_template(
            **given, content=file.read(), file_name=file.name, by=person(request)
        )
        return self.answer(row, code=status.HTTP_201_CREATED)

    @extend_schema(
        request=template_serializers.WordTemplateEndSerializer,
        responses={201: template_serializers.WordTemplateSerializer},
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that no file of the company's own is filled from a day on."""
        given = self.read_body(template_serializers.WordTemplateEndSerializer)
        row = operations.propose_end(template=self.get_object(), by=person(request), **given)
        return self.answer(row, code=status.HTTP_201_CREATED)

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def filled(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Look at the file filled with the version that it was tried with, before it is signed."""
        row = self.get_object()
        name = f"template-{row.pk}-{row.tried_with}-{row.language}.docx".replace(" ", "-")
        return made(request, operations.preview(row), name=name, media_type=DOCX)


class FigureTemplateViewSet(ProposalViewSet[FigureTemplate]):
    """Tables of figures as somebody wants them."""

    queryset = FigureTemplate.objects.all()
    serializer_class = template_serializers.FigureTemplateSerializer
    filterset_fields = ("code",)
    view_permission = VIEW

    def known_parameters(self) -> set[str]:
        """Return the parameters that this address reads."""
        own = {DISCLOSURE, VERSION} if self.action == "figures" else set()
        return super().known_parameters() | own

    def perform_propose(self, data: dict[str, Any], *, by: User) -> FigureTemplate:
        """Propose a table, each of whose entries fits."""
        return operations.propose_figure_template(**data, by=by)

    @extend_schema(
        parameters=[
            OpenApiParameter("form", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(Form)),
            OpenApiParameter(
                "language", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(LANGUAGES)
            ),
            OpenApiParameter(DISCLOSURE, str, required=True, description="Its number."),
            OpenApiParameter(VERSION, int, description="The number of the version; the last one."),
        ],
        responses={200: OpenApiTypes.BINARY},
    )
    @action(
        detail=True,
        url_path="figures/<str:form>/<str:language>",
        pagination_class=None,
        filter_backends=[],
    )
    def figures(
        self,
        request: Request,
        *args: Any,  # noqa: ARG002
        form: str,
        language: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> HttpResponseBase:
        """Take the figures of one version out as the template asks for them."""
        _one_of("form", form, list(Form))
        _one_of("language", language, list(LANGUAGES))
        number = request.query_params.get(VERSION)
        if number is not None and not number.isdecimal():
            raise ValidationError({VERSION: [ErrorDetail("A whole number.", code="invalid")]})
        disclosure = queries.disclosure_of(request.query_params.get(DISCLOSURE, ""))
        version = queries.version_of(disclosure, int(number) if number else None)
        template = queries.figure_template(self.get_object(), known_at=timezone.now())
        content = operations.figure_file(
            version, template, form=form, language=cast(Language, language)
        )
        mark = "-sample" if version.is_sample else ""
        name = f"{disclosure.code}-v{version.number}-{template.code}-{language}{mark}.{form}"
        return made(request, content, name=name, media_type=MEDIA_TYPES[Form(form)])


def _one_of(name: str, given: str, known: list[Any]) -> None:
    if given not in known:
        said = ", ".join(str(each) for each in known)
        raise ValidationError({name: [ErrorDetail(f"One of: {said}.", code="invalid_choice")]})
