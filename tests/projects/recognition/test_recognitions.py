"""A project is green when every criterion is met, two people say so, and for a time."""

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
from projects.recognition import operations, queries
from projects.recognition.models import CriteriaEdition, Evidence, Recognition, RecognitionEvidence
from projects.recognition.models.recognitions import (
    CriteriaNotMet,
    EditionNotConfirmed,
    ResultsChanged,
)
from projects.recognition.operations.criteria import CriteriaCodeTaken
from projects.recognition.operations.evidence import EvidenceAddedBefore
from projects.recognition.operations.recognitions import UnfitExpiry
from projects.recognition.queries import EvidenceElsewhere, ProjectUnknown, RecheckReason
from projects.registry.models import Project
from tests.projects.recognition import making
from tests.projects.recognition.making import PV_EVIDENCE, START, case, evidence, proposed
from tests.projects.registry.making import confirmed_project


@pytest.fixture
def project(alice: User, bob: User) -> Project:
    """Return a confirmed rooftop project, with criteria and a catalogue in force."""
    making.criteria(alice, bob)
    making.catalogue(alice, bob)
    return confirmed_project(alice, bob)


@pytest.fixture
def green(project: Project, alice: User, bob: User) -> Recognition:
    """Return a confirmed green decision."""
    row = proposed(project, case(evidence(project, alice, *PV_EVIDENCE)), alice)
    return proposals.confirm(row, by=bob)


def test_a_project_that_meets_all_is_green_from_its_day_to_its_expiry(green: Recognition) -> None:
    now = pin_known_at()
    ask: dict[str, Any] = {"project_id": green.project_id, "known_at": now}
    assert queries.standing_recognition(**ask, on=dt.date(2024, 12, 31)) is None
    standing = queries.standing_recognition(**ask, on=START)
    assert standing == green
    assert standing.is_green_on(START)
    assert standing.is_green_on(dt.date(2027, 12, 31))
    assert not standing.is_green_on(dt.date(2028, 1, 1))
    assert not standing.is_green_on(dt.date(2024, 12, 31))
    assert queries.green_project_ids(on=START, known_at=now) == {green.project_id}
    assert queries.green_project_ids(on=dt.date(2028, 1, 1), known_at=now) == set()


def test_the_inputs_and_results_stay_with_the_decision(green: Recognition) -> None:
    assert green.inputs == {
        "avoided_tco2e_per_year": "364800",
        "full_load_hours_h": "1100",
        "catalogue_class_named": "1",
        "capacity": "450",
        "days_in_operation": "1",
        "total_investment_cny": "1500000000",
    }
    assert {each["outcome"] for each in green.results} == {"met"}
    assert RecognitionEvidence.objects.filter(recognition=green).count() == len(PV_EVIDENCE)


def test_green_is_not_confirmed_without_its_evidence(
    project: Project, alice: User, bob: User
) -> None:
    row = proposed(project, case(evidence(project, alice, *PV_EVIDENCE[:2])), alice)
    with pytest.raises(CriteriaNotMet) as refusal:
        proposals.confirm(row, by=bob)
    assert "PV-CONNECTED: missing grid_connection" in str(refusal.value)
    assert "PV-HOURS-LOW: missing yield_assessment" in str(refusal.value)
    assert "FUNDS" not in str(refusal.value)


def test_green_is_not_confirmed_where_a_criterion_fails(
    project: Project, alice: User, bob: User
) -> None:
    inputs = {**making.PV_INPUTS, "full_load_hours_h": Decimal(1900)}
    documents = evidence(project, alice, *PV_EVIDENCE)
    row = proposed(project, case(documents, inputs=inputs), alice)
    with pytest.raises(CriteriaNotMet, match=r"PV-HOURS-HIGH.*1900.*1600"):
        proposals.confirm(row, by=bob)


def test_the_same_case_may_be_confirmed_as_not_green(
    project: Project, alice: User, bob: User
) -> None:
    row = proposed(project, case([]), alice, verdict="not_green", expires_on=None)
    proposals.confirm(row, by=bob)
    assert queries.green_project_ids(on=START, known_at=pin_known_at()) == set()


