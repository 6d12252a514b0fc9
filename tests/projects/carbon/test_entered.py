"""Statements of entered activity: frozen, recomputable, with what is uncertain about them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.pin import pin_known_at
from projects.carbon import operations, queries
from projects.carbon.models import ActivityStatement
from projects.registry.models import Project
from tests.house.english import english_in
from tests.projects.carbon.test_activities import WATER, YEAR, enter, project, propose
from tests.trusts.contracts.test_pages import at_the_desk

__all__ = ["project"]

pytestmark = pytest.mark.django_db


def state(project: Project, by: User) -> ActivityStatement:
    return operations.state_activity(
        project=project, method="sewage", period=YEAR, known_at=pin_known_at(), by=by
    )


def test_a_statement_keeps_numbers_steps_and_results_and_holds(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    row = state(project, alice)
    cod = next(each for each in row.results if each["symbol"] == "COD")
    assert (cod["value"], cod["unit"], cod["indicator"]) == ("10950", "t", "cod")
    assert {each["quantity"] for each in row.inputs} == set(WATER)
    assert any(each["value"] == "10950" for each in row.steps)
    assert queries.holds(row)
    assert row.sha256 == row.entered.sha256


def test_what_is_corrected_later_leaves_the_statement_and_moves_the_next_one(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    first = state(project, alice)
    enter(project, alice, bob, {"cod_out": ("40", "mg/L")})
    second = state(project, alice)
    assert queries.holds(first)
    assert first.results[0]["value"] == "10950"
    assert second.results[0]["value"] == "11315"


def test_the_same_moment_gives_the_same_statement_once(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    row = state(project, alice)
    again = operations.state_activity(
        project=project, method="sewage", period=YEAR, known_at=row.known_at, by=alice
    )
    assert again.pk == row.pk


def test_what_lacks_is_named_and_nothing_is_stored(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, {"volume": WATER["volume"]})
    with pytest.raises(InvalidInput) as refused:
        state(project, alice)
    assert {each.field for each in refused.value.findings} == {"inputs/cod_in", "inputs/cod_out"}
    with pytest.raises(NotAllowed):
        state(project, bob)
    assert not ActivityStatement.objects.exists()


def test_uncertainty_is_carried_from_the_numbers_to_the_result(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, {name: WATER[name] for name in ("cod_in", "cod_out")})
    row = propose(project, alice, uncertainty_percent=Decimal(3))
    proposals.confirm(row, by=bob)
    plain = state(project, alice)
    (cod,) = (each for each in plain.results if each["symbol"] == "COD")
    # COD = V·(in − out): 3 % of the volume is 3 % of the result.
    assert cod["uncertainty_percent"] == "3"
    other = propose(
        project,
        alice,
        quantity="cod_in",
        value=Decimal(350),
        unit="mg/L",
        uncertainty_percent=Decimal(4),
    )
    proposals.confirm(other, by=bob)
    (cod,) = (each for each in state(project, alice).results if each["symbol"] == "COD")
    # 4 % of 350 is 14 of the difference 300, 4.6667 %; with 3 %: the root of 9 + 21.7778.
    assert cod["uncertainty_percent"] == "5.55"


def test_the_database_refuses_to_change_a_statement(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    row = state(project, alice)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update projects_activitystatement set region = 'CN' where id = %s", [row.pk]
        )


def test_it_is_made_read_and_verified_over_http(project: Project, alice: User, bob: User) -> None:
    enter(project, alice, bob, WATER)
    client = APIClient()
    client.force_authenticate(alice)
    asked = {
        "project": project.pk,
        "method": "sewage",
        "starts_on": "2025-01-01",
        "ends_on": "2026-01-01",
    }
    made = client.post("/api/v1/activity-statements/", asked, format="json")
    assert made.status_code == 201, made.content
    address = f"/api/v1/activity-statements/{made.json()['id']}/"
    assert client.get(address).json()["results"][0]["value"] == "10950"
    assert client.get(f"{address}verify/").json() == {"holds": True}
    wrong = client.post(
        "/api/v1/activity-statements/", {**asked, "ends_on": "2025-01-01"}, format="json"
    )
    assert wrong.json()["errors"][0]["pointer"] == "/ends_on"


def test_a_press_freezes_it_and_its_page_is_in_the_readers_language(
    project: Project, alice: User, bob: User
) -> None:
    enter(project, alice, bob, WATER)
    activity = propose(project, alice)
    proposals.confirm(activity, by=bob)
    client = at_the_desk(alice, "zh-hans")
    address = f"/console/projects/activity/{activity.pk}/change/"
    client.post(address.replace("change/", "act/"), {"act": "state"})
    row = ActivityStatement.objects.get()
    pages = [
        client.get(each).content.decode()
        for each in (address, f"/console/projects/activitystatement/{row.pk}/change/")
    ]
    assert "10,950" in pages[1]
    assert english_in(pages) == []
