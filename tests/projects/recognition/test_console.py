"""Recognition's staff pages: criteria in a table, evidence kept, a decision proposed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from config.kernel import proposals
from projects.recognition.models import CriteriaEdition, Evidence, Recognition
from projects.registry.models import Project
from tests.projects.recognition import making
from tests.projects.registry.making import confirmed_project


def signed_in(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def add(model: str) -> str:
    return reverse(f"admin:projects_{model}_add")


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    """Return a confirmed rooftop project, with criteria and a catalogue in force."""
    making.criteria(alice, bob)
    making.catalogue(alice, bob)
    return confirmed_project(alice, bob)


def test_criteria_stand_in_a_table(project: Project, charlie: User) -> None:
    edition = CriteriaEdition.objects.get()
    page = signed_in(charlie).get(
        reverse("admin:projects_criteriaedition_change", args=[edition.pk])
    )
    assert "PV-HOURS-LOW" in page.content.decode()
    assert "full_load_hours_h" in page.content.decode()


def document(project: Project, content: bytes) -> dict[str, object]:
    return {
        "project": project.pk,
        "evidence_type": "permit",
        "title": "许可",
        "issued_on": "2025-01-01",
        "file": SimpleUploadedFile("permit.pdf", content),
    }


def test_a_document_is_kept_or_refused_on_the_form(
    project: Project, alice: User, charlie: User
) -> None:
    assert signed_in(charlie).get(add("evidence")).status_code == 403
    assert signed_in(alice).get(add("evidence")).status_code == 200
    assert signed_in(alice).post(add("evidence"), document(project, b"<html>")).status_code == 200
    assert not Evidence.objects.exists()
    assert (
        signed_in(alice).post(add("evidence"), document(project, making.pdf("x"))).status_code
        == 302
    )
    row = Evidence.objects.get()
    page = signed_in(charlie).get(reverse("admin:projects_evidence_change", args=[row.pk]))
    assert page.status_code == 200


def test_a_decision_takes_every_document_of_its_project(
    project: Project, alice: User, bob: User, charlie: User
) -> None:
    making.evidence(project, alice, *making.PV_EVIDENCE)
    form = {
        "project": project.pk,
        "criteria_edition": CriteriaEdition.objects.get().pk,
        "taxonomy_edition": making.CATALOGUE,
        "taxonomy_class": "4",
        "inputs": '{"avoided_tco2e_per_year": "364800", "full_load_hours_h": "1100"}',
        "verdict": "green",
        "opinion": "met",
        "effective_from": "2025-01-01",
        "expires_on": "2028-01-01",
        "reason": "annual review",
    }
    words = signed_in(alice).post(add("recognition"), {**form, "inputs": '{"a": "much"}'})
    assert words.status_code == 200
    answer = signed_in(alice).post(add("recognition"), form)
    assert answer.status_code == 302, answer.context["errors"]
    row = Recognition.objects.get()
    proposals.confirm(row, by=bob)
    page = signed_in(charlie).get(reverse("admin:projects_recognition_change", args=[row.pk]))
    text = page.content.decode()
    assert "PV-CONNECTED" in text
    assert "sample grid_connection" in text


@pytest.mark.parametrize("page", ["criteriaedition", "evidence", "recognition"])
def test_lists_open_for_those_who_may_look(project: Project, charlie: User, page: str) -> None:
    answer = signed_in(charlie).get(reverse(f"admin:projects_{page}_changelist"))
    assert answer.status_code == 200
