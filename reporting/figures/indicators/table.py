"""Every indicator there is, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.canonical import sha256_of
from reporting.figures.indicators import (
    assets,
    attribution,
    avoided,
    claims,
    energy,
    green_labels,
    impact,
    new_products,
    portfolio,
    quality,
    use_of_funds,
)
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import check_parts
from reporting.figures.rules.values import Drawn, Indicator, drawn

INDICATORS: Mapping[str, Indicator] = {
    each.code: each
    for family in (
        portfolio,
        new_products,
        use_of_funds,
        green_labels,
        assets,
        energy,
        avoided,
        attribution,
        impact,
        claims,
        quality,
    )
    for each in family.INDICATORS
}

#: Changes with every change of what is counted or how it is said.
TABLE_VERSION = sha256_of(
    [
        [each.code, each.unit, each.measure, each.places, each.method, each.version]
        for each in INDICATORS.values()
    ]
)[:12]


def draw(facts: Facts) -> list[Drawn]:
    """
    Return every figure that the facts give, by indicator and dimension.

    :raises TotalsDisagree: if parts and total of an indicator differ.
    """
    found: list[Drawn] = []
    for indicator in INDICATORS.values():
        values = indicator.compute(facts)
        check_parts(indicator, values)
        found += [
            drawn(indicator, each, period=facts.period, known_at=facts.known_at) for each in values
        ]
    return found
