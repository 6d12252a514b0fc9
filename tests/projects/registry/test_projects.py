"""Projects and their terms: proposed by one, confirmed by another, asked for a day and a moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed, NotFoundHere
from config.kernel.pin import pin_known_at
from config.kernel.transitions import ForbiddenMove
from projects.registry import operations, queries
from projects.registry.models import Project, ProjectTerms
from projects.registry.models.projects import OwnerNotConfirmed
from projects.registry.operations.owners import NotACreditCode, OwnerCodeTaken
from projects.registry.operations.projects import ProjectCodeTaken
from tests.projects.registry.making import confirmed_project, later_terms, terms

YEAR = dt.date(2025, 6, 30)


def proposed(alice: User, **changes: str) -> ProjectTerms:
    usual = {"code": "P1", "technology_code": "rooftop_pv", "reason": "sample"}
    return operations.register_project(**{**usual, **changes}, terms=terms(), by=alice)


def test_a_project_is_seen_once_its_first_terms_are_confirmed(alice: User, bob: User) -> None:
    before = pin_known_at()
    row = proposed(alice)
    assert not queries.projects_known(as_of=YEAR, known_at=pin_known_at()).exists()
    proposals.confirm(row, by=bob)
    now = pin_known_at()
    (known,) = queries.projects_known(as_of=YEAR, known_at=now)
    assert (known.project.code, known.provinces) == ("P1", ["河南", "山东"])
    assert queries.project_of_code("P1", known_at=now) == known.project
    assert queries.project_of_code("P1", known_at=before) is None
    assert not queries.projects_known(as_of=YEAR, known_at=before).exists()
    assert not queries.projects_known(as_of=dt.date(2024, 12, 31), known_at=now).exists()


def test_an_auditor_may_not_register(charlie: User) -> None:
    with pytest.raises(NotAllowed):
        proposed(charlie)


def test_the_proposer_may_not_confirm(alice: User) -> None:
    with pytest.raises((NotAllowed, proposals.SamePerson)):
        proposals.confirm(proposed(alice), by=alice)


def test_a_code_belongs_to_one_project(alice: User, bob: User) -> None:
    row = proposed(alice)
    with pytest.raises(ProjectCodeTaken, match="P1"):
        proposed(alice)
    proposals.reject(row, by=bob, note="wrong name")
    again = proposed(alice)
    assert again.project_id == row.project_id
    proposals.reject(again, by=bob, note="wrong technology")
    with pytest.raises(ProjectCodeTaken):
        proposed(alice, technology_code="ground_pv")


def test_unfit_terms_are_refused_field_by_field(alice: User) -> None:
    unfit = terms(capacity=Decimal(-1), provinces=("荷南",))
    with pytest.raises(InvalidInput) as refusal:
        operations.register_project(
            code="P1", technology_code="rooftop_pv", terms=unfit, by=alice, reason="sample"
        )
    assert {each.field for each in refusal.value.findings} == {"capacity", "provinces"}
    assert not Project.objects.exists()


def test_a_later_version_leaves_the_past_as_it_was_and_as_it_was_known(
    alice: User, bob: User
) -> None:
    project = confirmed_project(alice, bob)
    first_known = pin_known_at()
    row = later_terms(project, alice, effective_from=dt.date(2025, 7, 1), capacity=Decimal(460))
    proposals.confirm(row, by=bob)
    now = pin_known_at()

    def capacity(on: dt.date, known_at: dt.datetime) -> Decimal:
        found = queries.terms(project.pk, on=on, known_at=known_at)
        assert found is not None
        return found.capacity

    assert capacity(dt.date(2025, 6, 30), now) == 450
    assert capacity(dt.date(2025, 7, 1), now) == 460
    assert capacity(dt.date(2025, 7, 1), first_known) == 450


def test_a_second_version_from_the_same_day_corrects_the_first(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    before = pin_known_at()
    row = later_terms(project, alice, capacity=Decimal("451.5"))
    assert row.supersedes is not None
    proposals.confirm(row, by=bob)
    now = pin_known_at()
    corrected, then = (
        queries.terms(project.pk, on=YEAR, known_at=known_at) for known_at in (now, before)
    )
    assert corrected is not None
    assert then is not None
    assert (corrected.capacity, then.capacity) == (Decimal("451.5"), Decimal(450))


def test_a_state_follows_the_one_before_and_leads_to_the_one_after(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    row = later_terms(project, alice, effective_from=dt.date(2026, 1, 1), state="retired")
    proposals.confirm(row, by=bob)
    revived = later_terms(project, alice, effective_from=dt.date(2026, 6, 1))
    with pytest.raises(ForbiddenMove, match="retired"):
        proposals.confirm(revived, by=bob)
    between = later_terms(project, alice, effective_from=dt.date(2025, 6, 1), state="planned")
    with pytest.raises(ForbiddenMove):
        proposals.confirm(between, by=bob)


def test_terms_of_an_unconfirmed_project_are_refused(alice: User) -> None:
    row = proposed(alice)
    with pytest.raises(NotFoundHere):
        later_terms(row.project, alice)


def test_an_owner_is_confirmed_before_its_project(alice: User, bob: User) -> None:
    owner = operations.propose_owner(
        code="O1",
        name_zh="某新能源公司",
        name_en="A New Energy Company",
        uscc="91350100M000100Y43",
        by=alice,
        reason="sample",
        is_sample=True,
    )
    row = proposed(alice, owner_code="O1")
    with pytest.raises(OwnerNotConfirmed, match="O1"):
        proposals.confirm(row, by=bob)
    proposals.confirm(owner, by=bob)
    row = ProjectTerms.objects.get(pk=row.pk)
    proposals.confirm(row, by=bob)
    (known,) = queries.projects_known(as_of=YEAR, known_at=pin_known_at())
    assert known.owner == owner
    assert list(queries.owners_known(known_at=pin_known_at())) == [owner]


def test_an_owner_has_a_code_of_its_own_and_a_true_credit_code(alice: User) -> None:
    names: dict[str, Any] = {"name_zh": "甲", "name_en": "A", "by": alice, "reason": "sample"}
    operations.propose_owner(code="O1", **names)
    with pytest.raises(OwnerCodeTaken):
        operations.propose_owner(code="O1", **names)
    with pytest.raises(NotACreditCode):
        operations.propose_owner(code="O2", uscc="91350100M000100Y44", **names)
    with pytest.raises(NotFoundHere, match="O9"):
        proposed(alice, owner_code="O9")


@pytest.mark.parametrize(
    "attack",
    [
        "update projects_project set code = 'X'",
        "delete from projects_project",
        "truncate projects_project cascade",
        "update projects_projectterms set capacity = 1",
        "delete from projects_projectterms",
        "update projects_projectterms set recorded_at = '2020-01-01'",
        "update projects_projectterms set decision = '', decided_by_id = null",
    ],
)
def test_the_database_keeps_what_was_confirmed(alice: User, bob: User, attack: str) -> None:
    confirmed_project(alice, bob)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_database_refuses_the_proposer_as_confirmer(alice: User) -> None:
    row = proposed(alice)
    statement = (
        "update projects_projectterms set decision='confirmed', decided_by_id=%s where id=%s"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [alice.pk, row.pk])


@pytest.mark.parametrize(
    "columns",
    [{"capacity": -1}, {"state": "sold"}, {"commissioned_on": None}, {"total_investment_cny": 0}],
)
def test_the_database_refuses_unfit_terms(alice: User, columns: dict[str, object]) -> None:
    row = proposed(alice)
    facts = {
        each.attname: getattr(row, each.attname)
        for each in ProjectTerms._meta.concrete_fields
        if each.editable and each.attname != "id"
    }
    unfit = ProjectTerms(**{**facts, **columns}, proposed_by=alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        unfit.save()
