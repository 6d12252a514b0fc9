"""The states of what one department owes for one period, and whose turn it is in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.kernel.transitions import Lifecycle


class State(StrEnum):
    """Where a task of collection stands."""

    EMPTY = "empty"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


#: A confirmed entry ends the way; its correction is a next version, which goes the way anew
#: beside it, and the task stays confirmed meanwhile.
COLLECTION_LIFE = Lifecycle(
    name="collection task",
    states=State,
    moves={
        State.EMPTY: frozenset({State.DRAFT, State.SUBMITTED}),
        State.DRAFT: frozenset({State.SUBMITTED}),
        State.SUBMITTED: frozenset({State.RETURNED, State.CONFIRMED, State.DRAFT}),
        State.RETURNED: frozenset({State.DRAFT, State.SUBMITTED}),
        State.CONFIRMED: frozenset(),
    },
    owners={
        State.EMPTY: "data_owner",
        State.DRAFT: "data_owner",
        State.SUBMITTED: "reviewer",
        State.RETURNED: "data_owner",
        State.CONFIRMED: "nobody",
    },
)
#: In these states somebody still owes the number.
OWED = frozenset({State.EMPTY, State.DRAFT, State.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the state needs of one entry: when it was proposed, what became of it and when."""

    proposed_at: dt.datetime
    decision: str
    decided_at: dt.datetime | None

    def decision_at(self, known_at: dt.datetime) -> str:
        """Return what had become of it at ``known_at``; nothing while it was awaited."""
        if self.decided_at is None or self.decided_at > known_at:
            return ""
        return self.decision


def state_of(
    steps: Sequence[Step], *, drafted_at: dt.datetime | None, known_at: dt.datetime
) -> State:
    """
    Return where a task stood at ``known_at``.

    ``steps`` are its entries in their order, ``drafted_at`` the moment of its last draft; what
    came after ``known_at`` is not looked at.
    """
    known = [each for each in steps if each.proposed_at <= known_at]
    decisions = [each.decision_at(known_at) for each in known]
    if "confirmed" in decisions:
        return State.CONFIRMED
    if decisions and decisions[-1] == "":
        return State.SUBMITTED
    touched = max((_touched(each) for each in known), default=None)
    is_drafted = drafted_at is not None and drafted_at <= known_at
    if is_drafted and drafted_at is not None and (touched is None or drafted_at > touched):
        return State.DRAFT
    if decisions and decisions[-1] == "rejected":
        return State.RETURNED
    return State.DRAFT if decisions or is_drafted else State.EMPTY


def _touched(step: Step) -> dt.datetime:
    return step.decided_at or step.proposed_at
