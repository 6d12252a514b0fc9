"""The states of one expected run."""

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
        SlotState.FAILED: frozenset({SlotState.DONE}),
        SlotState.DONE: frozenset(),
        SlotState.MISSED: frozenset(),
    },
    owners={
        SlotState.EXPECTED: "clock",
        SlotState.CLAIMED: "worker",
        SlotState.FAILED: "disclosure_officer",
        SlotState.DONE: "nobody",
        SlotState.MISSED: "nobody",
    },
)
