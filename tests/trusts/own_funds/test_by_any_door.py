"""What the database refuses of own funds, in raw SQL, by every role, and at the same moment."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import DatabaseError, connection

from config.kernel.errors import DomainError
from config.kernel.proposals import confirm
from tests.conftest import speak_as
from tests.people import make_alice, make_bob
from tests.trusts.books import JAN, MAR, Books, now
from tests.trusts.green import Green
from trusts.ledger.operations import load_chart
from trusts.own_funds import queries
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.register.operations import load_editions

pytestmark = pytest.mark.committing

CONFIRM = (
    "update trusts_ownmovement set decision = 'confirmed', decided_by_id = {bob} where id = {back}"
)
MOVE = (
    "insert into trusts_ownmovement (proposed_by_id, reason, decision, decision_note,"
    " content_sha256, placement_id, effective_on, kind, amount, memo)"
    " values ({alice}, 'r', '', '', '', {placement}, '2025-01-01', {kind}, {amount}, '')"
)
ATTACKS = {
    "more returned than placed": CONFIRM.replace("{back}", "{too_much}"),
    "returned before it was placed": CONFIRM.replace("{back}", "{too_early}"),
    "confirmed by its proposer": CONFIRM.replace("{bob}", "{alice}"),
    "under another isolation level": (
        "begin isolation level repeatable read; " + CONFIRM + "; commit"
    ),
    "an amount changed": "update trusts_ownmovement set amount = 1",
    "a movement removed": "delete from trusts_ownmovement",
    "movements emptied": "truncate trusts_ownmovement cascade",
    "a placement changed": "update trusts_ownplacement set code = 'x'",
    "terms changed": "update trusts_ownplacementterms set taxonomy_class = '5'",
    "an amount of nothing": MOVE.replace("{kind}", "'placed'").replace("{amount}", "0"),
    "an amount below nothing": MOVE.replace("{kind}", "'placed'").replace("{amount}", "-5"),
    "an amount that is none": MOVE.replace("{kind}", "'placed'").replace("{amount}", "'NaN'"),
    "a third kind": MOVE.replace("{kind}", "'gifted'").replace("{amount}", "5"),
    "into the books of a product": (
        "insert into trusts_line (entry_id, position, product_id, account_id, effective_on,"
        " amount, recorded_at) select 1, 1, 1, 'own_funds', effective_on, amount, recorded_at"
        " from trusts_ownmovement"
    ),
}


@pytest.fixture
def green(committed_db: str) -> Green:
    """Commit an empty green house."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    found = Green(books)
    found.prepare()
    return found


@pytest.mark.parametrize("role", ["app", "worker", "report", "owner"])
def test_no_attack_on_own_funds_goes_through(green: Green, committed_db: str, role: str) -> None:
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "100.00"))
    ids = {
        "alice": green.books.alice.pk,
        "bob": green.books.bob.pk,
        "placement": placement.pk,
        "back": green.moved(placement, "returned", "60.00", MAR).pk,
        "too_much": green.moved(placement, "returned", "100.01", MAR).pk,
        "too_early": green.moved(placement, "returned", "1.00", JAN.replace(year=2024)).pk,
    }
    before = _everything()
    speak_as(role, database=committed_db)
    accepted = [name for name, attack in ATTACKS.items() if _goes_through(attack.format(**ids))]
    speak_as("app", database=committed_db)
    assert accepted == []
    assert _everything() == before
    # The control: what the attacks bend is accepted when it is straight.
    assert _goes_through(CONFIRM.format(**ids))
    assert _goes_through(MOVE.format(**ids, kind="'placed'", amount="5"))


def test_many_who_take_back_the_same_money_at_once_get_it_once(green: Green) -> None:
    placement = green.placement()
    green.books.confirm(green.moved(placement, "placed", "100.00"))
    rows = [green.moved(placement, "returned", "40.00", MAR) for _ in range(6)]
    outcomes: list[str] = []
    barrier = threading.Barrier(len(rows))

    def run(row: OwnMovement) -> None:
        barrier.wait(10)
        try:
            confirm(row, by=green.books.bob)
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes.count("done") == 2
    assert set(outcomes) <= {"done", "RefusedByDatabase", "ReturnedBeyondPlaced"}
    found = queries.outstanding([placement.pk], on=MAR, known_at=now())
    assert found[placement.pk].amount == 20


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
    models = (OwnPlacement, OwnPlacementTerms, OwnMovement)
    return json.dumps([list(m.objects.order_by("id").values()) for m in models], default=str)
