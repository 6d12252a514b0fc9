"""Every indicator there is, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from config.kernel.canonical import sha256_of
from reporting.figures.indicators import (
    adverse,
    assets,
    attribution,
    avoided,
    claimed,
    claims,
    collected,
    energy,
    entered,
    financed_table,
    green_labels,
    impact,
    new_products,
    operations,
    portfolio,
    quality,
    use_of_funds,
)
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import check_parts
from reporting.figures.rules.values import Drawn, Indicator, drawn

_ALL: Sequence[Indicator] = [
    each
    for family in (
        portfolio,
        new_products,
        use_of_funds,
        green_labels,
        assets,
        energy,
        avoided,
        attribution,
        claimed,
        entered,
        impact,
        claims,
        quality,
        operations,
        financed_table,
        adverse,
    )
    for each in family.INDICATORS
]
INDICATORS: Mapping[str, Indicator] = {each.code: each for each in _ALL}
if len(INDICATORS) != len(_ALL):
    raise ValueError("Two indicators of the table bear the same code.")

#: Changes with every change of what is counted or how it is said.
TABLE_VERSION = sha256_of(
    [
        [each.code, each.unit, each.measure, each.places, each.method, each.version]
        for each in (*INDICATORS.values(), *financed_table.LATER.values())
    ]
    + [[collected.METHOD, collected.VERSION]]
)[:12]


def draw(facts: Facts) -> list[Drawn]:
    """
    Return every figure that the facts give, by indicator and dimension.

    The indicators of the table come first; then those that collected answers define themselves.

    :raises TotalsDisagree: if parts and total of an indicator differ.
    """
    found = [
        each
        for indicator in INDICATORS.values()
        for each in _drawn(financed_table.as_stated(indicator, facts), facts)
    ]
    computed = {each.content["indicator"] for each in found}
    for indicator in collected.indicators_of(facts, computed=computed):
        found += _drawn(indicator, facts)
    return found


def _drawn(indicator: Indicator, facts: Facts) -> list[Drawn]:
    values = indicator.compute(facts)
    check_parts(indicator, values)
    return [drawn(indicator, each, period=facts.period, known_at=facts.known_at) for each in values]
