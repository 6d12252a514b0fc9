"""Sums of CNY and counts over products and contracts: what their figures share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from config.kernel.quantities import Measure
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import Leaf, roll_up
from reporting.figures.rules.values import FigureValue, Formula, Indicator, Term

ZERO = Decimal(0)
CNY = "CNY"
SHARE_PLACES = Decimal("0.000001")
#: A formula names so many of its terms one by one.
NAMED_TERMS = 20
Axes = tuple[tuple[str, ...], ...]


def summed(symbol: str, unit: str = CNY) -> Callable[[Sequence[Leaf]], Formula]:
    """Return how a sum is described: its symbol, and the first of its terms by name."""

    def describe(leaves: Sequence[Leaf]) -> Formula:
        told = [leaf for leaf in leaves if leaf.value]
        terms = tuple(_term(symbol, leaf, unit) for leaf in told[:NAMED_TERMS])
        if not told:
            return Formula(expression=f"{symbol} = 0")
        return Formula(expression=f"{symbol} = Σ {symbol}[i], i = 1…{len(told)}", terms=terms)

    return describe


def counted(symbol: str) -> Callable[[Sequence[Leaf]], Formula]:
    """Return how a count is described."""
    return lambda leaves: Formula(
        expression=f"{symbol} = {sum((leaf.value for leaf in leaves), ZERO)}"
    )


def _term(symbol: str, leaf: Leaf, unit: str) -> Term:
    name = leaf.keys.get("contract") or leaf.keys.get("placement") or leaf.keys["product"]
    return Term(
        symbol=f"{symbol}[{name.code}]",
        name_zh=name.zh,
        name_en=name.en,
        value=leaf.value,
        unit=unit,
    )


def or_zero(figures: list[FigureValue], *, if_asked: object) -> list[FigureValue]:
    """
    Return the figures; where there are none though it was asked, a total of zero.

    That no product is new, or that nothing waits for a project, is something to say.
    """
    if figures or not if_asked:
        return figures
    return [FigureValue(dimension={}, names={}, value=ZERO, formula=Formula(expression="0"))]


def shares_of(
    parts: Iterable[Leaf],
    wholes: Iterable[Leaf],
    *,
    by: Axes,
    symbols: tuple[str, str],
    names: tuple[tuple[str, str], tuple[str, str]],
) -> list[FigureValue]:
    """Return part ÷ whole to a millionth for each group of ``by`` whose whole is above zero."""
    numerators = {_place(each): each for each in roll_up(parts, by=by, describe=summed(symbols[0]))}
    found = []
    for whole in roll_up(wholes, by=by, describe=summed(symbols[1])):
        part = numerators.get(_place(whole))
        above = part.value or ZERO if part else ZERO
        below = whole.value or ZERO
        if below <= 0:
            continue
        values = zip(symbols, names, (above, below), strict=True)
        found.append(
            FigureValue(
                dimension=whole.dimension,
                names=whole.names,
                value=(above / below).quantize(SHARE_PLACES, ROUND_HALF_EVEN),
                formula=Formula(
                    expression=f"s = {symbols[0]} ÷ {symbols[1]}",
                    terms=tuple(
                        Term(symbol=symbol, name_zh=zh, name_en=en, value=value, unit=CNY)
                        for symbol, (zh, en), value in values
                    ),
                ),
                rows=whole.rows,
                sets=whole.sets,
                approvals=whole.approvals,
            )
        )
    return found


def _place(each: FigureValue) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(each.dimension.items()))


def indicator(
    code: str,
    names: tuple[str, str],
    method: str,
    methods: tuple[str, str],
    compute: Callable[[Facts], list[FigureValue]],
    *,
    by: Axes,
    measure: Measure = Measure.MONEY,
    partitions: Axes | None = None,
) -> Indicator:
    """Return an indicator of money, a count or a share; each cut of a sum is a partition."""
    units = {Measure.MONEY: (CNY, 2), Measure.COUNT: ("", 0), Measure.SHARE: ("", 4)}
    unit, places = units[measure]
    is_sum = measure is not Measure.SHARE
    return Indicator(
        code=code,
        name_zh=names[0],
        name_en=names[1],
        unit=unit,
        measure=measure,
        places=places,
        dimensions=by,
        partitions=partitions
        if partitions is not None
        else tuple(axes for axes in by if axes and is_sum),
        method=method,
        version="1",
        method_zh=methods[0],
        method_en=methods[1],
        compute=compute,
    )
