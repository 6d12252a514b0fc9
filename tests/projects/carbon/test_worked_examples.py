"""The worked examples of the trade, replayed over HTTP to the printed digits."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User

DATA = Path(__file__).with_name("data") / "worked_examples.csv"
with DATA.open(encoding="utf-8", newline="") as file:
    CASES = {row["id"]: row for row in csv.DictReader(file)}

Ask = Callable[[str, dict[str, Any]], Any]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(charlie: User) -> Ask:
    client = APIClient()
    client.force_authenticate(charlie)

    def post(path: str, body: dict[str, Any]) -> Any:
        answer = client.post(f"/api/v1/{path}", body, format="json")
        assert answer.status_code == 200, answer.data
        return answer.data

    return post


def given(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CASES[case]["inputs_json"], parse_float=Decimal)
    return found


def holds(case: str, found: str) -> None:
    """Hold a number against the printed one: to its last digit, and within its tolerance."""
    printed, value = Decimal(CASES[case]["expected"]), Decimal(found)
    quantum = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    assert value.quantize(quantum, rounding=ROUND_HALF_UP) == printed, (found, printed)
    assert abs(value - printed) <= abs(printed) * Decimal(CASES[case]["rel_tolerance"])


# ---------------------------------------------------------------- what an announcement implies

#: The ratio of a claim, and its facts with the names in the case and the printed units.
CHECKED: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "N01": ("co2_per_capacity", {"avoided_tco2": ("t", "tCO2"), "capacity_mw": ("mw", "MW")}),
    "N02": (
        "capacity_per_household",
        {"capacity_mw": ("kw", "kW"), "households": ("households", "")},
    ),
    "N03": ("investment_per_watt", {"investment_cny": ("cny", "CNY"), "capacity_mw": ("w", "W")}),
    "N04": ("coal_per_steam", {"coal_saved_tce": ("tce", ""), "steam_t": ("steam_t", "t")}),
    "N05": ("co2_per_tce", {"avoided_tco2": ("co2", "t"), "coal_saved_tce": ("tce", "")}),
    "N06": ("co2_per_hectare", {"avoided_tco2": ("co2", ""), "area_ha": ("ha", "公顷")}),
    "N07": ("so2_per_tce", {"so2_t": ("so2_t", ""), "coal_saved_tce": ("tce", "")}),
    "N11": ("full_load_hours", {"energy_mwh": ("kwh", "kWh"), "capacity_mw": ("mw", "")}),
    "N12": ("coal_rate", {"coal_saved_tce": ("tce", ""), "energy_mwh": ("kwh", "kWh")}),
    "N13": ("emission_factor", {"avoided_tco2": ("co2", ""), "energy_mwh": ("kwh", "kWh")}),
    "X04": ("footprint_ratio", {"coal_multiple": ("coal", ""), "gas_multiple": ("gas", "")}),
}


@pytest.mark.parametrize("case", CHECKED)
def test_an_implied_ratio_is_printed_to_its_digits(ask: Ask, case: str) -> None:
    code, facts = CHECKED[case]
    numbers = given(case)
    body = {name: {"value": str(numbers[key]), "unit": unit} for name, (key, unit) in facts.items()}
    answer = ask("carbon/check-claim", {"facts": body})
    (check,) = (each for each in answer["checks"] if each["code"].startswith(code))
    holds(case, check["value"])
    assert check["reason"]


# ---------------------------------------------------------------- what a method computes

Groups = dict[str, dict[str, tuple[Any, str]]]


def pv(mw: Any, h: Any, factor: Any) -> Groups:
    none = {"auxiliary": (0, "1"), "degradation": (0, "1")}
    return {
        "inputs": {"capacity": (mw, "MW"), "hours": (h, "h"), "year": (1, "1")},
        "factors": {"grid": (factor, "tCO2/MWh")},
        "parameters": none,
    }


def ratio(**inputs: Any) -> Groups:
    return {"inputs": {name: (value, "1") for name, value in inputs.items()}}


def income(ask: Ask, case: str) -> Groups:
    """Return what the income of the first year's tonnes is computed from: two steps."""
    numbers = given(case)
    answer = calculate(ask, "pv_yield", pv(numbers["mw"], numbers["h"], factor_of(numbers)))
    tonnes = next(each["value"] for each in answer["results"] if each["symbol"] == "A")
    return {
        "inputs": {"reduction": (tonnes, "tCO2")},
        "parameters": {"price": (numbers["price"], "CNY/tCO2")},
    }


def factor_of(numbers: dict[str, Any]) -> Any:
    return numbers.get("ef") or numbers["cm"]


