"""Recognition over HTTP: criteria, evidence, a trial evaluation, a decision, the queue."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from config.accounts.models import User
from projects.registry.models import Project
from tests.projects.recognition import making
from tests.projects.registry.making import confirmed_project


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    """Return a confirmed rooftop project, with criteria and a catalogue in force."""
    making.criteria(alice, bob)
    making.catalogue(alice, bob)
    return confirmed_project(alice, bob)


def uploaded(project: Project, alice: User, kind: str, content: bytes | None = None) -> Any:
    body = {
        "file": SimpleUploadedFile("证明.pdf", making.pdf(kind) if content is None else content),
        "project": project.pk,
        "evidence_type": kind,
        "title": f"sample {kind}",
        "issued_on": "2025-01-01",
        "is_sample": "true",
    }
    return client(alice).post("/api/v1/evidence/", body, format="multipart")


def case(project: Project, ids: list[int]) -> dict[str, Any]:
    return {
        "project": project.pk,
        "criteria_code": making.CODE,
        "taxonomy_edition": making.CATALOGUE,
        "taxonomy_class": "4",
        "inputs": {"avoided_tco2e_per_year": "364800", "full_load_hours_h": "1100"},
        "evidence_ids": ids,
        "effective_from": "2025-01-01",
    }


DECISION = {
    "verdict": "green",
    "opinion": "met",
    "expires_on": "2028-01-01",
    "is_sample": True,
    "reason": "annual review",
}


def test_a_project_is_tried_proposed_and_recognized(
    project: Project, alice: User, bob: User
) -> None:
    ids = [uploaded(project, alice, kind).json()["id"] for kind in making.PV_EVIDENCE]
    trial = client(alice).post("/api/v1/recognitions/evaluate/", case(project, ids))
    assert (trial.status_code, trial.json()["is_green"]) == (200, True), trial.json()
    made = client(alice).post("/api/v1/recognitions/", {**case(project, ids), **DECISION})
    assert made.status_code == 201, made.json()
    row = made.json()
    assert row["evidence_ids"] == sorted(ids)
    assert row["inputs"]["full_load_hours_h"] == "1100"
    seen = {"seen_sha256": row["decision"]["content_sha256"]}
    answer = client(bob).post(f"/api/v1/recognitions/{row['id']}/confirm/", seen)
    assert answer.status_code == 200, answer.json()
    (due,) = client(bob).get("/api/v1/recognitions/recheck/", {"as_of": "2027-12-01"}).json()
    assert (due["project_code"], due["reason"], due["days_left"]) == ("P1", "expires_soon", 31)
    (standing,) = (
        client(bob).get("/api/v1/recognitions/", {"as_of": "2025-06-30"}).json()["results"]
    )
    assert standing["id"] == row["id"]


def test_what_is_open_is_named_when_green_is_confirmed(
    project: Project, alice: User, bob: User
) -> None:
    row = client(alice).post("/api/v1/recognitions/", {**case(project, []), **DECISION}).json()
    seen = {"seen_sha256": row["decision"]["content_sha256"]}
    refused = client(bob).post(f"/api/v1/recognitions/{row['id']}/confirm/", seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "criteria_not_met")


def test_a_document_that_is_none_is_refused(project: Project, alice: User) -> None:
    refused = uploaded(project, alice, "permit", b"<html>")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "document_unknown"


def test_an_edition_of_criteria_is_proposed(alice: User) -> None:
    criterion = {
        "code": "X", "name_zh": "甲", "name_en": "X", "technologies": ["*"], "expression": "a > 1",
        "unit": "1", "threshold": None, "evidence_type": "", "source": "test", "confidence": "C",
    }  # fmt: skip
    body = {
        "code": "OWN-1", "name_zh": "自拟", "name_en": "Own", "source": "test", "confidence": "C",
        "criteria": [criterion], "reason": "trial",
    }  # fmt: skip
    made = client(alice).post("/api/v1/criteria-editions/", body)
    assert made.status_code == 201, made.json()
    unfit = {**body, "code": "OWN-2", "criteria": [{**criterion, "expression": "eval(1)"}]}
    refused = client(alice).post("/api/v1/criteria-editions/", unfit)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "criterion_unfit")