def test_taking_green_away_keeps_what_was(green: Recognition, alice: User, bob: User) -> None:
    project = green.project
    before = pin_known_at()
    taken = proposed(
        project, case([]), alice,
        verdict="not_green", effective_from=dt.date(2026, 3, 1), expires_on=None,
    )  # fmt: skip
    proposals.confirm(taken, by=bob)
    now = pin_known_at()
    for on, known_at, expected in (
        (dt.date(2026, 2, 28), now, {project.pk}),
        (dt.date(2026, 3, 1), now, set()),
        (dt.date(2026, 3, 1), before, {project.pk}),
    ):
        assert queries.green_project_ids(on=on, known_at=known_at) == expected


def test_the_proposer_does_not_confirm(project: Project, alice: User, charlie: User) -> None:
    row = proposed(project, case(evidence(project, alice, *PV_EVIDENCE)), alice)
    for person in (alice, charlie):
        with pytest.raises((NotAllowed, proposals.SamePerson)):
            proposals.confirm(row, by=person)


def test_green_expires_after_it_begins(project: Project, alice: User) -> None:
    for expires_on in (None, START):
        with pytest.raises(UnfitExpiry):
            proposed(project, case([]), alice, expires_on=expires_on)


def test_what_cannot_be_judged_is_refused(project: Project, alice: User, bob: User) -> None:
    other = confirmed_project(alice, bob, code="P2")
    elsewhere = evidence(other, alice, "permit")
    with pytest.raises(EvidenceElsewhere):
        proposed(project, case(elsewhere), alice)
    with pytest.raises(NotFoundHere, match=r"9\.9\.9"):
        proposed(project, case([], taxonomy_class="9.9.9"), alice)
    with pytest.raises(NotFoundHere, match="NONE"):
        proposed(project, case([], criteria_code="NONE"), alice)
    with pytest.raises(InvalidInput):
        proposed(project, case([], inputs={"capacity": Decimal(1)}), alice)
    with pytest.raises(ProjectUnknown):
        proposed(project, case([]), alice, effective_from=dt.date(2020, 1, 1))


def test_a_case_without_a_catalogue_class_is_not_green(project: Project, alice: User) -> None:
    found = queries.evaluate(
        project_id=project.pk,
        case=case(evidence(project, alice, *PV_EVIDENCE), taxonomy_edition="", taxonomy_class=""),
        on=START,
        known_at=pin_known_at(),
    )
    assert not found.is_green
    assert [each.split(":")[0] for each in found.obstacles] == ["CATALOGUE"]


def test_the_queue_names_what_has_expired_and_what_soon_will(green: Recognition) -> None:
    now = pin_known_at()

    def queue(on: dt.date) -> list[tuple[RecheckReason, int]]:
        return [
            (each.reason, each.days_left) for each in queries.recheck_queue(on=on, known_at=now)
        ]

    assert queue(dt.date(2027, 11, 1)) == []
    assert queue(dt.date(2027, 11, 2)) == [(RecheckReason.EXPIRES_SOON, 60)]
    assert queue(dt.date(2028, 1, 1)) == [(RecheckReason.EXPIRED, 0)]
    assert queue(dt.date(2028, 1, 11)) == [(RecheckReason.EXPIRED, -10)]


def test_criteria_are_confirmed_before_a_project_is_judged_by_them(alice: User, bob: User) -> None:
    edition = operations.propose_shipped_criteria(code=making.CODE, by=alice, reason="list")
    project = confirmed_project(alice, bob)
    with pytest.raises(NotFoundHere):
        proposed(project, case([], taxonomy_edition="", taxonomy_class=""), alice)
    row = Recognition(
        project=project, criteria_edition=edition, verdict="not_green", opinion="x",
        effective_from=START,
    )  # fmt: skip
    proposals.propose(row, by=alice, reason="round the operation")
    with pytest.raises(EditionNotConfirmed):
        proposals.confirm(row, by=bob)


