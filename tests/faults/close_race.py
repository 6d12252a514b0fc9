"""
Several processes post into January while another closes it, product after product.

Lost: a closing that nobody could confirm. Torn: a line of January that became known after
its closing. Doubled: a closed total that is not what it was when the books were closed. The
control leaves the check to plain code, which looks first and writes after, without the
database's locks and its own look; lines must slip in.
"""

from __future__ import annotations

import multiprocessing as mp
import random
import time
from decimal import Decimal
from typing import Any

from tests.faults import house

SEED = 20250131
POSTERS = 7
ROUNDS = 12
ENTRIES_EACH = 6
BATCH_ENTRIES = 10
_GUARDS = (
    ("trusts_entry", "books_held"),
    ("trusts_entry", "trusts_1_leanings"),
    ("trusts_entrybatch", "books_held"),
    ("trusts_periodmove", "books_held"),
)


def run() -> dict[str, Any]:
    """Race postings against closings, guarded by the database, then by plain code alone."""
    house.open_house()
    from tests.people import make_alice, make_bob
    from tests.trusts.books import Books
    from trusts.ledger.operations import load_chart
    from trusts.register.operations import load_editions

    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    ours = _race(books, "guarded")
    _switch_guards("disable")
    control = _race(books, "unguarded")
    _switch_guards("enable")
    return {
        "attempts": ROUNDS * (POSTERS * ENTRIES_EACH + 1),
        "lost": ours["closings_lost"],
        "doubled": ours["totals_moved"],
        "torn": ours["slipped"],
        "posted": ours["posted"],
        "refused": ours["refused"],
        "control_bit": control["slipped"] > 0,
        "control_slipped": control["slipped"],
        "processes": POSTERS + 1,
        "seed": SEED,
    }


def _race(books: Any, name: str) -> dict[str, int]:
    """Return what became of the entries, the batches and the closings of one race."""
    from django.db import connections

    rounds = [_prepared(books, f"{name}-{number}") for number in range(ROUNDS)]
    connections.close_all()
    here = mp.get_context("fork")
    barrier, said = here.Barrier(POSTERS + 1), here.Queue()
    hands = [
        here.Process(target=_post, args=(number, rounds, books.bob.pk, barrier, said))
        for number in range(POSTERS)
    ]
    hands.append(here.Process(target=_close, args=(rounds, books.bob.pk, barrier, said)))
    for hand in hands:
        hand.start()
    told = [said.get(timeout=300) for _ in hands]
    for hand in hands:
        hand.join()
    totals = next(each for each in told if isinstance(each, dict))
    return {
        **_judged(rounds, totals),
        "posted": sum(each[0] for each in told if isinstance(each, tuple)),
        "refused": sum(each[1] for each in told if isinstance(each, tuple)),
    }


def _prepared(books: Any, code: str) -> dict[str, Any]:
    """Return a product with pending entries of January, a pending batch and its closing."""
    from config.kernel.periods import Period
    from tests.trusts.ledger.test_batches import batch_of, paid
    from trusts.ledger.operations import propose_close, stage_entries

    product = books.product(code)
    entries = [
        [books.subscription(product, "1.00").pk for _ in range(ENTRIES_EACH)]
        for _ in range(POSTERS)
    ]
    batch = batch_of(books, BATCH_ENTRIES)
    stage_entries(batch, [paid(row, product, "1.00") for row in range(BATCH_ENTRIES)])
    closing = propose_close(product=product, period=Period.month(2025, 1), **books.who)
    return {"product": product.pk, "entries": entries, "batch": batch.pk, "closing": closing.pk}


def _post(number: int, rounds: list[dict[str, Any]], who: int, barrier: Any, said: Any) -> None:
    """Confirm this hand's entries of each round; the first hand confirms the batch as well."""
    from config.accounts.models import User
    from trusts.ledger.models import Entry, EntryBatch

    bob = User.objects.get(pk=who)
    posted = refused = 0
    for each in rounds:
        rows: list[Any] = [Entry.objects.get(pk=key) for key in each["entries"][number]]
        if number == 0:
            rows.insert(1, EntryBatch.objects.get(pk=each["batch"]))
        barrier.wait(60)
        for row in rows:
            if _confirmed(row, bob):
                posted += 1
            else:
                refused += 1
    said.put((posted, refused))


def _close(rounds: list[dict[str, Any]], who: int, barrier: Any, said: Any) -> None:
    """Close each round's product somewhere amid its postings; remember the closed totals."""
    from config.accounts.models import User
    from trusts.ledger.models import PeriodMove

    bob, totals = User.objects.get(pk=who), {}
    luck = random.Random(SEED)  # noqa: S311 (a repeatable race, not a secret)
    for each in rounds:
        closing = PeriodMove.objects.get(pk=each["closing"])
        barrier.wait(60)
        time.sleep(luck.random() / 2)
        if _confirmed(closing, bob):
            totals[each["product"]] = _cash_of_january(each["product"])
    said.put(totals)


def _confirmed(row: Any, bob: Any) -> bool:
    from config.kernel import proposals
    from config.kernel.errors import DomainError

    try:
        proposals.confirm(row, by=bob)
    except DomainError:
        return False
    return True


def _cash_of_january(product_id: int) -> Decimal:
    from django.db.models import Sum

    from trusts.ledger.models import Line

    lines = Line.objects.filter(
        product_id=product_id, account_id="cash", effective_on__lt="2025-02-01"
    )
    return lines.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def _judged(rounds: list[dict[str, Any]], totals: dict[int, Decimal]) -> dict[str, int]:
    from trusts.ledger.models import Line, PeriodMove

    slipped = moved = lost = 0
    for each in rounds:
        closing = PeriodMove.objects.get(pk=each["closing"])
        if closing.recorded_at is None:
            lost += 1
            continue
        late = Line.objects.filter(product_id=each["product"], recorded_at__gt=closing.recorded_at)
        slipped += late.count()
        moved += _cash_of_january(each["product"]) != totals[each["product"]]
    return {"slipped": slipped, "totals_moved": moved, "closings_lost": lost}


def _switch_guards(how: str) -> None:
    """Take the database's guards away, or put them back, as the owner of the tables."""
    from django.db import connection

    from tests.conftest import speak_as

    name = connection.settings_dict["NAME"]
    speak_as("owner", database=name)
    with connection.cursor() as cursor:
        for table, trigger in _GUARDS:
            cursor.execute(f"alter table {table} {how} trigger {trigger}")
    speak_as("app", database=name)
