"""A figure beside the last period, the year before, and its own period on another basis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from config.accounts.models import User
from config.kernel.periods import Period
from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_figures
from reporting.figures.queries.beside import comparison, year_before
from reporting.figures.rules.beside import difference
from reporting.figures.rules.facts import Facts
from tests.reporting.conftest import Portfolio
from tests.reporting.facts import KNOWN_AT, with_more_energy

PAST = dt.datetime(2025, 8, 1, tzinfo=dt.UTC)
FIRST, SECOND = Period.quarter(2025, 1), Period.quarter(2025, 2)


def said(value: Any, *, unit: str = "t", text: str = "", factors: int = 1) -> dict[str, Any]:
    shared = {"method_version": "1", "policies": [], "inputs": {}, "data_quality": {}}
    return {**shared, "value": value, "unit": unit, "text_value": text, "factors": [factors]}


@given(st.decimals(0, 10**9, places=3), st.decimals(0, 10**9, places=3))
def test_the_difference_takes_one_figure_to_the_other(now: Decimal, then: Decimal) -> None:
    told = difference(said(now), said(then))
    assert told.amount is not None
    assert then + told.amount == now
    assert told.is_same == (now == then)
    assert (told.percent is None) == (then == 0)


def test_a_difference_is_told_in_percent_and_in_what_else_differs() -> None:
    told = difference(said(Decimal(390)), said(Decimal(321), factors=2))
    assert (told.amount, told.percent, told.aspects) == (69, Decimal("21.50"), ("factors",))


def test_words_and_unlike_units_have_no_difference() -> None:
    assert difference(said(None, text="green"), said(None, text="green")).is_same
    assert not difference(said(None, text="green"), said(None, text="none")).is_same
    told = difference(said(Decimal(1)), said(Decimal(1), unit="MWh"))
    assert (told.amount, told.is_same, told.aspects) == (None, False, ("unit",))


def test_the_year_before_a_leap_day_is_not_there() -> None:
    assert year_before(Period(dt.date(2024, 2, 29), dt.date(2024, 3, 1))) is None
    assert year_before(Period.month(2025, 2)) == Period.month(2024, 2)


@pytest.fixture
def sets(alice: User, portfolio: Portfolio) -> dict[str, FigureSet]:
    """Draw two quarters at one moment, and the second one again at a later moment."""

    def corrected(facts: Facts) -> Facts:
        return facts if facts.known_at == PAST else with_more_energy(facts, 5_000_000)

    portfolio.change = corrected
    return {
        key: draw_figures(period=period, known_at=known_at, by=alice, key=key)
        for key, period, known_at in (
            ("first", FIRST, PAST),
            ("second", SECOND, PAST),
            ("corrected", SECOND, KNOWN_AT),
            ("a year ago", Period.quarter(2024, 2), PAST),
        )
    }


def one(found: FigureSet, indicator: str, **dimension: str) -> Figure:
    figure: Figure = Figure.objects.get(figure_set=found, indicator=indicator, dimension=dimension)
    return figure


def test_a_figure_stands_beside_the_last_period_the_year_before_and_the_other_basis(
    sets: dict[str, FigureSet],
) -> None:
    mine = one(sets["second"], "E-EN-01", project="PV1")
    found = comparison(mine)
    assert found.last_period is not None
    assert found.last_period.figure.figure_set == sets["first"]
    assert found.year_before is not None
    assert found.year_before.figure.period == "2024Q2"
    (other,) = found.other_bases
    assert other.figure.figure_set == sets["corrected"]
    assert other.difference.amount == -5
    assert "inputs" in other.difference.aspects


def test_a_month_stands_beside_the_month_before_in_its_own_set_or_the_set_before(
    sets: dict[str, FigureSet],
) -> None:
    may = comparison(one(sets["second"], "E-EN-01", month="2025-05"))
    april = comparison(one(sets["corrected"], "E-EN-01", month="2025-04"))
    assert may.last_period is not None
    assert may.last_period.figure == one(sets["second"], "E-EN-01", month="2025-04")
    assert april.last_period is not None
    assert april.last_period.figure == one(sets["first"], "E-EN-01", month="2025-03")


def test_what_was_never_drawn_before_stands_alone(sets: dict[str, FigureSet]) -> None:
    found = comparison(one(sets["a year ago"], "E-EN-01"))
    assert (found.last_period, found.year_before, found.other_bases) == (None, None, ())


def test_the_comparison_is_read_over_http(
    sets: dict[str, FigureSet], client: Client, charlie: User
) -> None:
    mine = one(sets["second"], "E-EN-01", project="PV1")
    client.force_login(charlie)
    told = client.get(f"/api/v1/figures/{mine.figure_id}/compare/").json()
    assert told["figure"]["figure_id"] == mine.figure_id
    (other,) = told["other_bases"]
    assert Decimal(other["difference"]) == -5
    assert other["is_same"] is False
    assert "inputs" in other["differs_in"]
    assert told["last_period"]["period"] == "2025Q1"
    words = client.get(f"/api/v1/figures/{mine.figure_id}/").json()
    assert words["method_zh"].startswith("各电站日数据块")
    assert "Formula" not in words["method_en"]


def test_the_page_shows_what_the_figure_is_compared_with(
    sets: dict[str, FigureSet], client: Client, charlie: User
) -> None:
    mine = one(sets["second"], "E-EN-01", project="PV1")
    User.objects.filter(pk=charlie.pk).update(language="en")
    client.force_login(User.objects.get(pk=charlie.pk))
    client.cookies["language"] = "en"
    url = reverse("admin:reporting_figure_change", args=[mine.pk])
    page = client.get(url).content.decode()
    other = one(sets["corrected"], "E-EN-01", project="PV1")
    assert "Compared" in page
    assert other.figure_id in page
    assert "sum of day blocks" not in page


def test_facts_that_did_not_change_give_the_same_number(alice: User, portfolio: Portfolio) -> None:
    old = draw_figures(period=FIRST, known_at=PAST, by=alice, key="old")
    draw_figures(period=FIRST, known_at=KNOWN_AT, by=alice, key="new")
    (other,) = comparison(one(old, "G-UF-05")).other_bases
    assert other.difference.is_same
    assert other.difference.aspects == ()
