"""What was collected becomes figures; what cannot be told says why, never with a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.canonical import sha256_of
from reporting.figures.indicators import financed_table, table
from reporting.figures.rules.collected import Scope
from reporting.figures.rules.facts import Facts
from reporting.figures.rules.totals import check_parts
from tests.reporting.answers import BRANCH, answer, answered, emitted, investee, with_investees
from tests.reporting.facts import KNOWN_AT, QUARTER, sample_facts


def drawn(facts: Facts) -> dict[tuple[str, str], Any]:
    return {
        (each.content["indicator"], sha256_of(each.content["dimension"])): each.content
        for each in table.draw(facts)
    }


def one(facts: Facts, code: str, **dimension: str) -> Any:
    return drawn(facts).get((code, sha256_of(dimension)))


def value(facts: Facts, code: str, **dimension: str) -> Any:
    found = one(facts, code, **dimension)
    return None if found is None else found["value"]


def test_a_collected_number_carries_its_own_definition() -> None:
    found = one(answered(sample_facts()), "X-99")
    assert (found["label_zh"], found["label_en"]) == ("自设指标", "An indicator of the house")
    assert (found["value"], found["unit"], found["measure"]) == (Decimal(3), "次", "count")
    assert found["approvals"]
    assert found["inputs"]["rows"]
    assert "行政部" in found["explanation_zh"]


def test_departments_add_up_and_stay_apart() -> None:
    facts = answered(sample_facts())
    assert value(facts, "E-OP-08") == Decimal("1500600.5")
    assert value(facts, "E-OP-08", place="branch") == 300_100
    assert one(facts, "E-OP-08")["measure"] == "energy"


def test_shares_of_several_departments_are_never_added() -> None:
    facts = replace(
        sample_facts(),
        collected=(
            answer("S-05", "90", unit="%"),
            answer("S-05", "100", unit="%", department=BRANCH),
        ),
    )
    assert one(facts, "S-05") is None
    assert value(facts, "S-05", place="branch") == 1
    assert one(facts, "S-05", place="administration")["displayed_zh"] == "90%"


def test_a_text_is_a_figure_in_words_with_who_wrote_it() -> None:
    found = one(answered(sample_facts()), "G-ENV-02")
    assert found["value"] is None
    assert found["text_value"] == "collected_text"
    assert "委员会" in found["displayed_zh"]
    assert found["attributes"]["department"]["zh"] == "行政部"


def test_operations_are_told_per_head_only_where_heads_were_counted() -> None:
    facts = answered(sample_facts())
    assert value(facts, "E-OP-12", per="employee") == (Decimal("8.25") / 412).quantize(
        Decimal("1e-12")
    )
    uncounted = replace(
        facts, collected=tuple(x for x in facts.collected if x.indicator.code != "S-01")
    )
    assert one(uncounted, "E-OP-12", per="employee") is None
    assert one(uncounted, "E-OP-24-B") is None


def test_a_collected_number_never_replaces_a_computed_one() -> None:
    facts = replace(sample_facts(), collected=(answer("G-GT-01", "99", unit="个"),))
    assert value(facts, "G-GT-01") == 2
    assert value(facts, "G-GT-01", **{"as": "collected"}) == 99


def test_scope_2_is_not_told_while_a_factor_is_missing() -> None:
    found = one(answered(sample_facts()), "E-OF-03")
    assert found["value"] is None
    assert found["text_value"] == "not_available"
    assert "外购电力" in found["displayed_zh"]


def test_scope_3_is_told_with_what_is_left_out() -> None:
    found = one(answered(sample_facts()), "E-OF-04")
    assert found["value"] == Decimal("12.5")
    assert "差旅" in found["explanation_zh"]
    assert found["data_quality"]["left_out"] == ["E-OP-10:6_travel"]


def test_the_total_takes_scope_2_once() -> None:
    facts = answered(sample_facts())
    assert value(facts, "E-OP-24") == Decimal("42.5") + Decimal("850.25") + Decimal("12.5")
    both = replace(
        facts,
        emitted=(
            *facts.emitted[:2],
            emitted(Scope.TWO_MARKET, "power", "E-OP-08", "700", ("外购电力", "Power")),
            *facts.emitted[3:],
        ),
    )
    assert value(both, "E-OP-24") == value(facts, "E-OP-24")


def test_without_emissions_of_the_projects_nothing_is_financed_and_the_figure_says_why() -> None:
    facts = sample_facts()
    for code in ("E-FE-01", "E-FE-02", "E-FE-03", "E-FE-06", "E-FE-07", "E-FE-09", "PAI-2"):
        found = one(facts, code)
        assert found["value"] is None, code
        assert found["text_value"] == "not_available", code
        assert len(found["displayed_zh"]) > 6, code
    assert value(facts, "E-FE-05") == 0
    assert "没有已确认" in one(facts, "E-FE-04")["explanation_zh"]


def test_financed_is_the_share_times_the_projects_own_emissions_scope_by_scope() -> None:
    facts = with_investees(sample_facts())
    share = next(each.share for each in facts.attributed if each.method == "pcaf")
    gram = Decimal("0.000001")
    assert value(facts, "E-FE-01") == (120 * share).quantize(gram)
    assert value(facts, "E-FE-02", product="A1") == (Decimal("36.6") * share).quantize(gram)
    assert value(facts, "E-FE-03", asset_class="project_finance") == (1000 * share).quantize(gram)
    assert value(facts, "E-FE-04") == Decimal(1_200_000_000)
    outstanding = value(facts, "E-FE-10")
    assert outstanding == Decimal("1820000000.10")
    assert value(facts, "E-FE-05") == (Decimal(1_200_000_000) / outstanding).quantize(gram)
    assert value(facts, "E-FE-06") == 2
    scopes = value(facts, "E-FE-01") + value(facts, "E-FE-02")
    assert value(facts, "E-FE-07") == (scopes * 1_000_000 / 1_200_000_000).quantize(gram)
    assert one(facts, "E-FE-01")["measure"] == "financed"


def test_what_a_person_calculated_stands_in_for_what_cannot_be_computed() -> None:
    facts = replace(sample_facts(), collected=(answer("E-FE-01", "77", unit="tCO2e"),))
    found = one(facts, "E-FE-01")
    assert (found["value"], found["measure"]) == (77, "financed")
    both = with_investees(facts)
    assert value(both, "E-FE-01", **{"as": "collected"}) == 77
    assert value(both, "E-FE-01") != 77


def test_the_total_of_adverse_impacts_waits_for_every_scope() -> None:
    whole = with_investees(sample_facts())
    parts = [value(whole, code) for code in ("E-FE-01", "E-FE-02", "E-FE-03")]
    assert value(whole, "PAI-1.4") == sum(parts)
    partial = replace(whole, investees=whole.investees[:2])
    assert one(partial, "PAI-1.4")["text_value"] == "not_available"


def test_a_collected_adverse_impact_takes_the_place_of_the_reason() -> None:
    facts = sample_facts()
    assert one(facts, "PAI-13")["text_value"] == "not_available"
    asked = replace(facts, collected=(answer("PAI-13", "31", unit="%"),))
    assert value(asked, "PAI-13") == Decimal("0.31")


def test_an_empty_house_says_nothing_at_all() -> None:
    assert table.draw(Facts(period=QUARTER, known_at=KNOWN_AT)) == []


@given(
    st.lists(
        st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), min_size=3, max_size=3
    )
)
def test_products_and_classes_always_add_up_to_what_is_financed(tonnes: list[Decimal]) -> None:
    scopes = (Scope.ONE, Scope.TWO_LOCATION, Scope.THREE)
    facts = replace(
        sample_facts(),
        investees=tuple(
            investee("PV1", scope, str(each)) for scope, each in zip(scopes, tonnes, strict=True)
        ),
    )
    for indicator in financed_table.INDICATORS:
        check_parts(indicator, indicator.compute(facts))


@pytest.mark.parametrize("unit", ["%", "tCO2e/人"])
def test_ratios_have_no_amount_per_head(unit: str) -> None:
    facts = replace(
        sample_facts(),
        collected=(answer("S-01", "10", unit="人"), answer("E-OP-13", "5", unit=unit)),
    )
    assert one(facts, "E-OP-13", per="employee") is None
