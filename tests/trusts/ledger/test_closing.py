"""Who posts and who closes at the same moment: the closed total never moves."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from config.kernel.errors import DomainError
from config.kernel.models import Proposed
from config.kernel.periods import Period
from config.kernel.proposals import confirm
from tests.people import make_alice, make_bob
from tests.trusts.books import JAN, Books
from trusts.ledger.models import Entry, Line, PeriodMove
from trusts.ledger.operations import load_chart, propose_close
from trusts.register.operations import load_editions

pytestmark = pytest.mark.committing


@pytest.fixture
def desk(committed_db: str) -> Books:
    """Return books in a database of their own."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    return books


@pytest.fixture
def both(desk: Books) -> tuple[Entry, PeriodMove]:
    """Return an entry of January and the closing of January, both proposed."""
    product = desk.product()
    entry = desk.subscription(product, "1.00", JAN)
    closing = propose_close(product=product, period=Period.month(2025, 1), **desk.who)
    return entry, closing


def first_in_flight(
    desk: Books, first: Proposed, second: Proposed, *, patience_s: float = 0.3
) -> tuple[bool, list[str]]:
    """
    Confirm ``first`` and keep its transaction open while ``second`` is tried.

    Return whether the second one waited, and what became of it.
    """
    held, go_on, outcome = threading.Event(), threading.Event(), []

    def hold() -> None:
        with transaction.atomic():
            confirm(first, by=desk.bob)
            held.set()
            go_on.wait(10)

    def try_second() -> None:
        try:
            confirm(second, by=desk.bob)
        except DomainError as refusal:
            outcome.append(str(refusal))
        else:
            outcome.append("done")

    threads = [_thread(hold), _thread(try_second)]
    threads[0].start()
    held.wait(10)
    threads[1].start()
    threads[1].join(patience_s)
    waited = threads[1].is_alive()
    go_on.set()
    for thread in threads:
        thread.join(20)
    return waited, outcome


def test_a_closing_waits_for_the_posting_in_flight(
    desk: Books, both: tuple[Entry, PeriodMove]
) -> None:
    entry, closing = both
    assert first_in_flight(desk, entry, closing) == (True, ["done"])
    entry.refresh_from_db()
    closing.refresh_from_db()
    assert entry.recorded_at < closing.recorded_at  # type: ignore[operator]


def test_a_posting_waits_for_the_closing_in_flight_and_is_refused(
    desk: Books, both: tuple[Entry, PeriodMove]
) -> None:
    entry, closing = both
    waited, (said,) = first_in_flight(desk, closing, entry)
    assert waited
    assert "are closed on 2025-01-01" in said
    assert not Line.objects.exists()


def test_another_product_waits_for_nobody(desk: Books, both: tuple[Entry, PeriodMove]) -> None:
    other = desk.subscription(desk.product("T-2"), "1.00", JAN)
    assert first_in_flight(desk, both[1], other, patience_s=10) == (False, ["done"])


def _thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return threading.Thread(target=run)
