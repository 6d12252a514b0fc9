"""Both shares stated side by side, once, and computed again from stored facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from config.accounts.models import User
from config.kernel.errors import NotAllowed
from config.kernel.periods import Period
from tests.trusts.books import JAN, Books, now
from trusts.attribution import operations, queries
from trusts.attribution.models import AttributionStatement
from trusts.attribution.rules import SharesAboveOne
from trusts.attribution.sources import Avoided, Finances

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@dataclass
class Told:
    """Sources that answer what the test told them, by project id."""

    spared: dict[int, Avoided] = field(default_factory=dict)
    known: dict[int, Finances] = field(default_factory=dict)

    def avoided(self, project_ids: Collection[int], **_asked: object) -> Mapping[int, Avoided]:
        return {key: value for key, value in self.spared.items() if key in project_ids}

    def finances(self, project_ids: Collection[int], **_asked: object) -> Mapping[int, Finances]:
        return {key: value for key, value in self.known.items() if key in project_ids}


AVOIDED = Avoided(Decimal(1000), 12, "a" * 64, ("2b",), is_sample=False)
FINANCES = Finances(
    equity=Decimal(300), debt=Decimal(500), total_investment=Decimal(1000), finance_id=1, terms_id=2
)


@pytest.fixture
def told(books: Books) -> Told:
    """Return a contract of 400.00 split 50/25 over two projects, and what is known of them."""
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    ids = [project.pk for project in books.projects("P-1", "P-2")]
    books.confirm(books.drawdown(contract, "400.00"))
    books.confirm(books.split(contract, {"P-1": "50", "P-2": "25"}))
    return Told(dict.fromkeys(ids, AVOIDED), dict.fromkeys(ids, FINANCES))


def state(books: Books, told: Told, known_at: dt.datetime) -> operations.Outcome:
    return operations.attribute(period=YEAR, known_at=known_at, by=books.alice, sources=told)


def test_both_methods_are_stated_side_by_side(books: Books, told: Told) -> None:
    moment = now()
    outcome = state(books, told, moment)
    assert outcome.added == 4
    assert [(gap.contract, gap.code) for gap in outcome.gaps] == [("C-1", "investee_unknown")]
    rows = queries.statements(period=YEAR, known_at=moment)
    shares = {(row.project_code, row.method): (row.share, row.attributed_tco2e) for row in rows}
    assert shares == {
        ("P-1", "pcaf"): (Decimal("0.25"), Decimal(250)),
        ("P-1", "guide"): (Decimal("0.2"), Decimal(200)),
        ("P-2", "pcaf"): (Decimal("0.125"), Decimal(125)),
        ("P-2", "guide"): (Decimal("0.1"), Decimal(100)),
    }
    totals = {each.method: each for each in queries.totals(rows)}
    assert totals["pcaf"].attributed_tco2e == 375
    assert totals["guide"].attributed_tco2e == 300
    assert (totals["pcaf"].data_quality, totals["guide"].data_quality) == (3, None)
    assert totals["pcaf"].is_sample
    pairs = queries.side_by_side(rows)
    assert [pair.pcaf.project_code for pair in pairs] == ["P-1", "P-2"]
    assert all(len(pair.explanation) == 2 for pair in pairs)


def test_stating_twice_changes_nothing(books: Books, told: Told) -> None:
    moment = now()
    state(books, told, moment)
    again = state(books, told, moment)
    assert (again.added, again.standing) == (0, 4)
    assert AttributionStatement.objects.count() == 4


def test_a_run_that_was_cut_short_adds_only_what_is_missing(books: Books, told: Told) -> None:
    moment = now()
    plan = queries.plan(period=YEAR, known_at=moment, sources=told)
    AttributionStatement.objects.bulk_create(plan.statements[:1])
    outcome = state(books, told, moment)
    assert (outcome.added, outcome.standing) == (3, 1)


def test_statements_are_recomputed_to_the_same_hash(books: Books, told: Told) -> None:
    moment = now()
    state(books, told, moment)
    contract = queries.statements(period=YEAR, known_at=moment)[0].contract
    books.confirm(books.repayment(contract, "400.00"))
    rows = queries.statements(period=YEAR, known_at=moment)
    assert {row.pk: row.sha256 for row in rows} == queries.recompute(rows, sources=told)
    assert all(row.computed_sha256() == row.sha256 for row in rows)


def test_another_answer_from_the_facts_is_seen_and_never_stated_over(
    books: Books, told: Told
) -> None:
    moment = now()
    state(books, told, moment)
    key = next(iter(told.spared))
    told.spared[key] = replace(AVOIDED, tco2e=Decimal(999))
    rows = queries.statements(period=YEAR, known_at=moment)
    fresh = queries.recompute(rows, sources=told)
    differing = {row.project_id for row in rows if fresh[row.pk] != row.sha256}
    assert differing == {key}
    with pytest.raises(operations.StatedDifferently):
        state(books, told, moment)


def test_every_column_but_the_servers_own_is_hashed(books: Books, told: Told) -> None:
    (first, *_rest) = queries.plan(period=YEAR, known_at=now(), sources=told).statements
    columns = {column.attname for column in first._meta.concrete_fields}
    assert columns - set(first.content()) == {"id", "recorded_at", "sha256"}
    for column in first.content():
        changed = AttributionStatement(**first.content())
        assert changed.computed_sha256() == first.sha256
        setattr(changed, column, "something else")
        assert changed.computed_sha256() != first.sha256, column


def test_what_cannot_be_attributed_is_a_gap_by_name(books: Books, told: Told) -> None:
    one, two = told.spared
    del told.spared[one]
    told.known[two] = replace(FINANCES, total_investment=None)
    outcome = state(books, told, now())
    assert outcome.added == 1
    found = {(gap.project, gap.method, gap.code) for gap in outcome.gaps}
    assert found == {
        ("P-1", "pcaf", "nothing_computed"),
        ("P-1", "guide", "nothing_computed"),
        ("P-2", "guide", "denominator_unknown"),
        ("", "pcaf", "investee_unknown"),
    }


def test_financiers_who_would_claim_more_than_the_project_are_named(
    books: Books, told: Told
) -> None:
    other = books.product("T-2")
    books.confirm(books.subscription(other, "900.00"))
    contract = books.contract(other, "C-2")
    books.confirm(books.drawdown(contract, "700.00"))
    books.confirm(books.split(contract, {"P-1": "100"}))
    with pytest.raises(SharesAboveOne) as refused:
        state(books, told, now())
    assert "C-1" in str(refused.value)
    assert "C-2" in str(refused.value)
    assert "P-1" in str(refused.value)
    assert not AttributionStatement.objects.exists()


def test_the_database_keeps_shares_within_one_whoever_writes(books: Books, told: Told) -> None:
    moment = now()
    state(books, told, moment)
    row = queries.statements(period=YEAR, known_at=moment)[0]
    other = books.contract(row.product, "C-9")
    row.pk, row.recorded_at, row.contract, row.share = None, None, other, Decimal("0.9")
    with pytest.raises(DatabaseError, match="above 1"), transaction.atomic():
        AttributionStatement.objects.bulk_create([row])


def test_who_may_not_run_states_nothing(books: Books, told: Told, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        operations.attribute(period=YEAR, known_at=now(), by=charlie, sources=told)


def test_the_outstanding_of_the_last_day_counts(books: Books, told: Told) -> None:
    earlier = Period(dt.date(2024, 1, 1), JAN)
    plan = queries.plan(period=earlier, known_at=now(), sources=told)
    assert plan.statements == ()
