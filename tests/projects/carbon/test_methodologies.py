"""Every declared method: complete, dimensionally sound, sourced, and true to its examples."""

from __future__ import annotations

import csv
import doctest
import json
import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from projects.carbon.admin.calculator import FAMILIES, MEASURES, ROUTES
from projects.carbon.methodologies import declared, formulas
from projects.carbon.methodologies.asked import Asked, Example, ParameterInput
from projects.carbon.methodologies.formulas import Formula, NoValue
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.table import CURRENT, DRAWN, METHODS
from projects.carbon.rules.calculator import calculate
from projects.reference.rules.kinds import FACTOR_KINDS
from projects.reference.rules.units import in_unit, measured
from projects.registry.rules.technologies import TECHNOLOGIES
from tests.projects.carbon.calculating import EXAMPLES, given_by, values

INDICATORS = {"tce", "co2", "so2", "nox", "cod", "nh3n", "water"}
FOLDERS = Path(declared.__file__).parent


def each_method(argument: Any) -> Any:
    return pytest.mark.parametrize("method", CURRENT.values(), ids=lambda each: each.code)(argument)


@pytest.mark.parametrize(
    ("method", "example"), EXAMPLES, ids=[f"{m.code}: {e.name_en}" for m, e in EXAMPLES]
)
def test_a_worked_number_is_reproduced(method: Method, example: Example) -> None:
    found = values(calculate(method, given_by(example)))
    assert example.kind in {"published", "implied", "own"}
    assert example.expected
    for symbol, text in example.expected.items():
        expected = Decimal(text)
        assert abs(found[symbol] - expected) <= abs(expected) * Decimal(example.tolerance), symbol


@each_method
def test_a_method_says_everything_in_both_languages_with_its_source(method: Method) -> None:
    texts = ("name", "description", "limits")
    assert all(getattr(method, f"{each}_{language}") for each in texts for language in ("zh", "en"))
    assert method.source
    assert method.confidence in {"A", "B", "C"}
    for each in (*method.asked, *method.steps, *method.constants):
        assert all((each.name_zh, each.name_en, each.unit, each.symbol))
        assert re.search("[\u4e00-\u9fff]", each.name_zh)
        assert not re.search("[\u4e00-\u9fff]", each.name_en)
    for asked in method.parameter_inputs:
        for published in asked.published:
            assert published.source
            assert published.confidence in {"A", "B"}


@each_method
def test_every_letter_is_explained_and_no_letter_stands_for_two_things(method: Method) -> None:
    letters = [each.symbol for each in method.symbols]
    assert len(letters) == len(set(letters))
    known = {each.symbol for each in (*method.asked, *method.constants)}
    for step in method.steps:
        assert step.formula.symbols <= known, step
        known.add(step.symbol)
    used = {name for step in method.steps for name in step.formula.symbols}
    assert {each.symbol for each in (*method.asked, *method.constants)} <= used
    assert {each.symbol for each in method.outputs} <= {each.symbol for each in method.steps}


@each_method
def test_every_formula_gives_its_unit(method: Method) -> None:
    """Pint refuses a formula whose letters do not make up the unit that it says."""
    units = {each.symbol: each.unit for each in (*method.asked, *method.constants)}
    for step in method.steps:
        found = step.formula.value(
            {name: measured(1, units[name]) for name in step.formula.symbols}
        )
        in_unit(found, step.unit)
        units[step.symbol] = step.unit


@each_method
def test_what_is_asked_of_the_library_is_a_kind_that_it_knows_in_a_unit_that_it_holds(
    method: Method,
) -> None:
    for asked in method.factors:
        for kind in asked.kinds:
            in_unit(measured(1, FACTOR_KINDS[kind].units[0]), asked.unit)


@each_method
def test_a_default_is_a_published_value_within_the_bounds(method: Method) -> None:
    for asked in method.parameter_inputs:
        if asked.default:
            assert asked.named(asked.default) is not None
        for each in asked.published:
            assert asked.lowest is None or asked.lowest <= each.value
            assert asked.highest is None or each.value <= asked.highest


@each_method
def test_results_are_the_guides_indicators_or_none(method: Method) -> None:
    seen = [(each.indicator, each.route, each.measure) for each in method.outputs]
    assert {each.indicator for each in method.outputs} <= INDICATORS | {""}
    with_indicator = [each for each in seen if each[0]]
    assert len(with_indicator) == len(set(with_indicator))


