"""What the database refuses whoever asks, in raw SQL, as the app and as the owner."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from config.kernel.periods import Period
from tests.conftest import speak_as
from tests.people import make_alice, make_bob
from tests.trusts.books import FEB, JAN, Books
from tests.trusts.ledger.test_batches import batch_of, paid
from tests.trusts.ledger.test_units import a_class, issue
from trusts.contracts.models import SplitLine
from trusts.ledger.models import Entry, EntryBatch, Line
from trusts.ledger.operations import load_chart, propose_close, stage_entries
from trusts.ledger.rules import Posting
from trusts.register.models import UnitClass
from trusts.register.operations import load_editions

pytestmark = pytest.mark.committing

BALANCED = [{"account": "cash", "amount": "5.00"}, {"account": "payables", "amount": "-5.00"}]
CONFIRM = "update trusts_entry set decision = 'confirmed', decided_by_id = {bob} where id = {entry}"
LINE = (
    "insert into trusts_line (entry_id, position, product_id, account_id, effective_on, amount,"
    " recorded_at) values ({entry}, 9, {product}, 'cash', '2025-01-01', 1000000, now())"
)

ENTRY = (
    "insert into trusts_entry (product_id, effective_on, kind, memo, postings, batch_id, batch_row,"
    " proposed_by_id, reason, decision, decision_note, content_sha256) values ({product},"
    """ '2025-01-01', 'other', '', '[{{"account": "cash", "amount": "5.00"}},"""
    """ {{"account": "payables", "amount": "-5.00"}}]',"""
    " {batch_id}, case when {batch_id}::bigint is null then null else 99 end,"
    " {alice}, 'r', '', '', '')"
)

ATTACKS = {
    "a line alone": LINE,
    "a line that follows its entry": "begin; " + CONFIRM + "; " + LINE + "; commit",
    "a line changed": "update trusts_line set amount = 1",
    "a line removed": "delete from trusts_line",
    "lines emptied": "truncate trusts_line cascade",
    "an entry changed": "update trusts_entry set effective_on = '2024-01-01' where id = {entry}",
    "postings changed with the decision": (
        "update trusts_entry set decision = 'confirmed', decided_by_id = {bob},"
        " postings = '[]' where id = {entry}"
    ),
    "a confirmed entry taken back": "update trusts_entry set decision = '' where id = {paid_in}",
    "an entry confirmed twice": CONFIRM.replace("{entry}", "{paid_in}"),
    "an entry removed": "delete from trusts_entry where id = {entry}",
    "confirmed by its proposer": CONFIRM.replace("{bob}", "{alice}"),
    "cash overdrawn": CONFIRM.replace("{entry}", "{too_much}"),
    "posted into a closed period": CONFIRM.replace("{entry}", "{in_closed}"),
    "under another isolation level": (
        "begin isolation level repeatable read; " + CONFIRM + "; commit"
    ),
    "an entry of a batch confirmed alone": CONFIRM.replace("{entry}", "{staged}"),
    "an entry of a batch rejected alone": CONFIRM.replace("{entry}", "{staged}").replace(
        "'confirmed'", "'rejected'"
    ),
    "entries of a batch confirmed before it": (
        "begin; update trusts_entry set decision = 'confirmed', decided_by_id = {bob}"
        " where batch_id = {batch}; update trusts_entrybatch set decision = 'confirmed',"
        " decided_by_id = {bob} where id = {batch}; commit"
    ),
    "a batch confirmed with entries missing": (
        "update trusts_entrybatch set decision = 'confirmed', decided_by_id = {bob}"
        " where id = {half_staged}"
    ),
    "a batch confirmed by its proposer": (
        "update trusts_entrybatch set decision = 'confirmed', decided_by_id = {alice}"
        " where id = {batch}"
    ),
    "a batch that overdraws": (
        "update trusts_entrybatch set decision = 'confirmed', decided_by_id = {bob}"
        " where id = {overdrawing}"
    ),
    "a batch into a closed period": (
        "update trusts_entrybatch set decision = 'confirmed', decided_by_id = {bob}"
        " where id = {late}"
    ),
    "a batch made smaller": "update trusts_entrybatch set entries = 1 where id = {half_staged}",
    "an entry slipped into a decided batch": ENTRY.replace("{batch_id}", "{posted}"),
    "an entry slipped into another's batch": ENTRY.replace("{batch_id}", "{batch}").replace(
        "{alice}", "{bob}"
    ),
    "an unbalanced entry": ENTRY.replace("{batch_id}", "null").replace("-5.00", "-4.99"),
    "an entry on no account of the chart": ENTRY.replace("{batch_id}", "null").replace(
        "payables", "gold"
    ),
    "units on an account of none": ENTRY.replace("{batch_id}", "null").replace(
        '"payables"', '"payables", "unit_class": "A", "units": "5.000000"'
    ),
    "units of a class of another product": ENTRY.replace("{batch_id}", "null").replace(
        '"payables"', '"paid_in_capital", "unit_class": "X", "units": "5.000000"'
    ),
    "units redeemed that were never issued": CONFIRM.replace("{entry}", "{redeemed}"),
    "a line of a foreign class": (
        "insert into trusts_line (entry_id, position, product_id, account_id, effective_on,"
        " amount, recorded_at, unit_class_id, units) values ({entry}, 9, {product},"
        " 'paid_in_capital', '2025-01-01', -5, now(), {foreign_class}, 5)"
    ),
    "a unit class changed": "update trusts_unitclass set rank = 'senior'",
    "a unit class removed": "delete from trusts_unitclass",
    "a closing changed": "update trusts_periodmove set ends_on = '2025-01-02'",
    "a share of a split alone": (
        "insert into trusts_splitline (split_id, project_id, project_code, percent)"
        " values ({split}, {project}, 'P-1', 1)"
    ),
    "a split changed": "update trusts_split set shares = '[]'",
    "a share changed": "update trusts_splitline set percent = 1",
    "a share removed": "delete from trusts_splitline",
}


