"""Keep the clock of all schedules: write runs ahead, take those that are due, mark the missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from config.jobs import operations as jobs
from config.jobs.models import RunState
from config.kernel.canonical import instant
from config.kernel.errors import DomainError
from reporting.exports import queries
from reporting.exports.models import ExpectedRun, Schedule, ScheduleSwitch
from reporting.exports.rules.life import SlotState

DELIVER_RUN = "reporting.exports.deliver"
AHEAD = dt.timedelta(days=queries.AHEAD_DAYS)
AHEAD_SLOTS = 100
#: After a long silence the past is written up in portions.
WRITTEN_AT_ONCE = 1000


def tick() -> dict[str, int]:
    """
    Do what the clock asks of all schedules; return how much of each was done.

    Harmless however often and by however many at once: a slot is one row, and one
    conditional update takes it. The moment is the database's.
    """
    now = _database_now()
    schedules = list(queries.running_schedules())
    counts = {"written": sum(_write_ahead(each, now) for each in schedules), "settled": _settle()}
    counts |= {"taken": 0, "missed": 0, "refused": 0}
    for schedule in schedules:
        for outcome in _take_due(schedule, now):
            counts[outcome] += 1
    return counts


def _database_now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


def _write_ahead(schedule: Schedule, now: dt.datetime) -> int:
    """Write the slots of the next thirty days, or the next hundred, that are not written yet."""
    standing = ExpectedRun.objects.filter(schedule=schedule)
    after = max(filter(None, [standing.aggregate(last=Max("slot_at"))["last"], _begins(schedule)]))
    waiting = standing.filter(state=SlotState.EXPECTED, slot_at__gt=now).count()
    rows = [
        ExpectedRun(schedule=schedule, slot_at=slot, period=str(schedule.period_at(slot)))
        for slot in _next_slots(schedule, after, now, waiting)
    ]
    ExpectedRun.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _begins(schedule: Schedule) -> dt.datetime | None:
    """Return when the schedule began to run: its confirmation, or its last resumption."""
    last = ScheduleSwitch.objects.filter(schedule=schedule, is_on=True).order_by("-id").first()
    return last.recorded_at if last else schedule.recorded_at


def _next_slots(
    schedule: Schedule, after: dt.datetime, now: dt.datetime, waiting: int
) -> Iterator[dt.datetime]:
    for count, slot in enumerate(schedule.times.slots(after, now + AHEAD)):
        if slot > now:
            waiting += 1
        if waiting > AHEAD_SLOTS or count >= WRITTEN_AT_ONCE:
            return
        yield slot


def _take_due(schedule: Schedule, now: dt.datetime) -> Iterator[str]:
    """
    Take the latest slot that is due; mark those before it, which nobody took, as missed.

    The latest is the latest of all, not of those still expected: another clock may have taken
    it a moment ago and not have come to mark the ones before it.
    """
    past = ExpectedRun.objects.filter(schedule=schedule, slot_at__lte=now).order_by("-slot_at")
    latest = past.first()
    for slot in past.filter(state=SlotState.EXPECTED):
        if slot == latest:
            outcome = _take(slot, schedule)
            if outcome:
                yield outcome
        elif _move(slot, SlotState.EXPECTED, SlotState.MISSED, error_code="late"):
            yield "missed"


def _take(slot: ExpectedRun, schedule: Schedule) -> str:
    """Claim a slot and ask for its run, in one transaction; a refusal is written on the slot."""
    try:
        with transaction.atomic():
            if not _move(slot, SlotState.EXPECTED, SlotState.CLAIMED):
                return ""
            schedule.check_rights()
            run = jobs.request(
                kind=DELIVER_RUN,
                key=f"{schedule.pk} {instant(slot.slot_at)}",
                by=schedule.owner,
                payload={"expected_run_id": slot.pk},
            )
            ExpectedRun.objects.filter(pk=slot.pk).update(run=run)
    except DomainError as refusal:
        moved = _move(
            slot,
            SlotState.EXPECTED,
            SlotState.FAILED,
            error_code=refusal.code,
            error=str(refusal),
        )
        return "refused" if moved else ""
    return "taken"


def _settle() -> int:
    """Mark what is under way as failed where its run has failed for good."""
    ended = ExpectedRun.objects.filter(
        state=SlotState.CLAIMED, run__state__in=[RunState.FAILED, RunState.QUARANTINED]
    ).select_related("run")
    return sum(
        _move(
            slot,
            SlotState.CLAIMED,
            SlotState.FAILED,
            error_code=slot.run.error_code if slot.run else "",
            error=slot.run.error if slot.run else "",
        )
        for slot in ended
    )


def _move(slot: ExpectedRun, before: SlotState, after: SlotState, **fields: str) -> bool:
    """Move a slot if it still stands where it is thought to; return whether it did."""
    changed = ExpectedRun.objects.filter(pk=slot.pk, state=before).update(
        state=after.value, moved_at=Now(), **fields
    )
    return bool(changed)
