"""Entered activity: two people, sourced, in the method's units; and what it comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.proposals import SamePerson
from projects.carbon import operations, queries
from projects.carbon.methodologies.table import UnknownMethod
from projects.carbon.models import Activity
from projects.reference.models import Edition
from projects.registry.models import Project
from tests.house.english import english_in
from tests.projects.registry.making import confirmed_project

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
WATER = {"volume": ("3650", "万m3"), "cod_in": ("350", "mg/L"), "cod_out": ("50", "mg/L")}


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    return confirmed_project(alice, bob)


def propose(project: Project, by: User, **changes: Any) -> Activity:
    usual: dict[str, Any] = {
        "method": "sewage",
        "quantity": "volume",
        "period": YEAR,
        "value": Decimal(3650),
        "unit": "万m3",
        "source": "污水厂年度记录",
    }
    return operations.propose_activity(
        project=project, **{**usual, **changes}, by=by, reason="年度已结束"
    )


def enter(project: Project, alice: User, bob: User, numbers: dict[str, tuple[str, str]]) -> None:
    for quantity, (value, unit) in numbers.items():
        row = propose(project, alice, quantity=quantity, value=Decimal(value), unit=unit)
        proposals.confirm(row, by=bob)


def come_to(project: Project, code: str = "sewage") -> dict[str, Decimal]:
    found = queries.activity_yields(
        project_id=project.pk, code=code, period=YEAR, known_at=pin_known_at()
    )
    return {each.output.symbol: each.quantity.value for each in found.results}


def test_confirmed_numbers_come_to_what_the_method_says(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    assert come_to(project) == {"COD": Decimal(10950)}


def test_a_number_counts_once_a_second_person_confirmed_it(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, {name: WATER[name] for name in ("volume", "cod_in")})
    row = propose(project, alice, quantity="cod_out", value=Decimal(50), unit="mg/L")
    with pytest.raises(InvalidInput) as refused:
        come_to(project)
    assert [each.field for each in refused.value.findings] == ["inputs/cod_out"]
    with pytest.raises((SamePerson, NotAllowed)):
        proposals.confirm(row, by=alice)
    proposals.confirm(row, by=bob)
    assert come_to(project) == {"COD": Decimal(10950)}


def test_the_number_confirmed_last_holds_and_what_was_known_before_still_does(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    before = pin_known_at()
    enter(project, alice, bob, {"cod_out": ("40", "mg/L")})
    assert come_to(project) == {"COD": Decimal(11315)}
    found = queries.activity_yields(
        project_id=project.pk, code="sewage", period=YEAR, known_at=before
    )
    assert found.result("COD").value == 10950


def test_a_number_of_another_period_does_not_count(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    row = propose(project, alice, value=Decimal(1), period=Period.year(2024))
    proposals.confirm(row, by=bob)
    assert come_to(project) == {"COD": Decimal(10950)}


def test_parameters_are_entered_with_their_source_like_everything_else(
    project: Project, alice: User, bob: User
) -> None:
    numbers = {
        "methane": ("100", "万m3"),
        "destroyed": ("0.98", "1"),
        "fossil_share": ("0", "1"),
        "warming": ("28", "tCO2e/t"),
    }
    for quantity, (value, unit) in numbers.items():
        row = propose(
            project, alice, method="methane_capture", quantity=quantity,
            value=Decimal(value), unit=unit,
        )  # fmt: skip
        proposals.confirm(row, by=bob)
    assert come_to(project, "methane_capture") == {"A": Decimal("19674.48")}


def test_factors_come_from_the_library_for_the_projects_province(
    project: Project, alice: User, bob: User, library: Edition
) -> None:
    row = propose(
        project, alice, method="grid_displacement", quantity="energy", value=Decimal(1), unit="TWh"
    )
    proposals.confirm(row, by=bob)
    known_at = pin_known_at()
    found = queries.activity_yields(
        project_id=project.pk, code="grid_displacement", period=YEAR, known_at=known_at,
        province="山东",
    )  # fmt: skip
    assert found.result("A").value == 619100
    assert any("latest_data_year" in str(each) for each in found.warnings)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity": "moonlight"}, "unknown_name"),
        ({"unit": "MWh"}, "unlike_units"),
        ({"unit": "bananas"}, "unknown_unit"),
        ({"value": Decimal(-1)}, "out_of_bounds"),
        ({"method": "methane_capture", "quantity": "warming", "source": " "}, "no_source"),
    ],
)
def test_a_number_that_the_method_cannot_use_is_refused_when_it_is_proposed(
    project: Project, alice: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(project, alice, **changes)
    assert [each.code for each in refused.value.findings] == [code]
    assert not Activity.objects.exists()


def test_an_unknown_method_and_a_person_without_the_permission_are_refused(
    project: Project, alice: User, charlie: User
) -> None:
    with pytest.raises(UnknownMethod):
        propose(project, alice, method="alchemy")
    with pytest.raises(NotAllowed):
        propose(project, charlie)


def test_the_database_keeps_what_was_entered(project: Project, alice: User, bob: User) -> None:
    enter(project, alice, bob, {"volume": ("3650", "万m3")})
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.update(value=Decimal(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.all().delete()


def test_its_page_shows_what_the_numbers_come_to_or_what_lacks(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, {name: WATER[name] for name in ("volume", "cod_in")})
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.refresh_from_db()
    client = Client()
    client.force_login(alice)
    client.cookies["language"] = "en"
    url = reverse("admin:projects_activity_change", args=[Activity.objects.latest("id").pk])
    assert "COD_out (COD going out) is not given." in client.get(url).content.decode()
    enter(project, alice, bob, {"cod_out": ("50", "mg/L")})
    assert "10,950" in client.get(url).content.decode()
    form = {
        "project": project.pk, "method": "sewage", "quantity": "volume", "value": "1",
        "unit": "MWh", "starts_on": "2025-01-01", "ends_on": "2026-01-01", "source": "x",
        "reason": "y",
    }  # fmt: skip
    refused = client.post(reverse("admin:projects_activity_add"), form).content.decode()
    assert "this measures something else than m3" in refused
    done = client.post(reverse("admin:projects_activity_add"), {**form, "unit": "m3"})
    assert done.status_code == 302
    assert Activity.objects.latest("id").value == 1


def test_its_pages_speak_chinese(project: Project, alice: User, bob: User) -> None:
    enter(project, alice, bob, {"volume": ("3650", "万m3")})
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.refresh_from_db()
    client = Client()
    client.force_login(alice)
    client.cookies["language"] = "zh-hans"
    row = Activity.objects.latest("id")
    addresses = [
        reverse("admin:projects_activity_changelist"),
        reverse("admin:projects_activity_add"),
        reverse("admin:projects_activity_change", args=[row.pk]),
    ]
    shown = [client.get(each).content.decode() for each in addresses]
    assert "污水处理" in shown[0]
    assert english_in(shown) == []


def test_over_http_a_number_is_proposed_listed_and_confirmed(
    project: Project, alice: User, bob: User
) -> None:
    api = APIClient()
    api.force_authenticate(alice)
    body = {
        "project": project.pk, "method": "sewage", "quantity": "volume", "value": "3650",
        "unit": "万m3", "starts_on": "2025-01-01", "ends_on": "2026-01-01", "source": "record",
        "reason": "over",
    }  # fmt: skip
    for changes, code in (
        ({"unit": "MWh"}, "unlike_units"),
        ({"ends_on": "2025-01-01"}, "invalid"),
        ({"method": "alchemy"}, "unknown_method"),
    ):
        refused = api.post("/api/v1/activities/", {**body, **changes}, format="json")
        assert refused.status_code == 400, refused.data
        assert code in str(refused.data)
    made = api.post("/api/v1/activities/", body, format="json")
    assert made.status_code == 201, made.data
    other = APIClient()
    other.force_authenticate(bob)
    confirmed = other.post(
        f"/api/v1/activities/{made.data['id']}/confirm/",
        {"seen_sha256": made.data["decision"]["content_sha256"]},
        format="json",
    )
    assert confirmed.status_code == 200, confirmed.data
    listed = api.get("/api/v1/activities/", {"method": "sewage", "state": "confirmed"}).data
    assert [each["id"] for each in listed["results"]] == [made.data["id"]]
