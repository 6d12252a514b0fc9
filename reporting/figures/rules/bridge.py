"""From the old basis to the new: one input moved at a time, in one fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reporting.figures.rules.facts import Name

ZERO = Decimal(0)


class Cause(StrEnum):
    """Why a number is another one on the new basis; their order is the order of the bridge."""

    FACTOR = "factor"
    METHOD = "method"
    BOUNDARY = "boundary"
    LATE_DATA = "late_data"
    CORRECTION = "correction"
    SHARES = "shares"
    OTHER = "other"


#: Each input is moved from old to new with all before it moved already and all after it not yet:
#: first the factors, on the energy that was published, so that the step is what the list of what
#: would move foretold; last the readings, by what came late and then by what was corrected.
ORDER: tuple[Cause, ...] = (
    Cause.FACTOR,
    Cause.METHOD,
    Cause.BOUNDARY,
    Cause.LATE_DATA,
    Cause.CORRECTION,
    Cause.SHARES,
)
NAMES: Mapping[Cause, Name] = {
    Cause.FACTOR: Name("factor", "排放因子", "emission factors"),
    Cause.METHOD: Name("method", "方法版本", "version of the method"),
    Cause.BOUNDARY: Name("boundary", "范围（项目与电站）", "boundary (projects and stations)"),
    Cause.LATE_DATA: Name("late_data", "后到数据", "late data"),
    Cause.CORRECTION: Name("correction", "数据更正", "corrections"),
    Cause.SHARES: Name("shares", "归因比例（金额与财务）", "attributed shares (money, balances)"),
    Cause.OTHER: Name("other", "其他（未能归入上述原因）", "other (none of the causes above)"),
}


@dataclass(frozen=True)
class Step:
    """One step of a bridge: the cause, and by how much the number moved."""

    cause: Cause
    amount: Decimal


def bridge(
    old: Decimal, new: Decimal, *, drawn_old: Decimal, drawn: Sequence[tuple[Cause, Decimal]]
) -> tuple[Step, ...]:
    """
    Return the steps that lead from ``old`` to ``new``; they add up to ``new - old`` exactly.

    ``drawn_old`` is the number drawn afresh on the old basis, ``drawn`` the number after each
    input was moved, in order. What re-drawing does not explain at either end is a step of its
    own, ``other``, which stands only if it is not zero.

    >>> found = bridge(Decimal(10), Decimal(13), drawn_old=Decimal(10),
    ...     drawn=[(Cause.FACTOR, Decimal(9)), (Cause.CORRECTION, Decimal(13))])
    >>> [(each.cause.value, each.amount) for each in found]
    [('factor', Decimal('-1')), ('correction', Decimal('4'))]
    """
    steps: list[Step] = []
    before = drawn_old
    for cause, after in drawn:
        steps.append(Step(cause, after - before))
        before = after
    other = (drawn_old - old) + (new - before)
    if other:
        steps.append(Step(Cause.OTHER, other))
    return tuple(steps)
