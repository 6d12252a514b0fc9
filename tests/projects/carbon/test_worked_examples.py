"""The worked examples of the trade, replayed through the calculators to the printed digits."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from projects.carbon.methodologies.table import CURRENT
from projects.carbon.rules.announced import check_facts
from projects.carbon.rules.calculator import calculate
from projects.carbon.rules.given import Amount, Given

DATA = Path(__file__).with_name("data") / "worked_examples.csv"
with DATA.open(encoding="utf-8", newline="") as file:
    CASES = {row["id"]: row for row in csv.DictReader(file)}

Numbers = dict[str, tuple[Any, str]]
#: A claim's facts in their printed units, and the ratio that the case expects.
CHECKED: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "N01": ("co2_per_capacity", {"avoided_tco2": ("t", "tCO2"), "capacity_mw": ("mw", "MW")}),
    "N02": (
        "capacity_per_household",
        {"capacity_mw": ("kw", "kW"), "households": ("households", "")},
    ),
    "N03": (
        "investment_per_watt_any",
        {"investment_cny": ("cny", "CNY"), "capacity_mw": ("w", "W")},
    ),
    "N04": ("coal_per_steam", {"coal_saved_tce": ("tce", ""), "steam_t": ("steam_t", "t")}),
    "N05": ("co2_per_tce", {"avoided_tco2": ("co2", "t"), "coal_saved_tce": ("tce", "")}),
    "N06": ("co2_per_hectare", {"avoided_tco2": ("co2", ""), "area_ha": ("ha", "公顷")}),
    "N07": ("so2_per_tce", {"so2_t": ("so2_t", ""), "coal_saved_tce": ("tce", "")}),
    "N11": ("full_load_hours", {"energy_mwh": ("kwh", "kWh"), "capacity_mw": ("mw", "")}),
    "N12": ("coal_rate", {"coal_saved_tce": ("tce", ""), "energy_mwh": ("kwh", "kWh")}),
    "N13": ("emission_factor", {"avoided_tco2": ("co2", ""), "energy_mwh": ("kwh", "kWh")}),
    "X04": ("footprint_ratio", {"coal_multiple": ("coal", ""), "gas_multiple": ("gas", "")}),
}
#: Cases that no calculator of carbon answers, and which one does.
ELSEWHERE = {
    **dict.fromkeys([f"N{number}" for number in range(23, 32)], "attribution by PCAF"),
    "N37": "a fund's average holding (SFDR)",
}


def facts_of(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CASES[case]["inputs_json"], parse_float=Decimal)
    return found


def by(
    code: str, symbol: str, inputs: dict[str, tuple[Any, str]], **named: tuple[Any, str]
) -> Decimal:
    """Return one result of a method; ``named`` are its factors and parameters."""
    method = CURRENT[code]
    factors = {each.code for each in method.factors}
    sourced = {name: Amount(Decimal(v), unit, "the case") for name, (v, unit) in named.items()}
    found = calculate(
        method,
        Given(
            {name: Amount(Decimal(value), unit) for name, (value, unit) in inputs.items()},
            {name: each for name, each in sourced.items() if name in factors},
            {name: each for name, each in sourced.items() if name not in factors},
        ),
    )
    return found.result(symbol).value


def pv(mw: Any, h: Any, factor: Any) -> Decimal:
    inputs = {"capacity": (mw, "MW"), "hours": (h, "h"), "year": (1, "1")}
    first = {"auxiliary": (0, "1"), "degradation": (0, "1")}
    return by("pv_yield", "A", inputs, grid=(factor, "tCO2/MWh"), **first)


def change(a: Any, b: Any) -> Decimal:
    return by("relative_change", "c", {"before": (a, "1"), "after": (b, "1")})


def calculated(case: str) -> Decimal:
    given = facts_of(case)
    if case == "N20":
        return pv(given["mw"], given["h"], given["ef"])
    if case in {"N21", "N22"}:
        tonnes = pv(given["mw"], given["h"], given.get("ef") or given["cm"])
        price = (given["price"], "CNY/tCO2")
        return by("reduction_income", "Y", {"reduction": (tonnes, "tCO2")}, price=price)
    if case == "N40":
        part = Decimal(given["d"]) + given["i"]
        return by("share", "s", {"part": (part, "1"), "whole": (given["t"], "1")})
    if case in {"N42", "N43", "N44"}:
        return change(given["a"], given["b"])
    if case in {"N45", "N47"}:
        after = (given.get("p") or given["n"], "1")
        return by("before_growth", "a", {"after": after, "growth": (given["g"], "1")})
    assert case == "N50"
    inputs = {"heat": (given["gj"], "GJ/tce"), "emission": (given["ef"], "kgCO2/GJ")}
    return by("standard_coal_carbon", "k", inputs)


def ratio(case: str) -> Decimal:
    code, facts = CHECKED[case]
    given = facts_of(case)
    found = check_facts(
        {fact: {"value": given[name], "unit": unit} for fact, (name, unit) in facts.items()}
    )
    return next(each.value for each in found.checks if each.range.code == code)


OURS = [case for case in CASES if case not in ELSEWHERE]


@pytest.mark.parametrize("case", OURS)
def test_a_case_comes_out_to_the_printed_digits(case: str) -> None:
    found = ratio(case) if case in CHECKED else calculated(case)
    printed = Decimal(CASES[case]["expected"])
    assert rounds(found, printed), (found, printed)


def rounds(found: Decimal, printed: Decimal) -> bool:
    return found.quantize(Decimal(1).scaleb(int(printed.as_tuple().exponent))) == printed


def test_every_case_is_replayed_or_named_as_another_rooms() -> None:
    assert len(CASES) == 31
    assert set(ELSEWHERE) <= set(CASES)
    assert len(OURS) == 21


def test_a_case_names_its_source() -> None:
    assert all(row["source"] and row["confidence"] in {"A", "B"} for row in CASES.values())
