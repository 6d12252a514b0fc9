"""Two people, once, and nothing changes afterwards: by every door."""

import datetime as dt

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from config.accounts.models import User
from config.accounts.roles import Role
from config.kernel import proposals
from config.kernel.errors import NotAllowed
from config.kernel.models import Decision, NeverEdited
from tests.people import make_user
from tests.shelf.models import Crate, Label, Loan, Sighting, Slip, Unready

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 7, 1)


def loan(by: User, text: str = "book") -> Loan:
    return proposals.propose(Loan(text=text), by=by, reason="needed")


def run_sql(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_second_person_confirms_and_the_moment_is_recorded(alice: User, bob: User) -> None:
    row = proposals.confirm(loan(alice), by=bob, note="seen")
    assert row.decision == Decision.CONFIRMED
    assert row.recorded_at == row.decided_at
    assert row.proposed_at is not None
    assert row.recorded_at is not None
    assert row.recorded_at > row.proposed_at
    assert Sighting.objects.get().text.startswith("book by")


def test_what_follows_from_turning_down_is_in_its_transaction(alice: User, bob: User) -> None:
    proposals.reject(loan(alice), by=bob, note="no")
    proposals.withdraw(loan(alice, "pen"), by=alice)
    seen = list(Sighting.objects.order_by("id").values_list("text", flat=True))
    assert seen == [f"not book: {bob.pk}", f"not pen: {alice.pk}"]


def test_nobody_confirms_their_own_proposal(alice: User) -> None:
    row = loan(alice)
    twin = make_user(Role.REVIEWER, employee_no="E-other")
    User.objects.filter(pk=twin.pk).update(employee_no=alice.employee_no)
    twin.refresh_from_db()
    with pytest.raises(proposals.SamePerson):
        proposals.confirm(row, by=twin)
    with pytest.raises(NotAllowed):
        proposals.confirm(row, by=alice)


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_the_database_refuses_the_same_person_by_raw_sql(alice: User, decision: str) -> None:
    row = loan(alice)
    with pytest.raises(IntegrityError, match="same person"):
        run_sql(
            "update shelf_loan set decision = %s, decided_by_id = %s where id = %s",
            decision,
            alice.pk,
            row.pk,
        )


def test_the_database_knows_two_accounts_of_one_person(alice: User) -> None:
    twin = make_user(Role.REVIEWER, employee_no=alice.employee_no + "x")
    User.objects.filter(pk=twin.pk).update(employee_no=alice.employee_no)
    with pytest.raises(IntegrityError, match="same person"):
        run_sql(
            "update shelf_loan set decision = 'confirmed', decided_by_id = %s where id = %s",
            twin.pk,
            loan(alice).pk,
        )


def test_a_temporary_table_does_not_stand_in_for_the_real_one(alice: User, bob: User) -> None:
    first = label(alice, bob, "A", DAY)
    twin = make_user(Role.REVIEWER, employee_no="E-twin")
    User.objects.filter(pk=twin.pk).update(employee_no=alice.employee_no)
    row = loan(alice)
    run_sql("create temp table accounts_user (id bigint, employee_no text) on commit drop")
    run_sql("insert into pg_temp.accounts_user values (%s, 'x'), (%s, 'y')", twin.pk, alice.pk)
    run_sql("create temp table shelf_label (like public.shelf_label) on commit drop")
    with pytest.raises(IntegrityError, match="same person"):
        run_sql(
            "update public.shelf_loan set decision = 'confirmed', decided_by_id = %s where id = %s",
            twin.pk,
            row.pk,
        )
    run_sql(
        "insert into public.shelf_label (thing, text, effective_from, reason, proposed_by_id,"
        " decision, decision_note, content_sha256) values ('box', 'B', %s, 'r', %s, '', '', '')",
        DAY,
        alice.pk,
    )
    with pytest.raises(IntegrityError, match="already stands"):
        run_sql(
            "update public.shelf_label set decision = 'confirmed', decided_by_id = %s"
            " where id <> %s",
            bob.pk,
            first.pk,
        )


@pytest.mark.parametrize(
    "column", ["text = 'other'", "amount = 9", "reason = ''", "content_sha256 = ''"]
)
def test_what_is_proposed_is_frozen(alice: User, column: str) -> None:
    row = loan(alice)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_sql(f"update shelf_loan set {column} where id = %s", row.pk)


def test_a_decision_is_taken_once(alice: User, bob: User) -> None:
    row = proposals.confirm(loan(alice), by=bob)
    with pytest.raises(proposals.AlreadyDecided):
        proposals.reject(row, by=bob, note="no")
    with pytest.raises(IntegrityError, match="decided already"):
        run_sql("update shelf_loan set decision = 'rejected' where id = %s", row.pk)


def test_a_stale_reader_learns_that_somebody_was_faster(alice: User, bob: User) -> None:
    row = loan(alice)
    stale = Loan.objects.get(pk=row.pk)
    proposals.confirm(row, by=bob)
    with pytest.raises(proposals.AlreadyDecided):
        proposals.confirm(stale, by=make_user(Role.REVIEWER))
    assert Sighting.objects.count() == 1


def test_a_rejection_needs_a_reason_and_counts_nowhere(alice: User, bob: User) -> None:
    row = loan(alice)
    with pytest.raises(proposals.ReasonMissing):
        proposals.reject(row, by=bob, note=" ")
    proposals.reject(row, by=bob, note="wrong amount")
    assert row.recorded_at is None
    assert not Loan.objects.confirmed().exists()


def test_only_its_proposer_withdraws(alice: User, bob: User) -> None:
    row = loan(alice)
    with pytest.raises(proposals.NotItsProposer):
        proposals.withdraw(row, by=bob)
    assert proposals.withdraw(row, by=alice).decision == Decision.WITHDRAWN


def test_what_was_read_is_what_is_confirmed(alice: User, bob: User) -> None:
    row = loan(alice)
    with pytest.raises(proposals.ContentChanged):
        proposals.confirm(row, by=bob, seen_sha256="0" * 64)
    proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)


