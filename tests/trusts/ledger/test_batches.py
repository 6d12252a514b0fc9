"""A batch is staged row by row and decided as one."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from config.archive import operations as archive
from config.kernel import proposals
from config.kernel.proposals import AlreadyDecided, RefusedByDatabase
from tests.trusts.books import FEB, JAN, MAR, Books
from trusts.ledger import operations
from trusts.ledger.models import DecidedWithItsBatch, Entry, EntryBatch, Line, NotYetStaged
from trusts.ledger.rules import EntryKind, Posting, StagedEntry, transfer
from trusts.register.models import Product

pytestmark = pytest.mark.django_db


def batch_of(books: Books, entries: int) -> EntryBatch:
    """Return a proposed batch without its entries."""
    content = f"movements {EntryBatch.objects.count()}".encode()
    original = archive.store(content=content, name="movements.csv", media_type="text/csv")
    batch = EntryBatch(
        kind=EntryBatch.MOVEMENTS,
        original=original,
        original_name="movements.csv",
        file_sha256=original.sha256,
        rows_read=entries,
        rows_accepted=entries,
        entries=entries,
    )
    return proposals.propose(batch, **books.who)


def paid(row: int, product: Product, amount: str, day: dt.date = JAN, **more: Any) -> StagedEntry:
    """Return a subscription, or an expense if the amount is below zero."""
    moved = Decimal(amount)
    postings: tuple[Posting, ...]
    if moved > 0:
        postings = transfer(debit="cash", credit="paid_in_capital", amount=moved)
    else:
        postings = transfer(debit="expense_trustee_fee", credit="cash", amount=-moved)
    return StagedEntry(row, product.pk, day, EntryKind.OTHER, postings, **more)


@pytest.fixture
def staged(books: Books) -> EntryBatch:
    """Return a batch of three entries over two products, staged."""
    one, two = books.product("T-1"), books.product("T-2")
    batch = batch_of(books, 3)
    rows = [paid(1, one, "100.00"), paid(2, two, "50.00"), paid(3, one, "-30.00", FEB)]
    operations.stage_entries(batch, rows)
    return batch


def test_nothing_is_posted_until_the_batch_is_confirmed(books: Books, staged: EntryBatch) -> None:
    assert not Line.objects.exists()
    books.confirm(staged)
    assert Line.objects.count() == 6
    assert set(Line.objects.values_list("recorded_at", flat=True)) == {staged.recorded_at}
    entries = Entry.objects.filter(batch=staged)
    assert set(entries.values_list("decision", "decided_by", "recorded_at", "decided_at")) == {
        ("confirmed", books.bob.pk, staged.recorded_at, staged.decided_at)
    }


def test_what_is_confirmed_alone_and_in_a_batch_has_the_same_hash(books: Books) -> None:
    batch = batch_of(books, 1)
    operations.stage_entries(batch, [paid(1, books.product(), "1.00")])
    (entry,) = Entry.objects.filter(batch=batch)
    assert len(entry.content_sha256) == 64
    assert entry.proposed_by_id == batch.proposed_by_id
    assert entry.proposed_at is not None


@pytest.mark.parametrize("decision", ["confirmed", "rejected", "withdrawn"])
def test_an_entry_of_a_batch_is_not_decided_alone(
    books: Books, staged: EntryBatch, decision: str
) -> None:
    who = books.alice if decision == "withdrawn" else books.bob
    with (
        pytest.raises(DatabaseError, match="together with its batch"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update trusts_entry set decision = %s, decided_by_id = %s where batch_id = %s",
            [decision, who.pk, staged.pk],
        )


def test_the_desk_says_that_an_entry_is_decided_with_its_batch(
    books: Books, staged: EntryBatch
) -> None:
    entry = Entry.objects.filter(batch=staged).first()
    with pytest.raises(DecidedWithItsBatch, match="together with it"):
        books.confirm(entry)
    with pytest.raises(RefusedByDatabase, match="together with its batch"):
        proposals.reject(entry, by=books.bob, note="no")


def test_an_entry_of_a_batch_does_not_await_anybody(books: Books, staged: EntryBatch) -> None:
    alone = books.subscription(books.product("T-3"), "1.00")
    assert list(Entry.objects.awaiting(books.bob)) == [alone]
    assert list(EntryBatch.objects.awaiting(books.bob)) == [staged]


@pytest.mark.parametrize("act", ["reject", "withdraw"])
def test_a_batch_turned_down_turns_its_entries_down(
    books: Books, staged: EntryBatch, act: str
) -> None:
    who = books.bob if act == "reject" else books.alice
    getattr(proposals, act)(staged, by=who, note="wrong file")
    decisions = set(Entry.objects.filter(batch=staged).values_list("decision", "recorded_at"))
    assert decisions == {(staged.decision, None)}
    assert not Line.objects.exists()


def test_a_batch_of_which_entries_are_missing_is_refused(books: Books) -> None:
    batch = batch_of(books, 2)
    operations.stage_entries(batch, [paid(1, books.product(), "1.00")])
    with pytest.raises(NotYetStaged):
        books.confirm(batch)
    with (
        pytest.raises(DatabaseError, match="Of the 2 entries of batch"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update trusts_entrybatch set decision = 'confirmed', decided_by_id = %s where id = %s",
            [books.bob.pk, batch.pk],
        )


def test_a_batch_takes_no_more_than_was_planned_and_nothing_once_decided(
    books: Books, staged: EntryBatch
) -> None:
    more = [paid(4, Product.objects.get(code="T-1"), "1.00")]
    with pytest.raises(operations.MoreThanPlanned):
        operations.stage_entries(staged, more)
    pending = EntryBatch.objects.get(pk=staged.pk)
    books.confirm(staged)
    with pytest.raises(AlreadyDecided):
        operations.stage_entries(staged, more)
    pending.entries = 4
    with pytest.raises(RefusedByDatabase, match="only while nobody has decided it"):
        operations.stage_entries(pending, more)


def test_staging_goes_on_where_it_broke_off(books: Books) -> None:
    product, batch = books.product(), batch_of(books, 5)
    rows = [paid(number, product, "1.00") for number in range(1, 6)]
    assert operations.stage_entries(batch, rows[:2]) == 2
    told: list[tuple[int, int]] = []
    written = operations.stage_entries(batch, rows, progress=lambda *at: told.append(at), chunk=2)
    assert (written, told) == (3, [(4, 5), (5, 5)])
    books.confirm(batch)
    assert Line.objects.count() == 10


def test_a_row_that_cannot_be_staged_is_named(books: Books) -> None:
    product, batch = books.product(), batch_of(books, 1)
    half = (Posting("cash", Decimal(1)),)
    with pytest.raises(operations.RowNotStaged, match=r"Row 7 .*differ by 1"):
        operations.stage_entries(batch, [StagedEntry(7, product.pk, JAN, "other", half)])
    elsewhere = (Posting("gold", Decimal(1)), Posting("cash", Decimal(-1)))
    with pytest.raises(operations.RowNotStaged, match="no account gold"):
        operations.stage_entries(batch, [StagedEntry(7, product.pk, JAN, "other", elsewhere)])


def test_the_first_day_overdrawn_by_a_batch_is_named_and_nothing_is_posted(books: Books) -> None:
    product = books.product()
    batch = batch_of(books, 3)
    rows = [
        paid(1, product, "100.00", JAN),
        paid(2, product, "-100.01", FEB),
        paid(3, product, "-1.00", MAR),
    ]
    operations.stage_entries(batch, rows)
    with pytest.raises(RefusedByDatabase, match=r"would be -0.01 on 2025-02-01"):
        books.confirm(batch)
    batch.refresh_from_db()
    assert batch.is_pending
    assert not Line.objects.exists()
    assert Entry.objects.filter(batch=batch, decision="").count() == 3


def test_a_batch_is_judged_whole_whatever_the_order_of_its_rows(books: Books) -> None:
    product, batch = books.product(), batch_of(books, 2)
    rows = [paid(1, product, "-100.00", JAN), paid(2, product, "100.00", JAN)]
    operations.stage_entries(batch, rows)
    books.confirm(batch)


def test_a_batch_draws_no_more_than_was_committed(books: Books) -> None:
    product = books.product()
    contract = books.contract(product, committed="150.00")
    books.confirm(books.subscription(product, "500.00"))
    drawn = transfer(debit="investments", credit="cash", amount=Decimal("100.00"))
    for days, said in (((JAN, FEB), "150.00 is committed"), ((JAN,), "")):
        batch = batch_of(books, len(days))
        operations.stage_entries(
            batch,
            [
                StagedEntry(
                    row, product.pk, day, EntryKind.DRAWDOWN, drawn, contract_id=contract.pk
                )
                for row, day in enumerate(days)
            ],
        )
        if said:
            with pytest.raises(RefusedByDatabase, match=said):
                books.confirm(batch)
        else:
            books.confirm(batch)


def test_entries_of_somebody_else_do_not_come_with_a_batch(books: Books) -> None:
    product, batch = books.product(), batch_of(books, 1)
    foreign = Entry(
        product=product,
        effective_on=JAN,
        kind="other",
        postings=[each.to_json() for each in paid(1, product, "1.00").postings],
        batch=batch,
        batch_row=1,
        proposed_by=books.bob,
        reason="r",
    )
    with pytest.raises(DatabaseError, match="of its proposer"), transaction.atomic():
        foreign.save()
