"""Leaves into totals, and the proof that parts and totals agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from reporting.figures.rules.facts import Approval, Factor, Name, Ref, RowSet
from reporting.figures.rules.values import FigureValue, Formula, Indicator

#: Where a part stands that belongs to no member of an axis: a breakdown sums to its total so.
OTHER = Name("OTHER", "其他", "Other")


class TotalsDisagree(DomainError):
    """The parts of {indicator} by {axes} add up to {parts}, not to {total}; none was drawn."""

    code = "totals_disagree"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """
    The smallest part of a figure: where it belongs, how much it is, what it rests on.

    What ``keys`` leaves out of an axis belongs to none of its members and counts as *other*.
    """

    keys: Mapping[str, Name]
    value: Decimal
    project: str = ""
    rows: tuple[Ref, ...] = ()
    sets: tuple[RowSet, ...] = ()
    factors: tuple[Factor, ...] = ()
    policies: tuple[Name, ...] = ()
    approvals: tuple[Approval, ...] = ()
    parts: Mapping[str, Decimal] = field(default_factory=dict)

    def less(self) -> Leaf:
        """Return the leaf as it is taken away."""
        return replace(self, value=-self.value)


Describe = Callable[[Sequence[Leaf]], Formula]


def roll_up(
    leaves: Iterable[Leaf], *, by: Iterable[tuple[str, ...]], describe: Describe
) -> list[FigureValue]:
    """
    Return one figure for each group of leaves, for each set of axes in ``by``.

    ``()`` is the total. ``describe`` says the formula of a group. Without leaves there is
    no figure: nothing is not zero. Leaves without a member on an axis are *other* there, so
    that the parts along an axis always add up to the total.
    """
    all_leaves = list(leaves)
    return [
        _figure(group, names, describe) for axes in by for names, group in _groups(all_leaves, axes)
    ]


def _groups(leaves: list[Leaf], axes: tuple[str, ...]) -> list[tuple[dict[str, Name], list[Leaf]]]:
    grouped: dict[tuple[str, ...], list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        grouped[tuple(_member(leaf, axis).code for axis in axes)].append(leaf)
    return [
        ({axis: _member(group[0], axis) for axis in axes}, group)
        for _key, group in sorted(grouped.items())
    ]


def _member(leaf: Leaf, axis: str) -> Name:
    return leaf.keys.get(axis, OTHER)


def _figure(group: Sequence[Leaf], names: Mapping[str, Name], describe: Describe) -> FigureValue:
    return FigureValue(
        dimension={axis: name.code for axis, name in names.items()},
        names=names,
        value=sum((leaf.value for leaf in group), Decimal(0)),
        formula=describe(group),
        rows=tuple(chain.from_iterable(leaf.rows for leaf in group)),
        sets=tuple(chain.from_iterable(leaf.sets for leaf in group)),
        projects=tuple(leaf.project for leaf in group if leaf.project),
        factors=tuple(chain.from_iterable(leaf.factors for leaf in group)),
        policies=tuple(chain.from_iterable(leaf.policies for leaf in group)),
        approvals=tuple(chain.from_iterable(leaf.approvals for leaf in group)),
    )


def month_name(month: Period) -> Name:
    """Return a month with its names: 2025-03, 2025年3月, Mar 2025."""
    first = month.starts_on
    return Name(str(month), f"{first.year}年{first.month}月", f"{first:%b %Y}")


def check_parts(indicator: Indicator, figures: Sequence[FigureValue]) -> None:
    """
    Refuse figures whose parts do not add up, exactly, to their total.

    :raises TotalsDisagree: naming indicator, axes and both sums.
    """
    total = next((each.value for each in figures if not each.dimension), None)
    if total is None:
        return
    for axes in indicator.partitions:
        parts = [each.value for each in figures if set(each.dimension) == set(axes)]
        found = sum((value for value in parts if value is not None), Decimal(0))
        if parts and found != total:
            raise TotalsDisagree(
                indicator=indicator.code, axes=", ".join(axes), parts=found, total=total
            )
