"""Statistics over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.portfolio import Portfolio

AT = "/api/v1/statistics/"


@pytest.fixture
def reader(sample_portfolio: Portfolio) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(sample_portfolio.person("auditor"))
    return client


def read(reader: APIClient, path: str = AT, **asked: Any) -> dict[str, Any]:
    answer = reader.get(path, asked)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_the_parts_of_a_cut_add_up_and_each_is_led_to_its_rows(reader: APIClient) -> None:
    found = read(reader, as_of="2025-12-31", cut="form", compare_with="2024-12-31")
    assert found["new_since"] == "2025-01-01"
    fen = lambda text: round(float(text) * 100)  # noqa: E731
    total = fen(found["total"]["now"]["outstanding_cny"])
    assert total == sum(fen(each["now"]["outstanding_cny"]) for each in found["groups"]) > 0
    for group in found["groups"]:
        asked = {"as_of": "2025-12-31", "cut": "form", "key": group["key"]}
        behind = read(reader, AT + "members/", **asked)
        assert behind["total"] == group["now"]["outstanding_cny"]
        assert behind["number"] == len(behind["rows"])


def test_contracts_are_cut_with_the_measures_that_contracts_have(reader: APIClient) -> None:
    found = read(reader, cut="province", top=1)
    assert set(found["total"]["now"]) == {"contracts", "placed_cny"}
    assert {each["what"] for each in found["groups"]} <= {"part", "other", "unknown"}
    behind = read(reader, AT + "members/", cut="province", measure="contracts")
    assert behind["number"] == found["total"]["now"]["contracts"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"cut": "colour"}, "invalid_choice"),
        ({"color": "red"}, "unknown_parameter"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "future"),
        ({"as_of": "yesterday"}, "invalid"),
        ({"top": "0"}, "min_value"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_name(
    reader: APIClient, asked: dict[str, str], code: str
) -> None:
    answer = reader.get(AT, asked)
    assert answer.status_code == 400
    ((problem),) = answer.json()["errors"]
    assert (problem["pointer"], problem["code"]) == (f"/{next(iter(asked))}", code)


def test_a_measure_that_a_cut_does_not_have_is_refused(reader: APIClient) -> None:
    answer = reader.get(AT, {"cut": "province", "measure": "outstanding_cny"})
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_measure")
