"""Carbon over HTTP: methods and statements are read, claims proposed, confirmed and checked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations
from projects.carbon.methodologies.table import CURRENT, METHODS
from projects.carbon.models import Claim, Statement, StatementRun
from projects.reference.models import Edition
from projects.registry.models import Project
from tests.projects.carbon.making import Meters, energy
from tests.projects.registry.making import confirmed_project

API = "/api/v1"
CLAIM: dict[str, Any] = {
    "measure": "avoided",
    "value": "364800",
    "unit": "tCO2e",
    "basis": "year",
    "source": "S-SEED",
    "quote_zh": "每年可减少二氧化碳排放36.48万吨",
    "announced": {"households": "16000"},
    "reason": "announced",
}


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


def signed_in(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    found = Client()
    found.force_login(user)
    return found


@pytest.fixture
def drawn(alice: User, bob: User, library: Edition, meters: Meters) -> StatementRun:
    project = confirmed_project(alice, bob)
    meters.read(
        [energy(project.pk, month=month, total_wh=41_250_000_000) for month in range(1, 13)]
    )
    return operations.draw_statements(period=Period.year(2025), known_at=pin_known_at(), by=alice)


def test_methods_are_listed_with_equation_and_parameters(charlie: User) -> None:
    answer = client(charlie).get(f"{API}/methods/")
    listed = [(each["code"], each["version"]) for each in answer.data]
    assert listed == list(METHODS)
    assert {code for code, _version in listed} == set(CURRENT)
    one = client(charlie).get(f"{API}/methods/heat_displacement/").data
    assert {each["code"]: each["value"] for each in one["parameters"]} == {
        "coal_per_heat": "34.12",
        "boiler_efficiency": "0.8",
        "tce_to_co2": "2.66",
    }
    missing = client(charlie).get(f"{API}/methods/alchemy/")
    assert (missing.status_code, missing.data["code"]) == (400, "unknown_method")


def test_a_statement_is_read_with_lines_factors_and_inputs(
    drawn: StatementRun, charlie: User
) -> None:
    listed = client(charlie).get(f"{API}/statements/", {"from_on": "2025-12-01"}).data["results"]
    assert [each["avoided_tco2e"] for each in listed] == ["25537.875000"]
    assert "lines" not in listed[0]
    whole = client(charlie).get(f"{API}/statements/{listed[0]['id']}/").data
    assert whole["lines"][0]["factor"]["value"] == "0.6191"
    assert whole["inputs"]["query"] == "projects.metering.queries.energy_totals"
    assert any("latest_data_year" in sentence for sentence in whole["explanation"])
    run = client(charlie).get(f"{API}/statement-runs/{drawn.pk}/").data
    assert (run["count"], run["set_sha256"]) == (12, drawn.set_sha256)


def test_a_claim_is_proposed_confirmed_and_set_beside_the_computed(
    drawn: StatementRun, alice: User, bob: User
) -> None:
    project = Project.objects.get()
    made = client(alice).post(f"{API}/claims/", {**CLAIM, "project": project.pk}, format="json")
    assert (made.status_code, made.data["is_claim"]) == (201, True), made.data
    confirmed = client(bob).post(
        f"{API}/claims/{made.data['id']}/confirm/",
        {"seen_sha256": made.data["decision"]["content_sha256"]},
        format="json",
    )
    assert confirmed.status_code == 200
    check = client(bob).get(f"{API}/claims/{made.data['id']}/check/", {"period": "2025"})
    assert check.status_code == 200, check.data
    assert check.data["verdict"] == "questionable"
    assert check.data["comparison"]["computed_tco2e"] == "306454.5"
    assert check.data["comparison"]["equivalents"]["grid_fossil_power 全国 2023"] == "979.894436"
    assert len(check.data["statement_ids"]) == 12


def test_a_claim_without_a_subject_is_refused(alice: User) -> None:
    answer = client(alice).post(f"{API}/claims/", CLAIM, format="json")
    assert (answer.status_code, answer.data["code"]) == (400, "claim_of_nothing")
    body = {**CLAIM, "subject": "x", "announced": {"tonnes": "1"}}
    answer = client(alice).post(f"{API}/claims/", body, format="json")
    assert (answer.status_code, answer.data["code"]) == (400, "unreadable_fact")


def test_a_check_is_asked_for_a_year(drawn: StatementRun, alice: User) -> None:
    made = client(alice).post(f"{API}/claims/", {**CLAIM, "subject": "x"}, format="json")
    path = f"{API}/claims/{made.data['id']}/check/"
    assert client(alice).get(path).status_code == 400
    assert client(alice).get(path, {"period": "2025-03"}).status_code == 400


def test_lists_cost_the_same_however_long(
    drawn: StatementRun, charlie: User, django_assert_max_num_queries: Any
) -> None:
    asker = client(charlie)
    with django_assert_max_num_queries(3):
        asker.get(f"{API}/statements/")


def test_the_staff_pages_open_and_show_formula_factors_and_checks(
    drawn: StatementRun, charlie: User, alice: User
) -> None:
    browser = signed_in(charlie)
    for model in ("statement", "statementrun", "claim"):
        assert browser.get(reverse(f"admin:projects_{model}_changelist")).status_code == 200
    statement = Statement.objects.all()[0]
    page = browser.get(reverse("admin:projects_statement_change", args=[statement.pk]))
    assert "A = Σ_p E_p × EF_p" in page.content.decode()
    assert "0.6191" in page.content.decode()
    run = browser.get(reverse("admin:projects_statementrun_change", args=[drawn.pk]))
    assert f"run__id__exact={drawn.pk}" in run.content.decode()


def test_a_form_proposes_a_claim_and_its_page_judges_it(drawn: StatementRun, alice: User) -> None:
    browser = signed_in(alice)
    body = {
        **{name: value for name, value in CLAIM.items() if name != "announced"},
        "project": Project.objects.get().pk,
        "announced": '{"households": 16000}',
    }
    answer = browser.post(reverse("admin:projects_claim_add"), body)
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(reverse("admin:projects_claim_change", args=[Claim.objects.get().pk]))
    assert "979" in page.content.decode() or "980" in page.content.decode()