def test_an_edition_code_is_used_once(alice: User) -> None:
    operations.propose_shipped_criteria(code=making.CODE, by=alice, reason="list")
    with pytest.raises(CriteriaCodeTaken):
        operations.propose_shipped_criteria(code=making.CODE, by=alice, reason="again")
    with pytest.raises(NotFoundHere):
        operations.propose_shipped_criteria(code="GT-CRIT-9", by=alice, reason="none")
    with pytest.raises(InvalidInput):
        operations.propose_criteria(
            code="X", name_zh="甲", name_en="X", source="test", confidence="C",
            criteria=[{"code": "x"}], by=alice, reason="unfit",
        )  # fmt: skip


def test_results_that_the_inputs_do_not_give_are_not_confirmed(
    project: Project, alice: User, bob: User
) -> None:
    honest = proposed(project, case([]), alice)
    forged = Recognition(
        project=project,
        criteria_edition=honest.criteria_edition,
        verdict="green",
        inputs=honest.inputs,
        results=[{**each, "outcome": "met"} for each in honest.results],
        opinion="x",
        effective_from=START,
        expires_on=making.END,
    )
    proposals.propose(forged, by=alice, reason="forged")
    with pytest.raises(ResultsChanged, match="PV-CONNECTED"):
        proposals.confirm(forged, by=bob)


def test_the_database_refuses_green_with_an_open_criterion(
    project: Project, alice: User, bob: User
) -> None:
    row = proposed(project, case([]), alice)
    statement = "update projects_recognition set decision='confirmed', decided_by_id=%s where id=%s"
    promise = "recognition_as_green_meets_every_criterion"
    with pytest.raises(DatabaseError, match=promise), connection.cursor() as cursor:
        cursor.execute(statement, [bob.pk, row.pk])


def test_the_database_refuses_evidence_after_the_decision(green: Recognition, alice: User) -> None:
    (late,) = evidence(green.project, alice, "permit")
    with pytest.raises(DatabaseError, match="was decided"), transaction.atomic():
        RecognitionEvidence.objects.create(recognition=green, evidence=late)


@pytest.mark.parametrize(
    "attack",
    [
        "update projects_recognition set expires_on = '2099-01-01'",
        "update projects_recognition set verdict = 'not_green'",
        "delete from projects_recognition",
        "delete from projects_recognitionevidence",
        "update projects_evidence set title = 'x'",
        "delete from projects_evidence",
        "update projects_criteriaedition set criteria = '[]'",
        "truncate projects_criteriaedition cascade",
    ],
)
def test_the_database_keeps_what_was_decided(green: Recognition, attack: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_evidence_is_kept_once_and_for_known_projects(
    project: Project, alice: User, charlie: User
) -> None:
    (document,) = evidence(project, alice, "permit")
    assert document.original.media_type == "application/pdf"
    assert list(queries.evidence_of(project.pk, known_at=pin_known_at())) == [document]
    with pytest.raises(EvidenceAddedBefore):
        evidence(project, alice, "permit")
    with pytest.raises(NotFoundHere):
        evidence(Project(pk=999, code="none"), alice, "permit")
    with pytest.raises(NotAllowed):
        evidence(project, charlie, "other")
    with pytest.raises(InvalidInput):
        operations.add_evidence(
            project_id=project.pk, evidence_type="permit", title="x", content=b"<html>",
            name="x.pdf", issued_on=START, known_at=pin_known_at(), by=alice,
        )  # fmt: skip
    assert Evidence.objects.count() == 1


def test_faulty_criteria_are_not_confirmed(alice: User, bob: User) -> None:
    edition = CriteriaEdition(
        code="X", name_zh="甲", name_en="X", source="test", confidence="C", criteria=[]
    )
    proposals.propose(edition, by=alice, reason="round the operation")
    with pytest.raises(InvalidInput):
        proposals.confirm(edition, by=bob)
