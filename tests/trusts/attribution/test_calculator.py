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
    assert answer.data["code"] == "input_missing"
    assert "property_value" in answer.data["detail"]


def test_whoever_is_not_signed_in_computes_nothing() -> None:
    assert post(APIClient(), EXAMPLE).status_code == 401
