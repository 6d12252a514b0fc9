"""What a person does about a dispatch that nobody but a person can go on with."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from config.accounts.models import User
from config.kernel.proposals import ReasonMissing
from reporting.exports.models import Dispatch, DispatchAttempt
from reporting.exports.operations.sending import ask_to_send, record_delivery
from reporting.exports.rules.life import DISPATCH_LIFE, DispatchState

RUN = "reporting.exports.run"


@transaction.atomic
def resend(*, dispatch: Dispatch, by: User, reason: str) -> Dispatch:
    """
    Have a file sent that was given up; it keeps its id, and its attempts are counted anew.

    :raises ForbiddenMove: if it is not waiting for a person.
    """
    row = _taken(dispatch, DispatchState.PENDING, by=by, reason=reason)
    _note(row, "resent", by=by, reason=reason)
    row.forgiven = row.attempts
    Dispatch.objects.filter(pk=row.pk).update(
        state=DispatchState.PENDING,
        forgiven=row.attempts,
        handed_over_at=None,
        next_at=None,
        moved_at=Now(),
    )
    ask_to_send(row)
    row.refresh_from_db()
    return row


@transaction.atomic
def settle(*, dispatch: Dispatch, by: User, reason: str) -> Dispatch:
    """
    Write down that a file, of which nobody was sure, was received: a person asked there.

    :raises ForbiddenMove: if there is no doubt about it.
    """
    row = _taken(dispatch, DispatchState.SENT, by=by, reason=reason)
    _note(row, "settled", by=by, reason=reason)
    receipt = {"said_by": str(by), "said": reason}
    record_delivery(row, destination=row.destination, receipt=receipt)
    row.refresh_from_db()
    return row


@transaction.atomic
def drop(*, dispatch: Dispatch, by: User, reason: str) -> Dispatch:
    """
    Give a dispatch up for good; a link to its file leads nowhere from now on.

    :raises ForbiddenMove: if it is not waiting for a person.
    """
    row = _taken(dispatch, DispatchState.DROPPED, by=by, reason=reason)
    _note(row, "dropped", by=by, reason=reason)
    Dispatch.objects.filter(pk=row.pk).update(state=DispatchState.DROPPED, moved_at=Now())
    row.refresh_from_db()
    return row


def _taken(dispatch: Dispatch, target: DispatchState, *, by: User, reason: str) -> Dispatch:
    by.check_may(RUN)
    if not reason.strip():
        raise ReasonMissing
    row: Dispatch = (
        Dispatch.objects.select_for_update(no_key=True, of=("self",))
        .select_related("expected_run__schedule__owner", "destination__department")
        .get(pk=dispatch.pk)
    )
    if row.destination is not None:
        row.destination.check_open_to(by)
    DISPATCH_LIFE.check_can_move(row.state, target)
    return row


def _note(row: Dispatch, outcome: str, *, by: User, reason: str) -> None:
    DispatchAttempt(
        dispatch=row,
        outcome=outcome,
        number=row.attempts,
        destination=row.destination,
        error=reason,
        by=by,
    ).save()
