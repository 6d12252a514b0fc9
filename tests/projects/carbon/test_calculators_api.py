"""The calculators over HTTP: any integrator gets results, steps, sources, or words."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from config.accounts.models import User
from projects.carbon.examples import CALCULATE, CHECK_CLAIM
from projects.carbon.models import Statement, StatementRun
from projects.reference.models import Edition
from tests.projects.carbon.calculating import EXAMPLES
from tests.projects.carbon.making import factors

CALCULATOR = "/api/v1/carbon/calculate"
CHECK = "/api/v1/carbon/check-claim"
pytestmark = pytest.mark.django_db


def ask(user: User, body: dict[str, Any], path: str = CALCULATOR, **query: str) -> Response:
    client = APIClient()
    client.force_authenticate(user)
    found: Response = client.post(
        path, body, format="json", query_params=query or None, headers={"Accept-Language": "en"}
    )
    return found


def results(answer: Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.data
    return {each["symbol"]: each["value"] for each in answer.data["results"]}


def faults(answer: Response) -> dict[str, str]:
    assert answer.status_code == 400
    return {each["pointer"]: each["code"] for each in answer.data["errors"]}


POWER = {
    "method": "grid_displacement",
    "inputs": {"energy": {"value": "495", "unit": "GWh"}},
    "region": "河南",
    "year": 2023,
}


def test_every_worked_number_is_reproduced_over_http(charlie: User) -> None:
    for method, example in EXAMPLES:
        body = {
            "method": method.code,
            "inputs": dict(example.inputs),
            "factors": dict(example.factors),
            "parameters": dict(example.parameters),
        }
        answer = ask(charlie, body)
        assert answer.status_code == 200, (method.code, answer.data)
        assert {each["symbol"] for each in answer.data["steps"]} >= set(example.expected)


def test_a_factor_is_answered_by_the_library_and_named(charlie: User, library: Edition) -> None:
    answer = ask(charlie, POWER)
    assert results(answer)["A"] == "291901.5"
    numbers = {each["symbol"]: each for each in answer.data["numbers"]}
    assert numbers["EF_p"]["factor"]["data_year"] == 2023
    assert numbers["EF_p"]["factor"]["edition"] == "TEST-FACTORS"
    assert (numbers["EF_p"]["source"], numbers["EF_p"]["confidence"]) == ("announcement 47", "A")
    assert numbers["b"]["factor"]["data_year"] == 2022
    assert numbers["k"]["is_default"] is True
    left_out = {each["symbol"]: each["reason"] for each in answer.data["left_out"]}
    assert set(left_out) == {"SO2", "NOx"}
    assert "thermal_generation_so2" in left_out["SO2"]


def test_another_kind_of_factor_is_taken_where_it_is_named(charlie: User, library: Edition) -> None:
    fossil = {"grid": {"kind": "grid_fossil_power", "region": "全国"}}
    assert results(ask(charlie, {**POWER, "factors": fossil}))["A"] == "409513.5"
    footprint = {"grid": {"kind": "electricity_carbon_footprint"}}
    assert faults(ask(charlie, {**POWER, "factors": footprint})) == {
        "/factors/grid/kind": "unfitting_kind"
    }


def test_a_fallback_is_a_policy_and_is_told(charlie: User, library: Edition) -> None:
    answer = ask(charlie, {**POWER, "year": 2025})
    assert results(answer)["A"] == "291901.5"
    assert any("latest_data_year" in each for each in answer.data["warnings"])


def test_what_the_library_does_not_hold_is_refused_in_words(
    charlie: User, library: Edition
) -> None:
    for change, code in (
        ({"region": "西藏"}, "no_factor_of_region"),
        ({"year": 2020}, "only_later_years"),
        ({"factors": {"grid": {"kind": "grid_OM_simple"}}}, "no_factor_of_kind"),
    ):
        answer = ask(charlie, {**POWER, **change})
        assert (answer.status_code, answer.data["code"]) == (409, code)
        assert answer.data["detail"]


def test_without_a_place_the_factor_is_asked_for(charlie: User) -> None:
    body = {name: POWER[name] for name in ("method", "inputs")}
    answer = ask(charlie, body)
    assert faults(answer) == {"/factors/grid": "not_given"}
    assert "region and year" in answer.data["errors"][0]["remedy"]


def test_a_moment_before_the_edition_knows_nothing(charlie: User, library: Edition) -> None:
    answer = ask(charlie, POWER, known_at="2020-01-01T00:00:00+08:00")
    assert answer.data["code"] == "no_factor_of_kind"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"inputs": {"energy": {"value": "x", "unit": "MWh"}}}, "/inputs/energy/value"),
        ({"inputs": {"energy": {"value": "1"}}}, "/inputs/energy/unit"),
        ({"inputs": {"energy": {"value": "1", "unit": "MWh", "sort": "1"}}}, "/inputs/energy/sort"),
        ({"factors": {"grid": {"value": "1"}}}, "/factors/grid/unit"),
        (
            {"factors": {"grid": {"value": "1", "unit": "kgCO2/kWh", "kind": "x"}}},
            "/factors/grid/kind",
        ),
        ({"parameters": {"tce_to_co2": {"published": "coal", "value": "1"}}}, None),
        ({"parameters": {"tce_to_co2": {}}}, "/parameters/tce_to_co2/unit"),
        ({"year": 1066}, "/year"),
        ({"colour": "green"}, "/colour"),
        ({"inputs": {"energy": {"value": "1e400", "unit": "MWh"}}}, "/inputs/energy/value"),
        ({"inputs": {"energy": {"value": "1", "unit": "t"}}}, "/inputs/energy"),
        ({"inputs": {"energy": {"value": "1", "unit": "bananas"}}}, "/inputs/energy"),
    ],
)
def test_what_cannot_be_read_is_named(
    charlie: User, library: Edition, change: dict[str, Any], pointer: str | None
) -> None:
    found = faults(ask(charlie, {**POWER, **change}))
    assert found
    if pointer:
        assert pointer in found


def test_an_unknown_method_and_a_stranger_are_refused(charlie: User, db: None) -> None:
    answer = ask(charlie, {"method": "alchemy", "inputs": {}})
    assert (answer.status_code, answer.data["code"]) == (400, "unknown_method")
    assert APIClient().post(CALCULATOR, POWER, format="json").status_code == 401
    assert APIClient().post(CHECK, {}, format="json").status_code == 401


def test_nothing_is_stored(charlie: User, library: Edition) -> None:
    ask(charlie, POWER)
    assert not Statement.objects.exists()
    assert not StatementRun.objects.exists()


@pytest.mark.parametrize("example", CALCULATE[:-1], ids=lambda each: each.name)
def test_the_documents_examples_answer(charlie: User, example: Any) -> None:
    assert results(ask(charlie, example.value))


def test_the_documents_example_from_the_library_answers(charlie: User, library: Edition) -> None:
    assert results(ask(charlie, CALCULATE[-1].value))["A"] == "29190.15"


@pytest.mark.parametrize("path", [CALCULATOR, CHECK])
def test_the_slash_is_welcome(charlie: User, path: str) -> None:
    assert ask(charlie, {}, f"{path}/").status_code == 400


# ---------------------------------------------------------------- claims


def judged(answer: Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.data
    return {each["code"]: each["verdict"] for each in answer.data["checks"]}


def test_the_announced_rooftops_are_judged_in_their_printed_units(charlie: User) -> None:
    answer = ask(charlie, CHECK_CLAIM[0].value, CHECK)
    assert answer.data["verdict"] == "fits"
    assert judged(answer) == {
        "co2_per_capacity_pv": "fits",
        "capacity_per_household": "fits",
        "investment_per_watt": "fits",
        "investment_per_tonne": "not_judged",
    }
    values = {each["code"]: each["value"] for each in answer.data["checks"]}
    assert values["co2_per_capacity_pv"] == "810.667"
    assert answer.data["hours_needed"] == {"fossil 2023": "979.894436", "Henan 2023": "1374.710305"}


def test_so2_above_co2_is_impossible_and_says_so(charlie: User) -> None:
    answer = ask(charlie, CHECK_CLAIM[1].value, CHECK)
    assert answer.data["verdict"] == "impossible"
    assert judged(answer)["so2_per_co2"] == "impossible"
    reasons = {each["code"]: each["reason"] for each in answer.data["checks"]}
    assert "off by 10000: a unit has slipped" in reasons["so2_per_tce"]
    ranges = {each["code"]: each for each in answer.data["checks"]}
    assert (ranges["so2_per_tce"]["usual_low"], ranges["so2_per_tce"]["usual_high"]) == (
        "270",
        "550",
    )
    assert ranges["so2_per_tce"]["source"]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"coal_saved_tce": ("8", "tce"), "energy_mwh": ("1000", "kWh")}, "impossible"),
        ({"coal_saved_tce": ("304.47", "tce"), "energy_mwh": ("1", "GWh")}, "fits"),
        ({"avoided_tco2": ("0.1073", "t"), "energy_mwh": ("1", "MWh")}, "questionable"),
        ({"avoided_tco2": ("36.48", "t"), "capacity_mw": ("45", "万kW")}, "impossible"),
        ({"so2_t": ("184", "t"), "coal_saved_tce": ("40", "万吨")}, "fits"),
    ],
)
def test_announced_figures_get_their_verdict(
    charlie: User, facts: dict[str, tuple[str, str]], verdict: str
) -> None:
    body = {"facts": {code: {"value": each, "unit": unit} for code, (each, unit) in facts.items()}}
    answer = ask(charlie, body, CHECK)
    assert answer.data["verdict"] == verdict
    assert all(each["reason"] for each in answer.data["checks"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"energy_mwh": {"value": "1", "unit": "t"}}, "unlike_units"),
        ({"energy_mwh": {"value": "1", "unit": "bananas"}}, "unknown_unit"),
        ({"moonlight": {"value": "1"}}, "unknown_name"),
        ({"energy_mwh": {"value": "0"}}, "not_above_zero"),
        ({"energy_mwh": {"value": "-1"}}, "not_above_zero"),
        ({"energy_mwh": {"value": "many"}}, "unreadable_number"),
        ({"energy_mwh": "358 GWh"}, "unreadable"),
        ({}, "empty"),
    ],
)
def test_a_fact_that_cannot_be_read_is_refused(
    charlie: User, facts: dict[str, Any], code: str
) -> None:
    found = faults(ask(charlie, {"facts": facts}, CHECK))
    (pointer,) = found
    assert found[pointer] == code
    assert pointer.startswith("/".join(["/facts", *facts]))


def test_every_fault_of_an_announcement_is_told_at_once(charlie: User) -> None:
    facts = {
        "moonlight": {"value": "1"},
        "energy_mwh": {"value": "0"},
        "so2_t": {"value": "1", "unit": "MWh"},
    }
    answer = ask(charlie, {"facts": facts}, CHECK)
    assert faults(answer) == {
        "/facts/moonlight": "unknown_name",
        "/facts/energy_mwh": "not_above_zero",
        "/facts/so2_t": "unlike_units",
    }
    assert all(each["remedy"] for each in answer.data["errors"])


def test_a_number_that_cannot_be_read_is_shown(charlie: User) -> None:
    for written in ("1,000", "NaN", "1e18", "0x10"):
        body = {**POWER, "inputs": {"energy": {"value": written, "unit": "MWh"}}}
        answer = ask(charlie, body)
        assert faults(answer) == {"/inputs/energy/value": "unreadable_number"}
        assert written in answer.data["errors"][0]["detail"]


def test_a_result_is_said_at_the_places_that_were_asked_for(charlie: User) -> None:
    body = {
        "method": "before_growth",
        "inputs": {
            "after": {"value": "390", "unit": "1"},
            "growth": {"value": "21.5", "unit": "%"},
        },
    }
    (exact,) = ask(charlie, body).data["results"]
    assert exact["rounded"] is None
    (printed,) = ask(charlie, {**body, "places": 0}).data["results"]
    assert (printed["rounded"], printed["value"]) == ("321", exact["value"])
    assert faults(ask(charlie, {**body, "places": 13})) == {"/places": "max_value"}


def test_half_is_rounded_as_print_rounds_it(charlie: User) -> None:
    share = {"method": "share", "inputs": {"part": {"value": "5", "unit": "1"}}}
    body = {**share, "inputs": {**share["inputs"], "whole": {"value": "1000", "unit": "1"}}}
    assert ask(charlie, {**body, "places": 2}).data["results"][0]["rounded"] == "0.01"


def test_a_division_by_nothing_shows_its_numbers(charlie: User) -> None:
    inputs = {name: {"value": "0", "unit": "1"} for name in ("part", "whole")}
    answer = ask(charlie, {"method": "share", "inputs": inputs})
    assert (answer.status_code, answer.data["code"]) == (400, "no_value")
    assert "a / b = 0 / 0" in answer.data["detail"]


def test_a_method_of_which_nothing_is_given_says_what_it_takes(charlie: User) -> None:
    answer = ask(charlie, {"method": "standard_coal", "inputs": {}})
    assert faults(answer) == {"/inputs": "not_given"}
    assert "electricity" in answer.data["errors"][0]["remedy"]


# ---------------------------------------------------------------- the shipped library


def shipped(name: str) -> str:
    """Return the rows of a shipped file of factors."""
    text = files("projects.reference").joinpath("data", name).read_text("utf-8")
    return text.split("\n", 1)[1]


def test_the_shipped_margins_make_the_combined_margin(
    charlie: User, alice: User, bob: User
) -> None:
    factors(shipped("grid_baseline_2019.csv"), by=alice, confirmed_by=bob)
    body = {
        "method": "combined_margin",
        "inputs": {
            "export": {"value": "450000", "unit": "MWh"},
            "import": {"value": "0", "unit": "MWh"},
        },
        "parameters": {"operating_weight": {"published": "wind_solar"}},
        "region": "华北(区域)",
        "year": 2019,
    }
    answer = ask(charlie, body)
    assert results(answer) == {"EF_CM": "0.8269", "A": "372105"}
    marginal = {
        "method": "grid_displacement",
        "inputs": {"energy": {"value": "450000", "unit": "MWh"}},
        "factors": {"grid": {"kind": "grid_CM_75_25", "region": "华北(区域)"}},
        "year": 2019,
    }
    assert results(ask(charlie, marginal))["A"] == "372105"


def test_pollutants_come_from_the_shipped_intensities(
    charlie: User, alice: User, bob: User
) -> None:
    factors(shipped("heat_coal_thermal.csv"), by=alice, confirmed_by=bob)
    body = {
        "method": "coal_displacement",
        "inputs": {"energy": {"value": "1", "unit": "TWh"}},
        "year": 2022,
    }
    answer = ask(charlie, body)
    assert results(answer) == {"S": "301700", "A": "802522", "SO2": "83", "NOx": "133"}
    confidences = {each["symbol"]: each["confidence"] for each in answer.data["numbers"]}
    assert confidences == {"E": "", "b": "A", "e_SO2": "B", "e_NOx": "B", "k": "B"}


def test_competing_factors_are_refused_until_a_policy_chooses(
    charlie: User, alice: User, bob: User
) -> None:
    rows = "".join(
        f"grid_average,全国,2023,{value},kgCO2/kWh,{source},A,\n"
        for value, source in (("0.5306", "MEE"), ("0.5703", "ETS"), ("0.6096", "residual"))
    )
    factors(rows, by=alice, confirmed_by=bob)
    answer = ask(charlie, {**POWER, "region": "全国"})
    assert (answer.status_code, answer.data["code"]) == (409, "competing_factors")
    assert "0.5306" in answer.data["detail"]
    assert "0.6096" in answer.data["detail"]
