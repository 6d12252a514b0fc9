"""
Hand one file to one destination: begun on record before it leaves, received on record after.

What a killed worker left behind is looked for at the other side first; where nobody can look
and a repeat would be a second delivery, a person decides.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from config.archive.queries import checked_path
from config.jobs import operations as jobs
from config.jobs.models import Run, RunState
from config.jobs.registry import LeaseLost, Progress
from config.kernel.errors import DomainError
from reporting.exports import queries
from reporting.exports.doors.door import (
    Door,
    Parcel,
    Receipt,
    Refused,
    Unanswered,
    Undelivered,
    Unreachable,
    Window,
)
from reporting.exports.models import Delivery, Destination, Dispatch, DispatchAttempt
from reporting.exports.operations import alarming
from reporting.exports.operations.destinations import door_of, secret_of
from reporting.exports.operations.surroundings import link_to, surroundings
from reporting.exports.rules.backoff import next_try
from reporting.exports.rules.life import IN_TROUBLE, DispatchState

SEND_RUN = "reporting.exports.send"
_OPEN = (DispatchState.PENDING, DispatchState.SENDING, DispatchState.WAITING)


class NoDestination(DomainError):
    """There is no confirmed, open destination {recipient} to send to."""

    code = "no_destination"


def ask_to_send(dispatch: Dispatch) -> Run:
    """Ask for a worker to send it, in the caller's transaction, with its owner's rights."""
    run = jobs.request(
        kind=SEND_RUN,
        key=f"{dispatch.pk} {dispatch.attempts} {dispatch.forgiven}",
        by=dispatch.expected_run.schedule.owner,
        payload={"dispatch_id": dispatch.pk},
    )
    Dispatch.objects.filter(pk=dispatch.pk).update(run=run, next_at=None)
    return run


def send(*, dispatch: Dispatch, progress: Progress) -> Dispatch:
    """
    Try once to hand a file over; return the dispatch as it then stands.

    Safe to call again after a kill at any moment, and by two workers at once: each step is a
    conditional update that names the attempt.
    """
    attempt = _Attempt(dispatch.pk, progress)
    if attempt.begin():
        attempt.carry_out()
    dispatch.refresh_from_db()
    return dispatch


class _Attempt:
    """One try: the row as it was taken, and what may still be written about it."""

    def __init__(self, pk: int, progress: Progress) -> None:
        self._pk = pk
        self._progress = progress
        self._handed_over = False

    def begin(self) -> bool:
        """
        Count the attempt, or take up what a killed worker left; return whether there is work.

        Where the last one may have handed over, its attempt is not over yet: it is looked for.
        """
        with transaction.atomic():
            row = self._locked()
            if row.state not in _OPEN:
                return False
            was_cut_off = row.state == DispatchState.SENDING
            if was_cut_off:
                _note(row, "interrupted", number=row.attempts)
            self._handed_over = was_cut_off and row.handed_over_at is not None
            if not self._handed_over:
                row.attempts += 1
            self.number, self.began_at = row.attempts, queries.database_now()
            self.destination = queries.destination_called(row.recipient)
            Dispatch.objects.filter(pk=row.pk).update(
                state=DispatchState.SENDING,
                attempts=row.attempts,
                destination=self.destination,
                moved_at=Now(),
            )
        return True

    def carry_out(self) -> None:
        """Send it, or find it received already; write down what came of it."""
        try:
            row = Dispatch.objects.select_related("file", "expected_run__schedule__owner").get(
                pk=self._pk
            )
            self._send(row)
        except Undelivered as fault:
            self._end(fault)
        except DomainError as refusal:
            self._end(Refused(refusal.code, str(refusal)))

    def _send(self, row: Dispatch) -> None:
        schedule = row.expected_run.schedule
        schedule.check_rights()
        if self.destination is None:
            raise NoDestination(recipient=row.recipient)
        self.destination.check_open_to(schedule.owner)
        door = door_of(self.destination.door)
        parcel = _parcel(row, self.destination, door)
        given = (parcel, self.destination.address, secret_of(self.destination), surroundings())
        if self._handed_over and not self._is_cleared(door, given):
            return
        try:
            receipt = door.send(*given, self._hand_over)
        except Unanswered as fault:
            if isinstance(door, Window) and (found := door.look(*given)) is not None:
                self._received(found, outcome="found")
                return
            if isinstance(door, Window) or self._may_repeat(door):
                raise Unreachable(fault.code, str(fault)) from fault
            raise
        self._received(receipt, outcome="found" if receipt.get("was_there") else "sent")

    def _is_cleared(self, door: Door, given: Any) -> bool:
        """Return whether what a killed worker may have handed over is to be handed over again."""
        if isinstance(door, Window):
            found = door.look(*given)
            if found is not None:
                self._received(found, outcome="found")
                return False
        elif not self._may_repeat(door):
            raise Unanswered("interrupted", "The worker was cut off while it handed the file over.")
        taken = Dispatch.objects.filter(
            pk=self._pk, state=DispatchState.SENDING, attempts=self.number
        ).update(attempts=F("attempts") + 1, handed_over_at=None)
        if not taken:
            raise LeaseLost
        self.number += 1
        self._handed_over = False
        return True

    def _may_repeat(self, door: Door) -> bool:
        allowed = self.destination is not None and self.destination.address.get(
            "repeat_when_unsure"
        )
        return door.is_repeatable or bool(allowed)

    def _hand_over(self) -> None:
        """Write down that the last step begins; refuse it where another worker took over."""
        self._progress(0, 1)
        taken = Dispatch.objects.filter(
            pk=self._pk,
            state=DispatchState.SENDING,
            attempts=self.number,
            handed_over_at=None,
        ).update(handed_over_at=Now())
        if not taken:
            raise LeaseLost

    def _received(self, receipt: Receipt, *, outcome: str) -> None:
        """Write the receipt; what was received stays so, whoever came in between."""
        with transaction.atomic():
            row = self._locked()
            if row.state == DispatchState.SENT:
                return
            _note(
                row,
                outcome,
                number=self.number,
                began_at=self.began_at,
                destination=self.destination,
            )
            record_delivery(row, destination=self.destination, receipt=receipt)

    def _end(self, fault: Undelivered) -> None:
        """Write what went wrong, and when it is tried again, if it is."""
        with transaction.atomic():
            row = self._locked()
            if row.state != DispatchState.SENDING or row.attempts != self.number:
                return
            state, next_at = self._judge(row, fault)
            outcome = {Refused: "refused", Unanswered: "unanswered"}.get(type(fault), "failed")
            _note(
                row,
                outcome,
                number=self.number,
                began_at=self.began_at,
                destination=self.destination,
                error_code=fault.code,
                error=str(fault),
            )
            Dispatch.objects.filter(pk=row.pk).update(
                state=state,
                next_at=next_at,
                handed_over_at=None,
                error_code=fault.code,
                error=str(fault),
                moved_at=Now(),
            )
            if state in IN_TROUBLE:
                alarming.tell_stuck(row, state, why=str(fault))

    def _judge(self, row: Dispatch, fault: Undelivered) -> tuple[DispatchState, dt.datetime | None]:
        if isinstance(fault, Unanswered):
            return DispatchState.UNKNOWN, None
        if isinstance(fault, Refused):
            return DispatchState.DEAD, None
        next_at = next_try(
            now=queries.database_now(),
            attempts=self.number - row.forgiven,
            seed=str(row.key),
            asked_seconds=fault.retry_seconds,
        )
        return (DispatchState.WAITING if next_at else DispatchState.DEAD), next_at

    def _locked(self) -> Dispatch:
        found: Dispatch = Dispatch.objects.select_for_update(no_key=True).get(pk=self._pk)
        return found


def record_delivery(
    row: Dispatch, *, destination: Destination | None, receipt: Receipt
) -> Delivery:
    """Write the receipt of a dispatch and mark it sent, in the caller's transaction."""
    delivery = Delivery(
        expected_run=row.expected_run,
        dispatch=row,
        destination=destination,
        schedule=row.expected_run.schedule,
        period=row.period,
        file_id=row.file_id,
        file_name=row.file_name,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        door=destination.door if destination else "",
        receipt=receipt,
    )
    delivery.save()
    Dispatch.objects.filter(pk=row.pk).update(
        state=DispatchState.SENT, next_at=None, error_code="", error="", moved_at=Now()
    )
    return delivery


