"""What departments are asked for may be judged by a policy and listed by a table, too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput
from reporting.disclosures import operations
from reporting.disclosures.models import FigureTemplate
from reporting.disclosures.restating import queries, thresholds
from reporting.disclosures.restating.queries import causes_of
from reporting.figures.operations import draw_figures
from reporting.figures.rules.facts import Facts
from reporting.indicators.models import LibraryIndicator
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import KIND, PAST, drafted
from tests.reporting.disclosures.test_templates import COLUMNS
from tests.reporting.facts import QUARTER
from tests.reporting.figures.test_collected import answer

DAY = dt.date(2025, 1, 1)
LATER = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


@pytest.fixture
def collected_water(alice: User, bob: User) -> str:
    """Have the library ask a department for one more number; return its code."""
    row = LibraryIndicator(
        code="E-OP-77",
        name_zh="办公用水",
        name_en="Office water",
        unit="m3",
        answer="number",
        pillar="e",
        theme="operations",
        kind="collected",
        periodicity="annual",
        owner_department="HR",
        source="a test",
        confidence="C",
        effective_from=DAY,
    )
    stored = {each.name: each for each in LibraryIndicator._meta.concrete_fields}
    for name in ("pillar", "theme", "periodicity"):
        choices = dict(stored[name].flatchoices)
        if getattr(row, name) not in choices:
            setattr(row, name, next(iter(choices)))
    proposals.confirm(proposals.propose(row, by=alice, reason="asked"), by=bob)
    return row.code


def threshold(code: str, by: User, day: dt.date = DAY) -> object:
    return thresholds.propose_threshold(
        kind=KIND, indicator=code, percent=Decimal(5), effective_from=day, by=by, reason="policy"
    )


def test_a_threshold_may_be_on_a_number_that_is_collected(
    alice: User, collected_water: str
) -> None:
    with pytest.raises(thresholds.UnknownIndicator, match="E-OP-78"):
        threshold("E-OP-78", alice)
    with pytest.raises(thresholds.UnknownIndicator):
        threshold(collected_water, alice, DAY - dt.timedelta(days=1))
    assert threshold(collected_water, alice)


def test_a_table_may_list_what_is_collected(alice: User, collected_water: str) -> None:
    given = {
        "code": "water",
        "name_zh": "用水",
        "name_en": "Water",
        "columns": COLUMNS,
        "effective_from": DAY,
        "by": alice,
        "reason": "table",
    }
    with pytest.raises(InvalidInput):
        operations.propose_figure_template(**given, indicators=["E-OP-78"])
    operations.propose_figure_template(**given, indicators=[collected_water])
    assert FigureTemplate.objects.get().indicators == [collected_water]


def test_a_number_that_was_collected_late_is_late_data(
    alice: User, bob: User, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    def asked(facts: Facts) -> Facts:
        value = "40" if facts.known_at == PAST else "50"
        return replace(facts, collected=(answer("E-OP-04", value, unit="m3"),))

    portfolio.change = asked
    first = drafted(alice)
    later = draw_figures(period=QUARTER, known_at=LATER, by=alice, key="later")
    moved = queries.others_moved(first, later)
    assert {each.shown.indicator for each in moved} == {"E-OP-04"}
    assert causes_of([], moved) == ["late_data"]
