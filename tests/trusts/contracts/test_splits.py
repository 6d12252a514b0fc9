"""A contract's money goes to projects once, on every day, whoever acts at the same moment."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.proposals import RefusedByDatabase, confirm
from tests.people import make_alice, make_bob
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.contracts import operations, queries
from trusts.contracts.models import ContractTerms, Split, SplitLine
from trusts.contracts.rules import OverAllocated
from trusts.ledger import queries as ledger
from trusts.ledger.models import Line
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

DAYS = [JAN, FEB, MAR, dt.date(2025, 4, 1)]


@pytest.mark.django_db
def test_a_split_stands_from_its_day_and_the_rest_is_shown(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "1000.00"))
    contract = books.contract(product)
    books.projects("P-1", "P-2")
    books.confirm(books.drawdown(contract, "1000.00"))
    books.confirm(books.split(contract, {"P-1": "60", "P-2": "33.333333"}, FEB))
    before = _shares(JAN)
    assert before == ([], Decimal("1000.00"))
    after = _shares(FEB)
    assert after == ([("P-1", Decimal("600.00")), ("P-2", Decimal("333.33"))], Decimal("66.67"))


@pytest.mark.django_db
def test_a_corrected_split_answers_as_known_then_and_as_known_now(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    contract = books.contract(product)
    books.projects("P-1")
    books.confirm(books.drawdown(contract, "100.00"))
    wrong = books.confirm(books.split(contract, {"P-1": "60"}))
    then = now()
    books.confirm(books.split(contract, {"P-1": "40"}, supersedes=wrong))
    assert _shares(JAN, then) == ([("P-1", Decimal("60.00"))], Decimal("40.00"))
    assert _shares(JAN) == ([("P-1", Decimal("40.00"))], Decimal("60.00"))


@pytest.mark.django_db
def test_more_than_the_whole_or_an_unknown_project_is_refused(books: Books) -> None:
    contract = books.contract(books.product())
    books.projects("P-1", "P-2")
    with pytest.raises(OverAllocated):
        books.split(contract, {"P-1": "60", "P-2": "40.000001"})
    with pytest.raises(NotFoundHere):
        books.split(contract, {"P-9": "1"})


@pytest.mark.django_db
def test_terms_that_are_wrong_name_their_fields(books: Books) -> None:
    contract = books.contract(books.product())
    terms = ContractTerms(
        contract=contract,
        effective_from=FEB,
        instrument="loan",
        counterparty=books.party("B-2"),
        industry_code="Z1",
        province="Henan",
        committed_amount=Decimal(0),
    )
    with pytest.raises(InvalidInput) as refused:
        operations.propose_terms(terms=terms, **books.who)
    fields = [finding.field for finding in refused.value.findings]
    assert fields == ["industry_code", "province", "committed_amount"]


@pytest.mark.django_db
def test_money_moves_only_under_terms_and_within_the_commitment(books: Books) -> None:
    contract = books.contract(books.product(), committed="300.00")
    with pytest.raises(operations.NoTermsYet):
        books.drawdown(contract, "1.00", JAN - dt.timedelta(days=1))
    with pytest.raises(operations.AboveCommitment):
        books.drawdown(contract, "300.01")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "shares",
    [
        [{"project": 1, "code": "P-1", "percent": "100.000001"}],
        [{"project": 1, "code": "P-1", "percent": "60.000000"}] * 2,
        [{"project": 1, "code": "P-1", "percent": "0.000000"}],
        [{"project": 1, "code": "P-1", "percent": "NaN"}],
        [{"project": 1, "code": "P-1", "percent": "-5.000000"}],
        [{"project": 1, "code": "P-X", "percent": "5.000000"}],
        [{"project": 999999, "code": "P-1", "percent": "5.000000"}],
        [{"project": "x", "code": "P-1", "percent": "5.000000"}],
        [{"project": 1, "percent": "5.000000"}],
        [1],
        {},
        None,
    ],
)
def test_the_database_refuses_shares_that_are_not_a_split(books: Books, shares: object) -> None:
    contract = books.contract(books.product())
    (project,) = books.projects("P-1")
    text = (
        [
            {**each, "project": project.pk}
            if isinstance(each, dict) and each.get("project") == 1
            else each
            for each in shares
        ]
        if isinstance(shares, list)
        else shares
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Split(
            contract=contract,
            effective_from=JAN,
            shares=text,
            proposed_by=books.alice,
            reason="r",
        ).save()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.django_db
def test_every_yuan_stands_once_on_every_day_whatever_happened(
    books: Books, data: st.DataObject
) -> None:
    """Product cash -> contract -> project is one chain that adds up on each day."""
    with transaction.atomic():
        product = books.product()
        contracts = [books.contract(product, code) for code in ("C-1", "C-2")]
        books.projects("P-1", "P-2")
        books.confirm(books.subscription(product, "1000.00"))
        for _ in range(data.draw(st.integers(1, 8))):
            _act(books, data, data.draw(st.sampled_from(contracts)))
        for day in DAYS:
            asked = {"on": day, "known_at": now()}
            found = ledger.balances([product.pk], **asked)[product.pk]
            assert found.cash >= 0
            assert found.cash + found.investments == 1000
            placed = queries.allocations(**asked)
            assert sum(each.outstanding for each in placed) == found.investments
            for each in placed:
                shared = sum((part.amount for part in each.shares), Decimal(0))
                assert shared + each.unallocated == each.outstanding
                assert each.unallocated >= 0
                assert sum(part.percent for part in each.shares) <= 100
        transaction.set_rollback(True)


def _act(books: Books, data: st.DataObject, contract: object) -> None:
    """Try one act; a refusal is as good as a success."""
    amount = str(data.draw(st.decimals("0.01", "700", places=2)))
    day = data.draw(st.sampled_from(DAYS))
    one, two = (str(data.draw(st.decimals("0.000001", "70", places=6))) for _ in range(2))
    acts = {
        "draw": lambda: books.drawdown(contract, amount, day),  # type: ignore[arg-type]
        "repay": lambda: books.repayment(contract, amount, day),  # type: ignore[arg-type]
        "split": lambda: books.split(contract, {"P-1": one, "P-2": two}, day),  # type: ignore[arg-type]
    }
    chosen = data.draw(st.sampled_from(sorted(acts)))
    try:
        with transaction.atomic():
            books.confirm(acts[chosen]())  # type: ignore[no-untyped-call]
    except DomainError:
        return


@pytest.mark.committing
def test_many_who_split_one_contract_at_once_never_allocate_twice(committed_db: str) -> None:
    books = _committed_books()
    contract = books.contract(books.product())
    books.projects("P-1", "P-2")
    proposals = [books.split(contract, {"P-1": "60", "P-2": "40"}) for _ in range(6)]
    outcomes = _at_once([lambda row=row: confirm(row, by=books.bob) for row in proposals])
    assert sorted(outcomes) == [*["RefusedByDatabase"] * 5, "done"]
    standing = queries.standing_splits([contract.pk], on=JAN, known_at=now())
    assert sum(line.percent for line in standing[contract.pk].lines.all()) == 100
    assert SplitLine.objects.count() == 2
    corrections = [
        books.split(contract, {"P-1": "70"}, supersedes=standing[contract.pk]) for _ in range(6)
    ]
    outcomes = _at_once([lambda row=row: confirm(row, by=books.bob) for row in corrections])
    assert sorted(outcomes) == [*["RefusedByDatabase"] * 5, "done"]


@pytest.mark.committing
def test_many_who_draw_the_same_cash_at_once_get_it_once(committed_db: str) -> None:
    books = _committed_books()
    product = books.product()
    contract = books.contract(product)
    books.confirm(books.subscription(product, "100.00"))
    drawdowns = [books.drawdown(contract, "40.00") for _ in range(6)]
    outcomes = _at_once([lambda row=row: confirm(row, by=books.bob) for row in drawdowns])
    assert outcomes.count("done") == 2
    assert set(outcomes) <= {"done", "RefusedByDatabase", "CashOverdrawn"}
    cash = ledger.balances([product.pk], on=JAN, known_at=now())[product.pk].cash
    assert cash == 20
    assert Line.objects.filter(contract=contract).count() == 4


@pytest.mark.django_db
def test_a_second_split_from_the_same_day_is_refused_by_name(books: Books) -> None:
    contract = books.contract(books.product())
    books.projects("P-1")
    first, second = (books.split(contract, {"P-1": "60"}) for _ in range(2))
    books.confirm(first)
    with pytest.raises(RefusedByDatabase, match="already stands"):
        books.confirm(second)


def _shares(
    on: dt.date, known_at: dt.datetime | None = None
) -> tuple[list[tuple[str, Decimal]], Decimal]:
    (found,) = queries.allocations(on=on, known_at=known_at or now())
    return [(part.project_code, part.amount) for part in found.shares], found.unallocated


def _committed_books() -> Books:
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    return books


def _at_once(acts: list) -> list[str]:  # type: ignore[type-arg]
    """Run every act in a thread of its own behind one barrier; return what became of each."""
    outcomes: list[str] = []
    barrier = threading.Barrier(len(acts))

    def run(act) -> None:  # type: ignore[no-untyped-def]
        barrier.wait(10)
        try:
            act()
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes
