"""Trial balance, balance sheet, income statement and long statements of account."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.periods import Period
from tests.trusts.books import FEB, JAN, Books, now
from trusts.ledger import operations, queries
from trusts.ledger.models import Entry
from trusts.ledger.rules import (
    AccountNature,
    AccountTurnover,
    Posting,
    TrialBalance,
    balance_sheet,
    income_statement,
    unit_value,
)
from trusts.register.models import Product

FEBRUARY = Period.month(2025, 2)


def two(debit: str, credit: str, amount: str) -> tuple[Posting, Posting]:
    """Return the two postings of a transfer."""
    return Posting(debit, Decimal(amount)), Posting(credit, -Decimal(amount))


@pytest.fixture
def year(books: Books) -> Product:
    """Return a product whose January paid in, and whose February earned, owed and distributed."""
    product = books.product()
    for day, postings in (
        (JAN, two("cash", "paid_in_capital", "1000.00")),
        (JAN, two("cash", "income_interest", "10.00")),
        (FEB, two("receivables", "income_interest", "40.00")),
        (FEB, two("expense_trustee_fee", "payables", "15.00")),
        (FEB, two("distributions", "cash", "20.00")),
        (dt.date(2025, 3, 1), two("cash", "income_other", "99.00")),
    ):
        books.confirm(books.entry(product, postings, day=day))
    return product


@pytest.mark.django_db
def test_a_trial_balance_adds_up_in_every_column(
    year: Product, django_assert_num_queries: Any
) -> None:
    known_at = now()
    with django_assert_num_queries(2):
        trial = queries.trial_balance(year.pk, period=FEBRUARY, known_at=known_at)
    rows = {row.code: row for row in trial.rows}
    cash = rows["cash"]
    assert (cash.opening, cash.debits, cash.credits, cash.closing) == (1010, 0, 20, 990)
    assert trial.debits == trial.credits == 75
    assert sum(row.opening for row in trial.rows) == 0
    assert sum(row.closing for row in trial.rows) == 0
    assert rows["income_other"].closing == 0


@pytest.mark.django_db
def test_the_balance_sheet_balances_and_the_income_statement_is_of_the_period(
    year: Product,
) -> None:
    trial = queries.trial_balance(year.pk, period=FEBRUARY, known_at=now())
    sheet, income = balance_sheet(trial), income_statement(trial)
    assert (sheet.total_assets, sheet.total_liabilities) == (1030, 15)
    assert sheet.net_assets == sheet.total_equity == 1015
    assert sheet.undistributed == 35
    assert (income.total_income, income.total_expenses, income.result) == (40, 15, 25)


NATURES = [nature.value for nature in AccountNature]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 10**9))))
def test_whatever_is_posted_the_sheet_balances(moves: list[tuple[int, int, int]]) -> None:
    closing = [Decimal(0)] * 5
    for debit, credit, fen in moves:
        closing[debit] += Decimal(fen) / 100
        closing[credit] -= Decimal(fen) / 100
    rows = tuple(
        AccountTurnover(nature, nature, "", "", amount, Decimal(0), Decimal(0))
        for nature, amount in zip(NATURES, closing, strict=True)
    )
    sheet = balance_sheet(TrialBalance(rows))
    assert sheet.net_assets == sheet.total_equity


def test_a_unit_value_is_rounded_to_even_and_missing_without_units() -> None:
    assert unit_value(Decimal(105), Decimal(100)) == Decimal("1.050000")
    assert unit_value(Decimal("0.0000005"), Decimal(1)) == Decimal("0.000000")
    assert unit_value(Decimal(1), Decimal(0)) is None


@pytest.mark.django_db
def test_pages_of_a_statement_run_on_from_each_other(
    books: Books, django_assert_num_queries: Any
) -> None:
    product = books.product()
    for number in range(1, 8):
        books.confirm(books.subscription(product, f"{number}.00", FEB if number > 2 else JAN))
    asked: dict[str, Any] = {"period": FEBRUARY, "known_at": now()}
    whole = queries.statement(product.pk, "cash", **asked)
    assert (whole.opening, whole.carried, whole.closing) == (3, 3, 28)
    assert [row.balance for row in whole.rows] == [6, 10, 15, 21, 28]
    pages, after = [], None
    while True:
        with django_assert_num_queries(2):
            page = queries.statement(product.pk, "cash", **asked, after=after, limit=2)
        assert (page.opening, page.closing) == (3, 28)
        pages.append(page)
        after = page.following
        if after is None:
            break
    assert [page.carried for page in pages] == [3, 10, 21]
    assert tuple(row for page in pages for row in page.rows) == whole.rows


@pytest.mark.django_db
def test_a_statement_can_be_taken_out_as_plain_rows(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "5.00", FEB))
    rows = list(queries.statement_rows(product.pk, "cash", period=FEBRUARY, known_at=now()))
    assert [len(row) for row in rows] == [len(queries.STATEMENT_COLUMNS)] * 3
    assert [row[3] for row in rows] == ["opening", "subscription", "closing"]
    assert [row[-1] for row in rows] == [0, 5, 5]


@pytest.mark.django_db
def test_a_statement_of_investments_is_kept_by_contract(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    one, other = books.contract(product, "C-1"), books.contract(product, "C-2")
    books.confirm(books.drawdown(one, "30.00", FEB))
    books.confirm(books.drawdown(other, "20.00", FEB))
    found = queries.statement(
        product.pk, "investments", period=FEBRUARY, known_at=now(), contract_id=one.pk
    )
    assert (found.closing, [row.contract_id for row in found.rows]) == (30, [one.pk])


@pytest.mark.django_db
def test_a_correction_reverses_and_posts_anew_by_one_confirmation(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    wrong = books.confirm(books.expense(product, "30.00"))
    right = two("expense_trustee_fee", "cash", "3.00")
    batch = operations.propose_correction(
        entry=wrong, postings=right, effective_on=FEB, **books.who
    )
    with pytest.raises(operations.ReversedAlready):
        operations.propose_correction(entry=wrong, postings=right, effective_on=FEB, **books.who)
    books.confirm(batch)
    asked: dict[str, Any] = {"on": FEB, "known_at": now()}
    assert queries.balances([product.pk], **asked)[product.pk].cash == 97
    kinds = Entry.objects.filter(batch=batch).order_by("batch_row").values_list("kind", flat=True)
    assert list(kinds) == ["reversal", "expense"]
    corrected = Entry.objects.get(batch=batch, batch_row=2)
    again = operations.propose_correction(
        entry=corrected, postings=two("expense_tax", "cash", "3.00"), effective_on=FEB, **books.who
    )
    books.confirm(again)
    found = queries.balances([product.pk], **{**asked, "known_at": now()})[product.pk]
    assert (found.of("expense_tax"), found.of("expense_trustee_fee")) == (3, 0)


@pytest.mark.django_db
def test_a_correction_that_changes_nothing_is_refused(books: Books) -> None:
    product = books.product()
    entry = books.confirm(books.subscription(product, "100.00"))
    with pytest.raises(operations.NothingCorrected):
        operations.propose_correction(
            entry=entry, postings=entry.parsed_postings(), effective_on=JAN, **books.who
        )


@pytest.mark.django_db
def test_a_month_of_many_products_is_closed_together(
    books: Books, django_assert_num_queries: Any
) -> None:
    products = [books.product(f"T-{number}") for number in range(3)]
    january = Period.month(2025, 1)
    first = operations.propose_closes(products=products[:1], period=january, **books.who)
    with pytest.raises(operations.NothingToClose):
        operations.propose_closes(products=products[:1], period=january, **books.who)
    operations.confirm_moves(moves=first, by=books.bob)
    rest = operations.propose_closes(products=products, period=january, **books.who)
    assert [move.product for move in rest] == products[1:]
    operations.confirm_moves(moves=rest, by=books.bob)
    part = Period(dt.date(2025, 2, 10), dt.date(2025, 2, 11))
    books.confirm(operations.propose_close(product=products[0], period=part, **books.who))
    ids = [product.pk for product in products]
    known_at = now()
    with django_assert_num_queries(1):
        found = queries.months(ids, year=2025, known_at=known_at)
    assert [found[each][:3] for each in ids] == [
        ["closed", "partly_closed", "open"],
        ["closed", "open", "open"],
        ["closed", "open", "open"],
    ]
    books.confirm(operations.propose_reopen(product=products[1], period=january, **books.who))
    again = operations.propose_closes(products=products, period=january, **books.who)
    assert [move.product for move in again] == products[1:2]