def question(ask: Ask, case: str) -> tuple[str, str, Groups]:
    """Return the method, the letter of the result, and what is given."""
    n = given(case)
    if case == "N20":
        return "pv_yield", "A", pv(n["mw"], n["h"], n["ef"])
    if case in {"N21", "N22"}:
        return "reduction_income", "Y", income(ask, case)
    if case == "N37":
        shares = {f"share_{number}": (each, "1") for number, each in enumerate(n["q"], start=1)}
        inputs = {"emissions": (n["e"], "tCO2e"), **shares}
        return "quarter_end_average", "F", {"inputs": inputs}
    if case == "N40":
        return "share", "s", ratio(part=Decimal(str(n["d"])) + n["i"], whole=n["t"])
    if case in {"N42", "N43", "N44"}:
        return "relative_change", "c", ratio(before=n["a"], after=n["b"])
    if case in {"N45", "N47"}:
        return "before_growth", "a", ratio(after=n.get("p") or n["n"], growth=n["g"])
    assert case == "N50"
    inputs = {"heat": (n["gj"], "GJ/tce"), "emission": (n["ef"], "kgCO2/GJ")}
    return "standard_coal_carbon", "k", {"inputs": inputs}


def calculate(ask: Ask, method: str, groups: Groups, **named: Any) -> Any:
    body: dict[str, Any] = {"method": method, "inputs": {}, **named}
    for group, numbers in groups.items():
        source = {} if group == "inputs" else {"source": "the case"}
        body[group] = {
            code: {"value": str(value), "unit": unit, **source}
            for code, (value, unit) in numbers.items()
        }
    return ask("carbon/calculate", body)


CALCULATED = [
    *("N20", "N21", "N22", "N37", "N40", "N42", "N43", "N44", "N45", "N47", "N50"),
]


@pytest.mark.parametrize("case", CALCULATED)
def test_a_result_comes_out_to_the_printed_digits(ask: Ask, case: str) -> None:
    method, symbol, groups = question(ask, case)
    printed = Decimal(CASES[case]["expected"])
    places = max(0, -int(printed.as_tuple().exponent))
    answer = calculate(ask, method, groups, places=places)
    (result,) = (each for each in answer["results"] if each["symbol"] == symbol)
    assert Decimal(result["rounded"]) == printed
    rounded = "round(" in CASES[case]["expression"]
    holds(case, result["rounded" if rounded else "value"])


# ---------------------------------------------------------------- what belongs to which money

#: Which kind of tonnes a case of PCAF's table 5-5 sums.
KINDS = {
    "N23": "scope_1",
    "N24": "scope_2",
    "N25": "scope_3",
    "N26": "removed",
    "N27": "credits_retired",
    "N28": "credits_generated",
}


def position(name: object, **facts: Any) -> dict[str, Any]:
    return {"name": str(name), "asset_class": "business_loans_unlisted_equity", **facts}


@pytest.mark.parametrize("case", KINDS)
def test_a_portfolio_sums_one_kind_of_tonnes(ask: Ask, case: str) -> None:
    numbers = given(case)
    positions = [
        position(
            number,
            inputs={"outstanding": str(share), "equity": "1", "debt": "0"},
            tonnes={KINDS[case]: str(tonnes)},
        )
        for number, (tonnes, share) in enumerate(zip(numbers["e"], numbers["a"], strict=True))
    ]
    answer = ask("attribution/calculate", {"positions": positions})
    assert set(answer["totals"]) == {KINDS[case]}
    holds(case, answer["totals"][KINDS[case]])


@pytest.mark.parametrize("case", ["N29", "N30"])
def test_the_quality_of_data_is_weighted_by_what_is_outstanding(ask: Ask, case: str) -> None:
    numbers = given(case)
    positions = [
        position(
            number,
            inputs={"outstanding": str(amount), "equity": "1000000", "debt": "0"},
            score=score,
        )
        for number, (amount, score) in enumerate(zip(numbers["oa"], numbers["s"], strict=True))
    ]
    holds(case, ask("attribution/calculate", {"positions": positions})["data_quality"])


def test_the_enterprise_value_keeps_its_cash(ask: Ask) -> None:
    numbers = {name: str(value) for name, value in given("N31").items()}
    listed = {
        "outstanding": numbers["eq"],
        "market_cap_ordinary": numbers["eq"],
        "debt": numbers["debt"],
        "cash": numbers["cash"],
    }
    holding = {"name": "x", "asset_class": "listed_equity_corporate_bonds", "inputs": listed}
    (found,) = ask("attribution/calculate", {"positions": [holding]})["positions"]
    holds("N31", found["share"])
    assert any(numbers["cash"] in each for each in found["notes"])


def test_every_case_is_replayed() -> None:
    replayed = {*CHECKED, *CALCULATED, *KINDS, "N29", "N30", "N31"}
    assert replayed == set(CASES)
    assert len(CASES) == 31


def test_a_case_names_its_source() -> None:
    assert all(row["source"] and row["confidence"] in {"A", "B"} for row in CASES.values())