@pytest.fixture
def ids(committed_db: str) -> dict[str, int]:
    """Commit a small house of trusts and return what the attacks aim at."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    product = books.product()
    contract = books.contract(product)
    (project,) = books.projects("P-1")
    foreign_class = a_class(books, books.product("T-2"), "X")
    a_class(books, product)
    in_closed = books.expense(product, "1.00", FEB)
    paid_in = books.confirm(books.subscription(product, "100.00", JAN))
    books.confirm(issue(books, product, "A", "5.00", "5"))
    back = (
        Posting("capital_returned", Decimal("1.00"), "A", Decimal(-6)),
        Posting("cash", Decimal("-1.00")),
    )
    redeemed = books.entry(product, back)
    batches = {
        "batch": [paid(1, product, "1.00"), paid(2, product, "2.00")],
        "half_staged": [paid(1, product, "1.00")],
        "overdrawing": [paid(1, product, "1.00"), paid(2, product, "-1000.00")],
        "late": [paid(1, product, "1.00"), paid(2, product, "1.00", FEB)],
        "posted": [paid(1, product, "1.00"), paid(2, product, "2.00")],
    }
    batch_ids = {}
    for name, rows in batches.items():
        batch = batch_of(books, 2)
        stage_entries(batch, rows)
        batch_ids[name] = batch.pk
    books.confirm(batch)
    books.confirm(propose_close(product=product, period=Period.month(2025, 2), **books.who))
    staged = Entry.objects.filter(batch=batch_ids["batch"]).first()
    return {
        **batch_ids,
        "staged": staged.pk,
        "redeemed": redeemed.pk,
        "foreign_class": foreign_class.pk,
        "alice": books.alice.pk,
        "bob": books.bob.pk,
        "product": product.pk,
        "project": project.pk,
        "paid_in": paid_in.pk,
        "in_closed": in_closed.pk,
        "entry": books.expense(product, "1.00").pk,
        "too_much": books.expense(product, "1000.01").pk,
        "split": books.confirm(books.split(contract, {"P-1": "60"})).pk,
    }


@pytest.mark.parametrize("role", ["app", "worker", "report", "owner"])
def test_no_attack_on_the_books_goes_through(
    ids: dict[str, int], committed_db: str, role: str
) -> None:
    before = _everything()
    speak_as(role, database=committed_db)
    accepted = [name for name, attack in ATTACKS.items() if _goes_through(attack.format(**ids))]
    speak_as("app", database=committed_db)
    assert accepted == []
    assert _everything() == before


def test_the_same_door_is_open_to_what_is_allowed(ids: dict[str, int]) -> None:
    """The control: the confirmation that the attacks bend is accepted when it is straight."""
    assert _goes_through(CONFIRM.format(**ids))
    assert Line.objects.filter(entry=ids["entry"]).count() == 2
    assert _goes_through(ENTRY.replace("{batch_id}", "null").format(**ids))
    assert _goes_through(
        "update trusts_entrybatch set decision = 'confirmed', decided_by_id = {bob}"
        " where id = {batch}".format(**ids)
    )
    assert Line.objects.filter(entry__batch=ids["batch"]).count() == 4


@pytest.mark.parametrize(
    "postings",
    [
        [],
        BALANCED[:1],
        [{"account": "cash", "amount": "5.00"}, {"account": "payables", "amount": "-4.99"}],
        [{"account": "cash", "amount": "5.0"}, {"account": "payables", "amount": "-5.0"}],
        [{"account": "cash", "amount": "NaN"}, {"account": "payables", "amount": "NaN"}],
        [{"account": "cash", "amount": "1e3"}, {"account": "payables", "amount": "-1e3"}],
        [{"account": "cash", "amount": 5}, {"account": "payables", "amount": -5}],
        [{"account": "cash", "amount": "0.00"}, {"account": "payables", "amount": "0.00"}],
        [{"account": "cash", "amount": None}, {"account": "payables", "amount": "-5.00"}],
        [{"account": "gold", "amount": "5.00"}, {"account": "payables", "amount": "-5.00"}],
        [{"account": "cash"}, {"account": "payables", "amount": "-5.00"}],
        [*BALANCED, "x"],
        [{**BALANCED[0], "note": "x"}, BALANCED[1]],
        {"account": "cash"},
        "x",
        None,
    ],
)
@pytest.mark.django_db
def test_postings_that_are_not_a_balanced_entry_are_refused(books: Books, postings: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        _insert(books, postings)
    _insert(books, BALANCED)


@pytest.mark.django_db
def test_an_investment_names_its_contract(books: Books) -> None:
    loose = [{"account": "investments", "amount": "5.00"}, {"account": "cash", "amount": "-5.00"}]
    with pytest.raises(DatabaseError, match="names its contract"):
        _insert(books, loose)


@pytest.mark.django_db
def test_a_contract_of_another_product_is_refused(books: Books) -> None:
    mine, other = books.product("T-1"), books.product("T-2")
    contract = books.contract(other)
    entry = books.subscription(mine, "5.00")
    crossed = Entry(
        product=mine,
        effective_on=JAN,
        kind="other",
        contract=contract,
        postings=entry.postings,
        proposed_by=books.alice,
        reason="r",
    )
    crossed.save()
    with pytest.raises(DatabaseError, match="not a confirmed contract of product"):
        _confirm(books, crossed)


@pytest.mark.django_db
def test_a_reversal_that_is_not_the_exact_opposite_is_refused(books: Books) -> None:
    paid = books.confirm(books.subscription(books.product(), "5.00"))
    half = [
        {"account": "cash", "amount": "-2.50"},
        {"account": "paid_in_capital", "amount": "2.50"},
    ]
    reversal = Entry(
        product=paid.product,
        effective_on=JAN,
        kind="reversal",
        reverses=paid,
        postings=half,
        proposed_by=books.alice,
        reason="r",
    )
    reversal.save()
    with pytest.raises(DatabaseError, match="exact opposite"):
        _confirm(books, reversal)


def _insert(books: Books, postings: object) -> None:
    entry = Entry(
        product=books.product(f"T-{Entry.objects.count()}-{id(postings)}"),
        effective_on=JAN,
        kind="other",
        postings=postings,
        proposed_by=books.alice,
        reason="r",
    )
    entry.save()


def _confirm(books: Books, entry: Entry) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CONFIRM.format(bob=books.bob.pk, entry=entry.pk))


def _goes_through(statements: str) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute(statements)
        except DatabaseError:
            return False
        else:
            return cursor.rowcount != 0
        finally:
            cursor.execute("rollback")


def _everything() -> str:
    rows = [
        list(model.objects.order_by("id").values())
        for model in (Entry, EntryBatch, Line, SplitLine, UnitClass)
    ]
    return json.dumps(rows, default=str)
