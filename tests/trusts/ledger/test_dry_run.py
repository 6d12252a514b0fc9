"""The books say what they would refuse before anybody proposes it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.kernel.periods import Period
from tests.trusts.books import FEB, JAN, MAR, Books
from trusts.ledger import operations, queries
from trusts.ledger.queries import CashMove, Overdraft

pytestmark = pytest.mark.django_db


def test_the_first_day_overdrawn_is_told_for_each_product(
    books: Books, django_assert_num_queries: Any
) -> None:
    products = [books.product(code) for code in ("T-1", "T-2", "T-3")]
    one, two, three = (each.pk for each in products)
    books.confirm(books.subscription(products[0], "100.00", JAN))
    moves = [
        CashMove(one, FEB, Decimal("-100.01")),
        CashMove(one, MAR, Decimal("-1.00")),
        CashMove(two, FEB, Decimal("-5.00")),
        CashMove(two, FEB, Decimal("5.00")),
        CashMove(three, JAN, Decimal("-7.00")),
    ]
    with django_assert_num_queries(2):
        found = queries.judge_movements(moves)
    assert found.overdrafts == (
        Overdraft(one, FEB, Decimal("-0.01")),
        Overdraft(three, JAN, Decimal("-7.00")),
    )
    assert not found.is_clean
    assert queries.judge_movements([]).is_clean


def test_an_earlier_payment_is_seen_to_overdraw_a_later_day(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00", JAN))
    books.confirm(books.expense(product, "80.00", MAR))
    found = queries.judge_movements([CashMove(product.pk, FEB, Decimal("-21.00"))])
    assert found.overdrafts == (Overdraft(product.pk, MAR, Decimal("-1.00")),)


def test_closed_days_are_told_until_they_are_reopened(books: Books) -> None:
    product, january = books.product(), Period.month(2025, 1)
    last = dt.date(2025, 1, 31)
    moves = [CashMove(product.pk, day, Decimal(0)) for day in (JAN, last, FEB)]
    assert queries.judge_movements(moves).is_clean
    books.confirm(operations.propose_close(product=product, period=january, **books.who))
    assert queries.judge_movements(moves).closed == {(product.pk, JAN), (product.pk, last)}
    books.confirm(operations.propose_reopen(product=product, period=january, **books.who))
    assert queries.judge_movements(moves).is_clean
