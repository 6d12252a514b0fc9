"""Oversight over HTTP and on staff pages."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.people import make_user
from tests.portfolio import Portfolio
from trusts.oversight import rules
from trusts.register.models import Product

AT, PAGE = "/api/v1/oversight/", "/console/oversight/"


@pytest.fixture
def reader(sample_portfolio: Portfolio) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(sample_portfolio.person("auditor"))
    return client


@pytest.fixture
def auditor(sample_portfolio: Portfolio) -> Client:
    user = sample_portfolio.person("auditor")
    user.language = "en"
    user.save()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def read(reader: APIClient, path: str, **asked: Any) -> Any:
    answer = reader.get(AT + path, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return str(answer.content.decode())


def test_every_finding_carries_its_rule_its_source_and_what_to_do(reader: APIClient) -> None:
    found = read(reader, "findings/", as_of="2025-12-31")
    assert set(found["by_rule"]) == set(rules.RULES)
    assert sum(found["by_weight"].values()) == len(found["findings"]) > 0
    for each in found["findings"]:
        assert each["detail"]
        assert "{" not in each["detail"] + each["remedy"]
        assert each["source"]
    (one, *_rest) = found["findings"]
    narrowed = read(reader, "findings/", as_of="2025-12-31", rule=one["rule"])
    assert {each["rule"] for each in narrowed["findings"]} == {one["rule"]}
    listed = read(reader, "rules/")
    assert [each["code"] for each in listed] == list(rules.RULES)


def test_the_asset_mix_adds_up_to_what_is_placed(reader: APIClient) -> None:
    mixes = read(reader, "asset-mix/", as_of="2025-12-31")
    assert mixes
    for each in mixes:
        parts = sum(round(float(value) * 100) for value in each["by_class_cny"].values())
        assert parts == round(float(each["placed_cny"]) * 100)
    one = mixes[0]["product"]
    narrowed = read(reader, "asset-mix/", as_of="2025-12-31", product=one)
    assert [each["product"] for each in narrowed] == [one]


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"rule": "gravity"}, "invalid_choice"), ({"colour": "red"}, "unknown_parameter")],
)
def test_a_question_that_cannot_be_answered_is_refused(
    reader: APIClient, asked: dict[str, str], code: str
) -> None:
    answer = reader.get(AT + "findings/", asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == code


def test_the_board_is_shown_narrowed_and_taken_as_a_file(auditor: Client) -> None:
    page = text(auditor.get(PAGE, {"as_of": "2025-12-31"}))
    for shown in ("the house", "confidence A", "questioned", "S-LANTAI"):
        assert shown in page
    narrowed = text(auditor.get(PAGE, {"as_of": "2025-12-31", "product": "no such product"}))
    assert "Nothing stands against the books here." in narrowed
    answer = auditor.get(PAGE, {"as_of": "2025-12-31", "file": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[0][:3] == ["Weight", "Rule", "Product"]
    assert len(rows) > 1


def test_what_cannot_be_read_is_said(auditor: Client) -> None:
    page = text(auditor.get(PAGE, {"rule": "gravity", "weight": "light", "as_of": "soon"}))
    for word in ("gravity", "light", "soon"):
        assert word in page


def test_the_mixes_stand_on_a_page_and_on_the_product(auditor: Client) -> None:
    page = text(auditor.get("/console/asset-mixes/"))
    assert "fits its kind" in page
    assert "RX5" in page
    product = Product.objects.get(code="RX5").pk
    assert "Asset mix today" in text(auditor.get(f"/console/trusts/product/{product}/change/"))


def test_the_pages_take_few_statements(auditor: Client) -> None:
    auditor.get(PAGE)
    with CaptureQueriesContext(connection) as taken:
        text(auditor.get(PAGE))
    assert len(taken) <= 20


def test_who_may_not_see_oversight_is_refused(sample_portfolio: Portfolio) -> None:
    client = Client()
    client.force_login(make_user(username="nobody"))
    assert client.get(PAGE).status_code == 403