@each_method
def test_the_file_of_a_method_holds_nothing_that_nobody_reads(method: Method) -> None:
    facts = json.loads((FOLDERS / method.code / "method.json").read_text("utf-8"))
    lists = {"inputs", "factors", "parameters", "constants", "steps", "outputs", "alternatives"}
    assert set(facts) <= {*declared._WORDS, *lists, "equation", "examples", "earlier"}
    assert facts["code"] == method.code


def test_every_folder_is_one_line_in_the_table() -> None:
    found = {each.parent.name for each in FOLDERS.glob("*/method.json")}
    assert found == set(CURRENT) == {code for code, _version in METHODS}


def test_every_technology_has_its_method() -> None:
    assert {each.methodology for each in TECHNOLOGIES.values()} <= set(CURRENT)
    assert set(DRAWN) == {"grid_displacement", "heat_displacement"}


def test_the_guides_indicators_are_all_answered_by_some_method() -> None:
    found = {each.indicator for method in CURRENT.values() for each in method.outputs}
    assert found - {""} == INDICATORS


def test_published_values_agree_with_the_shipped_reference_data() -> None:
    national = [row for row in rows("fuels.csv") if row["dataset"][0] == "C"]
    shipped = {slug(row["fuel_en"]): row for row in national}
    shipped["bituminous"] = shipped["bituminous_coal"]
    columns = {"heating_value": ("ncv", 1), "oxidation": ("oxidation_pct", 100)}
    columns |= {"carbon": ("carbon_content", 1), "coal_carbon": ("carbon_content", 1)}
    coal = {slug(row["energy_en"]): row["coefficient"] for row in rows("tce_coefficients.csv")}
    checked = 0
    for asked in parameters():
        for each in asked.published:
            if each.name in shipped and asked.code in columns:
                column, over = columns[asked.code]
                assert each.value == Decimal(shipped[each.name][column]) / over
                checked += 1
            if asked.code == "warming":
                assert each.value == warming(each.name)
                checked += 1
            if asked.code in {"fuel_coal", "gas_coal"}:
                assert each.value == Decimal(coal[each.name])
                checked += 1
    assert checked > 100


def slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")


def parameters() -> list[ParameterInput]:
    return [each for method in CURRENT.values() for each in method.parameter_inputs]


def warming(name: str) -> Decimal:
    """Return a shipped potential by assessment, of methane where no other gas is named."""
    gas, _, assessment = name.rpartition("_")
    wanted = (gas or "CH4", assessment)
    (row,) = (each for each in rows("gwp.csv") if (each["gas"], each["assessment"]) == wanted)
    return Decimal(row["gwp100"])


def rows(name: str) -> list[dict[str, str]]:
    text = files("projects.reference").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_no_uncertain_constant_is_taken_unasked() -> None:
    """The two exceptions are shown with every result: standard coal, and a measured density."""
    taken = {
        (asked.code, found.confidence)
        for asked in parameters()
        if asked.default and (found := asked.named(asked.default)) and found.confidence != "A"
    }
    assert taken == {("tce_to_co2", "B"), ("boiler_efficiency", "B"), ("density", "B")}


@pytest.mark.parametrize(
    "text", ["__import__('os')", "a if b else c", "f(x)", "[1]", "x.y", "1 < 2", "'text'", "True"]
)
def test_a_formula_reads_nothing_but_arithmetic(text: str) -> None:
    with pytest.raises(ValueError, match="is no formula"):
        Formula(text)


@pytest.mark.parametrize("power", ["2.5", "1000"])
def test_a_power_is_a_small_whole_number(power: str) -> None:
    with pytest.raises(NoValue, match="power"):
        Formula(f"x ^ {power}").value({"x": 2})


def test_nothing_is_divided_by_nothing() -> None:
    with pytest.raises(NoValue, match="zero"):
        Formula("a / b").value({"a": 1, "b": 0})


def test_the_examples_in_the_modules_hold() -> None:
    assert doctest.testmod(formulas).failed == 0


@each_method
def test_the_page_has_words_for_everything_that_a_method_is_and_gives(method: Method) -> None:
    assert method.family in FAMILIES
    for each in method.outputs:
        assert each.indicator in INDICATORS or each.measure in MEASURES
        assert not each.route or each.route in ROUTES


def test_bounds_stand_in_order() -> None:
    asked: list[Asked] = [each for method in CURRENT.values() for each in method.asked]
    for each in asked:
        assert each.lowest is None or each.highest is None or each.lowest < each.highest
