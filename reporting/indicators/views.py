"""The library over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.tables import TableListMixin
from config.api.views import AS_OF, KNOWN_AT, BatchViewSet, ProposalViewSet, RoomViewSet, person
from config.kernel.periods import Period
from reporting.indicators import filters, operations, queries, serializers
from reporting.indicators.models import (
    Framework,
    FrameworkItem,
    IndicatorList,
    ItemLink,
    LibraryIndicator,
)
from reporting.indicators.rules.gaps import counted

VIEW = "reporting.indicators.view"
#: A list has a few hundred rows; more is no list.
SIZE_LIMIT = 8 << 20
PERIOD = OpenApiParameter(
    "period", str, required=True, description="2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."
)


class LibraryIndicatorViewSet(ProposalViewSet[LibraryIndicator]):
    """Indicators in versions; ``as_of`` and ``known_at`` ask for those that hold."""

    queryset = LibraryIndicator.objects.all()
    serializer_class = serializers.LibraryIndicatorSerializer
    filterset_class = filters.LibraryIndicatorFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> LibraryIndicator:
        """Propose one version of one indicator."""
        return operations.propose_indicator(**data, by=by)

    @extend_schema(responses=serializers.AskedBySerializer(many=True), parameters=[AS_OF, KNOWN_AT])
    @action(detail=True, url_path="asked-by", pagination_class=None, filter_backends=[])
    def asked_by(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read which items of which frameworks this indicator answers."""
        found = queries.asked_by(
            self.get_object().code, on=times.as_of(request), known_at=times.known_at(request)
        )
        return Response(serializers.AskedBySerializer(found, many=True).data)


class _ListViewSet(BatchViewSet[Any]):
    """Files of lists; the same file again is answered with the list that stands."""

    view_permission = VIEW

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """
        Send a CSV or XLSX file as a proposal.

        A fault refuses the file, every finding named. A file that is here already changes
        nothing: the answer is then 200 with the list that stands.
        """
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = self.perform_propose(dict(given.validated_data), by=person(request))
        return self.answer(row, code=status.HTTP_200_OK if row.is_twin else status.HTTP_201_CREATED)


class IndicatorListViewSet(_ListViewSet):
    """Files of indicators."""

    queryset = IndicatorList.objects.all()
    serializer_class = serializers.IndicatorListSerializer
    upload_serializer_class = serializers.IndicatorListUploadSerializer
    filterset_fields = ("code", "edition", "is_official")

    @extend_schema(
        request={"multipart/form-data": serializers.IndicatorListUploadSerializer},
        responses={
            200: serializers.IndicatorListSerializer,
            201: serializers.IndicatorListSerializer,
        },
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a file of indicators; once confirmed its rows are versions in the library."""
        return super().create(request, *args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> IndicatorList:
        """Judge the file and propose it."""
        return operations.propose_indicators(**_file(data), by=by)


class FrameworkViewSet(_ListViewSet):
    """Frameworks in editions, each with the items that it asks for."""

    queryset = Framework.objects.all()
    serializer_class = serializers.FrameworkSerializer
    upload_serializer_class = serializers.FrameworkUploadSerializer
    filterset_class = filters.FrameworkFilter

    def known_parameters(self) -> set[str]:
        """Return the parameters of a list, or those of the gaps."""
        asked = {"period"} if self.action == "gaps" else set()
        return super().known_parameters() | asked

    @extend_schema(
        request={"multipart/form-data": serializers.FrameworkUploadSerializer},
        responses={200: serializers.FrameworkSerializer, 201: serializers.FrameworkSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a framework's items; ``supersedes`` names the edition that they replace."""
        return super().create(request, *args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Framework:
        """Judge the file and propose it."""
        return operations.propose_framework(**_file(data), by=by)

    @extend_schema(
        parameters=[PERIOD, KNOWN_AT], responses=serializers.FrameworkGapsSerializer, filters=False
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def gaps(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Say of every item whether it is answered for the period, and what is missing."""
        framework, (period, known_at) = self.get_object(), _question(request)
        found = queries.gaps(framework, period, known_at)
        answer = {
            "framework": framework.code,
            "edition": framework.edition,
            "period": str(period),
            "known_at": known_at,
            "is_official": framework.is_official,
            "is_partial": framework.is_partial,
            "counts": counted(found),
            "items": found,
        }
        return Response(serializers.FrameworkGapsSerializer(answer).data)


class FrameworkCoverageViewSet(RoomViewSet[Framework]):
    """How far each framework is answered for a period."""

    queryset = Framework.objects.none()
    serializer_class = serializers.FrameworkCoverageSerializer
    view_permission = VIEW
    pagination_class = None
    filter_backends = ()
    extra_parameters = ("period", times.KNOWN_AT)

    @extend_schema(parameters=[PERIOD, KNOWN_AT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Count the items of every framework by how far they are answered."""
        period, known_at = _question(request)
        standing = queries.frameworks(known_at)
        gaps = queries.gaps_of(standing, period, known_at)
        rows = [
            {"framework": each, "items": len(gaps[each.pk]), "counts": counted(gaps[each.pk])}
            for each in standing
        ]
        return Response(self.get_serializer(rows, many=True).data)


class FrameworkItemViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[FrameworkItem]):
    """Items of the frameworks that had been confirmed at a moment."""

    queryset = FrameworkItem.objects.select_related("framework")
    serializer_class = serializers.FrameworkItemSerializer
    filterset_class = filters.FrameworkItemFilter
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT,)

    def get_queryset(self) -> QuerySet[FrameworkItem]:
        """Return the items that were known at the moment that the request asks for."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        known = Framework.objects.known(times.known_at(self.request))
        return super().get_queryset().filter(framework__in=known)

    @extend_schema(parameters=[KNOWN_AT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the items, the latest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KNOWN_AT])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read one item."""
        return super().retrieve(request, *args, **kwargs)


class ItemLinkViewSet(ProposalViewSet[ItemLink]):
    """Which indicator answers which item, in versions."""

    queryset = ItemLink.objects.select_related("item__framework")
    serializer_class = serializers.ItemLinkSerializer
    filterset_class = filters.ItemLinkFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ItemLink:
        """Propose that an indicator answers an item, or no longer does."""
        return operations.propose_link(**data, by=by)


def _file(data: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of an upload with the file's content and name."""
    file = data.pop("file")
    return {**data, "content": file.read(SIZE_LIMIT + 1), "file_name": file.name}


def _question(request: Request) -> tuple[Period, dt.datetime]:
    """Return the period and the moment that a request asks about."""
    given = serializers.GapsQuestion(data=request.query_params.dict())
    given.is_valid(raise_exception=True)
    return given.validated_data["period"], times.known_at(request)
