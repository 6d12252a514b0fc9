"""Statements are asked for by the people who may: over HTTP, and by a press on a page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from config.accounts.models import User
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel.pin import pin_known_at
from projects.carbon import requesting
from projects.carbon.models import Statement, StatementRun
from projects.metering import queries as metering
from projects.reference.models import Edition
from projects.registry.models import Project
from tests.projects.carbon.making import Meters, energy
from tests.projects.registry.making import confirmed_project

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/statement-runs/"


@pytest.fixture
def rooftops(alice: User, bob: User, library: Edition, meters: Meters) -> Project:
    found = confirmed_project(alice, bob)
    meters.read([energy(found.pk, "山东", month=month) for month in (1, 2)])
    return found


def api(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


def console(user: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    monkeypatch.setattr(metering, "years_metered", lambda *, known_at: [2025])  # noqa: ARG005
    found = Client()
    found.force_login(user)
    found.cookies["language"] = "en"
    return found


def test_a_drawing_is_asked_for_over_http_and_drawn_for_the_moment_that_was_pinned(
    rooftops: Project, alice: User
) -> None:
    asked = api(alice).post(ADDRESS, {"period": "2025"}, format="json")
    assert asked.status_code == 202, asked.data
    run = Run.objects.get(pk=asked.data["run"])
    run_now(run)
    drawn = StatementRun.objects.get()
    assert drawn.count == 2
    assert drawn.known_at == dt.datetime.fromisoformat(asked.data["known_at"])


def test_the_same_period_and_moment_are_one_run(rooftops: Project, alice: User) -> None:
    body = {"period": "2025-01", "known_at": pin_known_at().isoformat()}
    first, again = (api(alice).post(ADDRESS, body, format="json").data for _ in range(2))
    other = api(alice).post(ADDRESS, {**body, "projects": [rooftops.pk]}, format="json").data
    assert first["run"] == again["run"] != other["run"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/period"),
        ({"period": "2025-13"}, "/period"),
        ({"period": "2025", "known_at": "yesterday"}, "/known_at"),
        ({"period": "2025", "projects": ["all"]}, "/projects/0"),
        ({"period": "2025", "moment": "now"}, "/moment"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(
    alice: User, body: dict[str, object], pointer: str
) -> None:
    answer = api(alice).post(ADDRESS, body, format="json")
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.data["errors"]] == [pointer]


def test_who_only_looks_may_not_ask(charlie: User) -> None:
    assert api(charlie).post(ADDRESS, {"period": "2025"}, format="json").status_code == 403


def test_a_press_has_a_year_drawn_and_leads_to_its_run(
    rooftops: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = console(alice, monkeypatch)
    page = reverse("admin:carbon-drawing")
    assert "Draw 2025 as known now" in client.get(page).content.decode()
    answer = client.post(page, {"act": "2025"})
    run = Run.objects.get(kind=requesting.RUN_KIND)
    assert answer.status_code == 302
    assert f"/run/{run.pk}/" in answer["Location"]
    run_now(run)
    assert Statement.objects.count() == 2
    assert "grid_displacement 2" in client.get(page).content.decode()


def test_the_page_offers_nothing_to_who_only_looks(
    charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = console(charlie, monkeypatch)
    page = reverse("admin:carbon-drawing")
    shown = client.get(page)
    assert shown.status_code == 200
    assert "Draw 2025 as known now" not in shown.content.decode()
    assert client.post(page, {"act": "2025"}).status_code == 403
    assert not Run.objects.exists()


def test_years_are_those_that_confirmed_readings_speak_of() -> None:
    assert metering.years_metered(known_at=pin_known_at()) == []
