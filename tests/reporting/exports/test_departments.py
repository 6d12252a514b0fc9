"""A destination of a department is seen, used and replaced by those whose roles are for it."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from config.accounts.models import Department, OtherDepartment, RoleAssignment, User
from config.accounts.operations import give_roles
from config.accounts.roles import Role
from config.kernel import proposals
from reporting.disclosures.models import DisclosureVersion
from reporting.exports import operations, queries
from reporting.exports.models import Destination, Dispatch
from tests import people
from tests.receivers import Receiver
from tests.reporting.exports.conftest import SECRET, destination, reached, scheduled, work


@pytest.fixture
def mine(db: None) -> Department:
    return Department.objects.create(code="mine", name_zh="信托一部")


@pytest.fixture
def other(db: None) -> Department:
    return Department.objects.create(code="other", name_zh="信托二部")


def officer_of(department: Department, *roles: Role) -> User:
    """Return somebody whose roles are for one department."""
    user = people.make_user(username=f"{department.code}-{'-'.join(roles)}")
    give_roles(user=user, roles=roles or (Role.DISCLOSURE_OFFICER,), department=department)
    return user


@pytest.fixture
def theirs(alice: User, bob: User, mine: Department, hook: Receiver) -> Destination:
    """Return a destination of one department."""
    facts = {"address": {"url": hook.url}, "secret": SECRET, "department": mine}
    row = destination(alice, bob, code="theirs", door="webhook", **facts)
    hook.heard.clear()
    return row


def got(person: User, address: str) -> Any:
    client = APIClient()
    client.force_authenticate(person)
    return client.get(f"/api/v1/{address}/")


def test_it_is_seen_by_its_own_and_by_those_who_are_for_all(
    theirs: Destination, alice: User, charlie: User, mine: Department, other: Department
) -> None:
    own, foreign = officer_of(mine), officer_of(other)
    for person in (alice, charlie, own):
        assert got(person, f"destinations/{theirs.pk}").status_code == 200
        assert got(person, "destination-checks").json()["results"]
    assert got(foreign, f"destinations/{theirs.pk}").status_code == 404
    assert got(foreign, "destinations").json()["results"] == []
    assert got(foreign, "destination-checks").json()["results"] == []


def test_what_goes_there_is_seen_by_its_own(
    theirs: Destination,
    alice: User,
    bob: User,
    published: DisclosureVersion,
    mine: Department,
    other: Department,
    hook: Receiver,
) -> None:
    hook.plan.append("404")
    (dispatch,) = reached(alice, bob, "theirs")
    work()
    own, foreign = officer_of(mine), officer_of(other)
    for address in ("dispatches", "dispatch-attempts"):
        assert len(got(own, address).json()["results"]) == 1
        assert got(foreign, address).json()["results"] == []
    now = queries.database_now()
    assert queries.alarms(now=now, by=own)["counts"]["waiting_for_a_person"] == 1
    assert queries.alarms(now=now, by=foreign)["counts"]["waiting_for_a_person"] == 0
    for act in (operations.resend, operations.drop):
        with pytest.raises(OtherDepartment):
            act(dispatch=dispatch, by=foreign, reason="再发")
    operations.resend(dispatch=dispatch, by=own, reason="再发")
    work()
    assert got(own, "deliveries").json()["results"][0]["recipient"] == "theirs"
    assert {each["recipient"] for each in got(foreign, "deliveries").json()["results"]} == {None}


def test_a_schedule_of_another_department_cannot_name_it(
    theirs: Destination, mine: Department, other: Department
) -> None:
    with pytest.raises(OtherDepartment):
        scheduled(officer_of(other), recipients=["theirs"])
    assert scheduled(officer_of(mine), recipients=["theirs"]).recipients == ["theirs"]
    assert queries.standing_destinations(by=officer_of(other, Role.ANALYST)) == []


def test_an_owner_who_moved_to_another_department_sends_there_no_more(
    theirs: Destination,
    alice: User,
    bob: User,
    published: DisclosureVersion,
    other: Department,
    hook: Receiver,
) -> None:
    (dispatch,) = reached(alice, bob, "theirs")
    RoleAssignment.objects.filter(user=alice, role=Role.DISCLOSURE_OFFICER).update(department=other)
    work()
    dispatch = Dispatch.objects.get(pk=dispatch.pk)
    assert (dispatch.state, dispatch.error_code) == ("dead", "other_department")
    assert hook.heard == []


def test_nobody_takes_its_place_or_speaks_for_all_from_another_department(
    theirs: Destination, mine: Department, other: Department, hook: Receiver
) -> None:
    foreign, own = officer_of(other), officer_of(mine)
    facts = {"door": "webhook", "address": {"url": hook.url}, "secret": SECRET}
    for person, changes in (
        (foreign, {"code": "theirs", "department": other}),
        (foreign, {"code": "new", "department": mine}),
        (own, {"code": "new", "department": None}),
    ):
        with pytest.raises(OtherDepartment):
            destination(person, **facts, **changes)
    with pytest.raises(OtherDepartment):
        operations.ask_for_trial(destination=theirs, by=foreign)
    assert destination(own, code="theirs", department=mine, **facts).pk


def test_a_second_person_of_another_department_does_not_confirm_it(
    alice: User, mine: Department, other: Department, hook: Receiver
) -> None:
    facts = {"address": {"url": hook.url}, "secret": SECRET, "department": mine}
    row = destination(alice, code="new", door="webhook", **facts)
    operations.ask_for_trial(destination=row, by=alice)
    work()
    foreign, own = officer_of(other, Role.REVIEWER), officer_of(mine, Role.REVIEWER)
    assert row not in Destination.objects.awaiting(foreign)
    assert row in Destination.objects.awaiting(own)
    with pytest.raises(OtherDepartment):
        proposals.confirm(row, by=foreign)
    row.refresh_from_db()
    assert proposals.confirm(row, by=own).decision == "confirmed"
