"""A product's life: its states, the moves between them, and which of them need a document."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from config.kernel.transitions import Lifecycle

#: A moment after everything that is recorded: for rules that must hold now, whatever is asked.
ALL_THAT_IS_KNOWN = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class TrustStatus(StrEnum):
    """Where a product stands in its life."""

    DRAFT = "draft"
    PRE_REGISTERED = "pre_registered"
    ESTABLISHED = "established"
    IN_RUN = "in_run"
    EXTENDED = "extended"
    TERMINATED = "terminated"
    LIQUIDATED = "liquidated"


PRODUCT_LIFE = Lifecycle(
    name="product",
    states=TrustStatus,
    moves={
        TrustStatus.DRAFT: frozenset({TrustStatus.PRE_REGISTERED}),
        TrustStatus.PRE_REGISTERED: frozenset({TrustStatus.DRAFT, TrustStatus.ESTABLISHED}),
        TrustStatus.ESTABLISHED: frozenset({TrustStatus.IN_RUN, TrustStatus.TERMINATED}),
        TrustStatus.IN_RUN: frozenset({TrustStatus.EXTENDED, TrustStatus.TERMINATED}),
        TrustStatus.EXTENDED: frozenset({TrustStatus.TERMINATED}),
        TrustStatus.TERMINATED: frozenset({TrustStatus.LIQUIDATED}),
        TrustStatus.LIQUIDATED: frozenset(),
    },
    owners={
        TrustStatus.DRAFT: "registrar",
        TrustStatus.PRE_REGISTERED: "registrar",
        TrustStatus.ESTABLISHED: "registrar",
        TrustStatus.IN_RUN: "registrar",
        TrustStatus.EXTENDED: "registrar",
        TrustStatus.TERMINATED: "registrar",
        TrustStatus.LIQUIDATED: "nobody",
    },
)

#: From here on a product holds property, so the day it was established is known.
AFTER_ESTABLISHMENT = frozenset(TrustStatus) - {TrustStatus.DRAFT, TrustStatus.PRE_REGISTERED}
AFTER_TERMINATION = frozenset({TrustStatus.TERMINATED, TrustStatus.LIQUIDATED})
#: A move into one of these rests on a paper: a filing receipt, a resolution, a report.
DOCUMENTED = frozenset(
    {
        TrustStatus.PRE_REGISTERED,
        TrustStatus.ESTABLISHED,
        TrustStatus.EXTENDED,
        TrustStatus.TERMINATED,
        TrustStatus.LIQUIDATED,
    }
)
#: The days that a move says beside the day from which it holds.
DAYS_OF_A_MOVE: dict[str, tuple[str, ...]] = {
    TrustStatus.ESTABLISHED: ("established_on", "matures_on"),
    TrustStatus.EXTENDED: ("matures_on",),
    TrustStatus.TERMINATED: ("terminated_on",),
}


def check_can_follow(before: str, after: str) -> None:
    """
    Refuse terms whose status cannot follow the terms before them; staying is no move.

    :raises ForbiddenMove: naming the moves that are possible.
    """
    if before != after:
        PRODUCT_LIFE.check_can_move(before, after)


def moves_from(status: str) -> list[TrustStatus]:
    """Return the states that a product may go to from ``status``, in the order of its life."""
    allowed = PRODUCT_LIFE.moves[status]
    return [each for each in TrustStatus if each in allowed]


def needs_document(before: str, after: str) -> bool:
    """Return whether going from ``before`` (empty: nothing stood) to ``after`` needs a paper."""
    return bool(before) and before != after and after in DOCUMENTED
