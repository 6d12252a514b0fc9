"""The states of one expected run, and of one file on its way to one destination."""

from __future__ import annotations

from enum import StrEnum

from config.kernel.transitions import Lifecycle


class SlotState(StrEnum):
    """Where an expected run stands."""

    EXPECTED = "expected"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    MISSED = "missed"


SLOT_LIFE = Lifecycle(
    name="expected run",
    states=SlotState,
    moves={
        SlotState.EXPECTED: frozenset({SlotState.CLAIMED, SlotState.MISSED, SlotState.FAILED}),
        SlotState.CLAIMED: frozenset({SlotState.DONE, SlotState.FAILED}),
        SlotState.FAILED: frozenset({SlotState.DONE, SlotState.CLAIMED}),
        SlotState.DONE: frozenset(),
        SlotState.MISSED: frozenset({SlotState.CLAIMED}),
    },
    owners={
        SlotState.EXPECTED: "clock",
        SlotState.CLAIMED: "worker",
        SlotState.FAILED: "disclosure_officer",
        SlotState.DONE: "nobody",
        SlotState.MISSED: "disclosure_officer",
    },
)


class DispatchState(StrEnum):
    """Where a file on its way to a destination stands."""

    PENDING = "pending"
    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


DISPATCH_LIFE = Lifecycle(
    name="dispatch",
    states=DispatchState,
    moves={
        DispatchState.PENDING: frozenset({DispatchState.SENDING, DispatchState.DEAD}),
        DispatchState.SENDING: frozenset(
            {
                DispatchState.SENT,
                DispatchState.WAITING,
                DispatchState.DEAD,
                DispatchState.UNKNOWN,
            }
        ),
        DispatchState.WAITING: frozenset({DispatchState.SENDING, DispatchState.DEAD}),
        DispatchState.UNKNOWN: frozenset(
            {DispatchState.SENT, DispatchState.PENDING, DispatchState.DROPPED}
        ),
        DispatchState.DEAD: frozenset({DispatchState.PENDING, DispatchState.DROPPED}),
        DispatchState.SENT: frozenset(),
        DispatchState.DROPPED: frozenset(),
    },
    owners={
        DispatchState.PENDING: "worker",
        DispatchState.SENDING: "worker",
        DispatchState.WAITING: "clock",
        DispatchState.SENT: "nobody",
        DispatchState.DEAD: "disclosure_officer",
        DispatchState.UNKNOWN: "disclosure_officer",
        DispatchState.DROPPED: "nobody",
    },
)
#: What the clock takes up again by itself, and what waits for a person.
UNDER_WAY = (DispatchState.PENDING, DispatchState.SENDING, DispatchState.WAITING)
IN_TROUBLE = (DispatchState.DEAD, DispatchState.UNKNOWN)
