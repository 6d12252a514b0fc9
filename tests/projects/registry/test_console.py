"""The registry's staff pages: lists and records for who may look, forms that propose."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from config.kernel import proposals
from projects.registry.models import Owner, ProjectFinance, ProjectTerms, StationBatch
from tests.projects.registry.making import (
    confirmed_project,
    sent,
    station_file,
    station_lines,
)

PAGES = ("owner", "project", "projectterms", "projectfinance", "station", "stationbatch")


def signed_in(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def add(model: str) -> str:
    return reverse(f"admin:projects_{model}_add")


@pytest.mark.parametrize("page", PAGES)
def test_lists_open_for_those_who_may_look(
    alice: User, bob: User, charlie: User, page: str
) -> None:
    confirmed_project(alice, bob)
    proposals.confirm(sent(station_file(station_lines(3)), alice), by=bob)
    answer = signed_in(charlie).get(reverse(f"admin:projects_{page}_changelist"))
    assert answer.status_code == 200


def test_a_project_shows_its_versions_and_its_stations_by_province(
    alice: User, bob: User, charlie: User
) -> None:
    project = confirmed_project(alice, bob)
    proposals.confirm(sent(station_file(station_lines(3)), alice), by=bob)
    page = signed_in(charlie).get(reverse("admin:projects_project_change", args=[project.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "河南" in text
    assert "84,375" in text


def test_a_station_keeps_its_household_to_itself(alice: User, bob: User, charlie: User) -> None:
    confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(1)), alice)
    proposals.confirm(batch, by=bob)
    page = signed_in(charlie).get(reverse("admin:projects_station_changelist"))
    assert "S00000" in page.content.decode()
    assert "H00000" not in page.content.decode()


def test_a_new_project_begins_with_its_first_terms(alice: User) -> None:
    form = {
        "new_code": "P7",
        "new_technology": "nuclear_steam",
        "effective_from": "2025-01-01",
        "name_zh": "核能供汽",
        "name_en": "Nuclear steam",
        "provinces": "江苏",
        "state": "in_operation",
        "capacity": "600",
        "capacity_unit": "t/h",
        "commissioned_on": "2024-06-19",
        "facts_origin": "{}",
        "reason": "new",
    }
    answer = signed_in(alice).post(add("projectterms"), form)
    row = ProjectTerms.objects.get()
    assert answer.status_code == 302
    assert (row.project.code, row.project.technology) == ("P7", "nuclear_steam")
    unfit = signed_in(alice).post(
        add("projectterms"), {**form, "capacity_unit": "MW", "new_code": "P8"}
    )
    assert unfit.status_code == 200
    assert ProjectTerms.objects.count() == 1
    neither = signed_in(alice).post(add("projectterms"), {**form, "new_code": ""})
    assert neither.status_code == 200
    assert ProjectTerms.objects.count() == 1


def test_a_version_and_a_balance_sheet_are_proposed(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    form = {
        "project": project.pk,
        "effective_from": "2025-07-01",
        "name_zh": "改名",
        "name_en": "Renamed",
        "provinces": "河南,山东",
        "state": "in_operation",
        "capacity": "450",
        "capacity_unit": "MW",
        "commissioned_on": "2024-12-31",
        "facts_origin": "{}",
        "reason": "renamed",
    }
    assert signed_in(alice).post(add("projectterms"), form).status_code == 302
    assert ProjectTerms.objects.filter(project=project).count() == 2
    sheet = {
        "project": project.pk,
        "year": 2025,
        "equity_cny": "1.00",
        "debt_cny": "2.00",
        "basis": "sample",
        "reason": "year end",
    }
    assert signed_in(alice).post(add("projectfinance"), sheet).status_code == 302
    assert ProjectFinance.objects.get().effective_from.year == 2025


def test_an_owner_with_a_wrong_credit_code_is_refused_on_the_form(alice: User) -> None:
    form = {"code": "O1", "name_zh": "甲", "name_en": "A", "uscc": "x", "reason": "new"}
    assert signed_in(alice).post(add("owner"), form).status_code == 200
    assert signed_in(alice).post(add("owner"), {**form, "uscc": ""}).status_code == 302
    assert Owner.objects.get().uscc is None


def test_a_file_of_stations_is_sent_and_its_findings_are_shown(
    alice: User, bob: User, charlie: User
) -> None:
    confirmed_project(alice, bob)
    form = {
        "file": SimpleUploadedFile("x.csv", station_file(["S1,P1,荷南,,28,2024-11-30,H0001"])),
        "source": "test",
        "zone": "Asia/Shanghai",
        "reason": "new",
    }
    assert signed_in(alice).post(add("stationbatch"), form).status_code == 302
    batch = StationBatch.objects.get()
    page = signed_in(charlie).get(reverse("admin:projects_stationbatch_change", args=[batch.pk]))
    assert "荷南" in page.content.decode()


def test_an_auditor_proposes_nothing(charlie: User) -> None:
    for page in ("owner", "projectterms", "projectfinance", "stationbatch"):
        assert signed_in(charlie).get(add(page)).status_code == 403
