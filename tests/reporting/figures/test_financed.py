"""Financed statements of every class become figures; sets drawn before stay as they were."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from config.kernel.canonical import sha256_of
from reporting.figures.indicators import financed_table, table
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import check_parts
from tests.reporting.answers import financed, with_investees
from tests.reporting.facts import sample_facts

PRODUCT = "A1"


def drawn(facts: Facts) -> dict[tuple[str, str], Any]:
    return {
        (each.content["indicator"], sha256_of(each.content["dimension"])): each.content
        for each in table.draw(facts)
    }


def with_classes(facts: Facts) -> Facts:
    """Return the facts with a company and a building beside the projects."""
    return replace(
        facts,
        financed=(
            financed(
                PRODUCT,
                "CO-1",
                "business_loans_unlisted_equity",
                placed="30000000",
                share="0.1",
                score=1,
                scope_1="1000",
                scope_2="100",
                scope_3="5000",
                removed="50",
            ),
            financed(
                PRODUCT,
                "B-1",
                "commercial_real_estate",
                placed="10000000",
                share="0.25",
                score=3,
                scope_2="80",
                avoided="40",
            ),
            financed(PRODUCT, "CO-2", "mortgages", placed="5000000", share="0.5"),
        ),
    )


def test_every_class_is_financed_by_its_own_share_and_the_scopes_stay_apart() -> None:
    facts = with_classes(sample_facts())
    found = drawn(facts)

    def value(code: str, **dimension: str) -> Decimal:
        return Decimal(found[code, sha256_of(dimension)]["value"])

    assert value("E-FE-01") == 100
    assert value("E-FE-02") == 30
    assert value("E-FE-02", asset_class="commercial_real_estate") == 20
    assert value("E-FE-03", asset_class="business_loans_unlisted_equity") == 500
    assert value("E-FE-09") == 5
    assert value("E-FE-04") == 40_000_000
    assert value("E-FE-10", asset_class="mortgages") == 5_000_000
    assert value("E-FE-06") == Decimal("1.5")
    assert value("E-FE-07") == Decimal("3.25")
    assert value("PAI-1.4") == 630
    assert value("E-FE-10") == Decimal("1820000000.10")


def test_a_statement_of_a_project_takes_the_place_of_what_was_collected_of_it() -> None:
    facts = with_investees(sample_facts())
    before = drawn(facts)["E-FE-01", sha256_of({})]
    share = next(each.share for each in facts.attributed if each.method == "pcaf")
    assert Decimal(before["value"]) == (120 * share).quantize(Decimal("0.000001"))
    stated = financed(
        PRODUCT,
        "PV1",
        "project_finance",
        placed="1200000000",
        share=str(share),
        score=1,
        project="PV1",
        scope_1="200",
    )
    after = drawn(replace(facts, financed=(stated,)))["E-FE-01", sha256_of({})]
    assert Decimal(after["value"]) == (200 * share).quantize(Decimal("0.000001"))


def test_classes_and_products_add_up_to_the_whole() -> None:
    facts = with_classes(with_investees(sample_facts()))
    for indicator in financed_table.INDICATORS:
        check_parts(indicator, indicator.compute(facts))


def test_a_set_without_such_statements_is_counted_and_said_as_before() -> None:
    before, after = sample_facts(), with_classes(sample_facts())
    for code, later in financed_table.LATER.items():
        earlier = table.INDICATORS[code]
        assert financed_table.as_stated(earlier, before) is earlier
        assert financed_table.as_stated(earlier, after) is later
        assert (earlier.version, later.version) == ("1", "2")
        assert earlier.method_zh != later.method_zh


def test_each_figure_names_the_statement_and_the_evidence_below_it() -> None:
    facts = with_classes(sample_facts())
    found = drawn(facts)["E-FE-01", sha256_of({})]
    tables = {each["table"] for each in found["inputs"]["rows"]}
    assert tables == {"trusts_financedstatement", "trusts_investeeemission"}
    assert "各资产类别自身的分母" in found["explanation_zh"]
