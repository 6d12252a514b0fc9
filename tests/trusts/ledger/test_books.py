"""What the books take, and what they answer on a day as known at a moment."""

import datetime as dt
from decimal import Decimal

import pytest

from config.kernel.periods import Period
from config.kernel.proposals import RefusedByDatabase
from tests.trusts.books import FEB, JAN, MAR, Books, now
from trusts.contracts.models import ContractTerms
from trusts.contracts.operations import AboveCommitment, propose_terms
from trusts.ledger import operations, queries
from trusts.ledger.models import CashOverdrawn, Line, PeriodClosed, RepaidBeyondDrawn
from trusts.ledger.rules import EntryKind, Posting, Unbalanced, transfer
from trusts.register.models import NotConfirmedYet
from trusts.register.operations import propose_product

pytestmark = pytest.mark.django_db


def test_a_proposed_entry_moves_nothing_until_it_is_confirmed(books: Books) -> None:
    product = books.product()
    entry = books.subscription(product, "500.00")
    assert not Line.objects.exists()
    books.confirm(entry)
    assert [(line.account_id, line.amount) for line in queries.lines_of(entry)] == [
        ("cash", Decimal("500.00")),
        ("paid_in_capital", Decimal("-500.00")),
    ]
    assert {line.recorded_at for line in queries.lines_of(entry)} == {entry.recorded_at}


def test_an_unbalanced_entry_is_not_even_proposed(books: Books) -> None:
    with pytest.raises(Unbalanced):
        books.entry(books.product(), (Posting("cash", Decimal(1)),))


def test_an_account_outside_the_chart_is_refused(books: Books) -> None:
    with pytest.raises(operations.UnknownAccount):
        books.entry(books.product(), transfer(debit="cash", credit="gold", amount=Decimal(1)))


def test_balances_answer_for_a_day_as_known_at_a_moment(
    books: Books, django_assert_num_queries: object
) -> None:
    product, other = books.product("T-1"), books.product("T-2")
    books.confirm(books.subscription(product, "500.00", JAN))
    books.confirm(books.subscription(other, "70.00", JAN))
    before = now()
    books.confirm(books.subscription(product, "100.00", FEB))
    late = books.confirm(books.expense(product, "30.00", JAN))
    after = now()
    ids = [product.pk, other.pk]

    def cash(on: dt.date, known_at: dt.datetime) -> list[Decimal]:
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = queries.balances(ids, on=on, known_at=known_at)
        return [found[each].cash for each in ids]

    assert cash(JAN, before) == [500, 70]
    assert cash(JAN, after) == [470, 70]
    assert cash(FEB, before) == [500, 70]
    assert cash(FEB, after) == [570, 70]
    assert cash(JAN - dt.timedelta(days=1), after) == [0, 0]
    assert cash(JAN, late.recorded_at) == [470, 70]


def test_paid_in_and_outstanding_tell_returned_capital_apart(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "500.00"))
    back = transfer(debit="capital_returned", credit="cash", amount=Decimal("120.00"))
    books.confirm(books.entry(product, back, kind=EntryKind.CAPITAL_RETURN, day=FEB))
    asked = {"on": FEB, "known_at": now()}
    assert queries.paid_in([product.pk], **asked) == {product.pk: 500}
    assert queries.outstanding([product.pk], **asked) == {product.pk: 380}


