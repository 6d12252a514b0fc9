"""Drawing figures is a pure function of facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.canonical import sha256_of
from config.kernel.periods import Period
from reporting.figures.indicators import table
from reporting.figures.rules.facts import Name
from reporting.figures.rules.totals import Leaf, TotalsDisagree, check_parts, roll_up
from reporting.figures.rules.values import Formula, display, identity_of, stored_value
from tests.reporting.facts import KNOWN_AT, QUARTER, sample_facts, with_more_energy


def _by_place() -> dict[tuple[str, str], object]:
    return {
        (each.content["indicator"], sha256_of(each.content["dimension"])): each.content
        for each in table.draw(sample_facts())
    }


def _one(indicator: str, **dimension: str) -> dict[str, object]:
    found = _by_place()[indicator, sha256_of(dimension)]
    assert isinstance(found, dict)
    return found


def test_the_same_facts_give_the_same_hashes() -> None:
    first = [each.sha256 for each in table.draw(sample_facts())]
    again = [each.sha256 for each in table.draw(sample_facts())]
    assert first == again


def test_every_identity_is_its_own() -> None:
    drawn = table.draw(sample_facts())
    assert len({each.identity for each in drawn}) == len(drawn)


def test_a_later_moment_gives_other_identities_and_the_same_values() -> None:
    later = sample_facts(known_at=KNOWN_AT + dt.timedelta(days=1))
    first, second = table.draw(sample_facts()), table.draw(later)
    assert {each.identity for each in first}.isdisjoint(each.identity for each in second)
    assert [each.content["value"] for each in first] == [each.content["value"] for each in second]


def test_one_watt_hour_moves_exactly_the_figures_above_it() -> None:
    before = {each.identity: each for each in table.draw(sample_facts())}
    after = {each.identity: each for each in table.draw(with_more_energy(sample_facts(), 1))}
    moved = {
        (each.content["indicator"], *sorted(each.content["dimension"].items()))
        for key, each in after.items()
        if each.content["value"] != before[key].content["value"]
    }
    month, sun, henan = ("month", "2025-01"), ("project", "PV1"), ("province", "410000")
    attributed = {
        ("E-AT-31", ("method", method), *of)
        for method in ("pcaf", "guide")
        for of in ((), (("product", "A1"),), (("product", "A1"), sun))
    }
    assert moved == attributed | {
        ("E-EN-01",),
        ("E-EN-01", sun),
        ("E-EN-01", month),
        ("E-EN-01", month, sun),
        ("E-EN-01", henan),
    }


def test_a_form_that_is_not_listed_is_shown_as_other() -> None:
    assert _one("G-GT-01", form="OTHER")["value"] == 1
    assert _one("G-GT-02", form="OTHER")["value"] == Decimal("320000000.10")


def test_grid_and_heat_stand_apart_and_together_and_coal_is_never_in() -> None:
    grid, heat, both = (_one(code)["value"] for code in ("E-AV-01", "E-AV-02", "E-AV-03"))
    assert both == grid + heat  # type: ignore[operator]
    coal = _one("E-AV-11")["value"]
    assert coal not in {grid, heat, both}
    assert _one("E-AV-01")["value"] == sum(
        (each.value for each in sample_facts().saved if each.route == "grid"), Decimal(0)
    )


def test_attribution_stands_side_by_side_with_its_difference() -> None:
    pcaf, guide = (_one(code, product="A1")["value"] for code in ("E-AT-01", "E-AT-02"))
    assert _one("E-AT-03", product="A1")["value"] == guide - pcaf  # type: ignore[operator]


def test_a_claim_is_shown_with_what_is_computed_and_never_replaces_it() -> None:
    announced, computed = (_one(code, claim="C00001") for code in ("E-CL-01", "E-CL-02"))
    assert announced["value"] == 364_800
    assert announced["displayed_zh"] == "364,800"
    assert computed["value"] == _one("E-AV-01")["value"]
    assert _one("E-CL-04", claim="C00001")["displayed_zh"] == "存疑，口径须说明。"


def test_a_figure_says_where_it_came_from() -> None:
    found = _one("E-AV-01", project="PV1")
    assert [each["code"] for each in found["factors"]] == ["grid_average"] * 2  # type: ignore[index]
    assert "生态环境部公告" in str(found["factors"])
    assert "算式" in str(found["explanation_zh"])
    assert "Formula" in str(found["explanation_en"])
    assert found["inputs"]["rows"]  # type: ignore[index]


def test_parts_that_miss_their_total_are_refused() -> None:
    indicator = table.INDICATORS["E-EN-01"]
    figures = indicator.compute(sample_facts())
    broken = [
        replace(each, value=each.value + 1) if each.value and not each.dimension else each
        for each in figures
    ]
    with pytest.raises(TotalsDisagree):
        check_parts(indicator, broken)


def test_every_indicator_has_both_languages_and_a_code_of_its_own() -> None:
    for code, each in table.INDICATORS.items():
        assert code == each.code
        assert all((each.name_zh, each.name_en, each.method_zh, each.method_en))


@given(st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=6), min_size=1))
def test_parts_always_add_up_to_their_total(values: list[Decimal]) -> None:
    leaves = [
        Leaf(keys={"project": Name(str(index % 3), "", "")}, value=value)
        for index, value in enumerate(values)
    ]
    found = roll_up(leaves, by=((), ("project",)), describe=lambda _leaves: Formula(expression="Σ"))
    total = next(each.value for each in found if not each.dimension)
    parts = sum((each.value or Decimal(0) for each in found if each.dimension), Decimal(0))
    assert total == parts


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1234567.5", 0, "1,234,568"),
        ("0.5", 0, "0"),
        ("-0.0004", 3, "0.000"),
        ("-12.3456", 2, "−12.35"),
    ],
)
def test_numbers_are_shown_in_groups_and_rounded_to_even(
    value: str, places: int, shown: str
) -> None:
    assert display(Decimal(value), places=places) == shown


def test_a_value_is_stored_at_the_scale_of_its_column() -> None:
    assert stored_value(Decimal(1) / 3) == Decimal("0.333333333333")
    assert stored_value(Decimal("1.5")) == Decimal("1.5")


def test_identity_does_not_depend_on_the_order_of_dimensions() -> None:
    one = identity_of("X", {"a": "1", "b": "2"}, QUARTER, KNOWN_AT)
    other = identity_of("X", {"b": "2", "a": "1"}, QUARTER, KNOWN_AT)
    assert one == other
    assert one != identity_of("X", {"a": "1", "b": "2"}, Period.year(2025), KNOWN_AT)
