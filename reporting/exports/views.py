"""Exports over HTTP: schedules, destinations, what is on its way, what was delivered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.accounts.models import User
from config.api.permissions import EVERYONE
from config.api.stored import handed_out
from config.api.tables import TableListMixin
from config.api.views import FactViewSet, ProposalViewSet, RoomViewSet, person
from reporting.disclosures.serializers import RunAskedSerializer
from reporting.exports import filters, operations, queries, serializers
from reporting.exports.models import (
    Delivery,
    Destination,
    DestinationCheck,
    Dispatch,
    DispatchAttempt,
    ExpectedRun,
    Schedule,
)

log = logging.getLogger(__name__)
VIEW, READ_FILES = "reporting.exports.view", "archive.files.view"


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


class DestinationViewSet(ProposalViewSet[Destination]):
    """Where deliveries go; a second person confirms each once a test file has reached it."""

    queryset = Destination.objects.select_related("department")
    serializer_class = serializers.DestinationSerializer
    filterset_fields = ("code", "door", "is_open", "department")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Destination:
        """Propose a destination; its secret is put under seal."""
        return operations.propose_destination(**data, by=by)

    @extend_schema(request=None, responses={202: RunAskedSerializer})
    @action(detail=True, methods=["post"], url_path="try")
    def try_it(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Have a worker send a small test file there; its check says what came of it."""
        run = operations.ask_for_trial(destination=self.get_object(), by=person(request))
        return Response(RunAskedSerializer(run).data, status=status.HTTP_202_ACCEPTED)


class DestinationCheckViewSet(FactViewSet[DestinationCheck]):
    """Test files that were sent to destinations, and what came of them."""

    queryset = DestinationCheck.objects.select_related("by")
    serializer_class = serializers.DestinationCheckSerializer
    filterset_fields = ("destination", "is_passed")
    view_permission = VIEW


class ExpectedRunViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[ExpectedRun]):
    """What schedules are expected to do, have done, missed or failed at."""

    queryset = ExpectedRun.objects.select_related("schedule").prefetch_related("requests__by")
    serializer_class = serializers.ExpectedRunSerializer
    filterset_class = filters.ExpectedRunFilter
    ordering_fields = ("-slot_at", "slot_at")
    view_permission = VIEW

    @extend_schema(
        request=serializers.ReasonSerializer, responses=serializers.ExpectedRunSerializer
    )
    @action(detail=True, methods=["post"])
    def again(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Have a run made that was missed or has failed."""
        given = _reason(request)
        row = operations.run_again(expected_run=self.get_object(), by=person(request), reason=given)
        return Response(self.get_serializer(row).data)

    @extend_schema(responses=serializers.ExportAlarmsSerializer, filters=False)
    @action(detail=False, pagination_class=None, filter_backends=[])
    def alarms(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return what was missed, is late, has failed or waits for a person; for monitoring."""
        found = queries.alarms(now=timezone.now(), by=person(request))
        return Response(serializers.ExportAlarmsSerializer(found).data)


class DispatchViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[Dispatch]):
    """Files on their way to destinations: received, tried again, or waiting for a person."""

    queryset = Dispatch.objects.select_related("expected_run__schedule")
    serializer_class = serializers.DispatchSerializer
    filterset_class = filters.DispatchFilter
    view_permission = VIEW

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.DispatchSerializer)
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Have a file sent that was given up; the same bytes under the same id."""
        return self._decided(operations.resend, request)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.DispatchSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Write down that a file, of which nobody was sure, was received."""
        return self._decided(operations.settle, request)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.DispatchSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give a dispatch up for good."""
        return self._decided(operations.drop, request)

    def _decided(self, act: Callable[..., Dispatch], request: Request) -> Response:
        row = act(dispatch=self.get_object(), by=person(request), reason=_reason(request))
        return Response(self.get_serializer(row).data)


class DispatchAttemptViewSet(FactViewSet[DispatchAttempt]):
    """Each try to hand a file over, and each act of a person about it."""

    queryset = DispatchAttempt.objects.select_related("by")
    serializer_class = serializers.DispatchAttemptSerializer
    filterset_fields = ("dispatch", "outcome")
    view_permission = VIEW


class DeliveryViewSet(FactViewSet[Delivery]):
    """What was sent, and which bytes."""

    queryset = Delivery.objects.select_related("schedule", "file", "dispatch")
    serializer_class = serializers.DeliverySerializer
    filterset_class = filters.DeliveryFilter
    view_permission = VIEW

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=[], also_needs=READ_FILES)
    def content(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Download what was delivered, its hash checked again."""
        delivery = self.get_object()
        return handed_out(request, delivery.file, name=delivery.file_name)


class FetchDelivered(APIView):
    """The file behind an address that was sent in place of it, for as long as the address holds."""

    authentication_classes = ()
    open_to = EVERYONE

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, token: str) -> HttpResponseBase:
        """Download the file; whoever holds the address may, until its time is over."""
        dispatch = operations.fetched(token)
        log.info("dispatch %s was fetched by its link", dispatch.pk)
        answer = handed_out(request, dispatch.file, name=dispatch.file_name)
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


def _reason(request: Request) -> str:
    given = serializers.ReasonSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    return str(given.validated_data["reason"])
