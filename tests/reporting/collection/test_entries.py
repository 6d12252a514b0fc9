"""From asked to confirmed: who may, what is refused, what was known when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from config.accounts.models import Department, User
from config.accounts.roles import Role
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.periods import Period
from config.notices.models import Notice
from reporting.collection import operations, queries
from reporting.collection.models import (
    CollectedEntry,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
)
from reporting.collection.operations.entries import (
    AwaitsConfirmation,
    EvidenceMissing,
    ExplanationMissing,
    NotYours,
)
from reporting.collection.operations.periods import (
    CollectedAlready,
    OwnerMayNotEnter,
)
from reporting.collection.rules.life import State
from tests import people

PDF = b"%PDF-1.4\n% sample\n%%EOF\n"
YEAR = Period.year(2025)
Ask = Callable[..., CollectionTask]
Enter = Callable[..., CollectedEntry]
pytestmark = pytest.mark.django_db


def state(task: CollectionTask, *, on: dt.date = dt.date(2026, 1, 5)) -> queries.BoardRow:
    row = queries.row_of(task, on=on, known_at=timezone.now())
    assert row is not None
    return row


def test_a_number_counts_once_a_second_person_confirmed_it(
    ask: Ask, submit: Enter, bob: User
) -> None:
    task = ask()
    assert state(task).state is State.EMPTY
    row = submit(task, Decimal("1250.5"))
    assert state(task).state is State.SUBMITTED
    assert queries.collected(YEAR, timezone.now()) == []
    proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)
    [value] = queries.collected(YEAR, timezone.now())
    assert (value.code, value.value, value.unit) == ("E-OP-08", Decimal("1250.5"), "kWh")
    assert value.department.zh == "综合管理部"
    assert value.refs[0].sha256 == row.content_sha256
    assert value.approvals[0].confirmed_by == str(bob)


def test_the_same_person_confirms_nothing_under_any_account(
    ask: Ask, submit: Enter, owner: User
) -> None:
    row = submit(ask(), Decimal(5))
    other = people.make_user(Role.DATA_OWNER, username="second", employee_no=owner.employee_no)
    with (
        pytest.raises(IntegrityError, match="same person"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update reporting_collectedentry set decision = 'confirmed', decided_by_id = %s"
            " where id = %s",
            [other.pk, row.pk],
        )


def test_a_confirmed_number_is_corrected_by_the_next_version_and_stays_known(
    ask: Ask, answer: Enter
) -> None:
    task = ask()
    first = answer(task, Decimal(100))
    then = timezone.now()
    second = answer(task, Decimal(90))
    assert (second.version, second.supersedes_id) == (2, first.pk)
    assert [each.value for each in queries.collected(YEAR, then)] == [Decimal(100)]
    assert [each.value for each in queries.collected(YEAR, timezone.now())] == [Decimal(90)]


def test_a_returned_entry_is_written_again(ask: Ask, submit: Enter, bob: User) -> None:
    task = ask()
    row = submit(task, Decimal(5))
    proposals.reject(row, by=bob, note="which meter?")
    assert state(task).state is State.RETURNED
    assert state(task).entry == row
    assert submit(task, Decimal(6)).version == 2


def test_a_draft_counts_nowhere(ask: Ask, owner: User) -> None:
    task = ask()
    operations.save_draft(task=task, value=Decimal(7), by=owner, known_at=timezone.now())
    operations.save_draft(task=task, value=Decimal(8), by=owner, known_at=timezone.now())
    row = state(task)
    assert (row.state, row.value) == (State.DRAFT, Decimal(8))
    assert queries.collected(YEAR, timezone.now()) == []


def test_one_entry_at_a_time_awaits_confirmation(ask: Ask, submit: Enter) -> None:
    task = ask()
    submit(task, Decimal(5))
    with pytest.raises(AwaitsConfirmation):
        submit(task, Decimal(6))


def test_only_the_owner_or_who_runs_the_collection_enters(
    ask: Ask, submit: Enter, alice: User, charlie: User
) -> None:
    task = ask()
    stranger = people.make_user(Role.DATA_OWNER, username="stranger")
    with pytest.raises(NotYours):
        submit(task, Decimal(5), by=stranger)
    with pytest.raises(NotAllowed):
        submit(task, Decimal(5), by=charlie)
    assert submit(task, Decimal(5), by=alice).proposed_by == alice


def test_a_task_of_nobody_is_everybodys_in_the_department(
    ask: Ask, owner: User, office: Department
) -> None:
    task = ask(owner=None)
    owed = queries.owed_by(owner, on=dt.date(2026, 1, 5), known_at=timezone.now())
    assert [each.task for each in owed] == [task]


def test_evidence_is_part_of_what_is_confirmed(ask: Ask, submit: Enter, owner: User) -> None:
    task = ask(evidence_required=True)
    with pytest.raises(EvidenceMissing):
        submit(task, Decimal(5))
    with pytest.raises(InvalidInput):
        operations.add_evidence(
            task=task, title="x", content=b"MZ", name="a.pdf", by=owner, known_at=timezone.now()
        )
    kept = operations.add_evidence(
        task=task, title="bill", content=PDF, name="bill.pdf", by=owner, known_at=timezone.now()
    )
    row = submit(task, Decimal(5))
    assert row.evidence == [{"id": kept.pk, "name": "bill.pdf", "sha256": kept.original.sha256}]
    with pytest.raises(InvalidInput):
        submit(task, Decimal(5), evidence_ids=[kept.pk + 1000])


def test_an_odd_number_needs_an_explanation_and_keeps_its_warnings(ask: Ask, submit: Enter) -> None:
    task = ask(usual_low=Decimal(100), usual_high=Decimal(200))
    with pytest.raises(ExplanationMissing) as refusal:
        submit(task, Decimal(900))
    assert [each.code for each in refusal.value.findings] == ["above_range"]
    row = submit(task, Decimal(900), note="second office opened")
    assert [each["code"] for each in row.warnings] == ["above_range"]


@pytest.mark.parametrize("value", [None, Decimal("NaN"), Decimal(10) ** 18, Decimal("1e-13")])
def test_a_number_that_is_none_is_refused(ask: Ask, submit: Enter, value: Decimal | None) -> None:
    with pytest.raises(InvalidInput):
        submit(ask(), value)


def test_words_are_asked_for_and_answered_apart_from_numbers(ask: Ask, answer: Enter) -> None:
    task = ask(code="G-ENV-03", is_text=True, unit="")
    with pytest.raises(InvalidInput):
        answer(task, Decimal(3))
    answer(task, text="董事会每年审议一次。")
    [value] = queries.collected(YEAR, timezone.now())
    assert (value.value, value.text) == (None, "董事会每年审议一次。")


def test_last_year_stands_beside_this_year(
    ask: Ask, answer: Enter, alice: User, year: CollectionPeriod
) -> None:
    before = operations.open_period(period=Period.year(2024), by=alice, reason="test")
    answer(ask(period=before), Decimal(80))
    task = ask()
    with pytest.raises(ExplanationMissing):
        answer(task, Decimal(120))
    answer(task, Decimal(100))
    row = state(task)
    assert row.last is not None
    assert (row.last.value, row.change_percent) == (Decimal(80), Decimal("25.0"))


def test_the_structure_is_carried_forward_without_its_numbers(
    ask: Ask, answer: Enter, alice: User, owner: User, year: CollectionPeriod
) -> None:
    kept, dropped = ask(site="北京", region="北京"), ask(code="E-OP-11", unit="t")
    answer(kept, Decimal(100))
    operations.set_terms(
        task=dropped,
        owner=None,
        is_asked=False,
        known_at=timezone.now(),
        by=alice,
        reason="not material",
    )
    opened = operations.carry_forward(
        source=year, into=Period.year(2026), known_at=timezone.now(), by=alice, reason="next year"
    )
    rows = queries.board(opened, on=dt.date(2026, 6, 1), known_at=timezone.now())
    assert [(row.task.code, row.task.site, row.task.region) for row in rows] == [
        ("E-OP-08", "北京", "北京")
    ]
    assert rows[0].terms.owner == owner
    assert rows[0].state is State.EMPTY
    assert rows[0].last is not None
    assert opened.carried_from == year
    with pytest.raises(CollectedAlready):
        operations.carry_forward(
            source=year, into=Period.year(2026), known_at=timezone.now(), by=alice, reason="again"
        )


def test_a_day_off_is_no_due_day_and_an_auditor_no_owner(ask: Ask, charlie: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(due_on=dt.date(2026, 2, 17))
    assert [each.code for each in refusal.value.findings] == ["due_on_a_day_off"]
    with pytest.raises(OwnerMayNotEnter):
        ask(owner=charlie)


def test_a_reminder_comes_once_a_step_and_not_after_submission(
    ask: Ask, submit: Enter, owner: User
) -> None:
    task = ask(due_on=dt.date(2026, 4, 30))
    other = ask(code="E-OP-11", unit="t", due_on=dt.date(2026, 4, 30))

    def tick(day: int, month: int = 4) -> int:
        return operations.remind(on=dt.date(2026, month, day), known_at=timezone.now())

    assert tick(1) == 0
    assert (tick(29), tick(29)) == (2, 0)
    submit(other, Decimal(5))
    assert tick(30) == 1
    assert tick(6, month=5) == 1
    sent = CollectionReminder.objects.filter(task=task).order_by("id")
    assert [each.step for each in sent] == ["ahead-1", "due", "overdue-0"]
    assert all(each.to == owner for each in sent)
    assert state(task, on=dt.date(2026, 5, 6)).is_overdue


def test_a_reminder_is_mailed_to_who_owes_in_one_line(
    ask: Ask, owner: User, office: Department, bob: User
) -> None:
    ask(due_on=dt.date(2026, 4, 30))
    ask(code="E-OP-11", name_en="Water", unit="t", due_on=dt.date(2026, 4, 28))
    ask(code="E-OP-12", unit="t", due_on=dt.date(2026, 4, 30), owner=None)
    second = people.make_user(Role.DATA_OWNER, username="second", employee_no="E-S")
    User.objects.filter(pk__in=[owner.pk, second.pk]).update(language="en", department=office)
    User.objects.filter(pk=bob.pk).update(department=office)
    for _ in range(2):
        operations.remind(on=dt.date(2026, 4, 29), known_at=timezone.now())
    told = {each.to.username: each.line for each in Notice.objects.all()}
    assert set(told) == {"owner", "second"}
    assert told["owner"] == (
        "Owed: 3 (1 overdue), the first due on 2026-04-28: Water, Electricity, Electricity"
    )
    assert told["second"].startswith("Owed: 1 (0 overdue)")


def test_the_board_asks_no_more_for_more_tasks(
    ask: Ask, answer: Enter, year: CollectionPeriod, django_assert_num_queries: object
) -> None:
    def count() -> int:
        with connection.execute_wrapper(lambda run, *args: (asked.append(1), run(*args))[1]):
            asked: list[int] = []
            queries.board(year, on=dt.date(2026, 4, 30), known_at=timezone.now())
            return len(asked)

    answer(ask(), Decimal(1))
    few = count()
    for number in range(12):
        answer(ask(code=f"X-{number}"), Decimal(number + 1))
    assert count() == few
