"""Exports over HTTP: schedules, what they are expected to do, what was delivered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api.stored import handed_out
from config.api.tables import TableListMixin
from config.api.views import FactViewSet, ProposalViewSet, RoomViewSet, person
from reporting.exports import filters, operations, queries, serializers
from reporting.exports.models import Delivery, ExpectedRun, Schedule

VIEW = "reporting.exports.view"


class ScheduleViewSet(ProposalViewSet[Schedule]):
    """Standing orders to export; a second person confirms each before it runs."""

    queryset = Schedule.objects.select_related("owner")
    serializer_class = serializers.ScheduleSerializer
    filterset_fields = ("content", "disclosure_kind", "form", "language", "owner")
    view_permission = VIEW

    def get_queryset(self) -> Any:
        """Return the schedules, each with its last pause or resumption."""
        return queries.with_switch(super().get_queryset())

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Schedule:
        """Propose a schedule that is owned by who proposes it."""
        return operations.propose_schedule(**data, by=by)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.ScheduleSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Stop a schedule; what it was expected to do is expected no more."""
        given = self.read_body(serializers.ReasonSerializer)
        operations.pause(schedule=self.get_object(), by=person(request), reason=given["reason"])
        return self.answer(self.get_object())

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.ScheduleSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Let a paused schedule run again."""
        given = self.read_body(serializers.ReasonSerializer)
        operations.resume(schedule=self.get_object(), by=person(request), reason=given["reason"])
        return self.answer(self.get_object())


class ExpectedRunViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[ExpectedRun]):
    """What schedules are expected to do, have done, missed or failed at."""

    queryset = ExpectedRun.objects.select_related("schedule")
    serializer_class = serializers.ExpectedRunSerializer
    filterset_class = filters.ExpectedRunFilter
    ordering_fields = ("-slot_at", "slot_at")
    view_permission = VIEW


class DeliveryViewSet(FactViewSet[Delivery]):
    """What was sent, and which bytes."""

    queryset = Delivery.objects.select_related("schedule", "file")
    serializer_class = serializers.DeliverySerializer
    filterset_fields = ("schedule", "period", "door", "sha256")
    view_permission = VIEW

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def content(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Download what was delivered, its hash checked again."""
        delivery = self.get_object()
        return handed_out(request, delivery.file, name=delivery.file_name)