def test_a_refused_confirmation_leaves_the_proposal_pending(alice: User, bob: User) -> None:
    row = loan(alice, "unready")
    with pytest.raises(Unready):
        proposals.confirm(row, by=bob)
    assert Loan.objects.pending().get() == row


def test_a_proposal_without_reason_or_right_is_refused(alice: User, charlie: User) -> None:
    with pytest.raises(proposals.ReasonMissing):
        proposals.propose(Loan(text="x"), by=alice, reason="  ")
    with pytest.raises(NotAllowed):
        proposals.propose(Loan(text="x"), by=charlie, reason="why not")


def test_awaiting_shows_what_one_could_confirm(alice: User, bob: User, charlie: User) -> None:
    row = loan(alice)
    assert list(Loan.objects.all().awaiting(bob)) == [row]
    assert not Loan.objects.all().awaiting(alice)
    assert not Loan.objects.all().awaiting(charlie)


FORGERIES = [
    "insert into shelf_sighting (text, recorded_at) values ('old', '2001-01-01')",
    "insert into shelf_sighting (id, text) values (99, 'mine')",
    "update shelf_sighting set text = 'x'",
    "delete from shelf_sighting",
    "truncate shelf_sighting",
    "alter table shelf_sighting disable trigger all",
    "set local session_replication_role = replica",
    "drop trigger kernel_1_no_change on shelf_sighting",
    (
        "insert into shelf_sighting (text) select text from shelf_sighting"
        " on conflict (id) do update set text = 'x'"
    ),
    "select setval('kernel_last_pin', 0)",
    "delete from shelf_loan",
    "truncate shelf_loan",
    "set role green_owner",
    "create table public.mine (id int)",
    "copy shelf_sighting (id, text) from program 'echo 1'",
]


@pytest.mark.parametrize("statement", FORGERIES)
def test_history_is_not_rewritten_by_raw_sql(alice: User, statement: str) -> None:
    Sighting.objects.create(text="seen")
    loan(alice)
    with pytest.raises((IntegrityError, ProgrammingError, DataError)):  # no such role: DataError
        run_sql(statement)


def test_a_saved_row_is_not_saved_again(alice: User) -> None:
    for row in (Slip.objects.create(text="a"), Sighting.objects.create(text="b"), loan(alice)):
        with pytest.raises(NeverEdited):
            row.save()


def label(
    alice: User, bob: User, text: str, since: dt.date, *, instead_of: Label | None = None
) -> Label:
    row = Label(thing="box", text=text, effective_from=since, supersedes=instead_of)
    return proposals.confirm(proposals.propose(row, by=alice, reason="new"), by=bob)


def standing(day: dt.date, known_at: dt.datetime | None) -> str:
    assert known_at is not None
    return "".join(Label.objects.all().as_of(day, known_at=known_at).values_list("text", flat=True))


def test_any_past_day_is_asked_as_known_on_any_past_day(alice: User, bob: User) -> None:
    first = label(alice, bob, "A", DAY)
    second = label(alice, bob, "B", DAY + dt.timedelta(days=30))
    corrected = label(alice, bob, "C", DAY, instead_of=first)
    assert standing(DAY - dt.timedelta(days=1), corrected.recorded_at) == ""
    assert standing(DAY, first.recorded_at) == "A"
    assert standing(DAY + dt.timedelta(days=40), first.recorded_at) == "A"
    assert standing(DAY + dt.timedelta(days=40), second.recorded_at) == "B"
    assert standing(DAY, second.recorded_at) == "A"
    assert standing(DAY, corrected.recorded_at) == "C"


def test_two_versions_never_stand_from_the_same_day(alice: User, bob: User) -> None:
    first = label(alice, bob, "A", DAY)
    with pytest.raises(proposals.RefusedByDatabase, match="already stands"):
        label(alice, bob, "B", DAY)
    label(alice, bob, "B", DAY, instead_of=first)
    with pytest.raises(proposals.RefusedByDatabase, match=r"superseded already|already stands"):
        label(alice, bob, "C", DAY, instead_of=first)


def test_a_version_corrects_its_own_kind_only(alice: User, bob: User) -> None:
    other = proposals.confirm(
        proposals.propose(Label(thing="jar", text="J", effective_from=DAY), by=alice, reason="r"),
        by=bob,
    )
    with pytest.raises(proposals.RefusedByDatabase, match="same thing"):
        label(alice, bob, "X", DAY, instead_of=other)


def test_a_file_is_taken_once_while_it_stands(alice: User, bob: User) -> None:
    from config.archive.operations import store

    original = store(content=b"1,2,3", name="a.csv", media_type="text/csv")

    def crate() -> Crate:
        return Crate(
            kind="slips", original=original, original_name="a.csv", file_sha256=original.sha256
        )

    first = proposals.propose(crate(), by=alice, reason="r")
    assert Crate.twin_of(kind="slips", file_sha256=original.sha256) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        proposals.propose(crate(), by=alice, reason="r")
    proposals.reject(first, by=bob, note="wrong file")
    assert Crate.twin_of(kind="slips", file_sha256=original.sha256) is None
    proposals.propose(crate(), by=alice, reason="r")
