"""Gross, sold and net: what was sold takes from what is claimed, in every sum alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from config.kernel.canonical import sha256_of
from reporting.figures.indicators import table
from reporting.figures.rules.facts import Facts
from tests.reporting.claimed import with_activity, with_sales
from tests.reporting.facts import sample_facts

Values = dict[tuple[str, str], dict[str, Any]]


def drawn(facts: Facts) -> Values:
    """Return every figure's content by indicator and dimension."""
    return {
        (each.content["indicator"], sha256_of(each.content["dimension"])): dict(each.content)
        for each in table.draw(facts)
    }


def value(found: Values, code: str, **dimension: str) -> Decimal:
    """Return the value of one figure."""
    number = found[code, sha256_of(dimension)]["value"]
    assert isinstance(number, Decimal)
    return number


def test_gross_less_sold_is_net_in_all_by_project_and_by_month() -> None:
    found = drawn(with_sales(sample_facts()))
    places: list[dict[str, str]] = [
        {},
        {"project": "PV1"},
        {"month": "2025-01"},
        {"project": "PV1", "month": "2025-01"},
    ]
    for place in places:
        gross, sold, net = (
            value(found, code, **place) for code in ("E-AV-03", "E-AV-04", "E-AV-05")
        )
        assert sold > 3, place
        assert gross - sold == net, place
    assert value(found, "E-AV-05", project="ST1") == value(found, "E-AV-03", project="ST1")


def test_a_products_part_is_its_share_of_what_is_left() -> None:
    facts = with_sales(sample_facts())
    found = drawn(facts)
    taken = facts.sold[0].taken
    for gross, sold, net, each in zip(
        ("E-AT-01", "E-AT-02"),
        ("E-AT-41", "E-AT-42"),
        ("E-AT-43", "E-AT-44"),
        facts.attributed,
        strict=True,
    ):
        for place in ({}, {"product": "A1"}, {"product": "A1", "project": "PV1"}):
            whole, part = value(found, gross, **place), value(found, sold, **place)
            assert whole - part == value(found, net, **place)
            assert abs(part - each.share * taken) < Decimal("0.00001")
            assert value(found, net, **place) <= (each.avoided - taken) * each.share


def test_a_figure_of_sales_names_the_sales_and_says_how_it_came_about() -> None:
    figure = drawn(with_sales(sample_facts()))["E-AV-04", sha256_of({})]
    assert {each["table"] for each in figure["inputs"]["rows"]} == {"projects_soldright"}
    assert [each["value"] for each in figure["formula"]["terms"]][:2] == [5, 3]
    assert "S = min(V, A)" in figure["explanation_en"]
    assert "绿色电力证书" in figure["explanation_zh"]
    net = drawn(with_sales(sample_facts()))["E-AV-05", sha256_of({})]
    tables = {each["table"] for each in net["inputs"]["rows"]}
    assert tables == {"projects_soldright", "projects_statement"}


def test_more_sold_than_avoided_leaves_nothing_and_is_told() -> None:
    facts = with_sales(sample_facts(), credited="99999999")
    found = drawn(facts)
    assert value(found, "E-AV-05", project="PV1", month="2025-01") == 0
    beyond = value(found, "E-AV-06", project="PV1")
    assert beyond == facts.sold[0].sold - facts.sold[0].taken > 0


def test_without_a_sale_nothing_is_told_but_that_nothing_was_sold() -> None:
    plain = drawn(sample_facts())
    assert value(plain, "E-AV-04") == 0
    codes = {code for code, _place in plain}
    assert codes.isdisjoint({"E-AV-05", "E-AV-06", "E-AT-41", "E-AT-43"})
    nothing = drawn(replace(sample_facts(), saved=(), attributed=(), claims=()))
    assert "E-AV-04" not in {code for code, _place in nothing}


def test_what_stood_before_sales_stays_as_it_was() -> None:
    before, after = drawn(sample_facts()), drawn(with_sales(sample_facts()))
    told = {"E-AV-04"}
    for (code, place), content in before.items():
        if code not in told:
            assert sha256_of(after[code, place]) == sha256_of(content), code


def test_entered_activity_is_told_result_by_result_and_ratios_are_not() -> None:
    found = drawn(with_activity(sample_facts()))
    told = [content for (code, _place), content in found.items() if code == "E-AC-01"]
    assert {(each["dimension"]["result"], each["value"], each["unit"]) for each in told} == {
        ("COD", Decimal("10.95"), "t"),
        ("A", Decimal(7), "tCO2e"),
        ("B", Decimal(9), "tCO2e"),
        ("A", Decimal(5), "tCO2e"),
        ("C", Decimal(20), "tCO2e"),
    }
    water = next(each for each in told if each["dimension"]["result"] == "COD")
    assert {each["table"] for each in water["inputs"]["rows"]} == {
        "projects_activitystatement",
        "projects_activity",
    }
    assert "±3 %" in water["explanation_en"]
    assert "COD = V × f" in water["explanation_zh"]


def test_its_tonnes_count_once_apart_from_the_metered_and_from_one_another() -> None:
    plain, found = drawn(sample_facts()), drawn(with_activity(sample_facts()))
    assert value(found, "E-AC-02") == value(found, "E-AC-02", project="PV1") == 7
    assert value(found, "E-AC-05") == 20
    assert value(found, "E-AC-06") == 8
    assert value(found, "E-AC-07", project="PV1") == 12
    assert ("E-AC-04", sha256_of({})) not in found
    for code in ("E-AV-03", "E-AV-11", "E-AV-04"):
        assert value(found, code) == value(plain, code)
