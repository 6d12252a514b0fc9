"""A document says by which kind of factor electricity was reckoned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.disclosures.kinds.green_trust_annual.avoided import avoided
from reporting.disclosures.kinds.kind import Voice
from reporting.figures.rules.facts import Facts, Name, Route
from reporting.rendering.document import Language, Paragraph
from tests.reporting.disclosures.books import brief_of
from tests.reporting.facts import sample_facts

MARGIN = Name("grid_OM_simple", "电量边际排放因子", "Operating margin (simple)")


def by_the_margin(facts: Facts) -> Facts:
    """Return the facts with what displaces electricity reckoned by the operating margin."""
    return replace(
        facts,
        saved=tuple(
            replace(each, factors=tuple(replace(one, name=MARGIN) for one in each.factors))
            if each.route is Route.GRID
            else each
            for each in facts.saved
        ),
    )


def lead(facts: Facts, language: Language) -> str:
    section = avoided(brief_of("green_trust_annual", facts), Voice(language))
    assert section is not None
    first = section.blocks[0]
    assert isinstance(first, Paragraph)
    return "".join(each for each in first.runs if isinstance(each, str))


@pytest.mark.parametrize(
    ("language", "average", "margin"),
    [
        ("zh-Hans", "年份的电力平均二氧化碳排放因子。", "年份的电量边际排放因子。"),
        (
            "en",
            "× the average emission factor of the grid in",
            "× the operating margin (simple) in",
        ),
    ],
)
def test_the_lead_names_the_kind_that_a_policy_chose(
    language: Language, average: str, margin: str
) -> None:
    facts = sample_facts()
    assert average in lead(facts, language)
    assert margin in lead(by_the_margin(facts), language)
    assert average not in lead(by_the_margin(facts), language)