def resend_due() -> int:
    """Ask anew for what failed and whose time has come; return how much that was."""
    due = Dispatch.objects.filter(state=DispatchState.WAITING, next_at__lte=Now())
    count = 0
    for pk in due.order_by("next_at").values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            row = (
                due.filter(pk=pk)
                .select_for_update(skip_locked=True, no_key=True, of=("self",))
                .select_related("expected_run__schedule__owner")
                .first()
            )
            if row is not None:
                count += _ask_again(row)
    return count


def _ask_again(row: Dispatch) -> bool:
    try:
        ask_to_send(row)
    except DomainError as refusal:
        _give_up(row, code=refusal.code, error=str(refusal))
        return False
    return True


def settle_ended() -> int:
    """Give up what is under way and whose run has failed for good; return how much that was."""
    ended = Dispatch.objects.filter(
        state__in=_OPEN, run__state__in=[RunState.FAILED, RunState.QUARANTINED]
    ).select_related("run")
    count = 0
    for row in ended[:500]:
        run = row.run
        count += _give_up(
            row, code=run.error_code if run else "", error=run.error if run else "", run=run
        )
    return count


def _give_up(row: Dispatch, *, code: str, error: str, run: Run | None = None) -> bool:
    """Leave a dispatch to a person; it may have been received if it was handed over."""
    with transaction.atomic():
        locked = Dispatch.objects.select_for_update(no_key=True).get(pk=row.pk)
        if locked.state not in _OPEN or (run is not None and locked.run_id != run.pk):
            return False
        unsure = locked.state == DispatchState.SENDING and locked.handed_over_at is not None
        state = DispatchState.UNKNOWN if unsure else DispatchState.DEAD
        _note(locked, "failed", number=locked.attempts, error_code=code, error=error)
        alarming.tell_stuck(locked, state, why=error or code)
        Dispatch.objects.filter(pk=row.pk).update(
            state=state,
            next_at=None,
            error_code=code,
            error=error,
            moved_at=Now(),
        )
    return True


def _note(row: Dispatch, outcome: str, *, number: int, **facts: Any) -> None:
    DispatchAttempt(dispatch=row, outcome=outcome, number=number, **facts).save()


def _parcel(row: Dispatch, destination: Destination, door: Door) -> Parcel:
    """Return the archived file itself, its hash checked a moment ago."""
    path = checked_path(row.file)
    link = ""
    if door.wants_link(row.size_bytes, destination.address):
        link = link_to(row, days=destination.address["link_days"])
    return Parcel(
        key=str(row.key),
        path=path,
        name=row.file_name,
        media_type=row.file.media_type,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        title=row.expected_run.schedule.name,
        period=row.period,
        link=link,
    )