def test_cash_is_never_overdrawn_on_any_day_from_the_entry_on(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00", JAN))
    books.confirm(books.expense(product, "80.00", MAR))
    with pytest.raises(CashOverdrawn, match="2025-03-01"):
        books.confirm(books.expense(product, "21.00", FEB))
    books.confirm(books.expense(product, "20.00", FEB))


def test_a_reversal_takes_an_entry_back_once(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00"))
    wrong = books.confirm(books.expense(product, "30.00"))
    reversal = operations.propose_reversal(entry=wrong, effective_on=FEB, **books.who)
    with pytest.raises(operations.NotReversible, match="already"):
        operations.propose_reversal(entry=wrong, effective_on=FEB, **books.who)
    books.confirm(reversal)
    found = queries.balances([product.pk], on=FEB, known_at=now())[product.pk]
    assert (found.cash, found.of("expense_trustee_fee")) == (100, 0)


def test_what_is_not_confirmed_cannot_be_reversed(books: Books) -> None:
    pending = books.subscription(books.product(), "100.00")
    with pytest.raises(operations.NotReversible, match="not confirmed"):
        operations.propose_reversal(entry=pending, effective_on=JAN, **books.who)


def test_a_closed_period_takes_nothing_until_two_people_reopen_it(books: Books) -> None:
    product, january = books.product(), Period.month(2025, 1)
    pending = books.subscription(product, "100.00", JAN)
    books.confirm(operations.propose_close(product=product, period=january, **books.who))
    with pytest.raises(PeriodClosed):
        books.confirm(pending)
    with pytest.raises(PeriodClosed):
        books.subscription(product, "1.00", dt.date(2025, 1, 31))
    books.confirm(books.subscription(product, "5.00", FEB))
    books.confirm(books.subscription(books.product("T-2"), "5.00", JAN))
    reopening = operations.propose_reopen(product=product, period=january, **books.who)
    with pytest.raises(PeriodClosed):
        books.confirm(pending)
    books.confirm(reopening)
    books.confirm(pending)
    assert not queries.is_closed(product.pk, JAN)


def test_a_statement_of_account_runs_from_opening_to_closing(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "100.00", JAN))
    books.confirm(books.expense(product, "30.00", FEB))
    books.confirm(books.subscription(product, "5.00", FEB))
    february = {"period": Period.month(2025, 2), "known_at": now()}
    found = queries.statement(product.pk, "cash", **february)
    assert found.opening == 100
    assert [(row.amount, row.balance) for row in found.rows] == [(-30, 70), (5, 75)]
    assert found.closing == 75
    assert queries.statement(product.pk, "receivables", **february).closing == 0


def test_money_goes_out_and_comes_back_under_its_contract(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "500.00"))
    contract = books.contract(product)
    books.confirm(books.drawdown(contract, "300.00", JAN))
    with pytest.raises(RepaidBeyondDrawn):
        books.confirm(books.repayment(contract, "300.01", FEB))
    books.confirm(books.repayment(contract, "100.00", FEB))
    found = queries.balances([product.pk], on=FEB, known_at=now())[product.pk]
    assert (found.cash, found.investments) == (300, 200)


def test_entries_wait_for_their_product(books: Books) -> None:
    product = propose_product(
        code="T-1", registration_code="R-1", name_zh="x", name_en="x", **books.who
    )
    entry = books.subscription(product, "1.00")
    with pytest.raises(NotConfirmedYet):
        books.confirm(entry)


def test_a_drawdown_beyond_the_commitment_is_refused_by_the_database_too(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "500.00"))
    contract = books.contract(product, committed="300.00")
    one, two = books.drawdown(contract, "200.00"), books.drawdown(contract, "200.00", FEB)
    books.confirm(two)
    with pytest.raises(RefusedByDatabase, match="committed"):
        books.confirm(one)


def test_a_repayment_is_taken_where_the_commitment_was_lowered(books: Books) -> None:
    product = books.product()
    books.confirm(books.subscription(product, "500.00"))
    contract = books.contract(product, committed="300.00")
    books.confirm(books.drawdown(contract, "300.00"))
    (terms,) = ContractTerms.objects.filter(contract=contract)
    lowered = ContractTerms(
        contract=contract,
        effective_from=FEB,
        instrument=terms.instrument,
        counterparty=terms.counterparty,
        industry_code=terms.industry_code,
        committed_amount=Decimal("200.00"),
    )
    books.confirm(propose_terms(terms=lowered, **books.who))
    books.confirm(books.repayment(contract, "50.00", MAR))
    with pytest.raises(AboveCommitment):
        books.drawdown(contract, "1.00", MAR)
