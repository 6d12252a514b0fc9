"""Recognitions come up again when something they rest on changed; stored cases are replayed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.pin import pin_known_at
from projects.recognition import operations, queries
from projects.recognition.models import CriteriaEdition, Recognition, RiskListing
from projects.recognition.models.recognitions import OnStopList
from projects.recognition.queries import RecheckReason
from projects.registry import operations as registration
from projects.registry import queries as registry
from projects.registry.models import Owner, Project
from tests.projects.recognition import making
from tests.projects.registry.making import terms as registered_terms

TODAY = dt.date(2025, 6, 1)


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    owner = registration.propose_owner(
        code="OWNER", name_zh="业主", name_en="Owner", by=alice, reason="for the test"
    )
    proposals.confirm(owner, by=bob)
    row = registration.register_project(
        code="P1",
        technology_code="rooftop_pv",
        terms=registered_terms(),
        owner_code="OWNER",
        by=alice,
        reason="sample",
    )
    return proposals.confirm(row, by=bob).project


@pytest.fixture
def edition(alice: User, bob: User) -> CriteriaEdition:
    making.catalogue(alice, bob)
    return making.criteria(alice, bob)


@pytest.fixture
def green(project: Project, edition: CriteriaEdition, alice: User, bob: User) -> Recognition:
    """Return a recognition as green that stands."""
    return proposals.confirm(proposed(project, alice), by=bob)


def proposed(project: Project, by: User) -> Recognition:
    documents = making.evidence(project, by, *making.PV_EVIDENCE)
    return operations.propose_recognition(
        project_id=project.pk,
        case=making.case(documents),
        ruling=making.ruling(),
        known_at=pin_known_at(),
        by=by,
        reason="for the test",
    )


def reasons(on: dt.date = TODAY) -> list[tuple[RecheckReason, str]]:
    return [
        (each.reason, each.detail) for each in queries.recheck_queue(on=on, known_at=pin_known_at())
    ]


def next_edition(standing: CriteriaEdition, by: User, *, hours: str = "1200") -> CriteriaEdition:
    """Propose criteria that ask for more full-load hours than the sample project has."""
    criteria = [
        {**each, "threshold": hours} if each["code"] == "PV-HOURS-LOW" else each
        for each in standing.criteria
    ]
    return operations.propose_criteria(
        code="GT-CRIT-NEXT",
        name_zh="下一版",
        name_en="the next",
        source="a test",
        confidence="C",
        criteria=criteria,
        by=by,
        reason="stricter",
        supersedes=standing,
    )


def stop(project: Project, alice: User, bob: User, *, listing: str = "stop") -> RiskListing:
    terms = registry.terms(project.pk, on=TODAY, known_at=pin_known_at())
    assert terms is not None
    owner = terms.owner
    assert isinstance(owner, Owner)
    row = operations.propose_risk_listing(
        owner=owner,
        listing=listing,
        concern="discharge without a permit",
        source="a test",
        effective_from=dt.date(2025, 3, 1) if listing == "stop" else dt.date(2025, 5, 1),
        by=alice,
        reason="seen",
    )
    return proposals.confirm(row, by=bob)


def test_what_rests_on_unchanged_facts_does_not_come_up(green: Recognition) -> None:
    assert reasons() == []


def test_an_expiry_comes_up_before_and_after(green: Recognition) -> None:
    assert reasons(making.END - dt.timedelta(days=59))[0][0] == RecheckReason.EXPIRES_SOON
    assert reasons(making.END)[0][0] == RecheckReason.EXPIRED


def test_a_superseded_edition_of_criteria_brings_its_cases_up(
    green: Recognition, edition: CriteriaEdition, alice: User, bob: User
) -> None:
    later = next_edition(edition, alice)
    assert reasons() == []
    proposals.confirm(later, by=bob)
    assert reasons() == [(RecheckReason.CRITERIA_SUPERSEDED, "GT-CRIT-NEXT")]


def test_a_changed_fact_of_the_register_is_named_with_both_values(
    green: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = green.inputs["capacity"]
    green_now = queries.rechecks.registered_inputs  # type: ignore[attr-defined]

    def changed(**facts: Any) -> dict[str, Decimal]:
        return {**green_now(**facts), "capacity": Decimal(123)}

    monkeypatch.setattr(queries.rechecks, "registered_inputs", changed)  # type: ignore[attr-defined]
    assert reasons() == [(RecheckReason.FACT_CHANGED, f"capacity: {stored} → 123")]


def test_an_owner_on_the_stop_list_brings_its_projects_up_until_it_is_off(
    green: Recognition, project: Project, alice: User, bob: User
) -> None:
    listing = stop(project, alice, bob)
    assert reasons() == [(RecheckReason.STOPPED, str(listing))]
    assert reasons(dt.date(2025, 2, 1)) == []
    stop(project, alice, bob, listing="off")
    assert reasons() == []


def test_a_project_of_a_stopped_owner_is_not_recognized(
    project: Project, edition: CriteriaEdition, alice: User, bob: User
) -> None:
    row = proposed(project, alice)
    terms = registry.terms(project.pk, on=TODAY, known_at=pin_known_at())
    assert terms is not None
    listing = operations.propose_risk_listing(
        owner=terms.owner,
        listing="stop",
        concern="discharge without a permit",
        source="a test",
        effective_from=making.START,
        by=alice,
        reason="seen",
    )
    proposals.confirm(listing, by=bob)
    with pytest.raises(OnStopList, match="paid out"):
        proposals.confirm(row, by=bob)


def test_stored_cases_are_replayed_by_other_criteria_with_the_differences(
    green: Recognition, edition: CriteriaEdition, alice: User
) -> None:
    later = next_edition(edition, alice)
    (found,) = queries.replay(later, on=TODAY, known_at=pin_known_at())
    assert found.recognition == green
    assert not found.would_be_green
    assert found.verdict_changes
    assert found.changes == ("PV-HOURS-LOW: met → not_met",)


def test_criteria_that_say_the_same_change_nothing(
    green: Recognition, edition: CriteriaEdition
) -> None:
    (found,) = queries.replay(edition, on=TODAY, known_at=pin_known_at())
    assert (found.would_be_green, found.verdict_changes, found.changes) == (True, False, ())


def test_a_grave_risk_without_measures_is_refused_by_the_database(
    project: Project, alice: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.propose_risk_grade(
            project=project,
            grade="A",
            assessment="grave",
            effective_from=TODAY,
            by=alice,
            reason="seen",
        )
    row = operations.propose_risk_grade(
        project=project,
        grade="A",
        assessment="grave",
        measures="a plan every quarter",
        effective_from=TODAY,
        by=alice,
        reason="seen",
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from projects_riskgrade where id = %s", [row.pk])


def test_the_queue_and_the_replay_have_pages_and_addresses(
    green: Recognition, edition: CriteriaEdition, alice: User, client: Client
) -> None:
    later = next_edition(edition, alice)
    client.force_login(alice)
    assert client.get("/console/recognition/rechecks/").status_code == 200
    page = client.get(f"/console/projects/criteriaedition/{later.pk}/change/", follow=True)
    assert "PV-HOURS-LOW: met → not_met" in page.content.decode()
    answer = client.get(f"/api/v1/criteria-editions/{later.pk}/replay/?as_of=2025-06-01")
    assert answer.status_code == 200
    assert answer.json()[0]["verdict_changes"] is True
    assert client.get("/api/v1/recognitions/recheck/?as_of=2025-06-01").json() == []
