"""Random histories of two books against a model of plain lists: the answers are the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from tests.trusts.books import Books, now
from tests.trusts.ledger.test_batches import batch_of, paid
from trusts.ledger import operations, queries
from trusts.ledger.models import Entry

pytestmark = pytest.mark.django_db

FIRST, DAYS = dt.date(2025, 1, 1), 90
days = st.integers(0, DAYS - 1).map(lambda number: FIRST + dt.timedelta(days=number))
amounts = st.integers(-5000, 10000).filter(bool).map(lambda fen: Decimal(fen) / 100)
books_of = st.integers(0, 1)


@dataclass
class Posted:
    """One entry as the model knows it: it moved cash against one other account."""

    book: int
    day: dt.date
    cash: Decimal
    other: str
    step: int
    entry: Entry
    reversed: bool = False


class History(RuleBasedStateMachine):
    """Posts, reverses, corrects, closes and reopens; a plain list says what must come out."""

    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.products = [self.books.product(f"H-{number}") for number in range(2)]
        self.posted: list[Posted] = []
        self.closed: dict[tuple[int, int], bool] = {}
        self.moments = [now()]

    def teardown(self) -> None:
        """Take the history back."""
        transaction.savepoint_rollback(self.savepoint)

    # ---- what happens

    @rule(book=books_of, day=days, amount=amounts)
    def post(self, book: int, day: dt.date, amount: Decimal) -> None:
        """Post one entry; refused where the model says so."""
        other = "paid_in_capital" if amount > 0 else "expense_trustee_fee"
        expected = self._takes(book, [(day, amount)])
        product, size = self.products[book], f"{abs(amount):.2f}"
        act = self.books.subscription if amount > 0 else self.books.expense
        entry = self._tried(expected, lambda: self.books.confirm(act(product, size, day)))
        if entry is not None:
            self._note(Posted(book, day, amount, other, len(self.moments), entry))
        self.moments.append(now())

    @rule(moves=st.lists(st.tuples(books_of, days, amounts), min_size=1, max_size=5))
    def post_batch(self, moves: list[tuple[int, dt.date, Decimal]]) -> None:
        """Post several entries over both books by one confirmation."""
        expected = all(
            self._takes(book, [(day, amount) for each, day, amount in moves if each == book])
            for book in (0, 1)
        )
        batch = batch_of(self.books, len(moves))
        rows = [
            paid(row, self.products[book], f"{amount:.2f}", day)
            for row, (book, day, amount) in enumerate(moves)
        ]
        operations.stage_entries(batch, rows)
        if self._tried(expected, lambda: self.books.confirm(batch)) is not None:
            entries = Entry.objects.filter(batch=batch).order_by("batch_row")
            for (book, day, amount), entry in zip(moves, entries, strict=True):
                other = "paid_in_capital" if amount > 0 else "expense_trustee_fee"
                self._note(Posted(book, day, amount, other, len(self.moments), entry))
        self.moments.append(now())

    @rule(which=st.integers(0, 50), day=days)
    def reverse(self, which: int, day: dt.date) -> None:
        """Reverse an entry, once."""
        if not self.posted:
            return
        each = self.posted[which % len(self.posted)]
        expected = not each.reversed and self._takes(each.book, [(day, -each.cash)])
        reversal = self._tried(
            expected,
            lambda: self.books.confirm(
                operations.propose_reversal(entry=each.entry, effective_on=day, **self.books.who)
            ),
        )
        if reversal is not None:
            each.reversed = True
            self._note(Posted(each.book, day, -each.cash, each.other, len(self.moments), reversal))
        self.moments.append(now())

    @rule(book=books_of, month=st.integers(1, 3), closes=st.booleans())
    def move_period(self, book: int, month: int, closes: bool) -> None:  # noqa: FBT001
        """Close a month, or open it again."""
        propose = operations.propose_close if closes else operations.propose_reopen
        period = Period.month(2025, month)
        self.books.confirm(propose(product=self.products[book], period=period, **self.books.who))
        self.closed[book, month] = closes
        self.moments.append(now())

    # ---- what must hold

    @invariant()
    def cash_is_never_below_zero(self) -> None:
        """Hold the model itself to the promise."""
        for book in (0, 1):
            assert self._lowest(book, [], FIRST) >= 0

    @invariant()
    def the_books_answer_like_the_list(self) -> None:
        """Ask two days as known now and as known at an earlier moment, in one query each."""
        ids = [product.pk for product in self.products]
        for step in {len(self.moments) - 1, len(self.moments) // 2}:
            for day in (FIRST + dt.timedelta(days=45), FIRST + dt.timedelta(days=DAYS)):
                found = queries.balances(ids, on=day, known_at=self.moments[step])
                for book, product_id in enumerate(ids):
                    assert dict(found[product_id].by_account) == self._balances(book, day, step)

    # ---- the model

    def _balances(self, book: int, day: dt.date, step: int) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for each in self.posted:
            if each.book == book and each.day <= day and each.step <= step:
                found["cash"] = found.get("cash", Decimal(0)) + each.cash
                found[each.other] = found.get(each.other, Decimal(0)) - each.cash
        return found

    def _takes(self, book: int, moves: list[tuple[dt.date, Decimal]]) -> bool:
        if any(self.closed.get((book, day.month), False) for day, _ in moves):
            return False
        paid_on = [day for day, amount in moves if amount < 0]
        return not paid_on or self._lowest(book, moves, min(paid_on)) >= 0

    def _lowest(self, book: int, moves: list[tuple[dt.date, Decimal]], since: dt.date) -> Decimal:
        everything = [(each.day, each.cash) for each in self.posted if each.book == book]
        everything += moves
        last = max([day for day, _ in everything], default=since)
        span = range((last - since).days + 1)
        return min(
            sum((cash for day, cash in everything if day <= at), Decimal(0))
            for at in (since + dt.timedelta(days=number) for number in span)
        )

    def _tried(self, expected: bool, act: Any) -> Any:  # noqa: FBT001
        """Return what the act gives, None where it is refused; fail where the model differs."""
        try:
            with transaction.atomic():
                done = act()
        except DomainError as refusal:
            if expected:
                raise AssertionError("refused, though the model takes it") from refusal
            return None
        assert expected, "taken, though the model refuses"
        return done

    def _note(self, posted: Posted) -> None:
        self.posted.append(posted)


def test_random_histories_answer_like_a_list(books: Books) -> None:
    History.books = books
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        History,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
