"""Announced figures, judged: what fits, what is questionable, what is impossible."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.quantities import Measure
from projects.carbon.rules.comparison import Computed, checks_beside, compare
from projects.carbon.rules.facts import (
    ANNOUNCED_FACTS,
    OWN_FACT,
    UnreadableFact,
    readable,
    with_own_value,
)
from projects.carbon.rules.plausibility import (
    RANGES,
    Check,
    Range,
    Verdict,
    before_growth,
    checks,
    judge,
    overall,
    remainder,
)

ROOFTOP = {"avoided_tco2": 364800, "capacity_mw": 450, "households": 16000}
STEAM = {"coal_saved_tce": 400000, "steam_t": 4800000, "avoided_tco2": 1070000, "area_ha": 2900}


def judged(technology: str = "", **facts: object) -> dict[str, Check]:
    return {each.range.code: each for each in checks(readable(facts), technology=technology)}


def close(value: Decimal, expected: str, tolerance: str = "0.001") -> bool:
    return abs(value / Decimal(expected) - 1) <= Decimal(tolerance)


@pytest.mark.parametrize(
    ("number", "facts", "code", "expected", "verdict"),
    [
        ("N01", ROOFTOP, "co2_per_capacity_pv", "810.667", Verdict.FITS),
        ("N02", ROOFTOP, "capacity_per_household", "28.125", Verdict.FITS),
        (
            "N03",
            {"investment_cny": 1500000000, "capacity_mw": 450},
            "investment_per_watt",
            "3.3333",
            Verdict.FITS,
        ),
        ("N04", STEAM, "coal_per_steam", "83.333", Verdict.FITS),
        ("N05", STEAM, "co2_per_tce", "2.675", Verdict.FITS),
        ("N06", STEAM, "co2_per_hectare", "368.97", Verdict.QUESTIONABLE),
        (
            "N11",
            {"energy_mwh": 358000, "capacity_mw": 340},
            "full_load_hours_pv",
            "1052.94",
            Verdict.FITS,
        ),
        (
            "N12",
            {"coal_saved_tce": 109000, "energy_mwh": 358000},
            "coal_rate",
            "304.47",
            Verdict.FITS,
        ),
        (
            "N13",
            {"avoided_tco2": 258000, "energy_mwh": 358000},
            "emission_factor",
            "0.72067",
            Verdict.FITS,
        ),
        (
            "0.223 tCO2 a tonne of steam",
            STEAM,
            "co2_per_steam",
            "0.22292",
            Verdict.FITS,
        ),
        (
            "400 t/h",
            {"steam_t": 4400000, "hours": 11000},
            "steam_rate",
            "400",
            Verdict.NOT_JUDGED,
        ),
        (
            "X04",
            {"coal_multiple": 600, "gas_multiple": 100},
            "footprint_ratio",
            "6.0",
            Verdict.IMPOSSIBLE,
        ),
    ],
)
def test_published_ratios_are_reproduced_and_judged(
    number: str, facts: dict[str, object], code: str, expected: str, verdict: Verdict
) -> None:
    check = judged("rooftop_pv", **facts)[code]
    assert close(check.value, expected), number
    assert check.verdict is verdict


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"so2_t": 1840000, "avoided_tco2": 1070000}, "so2_per_co2"),
        ({"so2_t": 1070001, "avoided_tco2": 1070000}, "so2_per_co2"),
        ({"coal_saved_tce": 8000, "energy_mwh": 1000}, "coal_rate"),
        ({"coal_saved_tce": 122, "energy_mwh": 1000}, "coal_rate"),
        ({"avoided_tco2": "36.48", "capacity_mw": 450}, "co2_per_capacity_pv"),
        ({"avoided_tco2": 3648000000, "capacity_mw": 450}, "co2_per_capacity_pv"),
        ({"energy_mwh": 9000, "capacity_mw": 1}, "full_load_hours_pv"),
        ({"energy_mwh": 5000, "capacity_mw": 1}, "full_load_hours_pv"),
        ({"avoided_tco2": 600, "energy_mwh": 1}, "emission_factor"),
        ({"avoided_tco2": 9097300, "area_ha": 2900}, "co2_per_hectare"),
    ],
)
def test_what_cannot_be_is_called_impossible(facts: dict[str, object], code: str) -> None:
    check = judged("rooftop_pv", **facts)[code]
    assert check.verdict is Verdict.IMPOSSIBLE
    assert "nothing outside" in str(check.reason)


def test_a_tonne_for_ten_thousand_tonnes_is_named_as_a_slip() -> None:
    check = judged("rooftop_pv", avoided_tco2="36.48", capacity_mw=450)["co2_per_capacity_pv"]
    assert "off by 10000: a unit has slipped" in str(check.reason)


@pytest.mark.parametrize("value", ["0.1073", "0.1326", "0.1564"])
def test_the_low_factors_of_hydro_rich_provinces_are_questioned_and_not_refused(value: str) -> None:
    check = judged(avoided_tco2=value, energy_mwh=1)["emission_factor"]
    assert check.verdict is Verdict.QUESTIONABLE
    assert "its basis must be stated" in str(check.reason)


def test_a_wind_farm_is_not_held_to_the_hours_of_the_sun() -> None:
    found = judged("onshore_wind", energy_mwh=2500, capacity_mw=1)
    assert found["full_load_hours_onshore_wind"].verdict is Verdict.FITS
    assert "full_load_hours_pv" not in found
    unnamed = judged(energy_mwh=5000, capacity_mw=1)
    assert unnamed["full_load_hours"].verdict is Verdict.FITS


def test_the_worst_check_is_the_verdict_on_the_whole() -> None:
    assert overall(checks(readable(STEAM))) is Verdict.QUESTIONABLE
    assert overall([]) is Verdict.NOT_JUDGED


def test_a_breakdown_that_does_not_sum_leaves_a_remainder() -> None:
    parts = [Decimal("922.19"), Decimal("245.13"), Decimal("79.92")]
    assert sum(parts) == Decimal("1247.24")
    assert remainder(Decimal(3000), parts) == Decimal("1752.76")


def test_390_projects_after_21_and_a_half_percent_were_321() -> None:
    assert round(before_growth(Decimal(390), Decimal("0.215"))) == 321


@pytest.mark.parametrize(
    ("factor", "hours"),
    [
        ("0.6410", "1265"),
        ("0.6058", "1338"),
        ("0.5366", "1511"),
        ("0.9014", "899"),
        ("0.8107", "1000"),
        ("0.8273", "980"),
        ("0.5703", "1421"),
        ("0.5306", "1528"),
    ],
)
def test_the_announced_rooftops_need_other_hours_at_every_factor(factor: str, hours: str) -> None:
    year = Computed(450 * 1100 * 10**6, Decimal(299000), Decimal(450))
    found = compare(Decimal(364800), year, factors={"f": Decimal(factor)})
    assert close(found.equivalents["f"], hours)


def test_the_gap_is_explained_by_hours_and_by_factor() -> None:
    year = Computed(450 * 1100 * 10**6, Decimal("299227.5"), Decimal(450))
    found = compare(Decimal(364800), year)
    assert (round(year.hours or 0), year.factor) == (1100, Decimal("0.6045"))
    assert round(found.hours_needed or 0) == 1341
    assert found.difference_tco2e == Decimal("65572.5")
    assert [str(each) for each in found.reasons] == [
        "Claimed are 364800 tCO2e, computed 299227.5: 1.219 times as much.",
        (
            "With the metered energy, the claim needs a factor of 0.7370 tCO2/MWh"
            " where 0.6045 was computed."
        ),
        "With the computed factor, the claim needs 1341 full-load hours where 1100 were metered.",
    ]


def test_the_announced_rooftops_are_questionable_at_the_computed_factor() -> None:
    year = Computed(450 * 1100 * 10**6, Decimal("299227.5"), Decimal(450))
    found = checks_beside(readable(ROOFTOP), year, technology="rooftop_pv")
    verdicts = {each.range.code: each.verdict for each in found}
    assert verdicts["full_load_hours_pv"] is Verdict.QUESTIONABLE
    assert verdicts["emission_factor"] is Verdict.FITS


def test_without_energy_nothing_is_set_beside() -> None:
    found = compare(Decimal(10), Computed(0, Decimal(0), None))
    assert (found.ratio, found.hours_needed, found.factor_needed) == (None, None, None)
    assert checks_beside({"avoided_tco2": Decimal(1)}, Computed(0, Decimal(0), None)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"tonnes": 1},
        {"avoided_tco2": 0},
        {"avoided_tco2": -1},
        {"avoided_tco2": "many"},
        {"avoided_tco2": "NaN"},
        {"avoided_tco2": 1.5},
        {"avoided_tco2": True},
    ],
)
def test_a_fact_that_cannot_be_read_is_refused_by_name(facts: dict[str, object]) -> None:
    with pytest.raises(UnreadableFact, match=next(iter(facts))):
        readable(facts)


def test_a_claims_own_value_is_one_of_its_facts() -> None:
    found = with_own_value({}, measure=Measure.ENERGY, value=Decimal(3), unit="GWh")
    assert found == {"energy_mwh": 3000}
    assert with_own_value({}, measure=Measure.ALLOWANCE, value=Decimal(3), unit="tCO2e") == {}


@pytest.mark.parametrize("each", RANGES, ids=lambda each: each.code)
def test_a_range_names_its_source_and_its_bounds_are_in_order(each: Range) -> None:
    assert each.source
    assert each.confidence in {"A", "B"}
    names = ("possible_low", "usual_low", "usual_high", "possible_high")
    bounds = [getattr(each, name) for name in names]
    given_bounds = [bound for bound in bounds if bound is not None]
    assert given_bounds == sorted(given_bounds)
    known = set(ANNOUNCED_FACTS)
    assert {each.numerator, each.denominator} <= known


def test_every_own_fact_is_known() -> None:
    assert {code for code, _factor in OWN_FACT.values()} <= set(ANNOUNCED_FACTS)


@given(
    code=st.sampled_from([each.code for each in RANGES]),
    value=st.decimals(min_value=Decimal("1e-9"), max_value=Decimal("1e12"), allow_nan=False),
)
def test_every_ratio_gets_a_verdict_with_a_reason(code: str, value: Decimal) -> None:
    each = next(each for each in RANGES if each.code == code)
    check = judge(each, value)
    assert "{" not in str(check.reason)
    if each.possible_high is not None and value > each.possible_high:
        assert check.verdict is Verdict.IMPOSSIBLE
