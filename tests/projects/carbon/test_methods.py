"""The equations of the methods, against published numbers."""

from __future__ import annotations

import csv
import doctest
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.quantities import Measure, Quantity, UnlikeQuantities, total
from projects.carbon.methodologies.grid_displacement import rules as grid
from projects.carbon.methodologies.heat_displacement import rules as heat
from projects.carbon.methodologies.method import Method, Share
from projects.carbon.methodologies.table import CURRENT, METHODS, UnknownMethod, method
from projects.carbon.rules import comparison, drawing, plausibility
from projects.reference.rules import kinds, sentences
from projects.reference.rules.values import Resolution


def factor(value: str, unit: str = "tCO2/MWh", kind: str = "grid_average") -> Resolution:
    return Resolution(1, Decimal(value), unit, kind, "山东", 2023, "E", "source", "A", (), (), ())


@pytest.mark.parametrize(
    "module", [grid, heat, comparison, drawing, plausibility, kinds, sentences]
)
def test_the_worked_numbers_of_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert (result.failed, result.attempted > 0) == (0, True)


def test_shanghai_distributed_pv_avoids_462_tonnes_a_megawatt() -> None:
    """N20: 1 MW × 1,100 h × 0.42 (S-SHPV); the press note prints ten thousand times as much."""
    assert grid.avoided(grid.electricity(1_100_000_000), Decimal("0.42")).value == 462


def test_gaoyou_saves_109_000_tonnes_of_standard_coal() -> None:
    """N12: 358 GWh at 304.47 gce/kWh (S-GAOYOU)."""
    saved = grid.coal_saved(grid.electricity(358 * 10**9), Decimal("304.47"))
    assert saved.rounded(0) == Quantity(Decimal(109_000), "tce", Measure.COAL_SAVED)


def test_nuclear_steam_saves_400_000_tonnes_of_standard_coal_at_full_efficiency() -> None:
    """N04 and N05: 4.8 Mt × 2.4423 GJ/t; 83.3 kgce/t; × 2.675 gives 1.07 Mt (S-SEED)."""
    steam = Quantity(Decimal(4_800_000) * Decimal("2.4423"), "GJ", Measure.HEAT)
    coal = heat.coal_saved(steam, coal_per_heat=Decimal("34.12"), boiler_efficiency=Decimal(1))
    assert abs(coal.value / 400_000 - 1) < Decimal("0.001")
    assert abs(grid.avoided_by_coal(coal, Decimal("2.675")).value / 1_070_000 - 1) < Decimal(
        "0.001"
    )


def test_lines_of_provinces_add_up_to_the_result_exactly() -> None:
    shares = [
        Share("山东", 123_456_789, factor("0.6191")),
        Share("河南", 987_654_321, factor("0.5897")),
    ]
    lines = [grid.tonnes(each.energy_wh, each.factor.value) for each in shares]
    assert lines == [Decimal("76.4320980699"), Decimal("582.4197530937")]
    assert sum(lines) == Decimal("658.8518511636")


def test_the_coal_route_stands_beside_and_cannot_be_told_as_the_result() -> None:
    shares = [Share("山东", 10**12, factor("0.6191"))]
    coal_rate = factor("300.7", "gce/kWh")
    told = grid.tell(shares, Decimal(619_100), coal_rate, grid.METHOD.parameters)
    (route,) = told.alternatives
    assert [(each.value, each.unit) for each in route.values] == [
        (Decimal("300700.0"), "tce"),
        (Decimal("799862.000"), "tCO2e"),
    ]
    assert route.parameters[0].confidence == "B"


def test_a_route_without_its_factor_says_why_and_gives_no_number() -> None:
    shares = [Share("山东", 10**12, factor("0.6191"))]
    told = grid.tell(shares, Decimal(619_100), "There is no coal rate.", grid.METHOD.parameters)
    assert told.alternatives[0].values == ()
    assert told.alternatives[0].missing == "There is no coal rate."


