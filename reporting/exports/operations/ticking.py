"""Keep the clock of all schedules: write runs ahead, take those that are due, mark the missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from config.accounts.models import User
from config.jobs import operations as jobs
from config.jobs.models import RunState
from config.kernel.canonical import instant
from config.kernel.errors import DomainError
from config.kernel.proposals import ReasonMissing
from reporting.exports import queries
from reporting.exports.models import ExpectedRun, ExpectedRunRequest, Schedule, ScheduleSwitch
from reporting.exports.operations import alarming, sending
from reporting.exports.rules.life import SLOT_LIFE, SlotState

EXPORT = "reporting.exports.run"
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
    now = queries.database_now()
    schedules = list(queries.running_schedules())
    counts = {"written": sum(_write_ahead(each, now) for each in schedules), "settled": _settle()}
    counts["settled"] += sending.settle_ended()
    counts["resent"] = sending.resend_due()
    counts |= {"taken": 0, "missed": 0, "refused": 0}
    for schedule in schedules:
        for outcome in _take_due(schedule, now):
            counts[outcome] += 1
    counts["late"] = alarming.tell_late(now=now)
    return counts


def _write_ahead(schedule: Schedule, now: dt.datetime) -> int:
    """Write the slots of the next thirty days, or the next hundred, that are not written yet."""
    standing = ExpectedRun.objects.filter(schedule=schedule)
    _forget_guesses(schedule, now)
    after = max(filter(None, [standing.aggregate(last=Max("slot_at"))["last"], _begins(schedule)]))
    waiting = standing.filter(state=SlotState.EXPECTED, slot_at__gt=now).count()
    rows = [
        ExpectedRun(
            schedule=schedule,
            slot_at=slot,
            period=str(schedule.period_at(slot)),
            is_guessed=schedule.times.is_guess(slot),
        )
        for slot in _next_slots(schedule, after, now, waiting)
    ]
    ExpectedRun.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _forget_guesses(schedule: Schedule, now: dt.datetime) -> None:
    """Take back what was written ahead by guess once its year's holidays are decreed."""
    guessed = ExpectedRun.objects.filter(
        schedule=schedule, state=SlotState.EXPECTED, slot_at__gt=now, is_guessed=True
    )
    known = [each.slot_at for each in guessed if not schedule.times.is_guess(each.slot_at)]
    if known:
        # With the first, all later ones go: what is written next begins where the last one is.
        ExpectedRun.objects.filter(
            schedule=schedule, state=SlotState.EXPECTED, slot_at__gte=min(known)
        ).delete()


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
    Take the latest slot of each period that is due; mark those before it as missed.

    After a silence every period is caught up once, not every slot. The latest is the latest of
    all, not of those still expected: another clock may have taken it a moment ago and not have
    come to mark the ones before it.
    """
    past = ExpectedRun.objects.filter(schedule=schedule, slot_at__lte=now)
    waiting = list(past.filter(state=SlotState.EXPECTED).order_by("slot_at"))
    if not waiting:
        return
    latest = dict(
        past.filter(period__in={each.period for each in waiting})
        .order_by()
        .values_list("period")
        .annotate(last=Max("slot_at"))
    )
    for slot in waiting:
        if slot.slot_at == latest[slot.period]:
            outcome = _take(slot, schedule)
            if outcome:
                yield outcome
    passed = [each for each in waiting if each.slot_at != latest[each.period]]
    yield from ("missed" for _ in _miss(schedule, passed))


def _miss(schedule: Schedule, slots: Sequence[ExpectedRun]) -> list[ExpectedRun]:
    """Mark slots as missed and tell it, in one transaction; return those that this clock marked."""
    with transaction.atomic():
        missed = [
            each
            for each in slots
            if _move(each, SlotState.EXPECTED, SlotState.MISSED, error_code="late")
        ]
        if missed:
            alarming.tell_missed(schedule, missed)
    return missed


def run_again(*, expected_run: ExpectedRun, by: User, reason: str) -> ExpectedRun:
    """
    Have a run made that was missed or has failed, with the schedule owner's rights as they are.

    :raises ForbiddenMove: if it was neither.
    :raises NotAllowed: if ``by`` or the owner may not export.
    """
    by.check_may(EXPORT)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        slot: ExpectedRun = (
            ExpectedRun.objects.select_for_update(no_key=True, of=("self",))
            .select_related("schedule__owner")
            .get(pk=expected_run.pk)
        )
        SLOT_LIFE.check_can_move(slot.state, SlotState.CLAIMED)
        slot.schedule.check_rights()
        run = jobs.request(
            kind=DELIVER_RUN,
            key=f"{slot.schedule_id} {instant(slot.slot_at)}",
            by=slot.schedule.owner,
            payload={"expected_run_id": slot.pk},
        )
        ExpectedRunRequest(
            expected_run=slot, by=by, reason=reason, was=slot.state, error=slot.error
        ).save()
        ExpectedRun.objects.filter(pk=slot.pk).update(
            state=SlotState.CLAIMED, run=run, error="", error_code="", moved_at=Now()
        )
    slot.refresh_from_db()
    return slot


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
        slot.schedule = schedule
        moved = _fail(slot, SlotState.EXPECTED, code=refusal.code, error=str(refusal))
        return "refused" if moved else ""
    return "taken"


def _settle() -> int:
    """Mark what is under way as failed where its run has failed for good."""
    ended = ExpectedRun.objects.filter(
        state=SlotState.CLAIMED, run__state__in=[RunState.FAILED, RunState.QUARANTINED]
    ).select_related("run", "schedule__owner")
    return sum(
        _fail(
            slot,
            SlotState.CLAIMED,
            code=slot.run.error_code if slot.run else "",
            error=slot.run.error if slot.run else "",
        )
        for slot in ended
    )


def _fail(slot: ExpectedRun, before: SlotState, *, code: str, error: str) -> bool:
    """Mark a slot as failed and tell it, in one transaction; return whether this clock did."""
    with transaction.atomic():
        moved = _move(slot, before, SlotState.FAILED, error_code=code, error=error)
        if moved:
            alarming.tell_failed(slot, why=(error or code).strip().splitlines()[-1])
    return moved


def _move(slot: ExpectedRun, before: SlotState, after: SlotState, **fields: str) -> bool:
    """Move a slot if it still stands where it is thought to; return whether it did."""
    changed = ExpectedRun.objects.filter(pk=slot.pk, state=before).update(
        state=after.value, moved_at=Now(), **fields
    )
    return bool(changed)
