"""The library over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.tables import TableListMixin
from config.api.views import (
    KNOWN_AT,
    BatchViewSet,
    ProposalViewSet,
    RoomViewSet,
    person,
)
from projects.reference import filters, operations, queries, serializers
from projects.reference.models import Edition, Factor, FactorPolicy, TaxonomyClass, TaxonomyLink
from projects.reference.rules.kinds import EditionKind, PolicyRule

VIEW = "projects.reference.view"
#: An official list has a few thousand rows; more is no edition.
SIZE_LIMIT = 16 * 1024 * 1024


class EditionViewSet(BatchViewSet[Edition]):
    """Editions of factors, fuels, coefficients, regions and taxonomies."""

    queryset = Edition.objects.all()
    serializer_class = serializers.EditionSerializer
    upload_serializer_class = serializers.EditionUploadSerializer
    filterset_class = filters.EditionFilter
    view_permission = VIEW

    @extend_schema(
        request={"multipart/form-data": serializers.EditionUploadSerializer},
        responses={200: serializers.EditionSerializer, 201: serializers.EditionSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """
        Send a CSV file as the proposal of an edition.

        A fault refuses the file, every finding named. A file that is here already changes
        nothing: the answer is then 200 with the edition that stands.
        """
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = self.perform_propose(dict(given.validated_data), by=person(request))
        return self.answer(row, code=status.HTTP_200_OK if row.is_twin else status.HTTP_201_CREATED)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Edition:
        """Judge the file and propose it."""
        file = data.pop("file")
        return operations.propose_edition(
            **{**data, "kind": EditionKind(data["kind"])},
            content=file.read(SIZE_LIMIT + 1),
            file_name=file.name,
            by=by,
        )


class _RowViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[Any]):
    """Rows of the editions that had been confirmed at a moment."""

    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT,)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows that were known at the moment that the request asks for."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        editions = Edition.objects.known(times.known_at(self.request))
        return super().get_queryset().filter(edition__in=editions)

    @extend_schema(parameters=[KNOWN_AT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the rows, the latest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KNOWN_AT])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read one row."""
        return super().retrieve(request, *args, **kwargs)


class FactorViewSet(_RowViewSet):
    """Factors, and which of them answers a question."""

    queryset = Factor.objects.select_related("edition")
    serializer_class = serializers.FactorSerializer
    filterset_class = filters.FactorFilter

    def known_parameters(self) -> set[str]:
        """Return the parameters of a list, or those of a question."""
        asked = set(serializers.QuestionSerializer().fields) if self.action == "resolve" else set()
        return super().known_parameters() | asked

    @extend_schema(
        parameters=[serializers.QuestionSerializer, KNOWN_AT],
        responses=serializers.ResolutionSerializer,
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def resolve(self, request: Request) -> Response:
        """
        Say which factor answers, why, and what was set aside; refuse where none does.

        Never a later data year, never a foreign region, never a unit outside the table;
        a fallback only where a confirmed policy of the day allows it.
        """
        asked = {name: each for name, each in request.query_params.items() if name != "known_at"}
        question = serializers.QuestionSerializer(data=asked)
        question.is_valid(raise_exception=True)
        given = dict(question.validated_data)
        given.setdefault("on", dt.date(given["data_year"], 12, 31))
        found = queries.resolve_factor(**given, known_at=times.known_at(request))
        return Response(serializers.ResolutionSerializer(found).data)


class TaxonomyClassViewSet(_RowViewSet):
    """Classes of taxonomies; a code means nothing without its edition."""

    queryset = TaxonomyClass.objects.select_related("edition")
    serializer_class = serializers.TaxonomyClassSerializer
    filterset_class = filters.TaxonomyClassFilter


class TaxonomyLinkViewSet(_RowViewSet):
    """Crosswalks between editions of catalogues; what no crosswalk says is not guessed."""

    queryset = TaxonomyLink.objects.select_related("edition")
    serializer_class = serializers.TaxonomyLinkSerializer
    filterset_fields = ("from_edition", "from_code", "to_edition", "to_code", "relation")


class FactorPolicyViewSet(ProposalViewSet[FactorPolicy]):
    """Fallbacks and choices in the resolution of factors."""

    queryset = FactorPolicy.objects.all()
    serializer_class = serializers.FactorPolicySerializer
    filterset_class = filters.FactorPolicyFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> FactorPolicy:
        """Propose a policy."""
        return operations.propose_policy(**{**data, "rule": PolicyRule(data["rule"])}, by=by)
