"""A contract's money by day, where it stands, how old its rest is, and that the chain adds up."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.contracts import operations, queries
from trusts.contracts.models.splits import MoreThanCommitted
from trusts.ledger import operations as ledger
from trusts.ledger.rules import transfer

pytestmark = pytest.mark.django_db
APR = dt.date(2025, 4, 1)
YEAR = [JAN + dt.timedelta(days=n) for n in range(365)]


def placed(on: dt.date, known_at: dt.datetime | None = None) -> queries.Allocation:
    (found,) = queries.allocations(on=on, known_at=known_at or now())
    return found


def amounts(found: queries.Allocation) -> dict[str, Decimal]:
    return {share.project_code: share.amount for share in found.shares}


def test_an_amount_split_holds_its_amounts_and_shrinks_where_less_is_out(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product, committed="1000.00")
    books.projects("P-1", "P-2")
    books.confirm(books.drawdown(contract, "45.00"))
    books.confirm(books.drawdown(contract, "955.00", FEB))
    books.confirm(books.split_amounts(contract, {"P-1": "60.00", "P-2": "30.00"}))
    early = placed(JAN)
    assert amounts(early) == {"P-1": Decimal("30.00"), "P-2": Decimal("15.00")}
    assert (early.is_scaled, early.unallocated) == (True, 0)
    assert [share.stated_amount for share in early.shares] == [60, 30]
    later = placed(FEB)
    assert amounts(later) == {"P-1": Decimal("60.00"), "P-2": Decimal("30.00")}
    assert (later.is_scaled, later.unallocated) == (False, 910)
    assert [share.percent for share in later.shares] == [6, 3]


def test_an_amount_split_gives_no_more_than_is_committed(books: Books) -> None:
    contract = books.contract(books.product(), committed="90.00")
    books.projects("P-1", "P-2")
    with pytest.raises(MoreThanCommitted, match=r"90\.00"):
        books.split_amounts(contract, {"P-1": "60.00", "P-2": "30.01"})
    with pytest.raises(MoreThanCommitted):
        books.split_amounts(contract, {"P-1": "1.00"}, JAN - dt.timedelta(days=1))
    waits = books.split_amounts(contract, {"P-1": "60.00", "P-2": "30.00"})
    terms = books.contract_terms(contract, effective_from=JAN, committed_amount=Decimal("80.00"))
    terms_before = queries.standing_terms([contract.pk], on=JAN, known_at=now())[contract.pk]
    terms = books.contract_terms(
        contract, committed_amount=Decimal("80.00"), supersedes=terms_before
    )
    books.confirm(terms)
    with pytest.raises(MoreThanCommitted):
        books.confirm(waits)


def test_a_split_is_in_percentages_or_in_amounts(books: Books) -> None:
    contract = books.contract(books.product())
    books.projects("P-1")
    asked: dict[str, Any] = {"contract": contract, "effective_from": JAN, **books.who}
    one = {"P-1": Decimal(1)}
    for wrong in ({}, {"percents": one, "amounts": one}, {"amounts": {}}):
        with pytest.raises(operations.SharesMissing):
            operations.propose_split(**asked, **wrong)


def test_an_empty_split_takes_the_split_away(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "10.00"))
    contract = books.contract(product)
    books.projects("P-1")
    books.confirm(books.drawdown(contract, "10.00"))
    books.confirm(books.split(contract, {"P-1": "100"}))
    books.confirm(books.split(contract, {}, FEB))
    assert (placed(JAN).unallocated, placed(FEB).unallocated) == (0, 10)


def test_a_statement_tells_drawn_repaid_and_outstanding_by_day(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    books.confirm(books.drawdown(contract, "300.00"))
    wrong = books.confirm(books.drawdown(contract, "100.00", FEB))
    books.confirm(books.repayment(contract, "50.00", FEB))
    then = now()
    reversal = ledger.propose_reversal(entry=wrong, effective_on=MAR, **books.who)
    books.confirm(reversal)
    found = queries.statement(contract.pk, period=queries.until(APR), known_at=now())
    assert [(d.day, d.drawn, d.repaid, d.other, d.outstanding) for d in found.days] == [
        (JAN, 300, 0, 0, 300),
        (FEB, 100, 50, 0, 350),
        (MAR, -100, 0, 0, 250),
    ]
    assert (found.drawn, found.repaid, found.closing) == (300, 50, 250)
    known_then = queries.statement(contract.pk, period=queries.until(APR), known_at=then)
    assert known_then.closing == 350
    february = Period(FEB, MAR)
    assert queries.statement(contract.pk, period=february, known_at=now()).opening == 300


def test_headroom_looks_ahead_to_later_days(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "500.00"))
    contract = books.contract(product, committed="450.00")
    books.confirm(books.drawdown(contract, "200.00"))
    books.confirm(books.drawdown(contract, "150.00", MAR))
    room = queries.headroom(contract, on=FEB, known_at=now())
    assert (room.committed, room.outstanding, room.cash) == (450, 200, 300)
    assert (room.drawable, room.repayable) == (100, 200)
    books.confirm(books.expense(product, "90.00", MAR))
    assert queries.headroom(contract, on=FEB, known_at=now()).drawable == 60
    drawn = books.drawdown(contract, "60.01", FEB)
    with pytest.raises(DomainError):
        books.confirm(drawn)
    books.confirm(books.drawdown(contract, "60.00", FEB))
    assert queries.headroom(contract, on=FEB, known_at=now()).drawable == 0


def test_the_rest_of_a_contract_has_an_age(books: Books) -> None:
    """100 drawn on the 1st, 60 % split on the 10th, 50 more on the 20th, all split on the 30th."""
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    books.projects("P-1")
    tenth, twentieth, thirtieth = (dt.date(2025, 1, day) for day in (10, 20, 30))
    books.confirm(books.drawdown(contract, "100.00"))
    books.confirm(books.split(contract, {"P-1": "60"}, tenth))
    books.confirm(books.drawdown(contract, "50.00", twentieth))
    then = now()
    books.confirm(books.split(contract, {"P-1": "100"}, thirtieth))
    (row,) = queries.unallocated(on=dt.date(2025, 1, 25), known_at=now())
    assert [(each.since_on, each.amount) for each in row.rest.layers] == [
        (JAN, 40),
        (twentieth, 20),
    ]
    assert (row.rest.amount, row.rest.age_days, row.outstanding) == (60, 24, 150)
    assert queries.unallocated(on=FEB, known_at=now()) == []
    (known_then,) = queries.unallocated(on=FEB, known_at=then)
    total = queries.total_unallocated([known_then])
    assert (total.amount, total.since_on, total.age_days) == (60, JAN, 31)
    assert [amount for amount in total.bands.values() if amount] == [20, 40]


def test_the_oldest_money_comes_first_then_the_most(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    for code, amount, day in (("C-1", "5", FEB), ("C-2", "9", FEB), ("C-3", "1", JAN)):
        books.confirm(books.drawdown(books.contract(product, code), amount, day))
    found = queries.unallocated(on=MAR, known_at=now())
    assert [each.contract.code for each in found] == ["C-3", "C-2", "C-1"]


def test_a_project_knows_whose_money_stands_on_it(books: Books) -> None:
    one, two = books.projects("P-1", "P-2")
    for number in (1, 2):
        product = books.product(f"T-{number}")
        books.confirm(books.subscription(product, "100.00"))
        contract = books.contract(product, f"C-{number}")
        books.confirm(books.drawdown(contract, "100.00"))
        books.confirm(books.split(contract, {"P-1": "25"}))
    found = queries.money_on([one.pk, two.pk], on=JAN, known_at=now())
    assert [(each.contract.code, each.share.amount) for each in found[one.pk]] == [
        ("C-1", 25),
        ("C-2", 25),
    ]
    assert found[two.pk] == []


def test_refinanced_new_and_not_stated_add_up(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    for code, percent in (("C-1", "30"), ("C-2", "0"), ("C-3", None), ("C-4", "100")):
        contract = books.contract(product, code)
        held = queries.standing_terms([contract.pk], on=JAN, known_at=now())[contract.pk]
        terms = books.contract_terms(
            contract,
            look_back_percent=None if percent is None else Decimal(percent),
            supersedes=held,
        )
        books.confirm(terms)
        books.confirm(books.drawdown(contract, "100.01"))
    rows = queries.look_back(on=JAN, known_at=now())
    assert [(r.refinanced, r.new, r.not_stated) for r in rows] == [
        (Decimal("30.00"), Decimal("70.01"), 0),
        (0, Decimal("100.01"), 0),
        (0, 0, Decimal("100.01")),
        (Decimal("100.01"), 0, 0),
    ]
    total = queries.total_look_back(rows)
    assert (total.refinanced, total.new) == (Decimal("130.01"), Decimal("170.02"))
    assert total.percent == Decimal("43.332333")
    assert queries.total_look_back([]).percent is None


def test_versions_tell_what_each_changed(books: Books) -> None:
    contract = books.contract(books.product())
    books.projects("P-1", "P-2")
    first = books.confirm(books.split(contract, {"P-1": "60"}))
    books.confirm(books.split(contract, {"P-1": "50", "P-2": "10"}, FEB))
    books.split(contract, {"P-2": "5"}, supersedes=first)
    waits, second, before = queries.splits_history(contract.pk)
    assert before.before is None
    assert [(c.what, c.old and c.old.stated, c.new and c.new.stated) for c in second.changes] == [
        ("P-1", 60, 50),
        ("P-2", None, 10),
    ]
    assert waits.before == first
    held = queries.standing_terms([contract.pk], on=JAN, known_at=now())[contract.pk]
    books.contract_terms(contract, effective_from=FEB, committed_amount=Decimal(5))
    newest, oldest = queries.terms_history(contract.pk)
    assert oldest.row == held
    assert [(c.what, c.old, c.new) for c in newest.changes] == [
        ("instrument", "equity", "loan"),
        ("committed_amount", 1000000, 5),
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
def test_the_chain_adds_up_to_the_fen_on_every_day(
    books: Books, seed: int, data: st.DataObject
) -> None:
    """Products, contracts, draws, repayments, fees, splits of both kinds, at random over a year."""
    luck = random.Random(seed)  # noqa: S311 (repeatable, no secret)
    with transaction.atomic():
        moments = _a_year(books, luck)
        for day in data.draw(st.lists(st.sampled_from(YEAR), min_size=12, max_size=12)):
            for moment in (moments[-1], luck.choice(moments)):
                _adds_up(day, moment)
        transaction.set_rollback(True)


def _adds_up(day: dt.date, moment: dt.datetime) -> None:
    for each in queries.chain(on=day, known_at=moment):
        assert each.difference == 0
        assert each.cash >= 0
        assert sum(one.outstanding for one in each.placed) == each.ledger_investments
        for one in each.placed:
            assert one.unallocated >= 0
            assert one.allocated + one.unallocated == one.outstanding
            assert sum(share.percent for share in one.shares) <= 100
    placed_now = queries.allocations(on=day, known_at=moment)
    rests = queries.rests([one.contract.pk for one in placed_now], on=day, known_at=moment)
    for one in placed_now:
        assert rests[one.contract.pk].amount == one.unallocated
    assert {
        row.contract.pk: (row.outstanding, row.rest)
        for row in queries.unallocated(on=day, known_at=moment)
    } == {
        one.contract.pk: (one.outstanding, rests[one.contract.pk])
        for one in placed_now
        if one.unallocated
    }
    assert _pieces(day, moment) == {
        (one.contract.pk, code): amount
        for one in placed_now
        for code, amount in {**amounts(one), None: one.unallocated}.items()
    }


def _pieces(day: dt.date, moment: dt.datetime) -> dict[tuple[int, str | None], Decimal]:
    """Return the amounts as the database divides them, by contract and project."""
    with_, values = queries.pieces_sql(queries.Which(), on=day, known_at=moment)
    with connection.cursor() as cursor:
        cursor.execute(f"with {with_} select contract_id, project_code, amount from pieces", values)
        return {(contract, code): amount for contract, code, amount in cursor.fetchall()}


def _a_year(books: Books, luck: random.Random) -> list[dt.datetime]:
    """Live through a year; return moments of it."""
    codes = [project.code for project in books.projects("P-1", "P-2", "P-3")]
    contracts = []
    for number in (1, 2):
        product = books.product(f"T-{number}")
        books.confirm(books.subscription(product, "1000.00"))
        receivable = transfer(
            debit="receivables", credit="income_interest", amount=Decimal(luck.randint(1, 99))
        )
        books.confirm(books.entry(product, receivable, day=luck.choice(YEAR)))
        contracts += [
            books.contract(product, f"C-{number}-{n}", committed="700.00") for n in (1, 2)
        ]
    moments = [now()]
    for _ in range(25):
        _try(books, luck, luck.choice(contracts), codes)
        moments.append(now())
    return moments


def _try(books: Books, luck: random.Random, contract: Any, codes: list[str]) -> None:
    """Try one act; a refusal is as good as a success."""
    day = luck.choice(YEAR)
    amount = f"{luck.randint(1, 50000) / 100:.2f}"
    chosen = luck.sample(codes, luck.randint(1, 3))
    percents = {code: f"{luck.randint(1, 50_000_000) / 1_000_000:.6f}" for code in chosen}
    parts = {code: f"{luck.randint(1, 25000) / 100:.2f}" for code in chosen}
    acts = [
        lambda: books.drawdown(contract, amount, day),
        lambda: books.drawdown(contract, amount, JAN),
        lambda: books.repayment(contract, amount, day),
        lambda: books.expense(contract.product, amount, day),
        lambda: books.split(contract, percents, day),
        lambda: books.split_amounts(contract, parts, day),
        lambda: books.split_amounts(contract, parts, JAN),
    ]
    try:
        with transaction.atomic():
            books.confirm(luck.choice(acts)())
    except DomainError:
        return
