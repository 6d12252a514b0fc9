"""The calculator over HTTP: exact numbers in and out, refusals in words."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from trusts.attribution.calculating import EXAMPLE

ADDRESS = "/api/v1/attribution/calculate"


@pytest.fixture
def client(charlie: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(charlie)
    return found


def post(client: APIClient, body: Any) -> Any:
    return client.post(ADDRESS, body, format="json")


def test_the_example_of_the_documentation_computes(client: APIClient) -> None:
    answer = post(client, EXAMPLE)
    assert answer.status_code == 200, answer.data
    (position,) = answer.data["positions"]
    assert position["share"] == "0.300000000000"
    assert position["tonnes"] == {"scope_1": "300.000000", "avoided": "6000.000000"}
    assert position["guide"]["share"] == "0.250000000000"
    assert position["data_quality"] == 3
    assert answer.data["totals"] == {"scope_1": "300.000000", "avoided": "6000.000000"}


def test_an_amount_that_no_class_reads_is_refused(client: APIClient) -> None:
    body = {"positions": [{**EXAMPLE["positions"][0], "inputs": {"luck": "1"}}]}
    answer = post(client, body)
    assert answer.status_code == 400
    assert "luck" in str(answer.data)


def test_what_a_class_lacks_is_named(client: APIClient) -> None:
    body = {
        "positions": [{"name": "x", "asset_class": "mortgages", "inputs": {"outstanding": "1"}}]
    }
    answer = post(client, body)
    assert answer.status_code == 400
    (fault,) = answer.data["errors"]
    assert (fault["pointer"], fault["code"]) == (
        "/positions/0/inputs/property_value",
        "input_missing",
    )
    assert "property_value" in fault["detail"]


def test_whoever_is_not_signed_in_computes_nothing() -> None:
    assert post(APIClient(), EXAMPLE).status_code == 401


def test_each_position_that_cannot_be_reckoned_is_named_by_its_place(client: APIClient) -> None:
    good = EXAMPLE["positions"][0]
    positions = [
        good,
        {**good, "inputs": {"outstanding": "1"}},
        {**good, "option": "9z"},
        {**good, "total_investment": "0"},
        {**good, "inputs": {"outstanding": "1", "equity": "-5", "debt": "0"}},
    ]
    answer = post(client, {"positions": positions})
    assert answer.status_code == 400
    found = {each["pointer"]: each["code"] for each in answer.data["errors"]}
    assert found == {
        "/positions/1/inputs/equity": "input_missing",
        "/positions/2/option": "unknown_evidence",
        "/positions/3/total_investment": "denominator_unknown",
        "/positions/4/inputs": "nothing_to_divide_by",
    }
    assert all(each["remedy"] for each in answer.data["errors"])


def test_a_score_stands_where_the_option_is_not_known(client: APIClient) -> None:
    known = EXAMPLE["positions"][0]
    scored = {**known, "option": "", "score": 5}
    answer = post(client, {"positions": [known, scored]})
    assert [each["data_quality"] for each in answer.data["positions"]] == [3, 5]
    assert answer.data["data_quality"] == "4.000000"
    both = post(client, {"positions": [{**known, "score": 5}]})
    assert both.data["errors"][0]["pointer"] == "/positions/0/score"


def test_cash_is_named_and_kept(client: APIClient) -> None:
    listed = {"outstanding": "50", "market_cap_ordinary": "50", "debt": "50", "cash": "20"}
    position = {"name": "x", "asset_class": "listed_equity_corporate_bonds", "inputs": listed}
    answer = post(client, {"positions": [position]})
    (found,) = answer.data["positions"]
    assert (found["share"], found["denominator"]) == ("0.500000000000", "100")
    assert any("20" in each for each in found["notes"])
