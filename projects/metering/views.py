"""Metering over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.views import KNOWN_AT, BatchViewSet, RoomViewSet
from projects.metering import filters, operations, queries, serializers
from projects.metering.models import MeterBatch
from projects.registry import queries as registry

VIEW = "projects.metering.view"
PERIOD = OpenApiParameter("period", str, required=True, description="2025, 2025Q1 or 2025-03.")
PROJECT = OpenApiParameter("project", int, description="The project's id.")


class MeterBatchViewSet(BatchViewSet[MeterBatch]):
    """Meter files: sent, judged, loaded, and known when a second person confirms."""

    queryset = MeterBatch.objects.all()
    serializer_class = serializers.MeterBatchSerializer
    upload_serializer_class = serializers.MeterUploadSerializer
    filterset_class = filters.MeterBatchFilter
    view_permission = VIEW
    _stood_already = False

    @extend_schema(request={"multipart/form-data": serializers.MeterUploadSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a meter file; 200 instead of 201 says that the same file stood already."""
        response = super().create(request, *args, **kwargs)
        if self._stood_already:
            response.status_code = status.HTTP_200_OK
        return response

    def perform_propose(self, data: dict[str, Any], *, by: User) -> MeterBatch:
        """Judge the file and propose it; a worker loads it."""
        file = data["file"]
        batch, self._stood_already = operations.propose_meter_file(
            file=file.file,
            name=file.name,
            layout=data["layout"],
            period=data["period"],
            project_id=data["project"],
            source=data["source"],
            is_sample=data["is_sample"],
            known_at=timezone.now(),
            by=by,
            reason=data["reason"],
        )
        return batch

    @extend_schema(responses=serializers.ProgressSerializer)
    @action(detail=True, methods=["get"])
    def progress(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Say how far the load has come."""
        run = queries.run_of(self.get_object())
        if run is None:
            raise Http404
        return Response(serializers.ProgressSerializer(run).data)


class _QuestionViewSet(RoomViewSet[MeterBatch]):
    """A question with parameters of its own, answered as a plain list."""

    queryset = MeterBatch.objects.none()
    pagination_class = None
    filter_backends = ()
    question_class: ClassVar[type[drf.Serializer[Any]]]
    view_permission = VIEW

    def known_parameters(self) -> set[str]:
        """Return the names of the parameters of the question."""
        return set(self.question_class().fields)

    def get_queryset(self) -> QuerySet[MeterBatch]:
        """Return nothing: the answer is no list of rows."""
        return MeterBatch.objects.none()

    def asked(self) -> dict[str, Any]:
        """Return the question as it was asked, with its moment of knowledge."""
        given = self.question_class(data=self.request.query_params.dict())
        given.is_valid(raise_exception=True)
        return {**given.validated_data, "known_at": times.known_at(self.request)}


class EnergyViewSet(_QuestionViewSet):
    """Energy by project, province, carrier and month."""

    serializer_class = serializers.MonthlyEnergySerializer
    question_class = serializers.EnergyQuestion

    @extend_schema(parameters=[PERIOD, PROJECT, KNOWN_AT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Sum a period of whole months, as known at a moment."""
        asked = self.asked()
        project = asked.pop("project", None)
        rows = queries.energy_totals(**asked, project_ids=None if project is None else [project])
        return Response(self.get_serializer(rows, many=True).data)


class StationEnergyViewSet(_QuestionViewSet):
    """Energy by station of a project, a page at a time."""

    serializer_class = serializers.StationEnergySerializer
    question_class = serializers.StationEnergyQuestion

    @extend_schema(
        parameters=[
            PERIOD,
            OpenApiParameter("project", int, required=True, description="The project's id."),
            OpenApiParameter("province", str, description="Only stations of this province."),
            OpenApiParameter("after", int, description="The last station's id of the page before."),
            OpenApiParameter("limit", int, description="1 to 500."),
            KNOWN_AT,
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List a project's stations with their energy; ask again ``after`` the last id."""
        asked = self.asked()
        rows = queries.stations_page(
            project_ids=[asked.pop("project")], after_id=asked.pop("after"), **asked
        )
        return Response(self.get_serializer(rows, many=True).data)


class DayBlockViewSet(_QuestionViewSet):
    """The day blocks of one station."""

    serializer_class = serializers.DayBlockSerializer
    question_class = serializers.DayBlocksQuestion

    @extend_schema(
        parameters=[
            PERIOD,
            OpenApiParameter("corrected", bool, description="Show what was corrected, too."),
            KNOWN_AT,
        ]
    )
    def list(self, request: Request, *args: Any, code: str, **kwargs: Any) -> Response:  # noqa: ARG002
        """List a station's readings by day, each with the file that it came from."""
        asked = self.asked()
        found = registry.stations_for_metering([code], known_at=asked["known_at"])
        if not found:
            raise Http404
        rows = queries.day_blocks(
            station_id=found[0].id, only_standing=not asked.pop("corrected"), **asked
        )
        return Response(self.get_serializer(rows, many=True).data)
