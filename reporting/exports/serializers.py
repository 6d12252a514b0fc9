"""What exports say and take over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.accounts.models import Department
from config.api.serializers import (
    FactSerializer,
    PersonSerializer,
    ProposalSerializer,
    RoomSerializer,
    StrictSerializer,
)
from config.console.models import SavedView
from reporting.exports import queries
from reporting.exports.models import (
    Delivery,
    Destination,
    DestinationCheck,
    Dispatch,
    DispatchAttempt,
    ExpectedRun,
    ExpectedRunRequest,
    Schedule,
)


class ScheduleSerializer(ProposalSerializer[Schedule]):
    """A standing order to export; its owner is who proposes it."""

    owner = PersonSerializer(read_only=True)
    recipients = serializers.ListField(
        child=serializers.SlugField(max_length=40), max_length=50, default=list
    )
    watchers = serializers.ListField(
        child=serializers.CharField(max_length=150), max_length=50, default=list
    )
    saved_view = serializers.PrimaryKeyRelatedField(
        source="view", queryset=SavedView.objects.all(), write_only=True, required=False
    )
    is_running = serializers.SerializerMethodField()

    class Meta:
        model = Schedule
        fields = (
            "name",
            "content",
            "disclosure_kind",
            "subject",
            "figure_template",
            "list_name",
            "list_query",
            "saved_view",
            "relative_period",
            "fixed_period",
            "form",
            "language",
            "timetable",
            "time_zone",
            "recipients",
            "watchers",
            "owner",
            "is_running",
        )

    def get_is_running(self, schedule: Schedule) -> bool:
        """Return whether it is confirmed and not paused."""
        if hasattr(schedule, "is_on"):
            return schedule.decision == "confirmed" and schedule.is_on is not False
        return queries.is_running(schedule)


class ReasonSerializer(StrictSerializer):
    """Why a schedule is paused or runs again, why something is sent again or given up."""

    reason = serializers.CharField(max_length=2000)


class ExpectedRunRequestSerializer(RoomSerializer[ExpectedRunRequest]):
    """One request of a person to have a missed or failed run made: who, when, why."""

    by = PersonSerializer(read_only=True)
    was = serializers.CharField(read_only=True)

    class Meta:
        model = ExpectedRunRequest
        fields = ("by", "reason", "was", "error", "recorded_at")


class ExpectedRunSerializer(RoomSerializer[ExpectedRun]):
    """One run that a schedule is expected to make."""

    schedule_name = serializers.CharField(source="schedule.name", read_only=True)
    state = serializers.CharField(read_only=True)
    requests = ExpectedRunRequestSerializer(many=True, read_only=True)

    class Meta:
        model = ExpectedRun
        fields = (
            "id",
            "schedule",
            "schedule_name",
            "slot_at",
            "period",
            "is_guessed",
            "state",
            "run",
            "error_code",
            "error",
            "moved_at",
            "requests",
        )


class DestinationSerializer(ProposalSerializer[Destination]):
    """One place outside to which files are delivered; its secret is taken and never given."""

    secret = serializers.CharField(
        write_only=True,
        required=False,
        allow_blank=True,
        default="",
        max_length=16_000,
        trim_whitespace=False,
    )
    department = serializers.SlugRelatedField(
        slug_field="code", queryset=Department.objects.all(), required=False, allow_null=True
    )
    has_secret = serializers.BooleanField(read_only=True)

    class Meta:
        model = Destination
        fields = (
            "code",
            "name",
            "door",
            "address",
            "secret",
            "has_secret",
            "department",
            "is_open",
        )


class DestinationCheckSerializer(FactSerializer[DestinationCheck]):
    """A test file that was sent to a destination, and what came of it."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = DestinationCheck
        fields = (
            "id",
            "destination",
            "by",
            "is_passed",
            "receipt",
            "error_code",
            "error",
            "recorded_at",
        )


class DispatchSerializer(RoomSerializer[Dispatch]):
    """One file on its way to one destination, and how far it has come."""

    schedule_name = serializers.CharField(source="expected_run.schedule.name", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Dispatch
        fields = (
            "id",
            "key",
            "expected_run",
            "schedule_name",
            "recipient",
            "destination",
            "period",
            "file_name",
            "sha256",
            "size_bytes",
            "state",
            "attempts",
            "next_at",
            "handed_over_at",
            "error_code",
            "error",
            "run",
            "moved_at",
        )


class DispatchAttemptSerializer(FactSerializer[DispatchAttempt]):
    """One try to hand a file over, or one act of a person about it."""

    by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = DispatchAttempt
        fields = (
            "id",
            "dispatch",
            "number",
            "destination",
            "outcome",
            "began_at",
            "error_code",
            "error",
            "by",
            "recorded_at",
        )


class ExportAlarmsSerializer(serializers.Serializer[Any]):
    """What did not go as it should, as it stands now; empty lists when all is well."""

    is_well = serializers.BooleanField()
    missed_or_failed = ExpectedRunSerializer(many=True)
    late = ExpectedRunSerializer(many=True)
    waiting_for_a_person = DispatchSerializer(many=True)
    slow = DispatchSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class DeliverySerializer(FactSerializer[Delivery]):
    """What was sent: which file, which bytes, by which door."""

    schedule_name = serializers.CharField(source="schedule.name", read_only=True)
    recipient = serializers.CharField(
        source="dispatch.recipient", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Delivery
        fields = (
            "id",
            "schedule",
            "schedule_name",
            "expected_run",
            "dispatch",
            "recipient",
            "destination",
            "period",
            "file_name",
            "sha256",
            "size_bytes",
            "door",
            "receipt",
            "recorded_at",
        )
