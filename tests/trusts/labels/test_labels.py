"""A contract is green by what it carries to recognized projects, and says so in versions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.proposals import SamePerson, confirm
from tests.trusts.books import FEB, JAN, MAR, now
from tests.trusts.green import CATALOGUE, ENDS, FOREST, HEAT, SOLAR, Green
from trusts.contracts import operations as contracts
from trusts.labels import queries
from trusts.labels.models.labels import InputsChanged
from trusts.labels.operations import propose_label
from trusts.labels.rules.parts import EntryTwice, MoreThanTheWhole, Part
from trusts.labels.rules.support import CauseKind, Recognized, Unsupported
from trusts.register.models import NotConfirmedYet

pytestmark = pytest.mark.django_db


def test_the_suggestion_is_recognition_times_flow_of_funds(green: Green) -> None:
    green.project("P-1", SOLAR)
    green.project("P-2", SOLAR)
    green.project("P-3", HEAT)
    green.project("P-4", None)
    contract = green.contract("C-1", split={"P-1": "20", "P-2": "12.5", "P-3": "30", "P-4": "25"})
    found = queries.suggested_label(contract, on=JAN, known_at=now())
    assert [(each.entry, each.percent) for each in found.parts] == [
        ((CATALOGUE, SOLAR), Decimal("32.5")),
        ((CATALOGUE, HEAT), Decimal(30)),
    ]
    assert found.percent == Decimal("62.5")
    assert [each.recognized for each in found.projects] == [
        *[Recognized.GREEN] * 3,
        Recognized.UNRECOGNIZED,
    ]


def test_a_label_without_parts_is_taken_as_suggested_with_its_inputs_frozen(green: Green) -> None:
    project = green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "60"})
    label = green.books.confirm(green.label(contract))
    assert (label.green_percent, label.parsed_parts()) == (
        60,
        [Part(CATALOGUE, SOLAR, Decimal(60))],
    )
    (judged,) = label.support_judged_on.projects
    assert (judged.project_id, judged.percent, judged.edition, judged.code) == (
        project.pk,
        60,
        CATALOGUE,
        SOLAR,
    )
    assert judged.recognition_sha256
    assert label.support_judged_on.split_id
    assert len(label.content_sha256) == 64


def test_no_label_exceeds_what_recognized_projects_carry_under_any_class(green: Green) -> None:
    green.project("P-1", SOLAR)
    green.project("P-2", HEAT)
    contract = green.contract("C-1", split={"P-1": "40", "P-2": "20"})
    for parts in (
        {SOLAR: "40.000001"},
        {SOLAR: "40", HEAT: "20.000001"},
        {HEAT: "40"},
        {FOREST: "1"},
    ):
        with pytest.raises(Unsupported):
            green.label(contract, parts)
    for parts in ({SOLAR: "39.999999"}, {SOLAR: "40", HEAT: "20"}):
        green.label(contract, parts)


def test_a_project_carries_nothing_before_its_recognition_and_from_its_expiry_on(
    green: Green,
) -> None:
    green.project("P-1", SOLAR, effective_from=FEB)
    contract = green.contract("C-1", split={"P-1": "40"})
    for day in (JAN, ENDS):
        with pytest.raises(Unsupported):
            green.label(contract, {SOLAR: "1"}, day=day)
    last = ENDS - dt.timedelta(days=1)
    assert green.label(contract, {SOLAR: "40"}, day=last).green_percent == 40


def test_a_label_whose_inputs_changed_is_not_confirmed(green: Green) -> None:
    project = green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    label = green.label(contract)
    green.books.confirm(green.books.split(contract, {"P-1": "41"}, FEB))
    assert confirm(label, by=green.books.bob).decision == "confirmed"
    second = green.label(contract, day=MAR)
    green.recognize(project, SOLAR, effective_from=FEB, expires_on=ENDS)
    with pytest.raises(InputsChanged):
        confirm(second, by=green.books.bob)


def test_two_people_and_a_confirmed_contract(green: Green) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    label = green.label(contract)
    green.books.bob.employee_no = green.books.alice.employee_no
    with pytest.raises(SamePerson):
        confirm(label, by=green.books.bob)
    green.books.bob.refresh_from_db()
    pending = contracts.propose_contract(
        product=contract.product, code="C-9", name_zh="x", name_en="x", **green.books.who
    )
    not_green = green.label(pending, basis="not_green")
    with pytest.raises(NotConfirmedYet):
        confirm(not_green, by=green.books.bob)


def test_a_documented_use_needs_its_document_and_no_project(green: Green) -> None:
    contract = green.contract("C-1")
    with pytest.raises(InvalidInput) as refused:
        green.label(contract, {FOREST: "70"}, basis="use_of_funds")
    assert [each.code for each in refused.value.findings] == ["document_missing"]
    label = green.books.confirm(
        green.label(contract, {FOREST: "70"}, basis="use_of_funds", document=green.document())
    )
    assert label.inputs["document_sha256"] == label.document.sha256
    assert queries.recheck_queue(on=MAR, known_at=now()) == []


def test_not_green_is_said_with_nothing_beside_it(green: Green) -> None:
    contract = green.contract("C-1")
    with pytest.raises(InvalidInput):
        green.label(contract, {SOLAR: "1"}, basis="not_green")
    label = green.books.confirm(green.label(contract, basis="not_green"))
    assert (label.green_percent, label.parts) == (0, [])
    with pytest.raises(InvalidInput) as refused:
        green.label(contract)
    assert [each.code for each in refused.value.findings] == ["parts_missing"]


def test_parts_name_known_classes_once_and_at_most_the_whole(green: Green) -> None:
    contract = green.contract("C-1")
    kept = {"basis": "use_of_funds", "document": green.document()}
    with pytest.raises(NotFoundHere):
        green.label(contract, {"9.9": "10"}, **kept)
    with pytest.raises(MoreThanTheWhole):
        green.label(contract, {SOLAR: "60", HEAT: "40.000001"}, **kept)
    twice = [Part(CATALOGUE, SOLAR, Decimal(10))] * 2
    with pytest.raises(EntryTwice):
        propose_label(contract=contract, effective_from=JAN, parts=twice, **kept, **green.books.who)


def test_labels_are_asked_as_of_a_day_as_known_at_a_moment(green: Green) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    green.books.confirm(green.label(contract, {SOLAR: "40"}))
    before = now()
    green.books.confirm(green.label(contract, {SOLAR: "30"}, day=FEB))

    def share(day: dt.date, known_at: dt.datetime) -> Decimal:
        found = queries.standing_labels([contract.pk], on=day, known_at=known_at)
        return found[contract.pk].green_percent

    assert (share(JAN, now()), share(FEB, now()), share(FEB, before)) == (40, 30, 40)
    assert [each.green_percent for each in queries.label_history(contract.pk)] == [40, 30]


def test_a_label_that_lost_its_support_waits_with_why_and_by_how_much(green: Green) -> None:
    solar, heat = green.project("P-1", SOLAR), green.project("P-2", HEAT)
    contract = green.contract("C-1", split={"P-1": "40", "P-2": "20"})
    label = green.books.confirm(green.label(contract))
    before = now()
    assert queries.recheck_queue(on=MAR, known_at=before) == []

    green.recognize(heat, HEAT, verdict="not_green", effective_from=FEB)
    green.books.confirm(green.books.split(contract, {"P-1": "25", "P-2": "20"}, MAR))
    assert queries.recheck_queue(on=MAR, known_at=before) == []
    assert queries.recheck_queue(on=JAN, known_at=now()) == []
    (due,) = queries.recheck_queue(on=MAR, known_at=now())
    assert due.label == label
    assert (due.supported_percent, due.lost_percent) == (25, 35)
    assert (due.outstanding, due.unsupported) == (1000, 350)
    assert [(each.kind, each.project_code, each.lost_percent) for each in due.causes] == [
        (CauseKind.SMALLER_SHARE, "P-1", 15),
        (CauseKind.NOT_GREEN, "P-2", 20),
    ]
    (late,) = queries.recheck_queue(on=ENDS, known_at=now())
    assert (late.supported_percent, late.causes[0].kind) == (0, CauseKind.EXPIRED)
    assert label.green_percent == 60

    green.recognize(solar, FOREST, effective_from=MAR)
    (moved,) = queries.recheck_queue(on=MAR, known_at=now())
    assert moved.causes[0].kind is CauseKind.RECLASSIFIED
    green.books.confirm(green.label(contract, {FOREST: "25"}, day=MAR))
    assert queries.recheck_queue(on=MAR, known_at=now()) == []


def test_a_project_that_left_the_split_is_named(green: Green) -> None:
    green.project("P-1", SOLAR)
    contract = green.contract("C-1", split={"P-1": "40"})
    green.books.confirm(green.label(contract))
    green.books.confirm(green.books.split(contract, {}, FEB))
    (due,) = queries.recheck_queue(on=FEB, known_at=now())
    assert [(each.kind, each.lost_percent) for each in due.causes] == [
        (CauseKind.LEFT_THE_SPLIT, 40)
    ]
