"""The calculator: exact, linear where its equation is, and it takes nothing unasked."""

from __future__ import annotations

import contextlib
import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.errors import InvalidInput
from config.kernel.quantities import Measure, UnlikeQuantities
from projects.carbon.methodologies.grid_displacement import rules as grid
from projects.carbon.methodologies.heat_displacement import rules as heat
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.rules.calculator import Calculation, calculate
from projects.carbon.rules.given import Amount, Choice, Given
from projects.reference.rules.kinds import UNIT_TABLE
from projects.reference.rules.sentences import Sentence
from projects.reference.rules.units import UNITS, UnknownUnit, UnlikeUnits, turned
from tests.projects.carbon.calculating import EXAMPLES, given_by, values, worked

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False, allow_infinity=False)


def of(value: str | int | Decimal, unit: str, source: str = "a test") -> Amount:
    return Amount(Decimal(value), unit, source)


def power(energy: Amount, factor: str = "0.6191", **more: Any) -> Calculation:
    factors = {"grid": of(factor, "kgCO2/kWh"), "coal_rate": of("300.7", "gce/kWh"), **more}
    return calculate(CURRENT["grid_displacement"], Given({"energy": energy}, factors))


def faults(refused: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {each.field: each.code for each in refused.value.findings}


def test_steps_show_what_was_put_in() -> None:
    found = power(of(1, "TWh"))
    assert [(each.symbol, each.numbers, each.value) for each in found.steps] == [
        ("A", "1000000 × 0.6191", Decimal(619100)),
        ("S", "1000000 × 300.7", Decimal(300700)),
        ("A_coal", "300700 × 2.66", Decimal(799862)),
    ]
    assert [each.reason.template for each in found.left_out] == ["{symbol} was not given."] * 2


def test_the_two_routes_are_told_apart_and_never_added() -> None:
    found = power(of(1, "TWh"))
    routes = {each.output.symbol: each.output.route for each in found.results}
    assert routes == {"A": "", "S": "coal", "A_coal": "coal"}
    assert any("never add up" in str(each) for each in found.warnings)
    with pytest.raises(UnlikeQuantities):
        found.result("A") + found.result("S")


def test_removed_and_avoided_do_not_add() -> None:
    trees, wind = worked("afforestation").result("C"), worked("grid_displacement").result("A")
    assert (trees.measure, wind.measure) == (Measure.REMOVED, Measure.AVOIDED)
    with pytest.raises(UnlikeQuantities):
        trees + wind


def test_storage_claims_nothing_of_its_own() -> None:
    assert {each.quantity.measure for each in worked("storage").results} == {
        Measure.SHARE,
        Measure.ENERGY,
    }


def test_a_default_is_told_with_its_source_and_its_confidence() -> None:
    told = [str(each) for each in power(of(1, "TWh")).warnings]
    assert any(
        each.startswith("k is taken as 2.66 tCO2/tce because nobody chose another")
        and "confidence B" in each
        for each in told
    )


@pytest.mark.parametrize(
    ("method", "example"), EXAMPLES, ids=[f"{m.code}: {e.name_en}" for m, e in EXAMPLES]
)
def test_a_number_that_is_not_there_is_asked_for_and_not_made_up(method: Any, example: Any) -> None:
    """Each required number of each example, left out in turn, refuses by name."""
    full = given_by(example)
    for group in ("inputs", "factors", "parameters"):
        for code in getattr(full, group):
            asked = next(each for each in method.asked if each.code == code)
            less = {name: each for name, each in getattr(full, group).items() if name != code}
            without = dataclasses.replace(full, **{group: less})
            if asked.optional or getattr(asked, "default", ""):
                calculate_what_is_left(method, without)
                continue
            with pytest.raises(InvalidInput) as refused:
                calculate(method, without)
            assert faults(refused) == {f"{group}/{code}": "not_given"}


def calculate_what_is_left(method: Any, given: Given) -> None:
    """Compute without an optional number; where every step needed it, that is what is said."""
    with contextlib.suppress(InvalidInput):
        calculate(method, given)
        return
    with pytest.raises(InvalidInput, match="1 fault") as refused:
        calculate(method, given)
    assert faults(refused) == {"inputs": "not_given"}


def test_a_parameter_without_a_certain_value_refuses_in_words() -> None:
    example = CURRENT["methane_capture"].examples[0]
    full = given_by(example)
    less = {code: each for code, each in full.parameters.items() if code != "warming"}
    with pytest.raises(InvalidInput) as refused:
        calculate(CURRENT["methane_capture"], dataclasses.replace(full, parameters=less))
    (finding,) = refused.value.findings
    said = str(Sentence(finding.message, finding.facts))
    remedy = str(Sentence(finding.remedy, finding.facts))
    assert "no value of it is certain enough" in said
    assert "AR5 = 28" in remedy
    assert "AR6 = 27.9" in remedy


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        calculate(
            CURRENT["coal_displacement"],
            Given(
                inputs={"energy": of(-1, "MWh"), "wind": of(1, "MWh")},
                factors={"coal_rate": of(8000, "gce/kWh"), "so2": of(1, "gCO2/kWh")},
                parameters={"tce_to_co2": Choice("gold")},
            ),
        )
    assert faults(refused) == {
        "inputs/energy": "out_of_bounds",
        "inputs/wind": "unknown_name",
        "factors/coal_rate": "out_of_bounds",
        "factors/so2": "unlike_units",
        "parameters/tce_to_co2": "unknown_published_value",
    }


def test_no_factor_comes_without_its_source() -> None:
    with pytest.raises(InvalidInput) as refused:
        power(of(1, "MWh"), grid=Amount(Decimal("0.6"), "kgCO2/kWh", " "))
    assert faults(refused) == {"factors/grid": "no_source"}


def test_a_life_cycle_footprint_is_no_factor_of_displacement() -> None:
    with pytest.raises(InvalidInput) as refused:
        power(of(1, "MWh"), grid=of("0.6205", "kgCO2e/kWh"))
    assert faults(refused) == {"factors/grid": "unlike_units"}


def test_hydrogen_from_the_grid_alone_is_worse_than_what_it_displaces() -> None:
    example = CURRENT["green_hydrogen"].examples[0]
    full = given_by(example)
    grid_only = dataclasses.replace(
        full, inputs={**full.inputs, "grid_electricity": of(53_000, "MWh")}
    )
    found = calculate(CURRENT["green_hydrogen"], grid_only)
    assert found.result("A").value == Decimal("-8121.8")
    assert any("below zero" in str(each) for each in found.warnings)


# ---------------------------------------------------------------- beside the statements


@given(energy_wh=st.integers(0, 10**16))
def test_the_calculator_says_what_a_statement_says(energy_wh: int) -> None:
    energy = Amount(Decimal(energy_wh), "Wh")
    found = values(power(energy))
    electricity = grid.electricity(energy_wh)
    coal = grid.coal_saved(electricity, Decimal("300.7"))
    assert found["A"] == grid.avoided(electricity, Decimal("0.6191")).value
    assert found["S"] == coal.value
    assert found["A_coal"] == grid.avoided_by_coal(coal, Decimal("2.66")).value
    of_heat = values(
        calculate(
            CURRENT["heat_displacement"],
            Given({"heat": energy}, {"heat": of("0.11", "tCO2/GJ")}),
        )
    )
    assert of_heat["A"] == heat.avoided(heat.heat(energy_wh), Decimal("0.11")).value


# ---------------------------------------------------------------- properties


@given(parts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_energy_in_parts_avoids_what_the_whole_does(parts: list[Decimal]) -> None:
    whole = values(power(of(sum(parts, Decimal(0)), "MWh")))
    split = [values(power(of(each, "MWh"))) for each in parts]
    for symbol, value in whole.items():
        assert sum((each[symbol] for each in split), Decimal(0)) == value


@given(less=AMOUNTS, more=AMOUNTS)
def test_more_energy_never_avoids_less(less: Decimal, more: Decimal) -> None:
    low, high = sorted((less, more))
    assert values(power(of(low, "MWh")))["A"] <= values(power(of(high, "MWh")))["A"]


EXTENSIVE = [
    "grid_displacement",
    "combined_margin",
    "coal_displacement",
    "heat_displacement",
    "industrial_steam",
    "fuel_switch",
    "ccus",
    "sewage",
    "reclaimed_water",
    "waste_to_energy",
    "methane_capture",
    "green_building",
    "rail_transit",
    "electric_vehicles",
    "afforestation",
]


@pytest.mark.parametrize("code", EXTENSIVE)
@given(times=st.integers(0, 10**6))
def test_results_grow_with_their_quantities(code: str, times: int) -> None:
    """Every extensive input times n gives every extensive result times n; of nothing, nothing."""
    method = CURRENT[code]
    example = given_by(method.examples[0])
    extensive = {"MWh", "GJ", "t", "m3", "万Nm3", "m2", "pkm", "vkm", "tCO2", "ha"}
    scaled = {
        asked.code: dataclasses.replace(
            example.inputs[asked.code], value=example.inputs[asked.code].value * times
        )
        if asked.unit in extensive
        else example.inputs[asked.code]
        for asked in method.inputs
        if asked.code in example.inputs
    }
    if code == "afforestation":
        scaled["area"] = example.inputs["area"]
    one = values(calculate(method, example))
    many = values(calculate(method, dataclasses.replace(example, inputs=scaled)))
    for each in method.outputs:
        if each.measure is not Measure.SHARE and each.symbol in one:
            exact = one[each.symbol] * times
            assert abs(many[each.symbol] - exact) <= abs(exact) * Decimal("1e-26")


@given(first=st.integers(1, 59), rate=st.decimals(0, "0.2", places=4))
def test_a_plant_never_yields_more_in_a_later_year(first: int, rate: Decimal) -> None:
    def in_year(number: int) -> Decimal:
        inputs = {"capacity": of(1, "MW"), "hours": of(1100, "h"), "year": of(number, "1")}
        parameters = {"auxiliary": of(0, "1"), "degradation": of(rate, "1")}
        found = calculate(CURRENT["pv_yield"], Given(inputs, parameters=parameters))
        return found.result("E").value

    assert in_year(first + 1) <= in_year(first) <= 1100


@given(efficiency=st.decimals("0.1", 1, places=4))
def test_a_worse_boiler_displaced_saves_more_coal(efficiency: Decimal) -> None:
    def saved(share: Decimal) -> Decimal:
        given_ = Given(
            {"heat": of(1000, "GJ")},
            {"heat": of("0.11", "tCO2/GJ")},
            {"boiler_efficiency": of(share, "1")},
        )
        return calculate(CURRENT["heat_displacement"], given_).result("S").value

    assert saved(efficiency) >= saved(Decimal(1)) == Decimal("34.12")


# ---------------------------------------------------------------- units


def _turns(unit: str, into: str) -> bool:
    try:
        turned(Decimal(1), unit=unit, into=into)
    except UnlikeUnits:
        return False
    return True


FAMILIES = ("MWh", "tce", "tCO2e", "t", "m3", "ha", "MW", "CNY", "Nm3", "pkm")
LIKE = [[each for each in UNITS if _turns(each, one)] for one in FAMILIES]


@given(family=st.sampled_from(LIKE), data=st.data())
def test_a_unit_and_back_is_the_same_number(family: list[str], data: st.DataObject) -> None:
    there = data.draw(st.sampled_from(family))
    back = data.draw(st.sampled_from(family))
    value = data.draw(AMOUNTS)
    try:
        found = turned(turned(value, unit=there, into=back), unit=back, into=there)
    except UnlikeUnits:
        assert ("CO2e" in there) != ("CO2e" in back)
        return
    assert abs(found - value) <= value * Decimal("1e-26")


def test_every_kind_of_unit_has_company() -> None:
    assert all(len(family) >= 2 for family in LIKE)


@pytest.mark.parametrize(("pair", "multiplier"), UNIT_TABLE.items(), ids=str)
def test_pint_agrees_with_the_librarys_table(pair: tuple[str, str], multiplier: Decimal) -> None:
    assert turned(Decimal(1), unit=pair[0], into=pair[1]) == multiplier


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        ("48.27", "万t", "t", "482700"),
        ("3.6", "GJ", "MWh", "1"),
        ("1", "亿kWh", "GWh", "100"),
        ("1", "km2", "mu", "1500"),
        ("38.931", "GJ/10^3Nm3", "GJ/万Nm3", None),
        ("389.31", "GJ/10^4 Nm3", "MJ/Nm3", "38.931"),
        ("350", "mg/L", "kg/m3", "0.35"),
        ("0.5306", "kgCO2/kWh", "tCO2/MWh", "0.5306"),
        ("300.7", "gce/kWh", "kgce/MWh", "300.7"),
        ("15", "亿元", "CNY", "1500000000"),
        ("12", "%", "1", "0.12"),
    ],
)
def test_units_as_people_write_them(value: str, unit: str, into: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(UnknownUnit):
            turned(Decimal(value), unit=unit, into=into)
    else:
        assert turned(Decimal(value), unit=unit, into=into) == Decimal(expected)


@pytest.mark.parametrize("unit", ["MWh; 1", "__class__", "kWh**2", "tonnes", "3 kWh", "a" * 500])
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(UnknownUnit):
        turned(Decimal(1), unit=unit, into="MWh")
