"""Changes, shares, concentration and bands, held against the figures that the trade printed."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.statistics import rules
from trusts.statistics.rules import Figures, Group, Measure, NewIn

amounts = st.lists(
    st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False), min_size=1, max_size=40
)
figures = st.fixed_dictionaries(
    {measure: st.decimals(0, 10**12, places=2) for measure in Measure}
).map(Figures)
groups = st.dictionaries(st.text("ABC123", max_size=3), st.tuples(figures, figures)).map(
    lambda found: [Group(key, key, key, now, then) for key, (now, then) in found.items()]
)


def printed(metric: str, year: int = 2024) -> Decimal:
    """Return a figure that the trade's association printed, from its file with its source."""
    path = Path(__file__).with_name("green_trust_statistics.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if row["metric"] == metric and int(row["year"]) == year]
    return Decimal(row["value"])


def test_390_new_after_321_is_the_printed_plus_21_50_percent() -> None:
    before = printed("新增绿色信托项目(由 2024 同比推得)", 2023)
    grown = rules.change(printed("新增绿色信托项目"), before)
    assert grown.difference == 69
    assert grown.percent == printed("新增绿色信托项目同比") == Decimal("21.50")


def test_321_is_the_only_whole_number_that_390_grew_from_by_21_50_percent() -> None:
    fitting = [then for then in range(1, 390) if _grew(then) == Decimal("21.50")]
    assert fitting == [321]


def _grew(then: int) -> Decimal | None:
    return rules.change(Decimal(390), Decimal(then)).percent


def test_three_printed_forms_leave_other_of_the_printed_total() -> None:
    forms = [printed(f"{name}存续规模") for name in ("绿色信贷", "绿色股权投资", "绿色产业基金")]
    total = printed("存续规模(下限)")
    rest = rules.rest_of(forms, total=total)
    assert sum(forms) == Decimal("1247.24")
    assert rest == Decimal("1752.76")
    assert rest + sum(forms) == total


def test_parts_above_their_total_are_refused() -> None:
    with pytest.raises(rules.PartsExceedTotal, match=r"add up to 11\.00.*total of 10\.00"):
        rules.rest_of([Decimal("5.50"), Decimal("5.50")], total=Decimal("10.00"))


def test_there_is_no_percentage_of_nothing() -> None:
    assert rules.change(Decimal(5), Decimal(0)) == rules.Change(Decimal(5), None)
    assert rules.share(Decimal(0), Decimal(0)) is None
    assert rules.hhi([]) is None
    assert rules.hhi([Decimal(0)]) is None
    assert rules.hhi([Decimal(-1), Decimal(2)]) is None


def test_equal_halves_have_an_index_of_five_thousand() -> None:
    assert rules.hhi([Decimal(7), Decimal(7)]) == 5000
    assert rules.hhi([Decimal(7)]) == 10_000


@given(amounts)
def test_the_index_lies_between_equal_parts_and_one_holder(found: list[Decimal]) -> None:
    index = rules.hhi(found)
    held = [each for each in found if each]
    if not held:
        assert index is None
        return
    assert index is not None
    assert rules.HIGHEST_HHI / len(held) - Decimal("0.01") <= index <= rules.HIGHEST_HHI


@given(groups, st.integers(1, 10), st.sampled_from(Measure))
def test_the_largest_and_other_hold_all_that_the_groups_hold(
    found: list[Group], number: int, by: Measure
) -> None:
    shown = rules.top(found, number, by=by)
    assert len([each for each in shown if not each.is_other and not each.is_unknown]) <= number
    assert sum(each.parts for each in shown) == len(found)
    for measure in Measure:
        for side in ("now", "then"):
            whole = sum(getattr(each, side).of(measure) for each in found)
            assert sum(getattr(each, side).of(measure) for each in shown) == whole
    named = [each.now.of(by) for each in shown if not each.is_other and not each.is_unknown]
    assert named == sorted(named, reverse=True)


def test_what_is_not_stated_is_never_among_the_largest() -> None:
    found = [
        Group("", "", "", Figures({Measure.PLACED: Decimal(90)})),
        Group("a", "", "", Figures({Measure.PLACED: Decimal(6)})),
        Group("b", "", "", Figures({Measure.PLACED: Decimal(4)})),
    ]
    shown = rules.top(found, 1, by=Measure.PLACED)
    assert [each.key for each in shown] == ["a", rules.OTHER, rules.UNKNOWN]
    held = rules.concentration(found, by=Measure.PLACED, number=1)
    assert (held.top_percent, held.unknown_percent) == (Decimal("6.00"), Decimal("90.00"))
    assert held.hhi == Decimal("8152.00")


@pytest.mark.parametrize(
    ("end", "key"),
    [
        ("2025-02-28", "0"),
        ("2025-03-01", "1"),
        ("2026-02-28", "1"),
        ("2026-03-01", "2"),
        ("2028-02-28", "2"),
        ("2028-02-29", "3"),
        ("2030-02-28", "3"),
        ("2035-02-28", "4"),
        ("2035-03-01", "5"),
    ],
)
def test_a_band_ends_with_its_last_day(end: str, key: str) -> None:
    assert rules.band_of(dt.date(2025, 2, 28), dt.date.fromisoformat(end)).key == key


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 20_000))
def test_a_longer_term_is_never_in_a_shorter_band(start: dt.date, days: int) -> None:
    shorter = rules.band_of(start, start + dt.timedelta(days=days))
    longer = rules.band_of(start, start + dt.timedelta(days=days + 1))
    assert shorter.key <= longer.key


def test_new_begins_with_the_year_the_quarter_or_the_month() -> None:
    day = dt.date(2025, 8, 17)
    assert [each.first_day(day).isoformat() for each in NewIn] == [
        "2025-01-01",
        "2025-07-01",
        "2025-08-01",
    ]
