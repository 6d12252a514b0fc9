"""What exports say and take over HTTP."""

from __future__ import annotations

from rest_framework import serializers

from config.api.serializers import (
    FactSerializer,
    PersonSerializer,
    ProposalSerializer,
    RoomSerializer,
    StrictSerializer,
)
from reporting.exports import queries
from reporting.exports.models import Delivery, ExpectedRun, Schedule


class ScheduleSerializer(ProposalSerializer[Schedule]):
    """A standing order to export; its owner is who proposes it."""

    owner = PersonSerializer(read_only=True)
    is_running = serializers.SerializerMethodField()

    class Meta:
        model = Schedule
        fields = (
            "name",
            "content",
            "disclosure_kind",
            "relative_period",
            "fixed_period",
            "form",
            "language",
            "timetable",
            "time_zone",
            "door",
            "owner",
            "is_running",
        )

    def get_is_running(self, schedule: Schedule) -> bool:
        """Return whether it is confirmed and not paused."""
        if hasattr(schedule, "is_on"):
            return schedule.decision == "confirmed" and schedule.is_on is not False
        return queries.is_running(schedule)


class ReasonSerializer(StrictSerializer):
    """Why a schedule is paused, or runs again."""

    reason = serializers.CharField(max_length=2000)


class ExpectedRunSerializer(RoomSerializer[ExpectedRun]):
    """One run that a schedule is expected to make."""

    schedule_name = serializers.CharField(source="schedule.name", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = ExpectedRun
        fields = (
            "id",
            "schedule",
            "schedule_name",
            "slot_at",
            "period",
            "state",
            "run",
            "error_code",
            "error",
            "moved_at",
        )


class DeliverySerializer(FactSerializer[Delivery]):
    """What was sent: which file, which bytes, by which door."""

    schedule_name = serializers.CharField(source="schedule.name", read_only=True)

    class Meta:
        model = Delivery
        fields = (
            "id",
            "schedule",
            "schedule_name",
            "expected_run",
            "period",
            "file_name",
            "sha256",
            "size_bytes",
            "door",
            "receipt",
            "recorded_at",
        )
