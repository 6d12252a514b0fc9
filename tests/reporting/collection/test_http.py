"""The collection over HTTP: from opening a period to a confirmed number and the footprint."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from config.accounts.models import Department, User
from config.kernel import proposals
from reporting.indicators import operations as indicators

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n% sample\n%%EOF\n"
ROOT = "/api/v1"


def client(user: User) -> APIClient:
    made = APIClient()
    made.force_authenticate(user)
    return made


def post(user: User, path: str, data: Any = None, *, status: int = 201) -> Any:
    answer = client(user).post(f"{ROOT}/{path}/", data or {}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.fixture
def task(alice: User, owner: User, office: Department) -> Any:
    period = post(alice, "collection-periods", {"period": "2025", "reason": "annual"})
    return post(
        alice,
        "collection-tasks",
        {
            "collection_period": period["id"],
            "code": "E-OP-08",
            "name_zh": "营业办公电力",
            "name_en": "Electricity",
            "unit": "kWh",
            "department": office.code,
            "owner": owner.username,
            "region": "北京",
            "usual_high": "2000000",
            "reason": "annual",
        },
    )


def test_a_number_goes_its_whole_way(task: Any, alice: User, owner: User, bob: User) -> None:
    period, key = task["collection_period"], task["id"]
    post(owner, f"collection-tasks/{key}/draft", {"value": "1180000"})
    board = f"{ROOT}/collection-periods/{period}/board/"
    [row] = client(owner).get(board, {"state": "draft", "as_of": "2026-06-01"}).json()
    assert (row["value"], row["is_overdue"]) == ("1180000.000000000000", True)
    said = {"task": key, "value": "1180000", "reason": "bills of the year"}
    assert post(owner, "collected-entries", said, status=400)["code"] == "evidence_missing"
    kept = client(owner).post(
        f"{ROOT}/collection-evidence/",
        {"task": key, "file": SimpleUploadedFile("bill.pdf", PDF)},
        format="multipart",
    )
    assert kept.status_code == 201, kept.content
    entry = post(owner, "collected-entries", said)
    assert entry["evidence"][0]["sha256"] == kept.json()["sha256"]
    seen = {"seen_sha256": entry["decision"]["content_sha256"]}
    post(bob, f"collected-entries/{entry['id']}/confirm", seen, status=200)
    [row] = client(bob).get(board, {"state": "confirmed"}).json()
    assert row["entry"] == entry["id"]
    found = client(bob).get(f"{ROOT}/collection-periods/{period}/footprint/").json()
    assert found["totals_tco2e"]["2_location"] is None
    assert {each["refusal_code"] for each in found["lines"]} == {"no_factor_of_kind"}


def test_an_odd_number_is_refused_with_its_reason_until_explained(task: Any, owner: User) -> None:
    post(owner, f"collection-tasks/{task['id']}/draft", {"value": "5"})
    client(owner).post(
        f"{ROOT}/collection-evidence/",
        {"task": task["id"], "file": SimpleUploadedFile("bill.pdf", PDF)},
        format="multipart",
    )
    said = {"task": task["id"], "value": "9000000", "reason": "bills"}
    refused = post(owner, "collected-entries", said, status=400)
    assert refused["code"] == "explanation_missing"
    assert [each["code"] for each in refused["errors"]] == ["above_range"]
    entry = post(owner, "collected-entries", said | {"note": "a data centre moved in"})
    assert [each["code"] for each in entry["warnings"]] == ["above_range"]


def test_terms_comments_carry_forward_and_a_file(
    task: Any, alice: User, owner: User, bob: User
) -> None:
    key = task["id"]
    terms = {"owner": None, "due_on": "2026-04-30", "reason": "everybody's"}
    assert post(alice, f"collection-tasks/{key}/terms", terms)["due_on"] == "2026-04-30"
    post(bob, "collection-comments", {"task": key, "text": "which meter?"})
    into = {"into": "2026", "reason": "next year"}
    after = post(alice, f"collection-periods/{task['collection_period']}/carry-forward", into)
    assert after["carried_from"] == task["collection_period"]
    sent = client(owner).post(
        f"{ROOT}/collection-periods/{after['id']}/import/",
        {
            "file": SimpleUploadedFile("a.csv", b"code,department,value\nE-OP-08,office,12\n"),
            "reason": "list",
        },
        format="multipart",
    )
    assert sent.status_code == 400
    assert [(each["row"], each["code"]) for each in sent.json()["errors"]] == [
        (2, "evidence_missing")
    ]


def test_who_only_looks_changes_nothing_and_odd_words_are_refused(task: Any, charlie: User) -> None:
    said = {"task": task["id"], "value": "1", "reason": "x"}
    post(charlie, "collected-entries", said, status=403)
    post(charlie, "collection-periods", {"period": "2027", "reason": "x"}, status=403)
    post(charlie, "collection-periods", {"period": "soon", "reason": "x"}, status=400)
    board = f"{ROOT}/collection-periods/{task['collection_period']}/board/"
    assert client(charlie).get(board, {"colour": "red"}).status_code == 400
    assert client(charlie).get(f"{ROOT}/collection-reminders/").status_code == 200


def test_the_library_is_asked_of_the_departments_that_it_names(
    task: Any, alice: User, bob: User
) -> None:
    for row in indicators.propose_shipped_indicators(
        effective_from=dt.date(2020, 1, 1), by=alice, reason="first load"
    ):
        proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)
    path = f"collection-periods/{task['collection_period']}/ask-library"
    asked = post(alice, path, {"reason": "annual"})
    codes = {each["code"] for each in asked["tasks"]}
    assert "E-OP-11" in codes
    assert "E-OP-08" not in codes  # asked by hand before
    assert {each["department"] for each in asked["tasks"]} == {"office"}
    assert asked["without_department"]
    again = post(alice, path, {"reason": "annual"})
    assert again["tasks"] == []
