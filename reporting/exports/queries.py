"""Questions about exports: what will happen, what was sent, and which bytes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from config.archive import queries as archive
from config.kernel.models import Decision
from reporting.exports.models import Delivery, ExpectedRun, Schedule, ScheduleSwitch
from reporting.exports.rules.life import SlotState

AHEAD_DAYS = 30


def with_switch(schedules: QuerySet[Schedule]) -> QuerySet[Schedule]:
    """Add to each schedule whether it was last switched on or off; nothing if it never was."""
    last = ScheduleSwitch.objects.filter(schedule=OuterRef("pk")).order_by("-id")
    return schedules.annotate(is_on=Subquery(last.values("is_on")[:1]))


def running_schedules() -> QuerySet[Schedule]:
    """Return the schedules that a second person confirmed and nobody has paused."""
    return (
        with_switch(Schedule.objects.filter(decision=Decision.CONFIRMED))
        .filter(Q(is_on=True) | Q(is_on=None))
        .select_related("owner")
        .order_by("id")
    )


def is_running(schedule: Schedule) -> bool:
    """Return whether a schedule is confirmed and not paused."""
    return running_schedules().filter(pk=schedule.pk).exists()


def coming_runs(*, now: dt.datetime, days: int = AHEAD_DAYS) -> QuerySet[ExpectedRun]:
    """Return what will happen in the next days, the next first."""
    return (
        ExpectedRun.objects.filter(
            state=SlotState.EXPECTED,
            slot_at__gt=now,
            slot_at__lte=now + dt.timedelta(days=days),
        )
        .select_related("schedule", "schedule__owner")
        .order_by("slot_at", "id")
    )


def troubled_runs() -> QuerySet[ExpectedRun]:
    """Return what was missed or has failed and was not delivered since, the latest first."""
    delivered = Delivery.objects.filter(expected_run=OuterRef("pk"))
    return (
        ExpectedRun.objects.filter(state__in=[SlotState.MISSED, SlotState.FAILED])
        .filter(~Exists(delivered))
        .select_related("schedule")
        .order_by("-slot_at", "-id")
    )


def deliveries() -> QuerySet[Delivery]:
    """Return what was sent, the latest first."""
    return Delivery.objects.select_related("schedule", "expected_run", "file").order_by("-id")


def content_of(delivery: Delivery) -> bytes:
    """
    Return the bytes that were delivered, checked against their hash.

    :raises DamagedFile: if the archive holds something else.
    """
    return archive.read(delivery.file)
