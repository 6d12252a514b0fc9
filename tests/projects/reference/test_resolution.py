"""The resolution of a factor fails closed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from config.kernel.errors import DomainError
from projects.reference.rules.kinds import UNIT_TABLE, PolicyRule, converted
from projects.reference.rules.refusals import (
    CompetingFactors,
    NoFactorOfKind,
    NoFactorOfRegion,
    NoFactorOfYear,
    OnlyLaterYears,
    UnknownFactorKind,
    UnresolvedFactor,
    WrongUnit,
)
from projects.reference.rules.resolution import resolve
from projects.reference.rules.values import Candidate, Policy, Question

REGIONS = {("7-region", "山东"): "华北(区域)", ("7-region", "西藏"): "西南(区域)"}
LAG = Policy(1, PolicyRule.LATEST_DATA_YEAR, "grid_average", max_lag_years=2)
TO_REGION = Policy(2, PolicyRule.PROVINCE_TO_REGION, "grid_average", scheme="7-region")
TO_NATION = Policy(3, PolicyRule.PROVINCE_TO_NATION, "grid_average")


def factor(
    number: int,
    region: str,
    year: int | None,
    value: str,
    *,
    kind: str = "grid_average",
    unit: str = "kgCO2/kWh",
    source: str = "announcement",
    edition: str = "E",
    superseded_by: str = "",
) -> Candidate:
    return Candidate(
        number, kind, region, year, unit, Decimal(value), edition, source, "A", superseded_by
    )


def ask(region: str = "山东", year: int = 2023, unit: str = "kgCO2/kWh") -> Question:
    return Question("grid_average", region, year, unit)


SHANDONG_2022 = factor(1, "山东", 2022, "0.6410")
SHANDONG_2023 = factor(2, "山东", 2023, "0.6191")
NORTH_2023 = factor(3, "华北(区域)", 2023, "0.6361")
NATION_2023 = factor(4, "全国", 2023, "0.5306")
HENAN_2023 = factor(5, "河南", 2023, "0.5897")
ALL = [SHANDONG_2022, SHANDONG_2023, NORTH_2023, NATION_2023, HENAN_2023]


def test_the_asked_region_and_year_answer_without_a_policy() -> None:
    found = resolve(ask(), candidates=ALL, regions=REGIONS)
    assert (found.factor_id, found.value, found.policies) == (2, Decimal("0.6191"), ())


def test_every_other_factor_of_the_kind_is_rejected_with_its_reason() -> None:
    found = resolve(ask(), candidates=ALL, regions=REGIONS)
    assert {each.factor_id: str(each.reason) for each in found.rejected} == {
        1: "Data year 2022 is not 2023.",
        3: "华北(区域) is another region than 山东.",
        4: "全国 is another region than 山东.",
        5: "河南 is another region than 山东.",
    }


def test_a_year_without_data_is_refused_and_the_refusal_names_the_policy_that_would_help() -> None:
    with pytest.raises(NoFactorOfYear, match="max_lag_years of at least 2"):
        resolve(ask(year=2025), candidates=ALL, regions=REGIONS)


def test_the_latest_data_year_stands_in_only_under_a_policy_and_the_answer_names_it() -> None:
    found = resolve(ask(year=2025), candidates=ALL, policies=[LAG], regions=REGIONS)
    assert (found.data_year, found.policies) == (2023, (LAG,))
    assert "No factor has data year 2025: policy 1" in found.why


def test_a_policy_reaches_no_further_back_than_it_says() -> None:
    with pytest.raises(NoFactorOfYear):
        resolve(ask(year=2026), candidates=ALL, policies=[LAG], regions=REGIONS)


def test_a_later_data_year_never_stands_in() -> None:
    with pytest.raises(OnlyLaterYears, match="never stands in for 2021"):
        resolve(ask(year=2021), candidates=ALL, policies=[LAG, TO_NATION], regions=REGIONS)


def test_a_policy_that_was_not_needed_is_not_named() -> None:
    policies = [LAG, TO_REGION, TO_NATION]
    found = resolve(ask(), candidates=ALL, policies=policies, regions=REGIONS)
    assert found.policies == ()


def test_a_province_without_a_factor_is_refused() -> None:
    with pytest.raises(NoFactorOfRegion, match="province_to_nation"):
        resolve(ask(region="西藏"), candidates=ALL, regions=REGIONS)


def test_a_province_without_a_factor_falls_back_to_the_nation_under_a_policy() -> None:
    found = resolve(ask(region="西藏"), candidates=ALL, policies=[TO_NATION], regions=REGIONS)
    assert (found.region, found.policies) == ("全国", (TO_NATION,))


def test_the_region_comes_before_the_nation() -> None:
    southwest = factor(6, "西南(区域)", 2023, "0.2472")
    found = resolve(
        ask(region="西藏"),
        candidates=[*ALL, southwest],
        policies=[TO_NATION, TO_REGION],
        regions=REGIONS,
    )
    assert (found.region, found.policies) == ("西南(区域)", (TO_REGION,))


def test_a_place_that_is_no_province_never_falls_back() -> None:
    with pytest.raises(NoFactorOfRegion):
        resolve(ask(region="Atlantis"), candidates=ALL, policies=[TO_NATION], regions=REGIONS)


COMPETING = [
    factor(7, "全国", 2020, "0.555", source="one"),
    factor(8, "全国", 2020, "0.766", source="two", edition="SECOND"),
    factor(9, "全国", 2020, "0.847", source="three"),
]


def test_three_competing_national_values_are_refused_without_a_policy() -> None:
    with pytest.raises(CompetingFactors, match=r"3 values compete .*0\.555.*0\.766.*0\.847"):
        resolve(ask("全国", 2020), candidates=COMPETING)


@pytest.mark.parametrize(("choice", "value"), [("three", "0.847"), ("SECOND", "0.766")])
def test_a_policy_chooses_by_source_or_by_edition(choice: str, value: str) -> None:
    policy = Policy(4, PolicyRule.CHOOSE_SOURCE, "grid_average", choice=choice)
    found = resolve(ask("全国", 2020), candidates=COMPETING, policies=[policy])
    assert (found.value, found.policies) == (Decimal(value), (policy,))


def test_a_choice_for_the_region_comes_before_a_choice_for_all() -> None:
    policies = [
        Policy(4, PolicyRule.CHOOSE_SOURCE, "grid_average", choice="one"),
        Policy(5, PolicyRule.CHOOSE_SOURCE, "grid_average", region="全国", choice="two"),
    ]
    found = resolve(ask("全国", 2020), candidates=COMPETING, policies=policies)
    assert found.source == "two"


def test_a_choice_that_names_none_of_the_sources_chooses_nothing() -> None:
    policy = Policy(4, PolicyRule.CHOOSE_SOURCE, "grid_average", choice="four")
    with pytest.raises(CompetingFactors):
        resolve(ask("全国", 2020), candidates=COMPETING, policies=[policy])


def test_sources_that_agree_to_the_digit_do_not_compete() -> None:
    same = [factor(7, "全国", 2020, "0.555"), factor(8, "全国", 2020, "0.5550", source="two")]
    assert resolve(ask("全国", 2020), candidates=same).factor_id == 7


def test_equal_units_answer_through_the_table_and_the_reason_says_so() -> None:
    found = resolve(ask(unit="tCO2/MWh"), candidates=ALL)
    assert (found.value, found.unit) == (Decimal("0.6191"), "tCO2/MWh")
    assert "stated in kgCO2/kWh and given in tCO2/MWh" in found.why


def test_a_life_cycle_unit_is_not_a_grid_unit() -> None:
    with pytest.raises(WrongUnit, match="no table turns that into kgCO2e/kWh"):
        resolve(ask(unit="kgCO2e/kWh"), candidates=ALL)


def test_a_kind_is_never_guessed() -> None:
    with pytest.raises(UnknownFactorKind):
        resolve(Question("grid", "山东", 2023, "kgCO2/kWh"), candidates=ALL)
    with pytest.raises(NoFactorOfKind):
        resolve(Question("grid_fossil_power", "山东", 2023, "kgCO2/kWh"), candidates=ALL)


def test_a_superseded_edition_answers_no_more() -> None:
    old = factor(10, "山东", 2023, "0.7", superseded_by="NEW")
    found = resolve(ask(), candidates=[old, SHANDONG_2023], regions=REGIONS)
    assert found.factor_id == 2
    assert str(found.rejected[0].reason) == "Its edition was superseded by NEW."


def test_a_default_without_a_data_year_answers_for_any_year() -> None:
    heat = factor(11, "全国", None, "0.11", kind="heat_default", unit="tCO2/GJ")
    found = resolve(Question("heat_default", "全国", 2025, "tCO2/GJ"), candidates=[heat])
    assert (found.value, found.data_year, found.policies) == (Decimal("0.11"), None, ())


@pytest.mark.parametrize("pair", sorted(UNIT_TABLE))
def test_the_unit_table_leads_back(pair: tuple[str, str]) -> None:
    there = converted(Decimal("123.4"), unit=pair[0], into=pair[1])
    assert there is not None
    assert converted(there, unit=pair[1], into=pair[0]) == Decimal("123.4")


places = st.sampled_from(["山东", "河南", "西藏", "华北(区域)", "西南(区域)", "全国"])
years = st.none() | st.integers(2019, 2027)
values = st.sampled_from(["0.5", "0.6", "0.7"])


@st.composite
def libraries(draw: st.DrawFn) -> list[Candidate]:
    rows = draw(st.lists(st.tuples(places, years, values, st.sampled_from("AB")), max_size=12))
    return [
        factor(number, region, year, value, source=source)
        for number, (region, year, value, source) in enumerate(rows, 1)
    ]


@given(
    library=libraries(),
    region=st.sampled_from(["山东", "西藏", "全国"]),
    year=st.integers(2020, 2026),
    lag=st.integers(0, 3),
    fallbacks=st.lists(st.sampled_from([TO_REGION, TO_NATION]), unique=True),
)
def test_whatever_the_library_holds_an_answer_is_allowed_and_a_silence_is_named(
    library: list[Candidate], region: str, year: int, lag: int, fallbacks: list[Policy]
) -> None:
    policies = list(fallbacks)
    if lag:
        policies.append(Policy(9, PolicyRule.LATEST_DATA_YEAR, "grid_average", max_lag_years=lag))
    try:
        found = resolve(ask(region, year), candidates=library, policies=policies, regions=REGIONS)
    except (UnresolvedFactor, CompetingFactors) as refusal:
        event(refusal.code)
        return
    used = {policy.rule for policy in found.policies}
    assert found.data_year is None or year - lag <= found.data_year <= year
    assert found.region == region or used & {
        PolicyRule.PROVINCE_TO_REGION,
        PolicyRule.PROVINCE_TO_NATION,
    }
    assert (found.data_year in {None, year}) or PolicyRule.LATEST_DATA_YEAR in used
    assert {each.factor_id for each in found.rejected} | {found.factor_id} == {
        each.factor_id for each in library
    }


@given(library=libraries(), seed=st.randoms())
def test_the_order_in_which_factors_are_stored_changes_nothing(
    library: list[Candidate], seed: object
) -> None:
    shuffled = list(library)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    policies = [LAG, TO_REGION, TO_NATION]

    def answer(candidates: list[Candidate]) -> object:
        try:
            return resolve(
                ask(year=2025), candidates=candidates, policies=policies, regions=REGIONS
            )
        except DomainError as refusal:
            return refusal.code

    assert answer(library) == answer(shuffled)
