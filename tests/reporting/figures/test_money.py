"""Where the money stands, how green it is, what is new, and what falls to a product."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from config.kernel.canonical import sha256_of
from config.kernel.periods import Period
from reporting.figures.indicators import table
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import OTHER, TotalsDisagree
from tests.reporting.facts import sample_facts


def drawn(facts: Facts) -> dict[tuple[str, str], Any]:
    return {
        (each.content["indicator"], sha256_of(each.content["dimension"])): each.content
        for each in table.draw(facts)
    }


def value(figures: dict[tuple[str, str], Any], indicator: str, **dimension: str) -> Any:
    return figures[indicator, sha256_of(dimension)]["value"]


def test_what_stands_on_projects_and_on_none_with_cash_is_all_that_the_books_hold() -> None:
    found = drawn(sample_facts())
    parts = [value(found, f"G-UF-0{n}", product="A1") for n in (1, 2, 3, 4)]
    assert parts == [
        Decimal("1200000000.00"),
        Decimal("100000000.00"),
        Decimal("180000000.03"),
        Decimal("20000000.00"),
    ]
    assert sum(parts) == value(found, "G-UF-05", product="A1")
    assert value(found, "G-UF-05") == Decimal("1820000000.13")


def test_books_that_hold_another_sum_give_no_figure() -> None:
    facts = sample_facts()
    wrong = replace(facts.holdings[0], cash_cny=Decimal("180000000.04"))
    with pytest.raises(TotalsDisagree, match=r"1500000000\.04"):
        table.draw(replace(facts, holdings=(wrong, *facts.holdings[1:])))


def test_unallocated_money_is_told_by_its_age_and_the_bands_add_up() -> None:
    found = drawn(sample_facts())
    bands = ("0000-0030", "0031-0090")
    assert [value(found, "G-UF-02", age=each) for each in bands] == [
        Decimal("39999999.99"),
        Decimal("60000000.01"),
    ]
    assert value(found, "G-UF-02", product="A1", age="0031-0090") == Decimal("60000000.01")
    assert value(found, "G-UF-06") == value(found, "G-UF-06", product="A1") == 80


def test_money_on_no_project_is_other_where_money_is_told_by_technology() -> None:
    found = drawn(sample_facts())
    assert value(found, "G-UF-07", technology=OTHER.code) == Decimal("100000000.00")
    assert value(found, "G-UF-07", technology="tech") == Decimal("1200000000.00")
    assert found["G-UF-07", sha256_of({"technology": OTHER.code})]["names"]["technology"] == {
        "zh": "其他",
        "en": "Other",
    }


def test_labels_divide_what_is_placed_and_the_share_is_of_all_of_it() -> None:
    found = drawn(sample_facts())
    assert value(found, "G-GL-01", catalogue="CN-GREEN-2025:4") == Decimal("1170000000.00")
    assert value(found, "G-GL-02") == Decimal("1080000000.00")
    assert value(found, "G-GL-06") == Decimal("0.9")
    assert value(found, "G-UF-07", catalogue="rest") == Decimal("130000000.00")
    assert value(found, "G-GL-11") == Decimal("18000000.00")


def test_refinancing_is_a_share_of_what_the_terms_state() -> None:
    facts = sample_facts()
    found = drawn(facts)
    assert value(found, "G-UF-14", product="A1") == Decimal("0.25")
    silent = replace(
        facts.placed[0],
        refinanced_cny=Decimal(0),
        new_cny=Decimal(0),
        not_stated_cny=Decimal("1300000000.00"),
    )
    found = drawn(replace(facts, placed=(silent,)))
    assert not [key for key in found if key[0] == "G-UF-14"]
    assert value(found, "G-UF-13") == Decimal("1300000000.00")


def test_new_is_what_was_established_in_the_period_and_none_is_a_zero() -> None:
    found = drawn(sample_facts())
    assert value(found, "G-GN-01") == 1
    assert value(found, "G-GN-02", **{"class": "AM"}) == Decimal("1500000000.00")
    later = drawn(sample_facts(Period.quarter(2025, 2)))
    assert value(later, "G-GN-01") == value(later, "G-GN-02") == 0


def test_energy_and_capacity_fall_to_a_product_by_two_methods_and_have_no_sum() -> None:
    facts = sample_facts()
    found = drawn(facts)
    share = next(each.share for each in facts.attributed if each.method == "pcaf")
    energy = value(found, "E-EN-01", project="PV1")
    assert value(found, "E-AT-31", product="A1", method="pcaf") == (share * energy).quantize(
        Decimal("0.000001")
    )
    assert value(found, "E-AT-33", product="A1", method="pcaf") == (share * 450).quantize(
        Decimal("0.000001")
    )
    assert ("E-AT-31", sha256_of({})) not in found
    assert not [key for key in found if key[0] == "E-AT-32"]


def test_a_technology_that_no_category_names_is_not_put_under_one() -> None:
    found = drawn(sample_facts())
    assert found["G-IM-01", sha256_of({"project": "PV1"})]["text_value"] == "none"
    facts = sample_facts()
    roof = replace(facts.projects[0].technology, code="rooftop_pv")
    changed = replace(
        facts, projects=(replace(facts.projects[0], technology=roof), facts.projects[1])
    )
    found = drawn(changed)
    assert found["G-IM-01", sha256_of({"project": "PV1"})]["displayed_zh"] == "可再生能源"
