"""The cuts that divide contracts are, to the fen, what Python divides contract by contract."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection

from tests import people
from tests.conftest import speak_as
from tests.projects.recognition import making
from tests.trusts import filling
from trusts.contracts import queries as contracts
from trusts.labels import queries as labels
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions
from trusts.statistics import queries, rules
from trusts.statistics.rules import Measure, Moment

pytestmark = pytest.mark.committing
DAYS = [dt.date(2017, 6, 30), dt.date(2020, 2, 29), dt.date(2025, 12, 31)]
Parts = dict[str, dict[int, Decimal]]


@pytest.fixture
def books(committed_db: str) -> None:
    """Write 400 contracts, split and labelled in every way, into a database of one's own."""
    alice = people.make_alice()
    load_editions(by=alice)
    load_chart(by=alice)
    making.criteria(alice, people.make_bob())
    speak_as("owner", database=committed_db)
    connection.ensure_connection()
    filling.fill(connection.connection, filling.Scale(40, 400, 8_000), person=alice.pk)
    speak_as("app", database=committed_db)


def test_cuts_by_project_and_catalogue_agree_with_each_contract_divided_alone(books: None) -> None:
    now = dt.datetime.now(dt.UTC)
    for day in DAYS:
        # What was known on a day is less than what is known of it now.
        for known_at in (now, dt.datetime.combine(day, dt.time(12), dt.UTC)):
            moment = Moment(day, known_at, day.replace(month=1, day=1))
            for cut, alone in (("project", by_project), ("catalogue", by_catalogue)):
                _agrees(cut, summed(alone(moment)), moment)


def _agrees(cut: str, expected: Parts, moment: Moment) -> None:
    found = queries.statistics(on=moment.on, known_at=moment.known_at, cut=cut)
    assert {each.key: each.now.of(Measure.PLACED) for each in found.groups} == {
        key: total for key, each in expected.items() if (total := sum(each.values()))
    }
    keys = list(expected)
    for key in (rules.UNKNOWN, keys[0], keys[-1]):
        behind = queries.members(
            cut=queries.CUTS[cut], key=key, measure=Measure.PLACED, moment=moment, limit=1000
        )
        assert {each.id: each.value for each in behind.rows} == {
            contract: amount for contract, amount in expected[key].items() if amount
        }
        assert behind.total == sum(expected[key].values())


def summed(parts: Iterator[tuple[str, int, Decimal]]) -> Parts:
    found: Parts = defaultdict(lambda: defaultdict(Decimal))
    for key, contract, amount in parts:
        found[key][contract] += amount
    return found


def by_project(moment: Moment) -> Iterator[tuple[str, int, Decimal]]:
    for each in contracts.allocations(on=moment.on, known_at=moment.known_at):
        for share in each.shares:
            yield share.project_code, each.contract.pk, share.amount
        yield rules.UNKNOWN, each.contract.pk, each.unallocated


def by_catalogue(moment: Moment) -> Iterator[tuple[str, int, Decimal]]:
    for each in labels.rollup(on=moment.on, known_at=moment.known_at).contracts:
        for part in each.parts:
            yield ":".join(part.part.entry), each.contract.pk, part.amount
        yield "rest", each.contract.pk, each.amounts.rest
        yield "not_green", each.contract.pk, each.amounts.not_green
        yield rules.UNKNOWN, each.contract.pk, each.amounts.unlabelled
