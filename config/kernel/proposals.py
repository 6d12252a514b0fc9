"""Propose, confirm, reject, withdraw: one way for the console, the API and every job."""

from __future__ import annotations

from typing import TypeVar

from django.db import DatabaseError, IntegrityError, transaction

from config.kernel.errors import DomainError
from config.kernel.models import Actor, Decision, Proposed

Row = TypeVar("Row", bound=Proposed)


class AlreadyDecided(DomainError):
    """This proposal was {decision} already."""

    code = "already_decided"


class SamePerson(DomainError):
    """A proposal is decided by a second person; {who} proposed this one."""

    code = "same_person"
    status = 403


class NotItsProposer(DomainError):
    """A proposal is withdrawn by the person who made it."""

    code = "not_its_proposer"
    status = 403


class ContentChanged(DomainError):
    """What you read ({seen}) is not what is proposed ({actual}); read it again."""

    code = "content_changed"
    status = 412


class ReasonMissing(DomainError):
    """Say why: a reason is part of every proposal and of every rejection."""

    code = "reason_missing"
    status = 400


class RefusedByDatabase(DomainError):
    """The database refused: {why}"""

    code = "refused_by_database"


@transaction.atomic
def propose(row: Row, *, by: Actor, reason: str) -> Row:
    """
    Record ``row`` as a proposal of ``by``.

    :raises NotAllowed: if ``by`` may not propose such a row.
    :raises ReasonMissing: if ``reason`` is blank.
    """
    by.check_may(row.propose_permission)
    if not reason.strip():
        raise ReasonMissing
    row.proposed_by_id = by.pk
    row.reason = reason
    row.save()
    return row


def confirm(row: Row, *, by: Actor, note: str = "", seen_sha256: str | None = None) -> Row:
    """
    Confirm a proposal; from this moment on it is known.

    ``seen_sha256`` is the content hash that the person had before their eyes.

    :raises NotAllowed: if ``by`` may not confirm such a row.
    :raises SamePerson: if ``by`` is the proposer, under whatever account.
    :raises AlreadyDecided: if somebody was faster.
    :raises ContentChanged: if ``seen_sha256`` is not the hash of the proposal.
    """
    by.check_may(row.confirm_permission)
    check_can_decide(row, by=by)
    if seen_sha256 is not None and seen_sha256 != row.content_sha256:
        raise ContentChanged(seen=seen_sha256, actual=row.content_sha256)
    with transaction.atomic():
        row.check_confirmable()
        _decide(row, Decision.CONFIRMED, by=by, note=note)
        row.when_confirmed(by=by)
    return row


def reject(row: Row, *, by: Actor, note: str) -> Row:
    """
    Send a proposal back; it stays on record and counts nowhere.

    :raises ReasonMissing: if ``note`` is blank.
    """
    by.check_may(row.confirm_permission)
    check_can_decide(row, by=by)
    if not note.strip():
        raise ReasonMissing
    with transaction.atomic():
        _decide(row, Decision.REJECTED, by=by, note=note)
        row.when_turned_down(by=by)
    return row


def withdraw(row: Row, *, by: Actor, note: str = "") -> Row:
    """
    Take back one's own proposal.

    :raises NotItsProposer: if it is somebody else's.
    """
    if not _same_person(row, by):
        raise NotItsProposer
    with transaction.atomic():
        _decide(row, Decision.WITHDRAWN, by=by, note=note)
        row.when_turned_down(by=by)
    return row


def check_can_decide(row: Proposed, *, by: Actor) -> None:
    """
    Refuse a decision by the proposer, or on what is decided.

    :raises AlreadyDecided: if it is decided.
    :raises SamePerson: if ``by`` is the person who proposed it.
    """
    if not row.is_pending:
        raise AlreadyDecided(decision=row.decision)
    if _same_person(row, by):
        raise SamePerson(who=str(row.proposed_by))


def can_decide(row: Proposed, *, by: Actor) -> bool:
    """Return whether ``by`` may confirm or reject the row, without raising."""
    if not by.may(row.confirm_permission):
        return False
    try:
        check_can_decide(row, by=by)
    except DomainError:
        return False
    return True


def _same_person(row: Proposed, by: Actor) -> bool:
    if row.proposed_by_id == by.pk:
        return True
    return bool(by.employee_no) and row.proposed_by.employee_no == by.employee_no


def _decide(row: Proposed, decision: Decision, *, by: Actor, note: str) -> None:
    """Write the decision where nobody has written one; the database keeps it to once."""
    try:
        with transaction.atomic():
            changed = (
                type(row)
                ._base_manager.filter(pk=row.pk, decision=Decision.PENDING)
                .update(decision=decision, decided_by=by.pk, decision_note=note)
            )
    except IntegrityError as refusal:
        raise RefusedByDatabase(why=plain_words(refusal)) from refusal
    row.refresh_from_db()
    if not changed:
        raise AlreadyDecided(decision=row.decision)


def plain_words(refusal: DatabaseError) -> str:
    """Return the first line of what the database said, without its context."""
    diagnosis = getattr(refusal.__cause__, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    return str(primary or refusal).splitlines()[0]
