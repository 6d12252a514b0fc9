"""Questions about exports: what will happen, what was sent, and which bytes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from config.accounts.models import User
from config.archive import queries as archive
from config.kernel.models import Decision
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.rules.life import State
from reporting.exports.models import (
    Delivery,
    Destination,
    Dispatch,
    ExpectedRun,
    Schedule,
    ScheduleSwitch,
)
from reporting.exports.models.destinations import RUN, VIEW
from reporting.exports.rules.life import IN_TROUBLE, DispatchState, SlotState

AHEAD_DAYS = 30
#: A run that is not done so long after its time is late; the clock ticks every few seconds.
LATE_AFTER = dt.timedelta(minutes=15)


def database_now() -> dt.datetime:
    """Return the moment by the database's clock, which all machines share."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


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
        .prefetch_related("requests__by")
        .order_by("-slot_at", "-id")
    )


def late_runs(*, now: dt.datetime) -> QuerySet[ExpectedRun]:
    """
    Return what should have been made by now and is neither made nor given up.

    What a clock that had stood still took up a moment ago has its time like any other.
    """
    since = now - LATE_AFTER
    return (
        ExpectedRun.objects.filter(
            Q(state=SlotState.EXPECTED) | Q(state=SlotState.CLAIMED, moved_at__lt=since),
            slot_at__lt=since,
        )
        .select_related("schedule")
        .prefetch_related("requests__by")
        .order_by("-slot_at", "-id")
    )


def dispatches() -> Any:
    """Return what is or was on its way, the latest first."""
    return Dispatch.objects.select_related(
        "expected_run__schedule", "destination", "file"
    ).order_by("-id")


def troubled_dispatches() -> Any:
    """Return what waits for a person: given up, or perhaps received."""
    return dispatches().filter(state__in=IN_TROUBLE)


def slow_dispatches(*, now: dt.datetime) -> Any:
    """Return what has not been received long after it was made, and is still being tried."""
    return dispatches().filter(
        state__in=[DispatchState.PENDING, DispatchState.SENDING, DispatchState.WAITING],
        expected_run__slot_at__lt=now - LATE_AFTER,
    )


def destination_called(code: str) -> Destination | None:
    """Return the destination that stands under a code: the last confirmed one, if it is open."""
    found: Destination | None = (
        Destination.objects.confirmed()
        .filter(code=code)
        .select_related("department")
        .order_by("-recorded_at", "-id")
        .first()
    )
    return found if found is not None and found.is_open else None


def possible_watchers() -> list[User]:
    """Return the accounts that may be told of alarms: those that may see exports."""
    return [
        each for each in User.objects.filter(is_active=True).order_by("username") if each.may(VIEW)
    ]


def standing_destinations(*, by: User) -> list[Destination]:
    """Return the destinations that stand open and within a person's departments, by code."""
    confirmed = Destination.objects.confirmed().order_by("code", "recorded_at", "id")
    last = {each.code: each for each in confirmed.select_related("department")}
    reach = by.reach(RUN)
    return [
        each
        for each in last.values()
        if each.is_open and (reach is None or each.department_id in {None, *reach})
    ]


def latest_published(*, kind: str, day: dt.date, subject: str = "") -> DisclosureVersion | None:
    """Return the published version of a kind and subject about the latest period ended by a day."""
    return (
        DisclosureVersion.objects.with_state()
        .filter(
            disclosure__kind=kind,
            disclosure__subject=subject,
            disclosure__ends_on__lte=day,
            state_now=State.PUBLISHED,
        )
        .select_related("disclosure", "figure_set")
        .order_by("-disclosure__ends_on", "-disclosure__starts_on", "-number", "-id")
        .first()
    )


def deliveries() -> Any:
    """Return what was sent, the latest first."""
    return Delivery.objects.select_related(
        "schedule", "expected_run", "file", "destination"
    ).order_by("-id")


def content_of(delivery: Delivery) -> bytes:
    """
    Return the bytes that were delivered, checked against their hash.

    :raises DamagedFile: if the archive holds something else.
    """
    return archive.read(delivery.file)


def alarms(*, now: dt.datetime, by: User, limit: int = 100) -> dict[str, Any]:
    """Return what a person should see of what went wrong: the latest of each kind, and counts."""
    kinds: dict[str, QuerySet[Any]] = {
        "missed_or_failed": troubled_runs(),
        "late": late_runs(now=now),
        "waiting_for_a_person": troubled_dispatches().visible_to(by),
        "slow": slow_dispatches(now=now).visible_to(by),
    }
    counts = {name: found.order_by().count() for name, found in kinds.items()}
    return {
        "is_well": not any(counts.values()),
        "counts": counts,
        **{name: list(found[:limit]) for name, found in kinds.items()},
    }