def test_heat_avoids_by_the_default_factor_and_shows_the_boiler_beside() -> None:
    shares = [Share("江苏", 10**12, factor("0.11", "tCO2/GJ", "heat_default"))]
    assert heat.tonnes(10**12, Decimal("0.11")) == Decimal(396_000)
    told = heat.tell(shares, Decimal(396_000), None, heat.METHOD.parameters)
    coal, avoided = told.alternatives[0].values
    assert coal.value == Decimal(153_540)
    assert avoided.value == Decimal("408416.4")
    assert {each.code for each in told.alternatives[0].parameters} == {
        "coal_per_heat",
        "boiler_efficiency",
        "tce_to_co2",
    }


def test_heat_is_no_electricity_and_electricity_no_heat() -> None:
    with pytest.raises(TypeError):
        grid.avoided(heat.heat(10**9), Decimal("0.6"))
    with pytest.raises(TypeError):
        heat.avoided(grid.electricity(10**9), Decimal("0.11"))
    with pytest.raises(TypeError):
        grid.avoided_by_coal(grid.electricity(1), Decimal("2.66"))


@pytest.mark.parametrize("efficiency", ["0", "1.01", "-0.8"])
def test_an_efficiency_outside_zero_to_one_is_refused(efficiency: str) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        heat.coal_saved(
            heat.heat(10**9), coal_per_heat=Decimal("34.12"), boiler_efficiency=Decimal(efficiency)
        )


def test_avoided_tonnes_and_allowances_saved_by_one_plant_never_add() -> None:
    avoided = Quantity(Decimal(1_070_000), "tCO2e", Measure.AVOIDED)
    allowances = Quantity(Decimal(700_000), "tCO2e", Measure.ALLOWANCE)
    with pytest.raises(UnlikeQuantities):
        total([avoided, allowances], unit="tCO2e", measure=Measure.AVOIDED)


@given(parts=st.lists(st.integers(0, 10**13), min_size=1, max_size=8))
def test_energy_split_in_any_way_avoids_the_same(parts: list[int]) -> None:
    rate = Decimal("0.6191")
    assert sum(grid.tonnes(each, rate) for each in parts) == grid.tonnes(sum(parts), rate)


@given(energy_wh=st.integers(0, 10**16), rate=st.decimals("0.0001", "3.41", places=4))
def test_many_lines_at_once_are_told_by_the_equation_that_is_printed(
    energy_wh: int, rate: Decimal
) -> None:
    assert grid.tonnes(energy_wh, rate) == grid.avoided(grid.electricity(energy_wh), rate).value
    assert heat.tonnes(energy_wh, rate) == heat.avoided(heat.heat(energy_wh), rate).value


@given(energy_wh=st.integers(0, 10**16))
def test_units_of_energy_are_turned_exactly(energy_wh: int) -> None:
    assert grid.electricity(energy_wh).value * 1_000_000 == energy_wh
    assert heat.heat(energy_wh).value / heat.GJ_PER_WH == energy_wh


@pytest.mark.parametrize("each", METHODS.values(), ids=lambda each: f"{each.code} {each.version}")
def test_a_method_says_in_both_languages_what_it_does_and_where_each_number_is_from(
    each: Method,
) -> None:
    texts = (each.name_zh, each.name_en, each.description_zh, each.description_en)
    assert all((*texts, each.equation, each.source, each.symbols))
    for parameter in each.parameters.values():
        assert all((parameter.source, parameter.unit))
        assert parameter.confidence in {"A", "B", "C"}
        assert parameter.symbol in {symbol.symbol for symbol in each.symbols}


def test_the_parameter_of_standard_coal_is_the_one_in_the_library() -> None:
    text = files("projects.reference").joinpath("data/heat_coal_thermal.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["kind"] == "tce_to_co2"]
    (coal,) = [Decimal(row["value"]) for row in rows if row["scope_region"] == "煤炭"]
    found = {
        each.parameters["tce_to_co2"].value
        for each in METHODS.values()
        if "tce_to_co2" in each.parameters
    }
    assert found == {coal}


def test_a_method_is_found_by_code_and_version() -> None:
    assert method("grid_displacement") is CURRENT["grid_displacement"]
    assert method("grid_displacement", "2") is CURRENT["grid_displacement"]
    assert method("grid_displacement", "1") is grid.BY_AVERAGE
    with pytest.raises(UnknownMethod, match="version 0"):
        method("grid_displacement", "0")
