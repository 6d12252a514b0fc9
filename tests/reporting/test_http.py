"""Reporting over HTTP: by the API's one convention, with the two people and the file's hash."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run
from reporting.exports.models import Schedule
from reporting.figures.models import Figure
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import drafted

DISCLOSURES = "/api/v1/disclosures/"
DRAFT = {
    "kind": "green_trust_annual",
    "period": "2025Q1",
    "organization_zh": "样本信托有限责任公司",
    "organization_en": "Sample Trust Co., Ltd.",
    "known_at": "2025-06-01T00:00:00Z",
    "reason": "年度披露",
}


def client(user: User) -> APIClient:
    """Return a client that is signed in as ``user``."""
    found = APIClient()
    found.force_authenticate(user)
    return found


@pytest.fixture
def figures(alice: User, portfolio: Portfolio, fast_forms: list[str]) -> str:
    """Draft the disclosure of the small portfolio; return its number."""
    return drafted(alice).disclosure.code


def _done(answer: Any) -> Run:
    assert answer.status_code == 202, answer.json()
    run = run_now(Run.objects.get(pk=answer.json()["run"]))
    assert run.state == "done", run.error
    return run


def test_a_disclosure_goes_its_whole_way_over_http(
    alice: User, bob: User, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    run = _done(client(alice).post(DISCLOSURES, DRAFT, format="json"))
    here = f"{DISCLOSURES}{run.result['code']}/"
    assert client(bob).get(DISCLOSURES).json()["results"][0]["code"] == run.result["code"]
    seen = client(bob).get(here).json()["versions"][0]
    early = client(bob).post(
        f"{here}confirm/", {"seen_sha256": seen["decision"]["content_sha256"]}, format="json"
    )
    assert (early.status_code, early.json()["code"]) == (409, "not_in_review")
    assert (
        client(alice).post(f"{here}submit/", {"reason": "请复核"}, format="json").status_code == 200
    )
    unread = client(bob).post(f"{here}confirm/", {}, format="json")
    assert unread.status_code == 428
    wrong = client(bob).post(f"{here}confirm/", {"seen_sha256": "0" * 64}, format="json")
    assert wrong.status_code == 412
    signed = client(bob).post(
        f"{here}confirm/", {"seen_sha256": seen["decision"]["content_sha256"]}, format="json"
    )
    assert signed.json()["versions"][0]["state"] == "approved"
    _done(client(alice).post(f"{here}publish/", {}, format="json"))
    again = client(alice).post(f"{here}publish/", {}, format="json")
    assert again.json()["state"] == "done"
    version = client(bob).get(here).json()["versions"][0]
    assert version["state"] == "published"
    assert [each["to_state"] for each in version["moves"]] == [
        "draft",
        "in_review",
        "approved",
        "published",
    ]
    for each in version["artefacts"]:
        path = f"{here}artefacts/{each['form']}/{each['language'] or 'all'}/"
        review = "false" if each["is_published"] else "true"
        answer = client(bob).get(path, {"review": review})
        content = b"".join(answer.streaming_content)
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
        assert answer["ETag"] == f'"{each["sha256"]}"'
        assert each["file_name"] in answer["Content-Disposition"]


def test_who_drafted_cannot_sign_off_over_http(alice: User, figures: str) -> None:
    here = f"{DISCLOSURES}{figures}/"
    client(alice).post(f"{here}submit/", {"reason": "请复核"}, format="json")
    seen = client(alice).get(here).json()["versions"][0]["decision"]["content_sha256"]
    answer = client(alice).post(f"{here}confirm/", {"seen_sha256": seen}, format="json")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "novel"), ("period", "the other day"), ("reason", ""), ("colour", "green")],
)
def test_an_unfit_draft_comes_back_field_by_field(alice: User, field: str, value: str) -> None:
    answer = client(alice).post(DISCLOSURES, {**DRAFT, field: value}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].strip("/") == field


def test_strangers_read_nothing(figures: str) -> None:
    for path in ("disclosures", "figures", "figure-sets", "schedules", "deliveries"):
        assert APIClient().get(f"/api/v1/{path}/").status_code == 401


def test_a_figure_is_read_and_walked(bob: User, figures: str) -> None:
    figure = Figure.objects.get(indicator="E-AV-01", dimension={"project": "PV1"})
    here = f"/api/v1/figures/{figure.figure_id}/"
    said = client(bob).get(here).json()
    assert said["sha256"] == figure.sha256
    assert said["factors"][0]["source"] == "S-GRID22 (生态环境部公告)"
    assert client(bob).get(f"{here}statements/").json() == []
    assert client(bob).get(f"{here}stations/").json() == {
        "next": None,
        "period": "2025Q1",
        "results": [],
    }
    assert client(bob).get(f"{here}stations/", {"limit": "501"}).status_code == 400
    assert client(bob).get("/api/v1/figures/F-0000000000/").status_code == 404


def test_figures_are_listed_by_indicator(bob: User, figures: str) -> None:
    answer = client(bob).get("/api/v1/figures/", {"indicator": "G-GT-02"}).json()
    assert {each["indicator"] for each in answer["results"]} == {"G-GT-02"}
    assert client(bob).get("/api/v1/figures/", {"colour": "green"}).status_code == 400


def test_a_schedule_is_proposed_confirmed_and_paused(alice: User, bob: User) -> None:
    body = {
        "name": "季度披露",
        "content": "disclosure",
        "disclosure_kind": "green_trust_annual",
        "relative_period": "last_year",
        "form": "pdf",
        "language": "zh-Hans",
        "timetable": {"at": "08:00", "day": 5},
        "time_zone": "Asia/Shanghai",
        "recipients": [],
        "reason": "报送",
    }
    made = client(alice).post("/api/v1/schedules/", body, format="json")
    assert made.status_code == 201, made.json()
    here = f"/api/v1/schedules/{made.json()['id']}/"
    assert made.json()["is_running"] is False
    seen = made.json()["decision"]["content_sha256"]
    done = client(bob).post(f"{here}confirm/", {"seen_sha256": seen}, format="json")
    assert done.json()["is_running"] is True
    paused = client(alice).post(f"{here}pause/", {"reason": "停"}, format="json")
    assert paused.json()["is_running"] is False
    unfit = client(alice).post(
        "/api/v1/schedules/", {**body, "timetable": {"at": "25:00"}}, format="json"
    )
    assert (unfit.status_code, unfit.json()["errors"][0]["code"]) == (400, "time_unfit")


def test_staff_pages_open_and_lead_from_number_to_figure(
    bob: User, figures: str, client: Any
) -> None:
    client.force_login(bob)
    figure = Figure.objects.get(indicator="E-AV-01", dimension={"project": "PV1"})
    led = client.get(f"/console/reporting/figure/by-id/{figure.figure_id}")
    assert led.status_code == 302
    page = client.get(led["Location"])
    assert page.status_code == 200
    text = page.content.decode()
    assert "生态环境部公告" in text
    assert figure.figure_id in text
    for model in (
        "figure",
        "figureset",
        "disclosure",
        "disclosureversion",
        "schedule",
        "expectedrun",
        "delivery",
    ):
        answer = client.get(reverse(f"admin:reporting_{model}_changelist"))
        assert answer.status_code == 200, model
    for row in (figure.figure_set,):
        address = reverse("admin:reporting_figureset_change", args=[row.pk])
        assert client.get(address).status_code == 200
    assert client.get("/console/reporting/figure/by-id/F-0000000000").status_code == 404


def test_a_schedule_is_proposed_on_its_page(alice: User, client: Any) -> None:
    client.force_login(alice)
    address = reverse("admin:reporting_schedule_add")
    assert client.get(address).status_code == 200
    form = {
        "name": "季度披露",
        "content": "disclosure",
        "disclosure_kind": "green_trust_annual",
        "relative_period": "last_quarter",
        "fixed_period": "",
        "form": "pdf",
        "language": "zh-Hans",
        "timetable": '{"at": "08:00", "day": 5}',
        "time_zone": "Asia/Shanghai",
        "recipients": [],
        "reason": "报送",
    }
    unfit = client.post(address, {**form, "timetable": '{"at": "25:00"}'})
    assert unfit.status_code == 200
    assert "HH:MM" in unfit.content.decode()
    assert client.post(address, form).status_code == 302
    assert Schedule.objects.get().owner == alice
