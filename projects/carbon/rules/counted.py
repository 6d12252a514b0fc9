"""Which tonnes of entered activity count as a project's own, so that none is counted twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from config.kernel.money import split_largest_remainder
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon.rules.drawing import GRAM

#: Tonnes of either kind are counted by themselves and never added to one another.
TONNES = (Measure.AVOIDED, Measure.REMOVED)
_ZERO = Decimal(0)


class LeftOut(StrEnum):
    """Why a statement's tonnes stand beside and are not counted."""

    METERED = "metered"
    ANOTHER_METHOD = "another_method"
    OVERLAPS = "overlaps"


@dataclass(frozen=True)
class Told:
    """What one statement of entered activity says of its project in tonnes, by measure."""

    statement_id: int
    method: str
    period: Period
    tonnes: Mapping[Measure, Decimal]

    @property
    def total(self) -> Decimal:
        """Return the tonnes; a method yields one measure of them."""
        return sum(self.tonnes.values(), _ZERO)

    def by_month(self) -> dict[Period, Decimal]:
        """Return the tonnes spread over the months as the period's days are, to the gram."""
        months = [Period.month(self.period.starts_on.year, self.period.starts_on.month)]
        while months[-1].ends_on < self.period.ends_on:
            months.append(Period.month(months[-1].ends_on.year, months[-1].ends_on.month))
        days = [Decimal(found.days) for each in months if (found := each & self.period)]
        return dict(
            zip(months, split_largest_remainder(self.total, days, quantum=GRAM), strict=True)
        )


def own_tonnes(results: Iterable[Mapping[str, Any]]) -> dict[Measure, Decimal]:
    """
    Return what a statement's results say was avoided or removed, each once.

    Of several routes to the same tonnes the method's own counts, the one without a name;
    the named ones are alternatives, of which the first counts only where there is no other.
    """
    found: dict[Measure, Decimal] = {}
    for measure in TONNES:
        same = [each for each in results if each["measure"] == measure.value]
        own = next((each for each in same if not each["route"]), same[0] if same else None)
        if own is not None:
            found[measure] = Decimal(own["value"]).quantize(GRAM)
    return found


def left_out(
    told: Sequence[Told], *, methodology: str, metered: Collection[Period] = ()
) -> dict[int, LeftOut | None]:
    """
    Return by statement why its tonnes are not counted; None for those that are.

    All are of one project. Not counted is what the project's meters state already
    (``metered``: the months of its statements); of several methods that speak of the same
    time all but the ``methodology`` of the project's technology; of one method all but the
    longest period.
    """
    found: dict[int, LeftOut | None] = {}
    kept: list[Told] = []
    spoken = [each for each in told if each.tonnes]
    for each in sorted(spoken, key=lambda one: (-one.period.days, one.period.starts_on)):
        rivals = {one.method for one in spoken if one.period.overlaps(each.period)}
        if any(each.period.overlaps(month) for month in metered):
            found[each.statement_id] = LeftOut.METERED
        elif len(rivals) > 1 and each.method != methodology:
            found[each.statement_id] = LeftOut.ANOTHER_METHOD
        elif any(one.method == each.method and one.period.overlaps(each.period) for one in kept):
            found[each.statement_id] = LeftOut.OVERLAPS
        else:
            found[each.statement_id] = None
            kept.append(each)
    return found
