"""Postings that balance, before any table."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.ledger import rules
from trusts.ledger.rules import BadPosting, Balances, Posting, Unbalanced, transfer

DAY = dt.date(2025, 1, 1)
amounts = st.decimals(min_value="-999999", max_value="999999", places=2).filter(bool)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity", "0", "0.001", "1e18", "-1e400"])
def test_what_is_not_an_amount_of_fen_is_no_posting(bad: str) -> None:
    with pytest.raises(BadPosting):
        Posting("cash", Decimal(bad))


@pytest.mark.parametrize("bad", [1.5, "1.50", 3])
def test_only_a_decimal_is_money(bad: object) -> None:
    with pytest.raises(TypeError):
        Posting("cash", bad)  # type: ignore[arg-type]


def test_a_transfer_debits_one_account_and_credits_the_other() -> None:
    postings = transfer(debit="cash", credit="paid_in_capital", amount=Decimal("12.50"))
    assert [each.to_json() for each in postings] == [
        {"account": "cash", "amount": "12.50"},
        {"account": "paid_in_capital", "amount": "-12.50"},
    ]
    rules.check_balanced(postings)


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_transfer_is_positive(amount: str) -> None:
    with pytest.raises(BadPosting):
        transfer(debit="cash", credit="payables", amount=Decimal(amount))


@given(st.lists(amounts, min_size=1, max_size=8))
def test_an_entry_balances_exactly_when_its_sum_is_zero(values: list[Decimal]) -> None:
    postings = [Posting("cash", value) for value in values]
    if sum(values) == 0:
        rules.check_balanced(postings)
    else:
        with pytest.raises(Unbalanced):
            rules.check_balanced(postings)
        rules.check_balanced([*postings, Posting("payables", -sum(values, Decimal(0)))])


def test_nothing_posted_is_no_entry() -> None:
    with pytest.raises(Unbalanced):
        rules.check_balanced([])


@given(amounts)
def test_a_posting_survives_storage_and_its_opposite_is_its_opposite(value: Decimal) -> None:
    posting = Posting("cash", value)
    assert Posting.from_json(posting.to_json()) == posting
    assert (-posting).amount == -value


@given(st.lists(st.tuples(st.integers(0, 20), amounts), max_size=12), st.integers(0, 20))
def test_the_lowest_balance_is_the_lowest_end_of_day_from_then_on(
    moves: list[tuple[int, Decimal]], start: int
) -> None:
    daily: dict[dt.date, Decimal] = {}
    for offset, amount in moves:
        day = DAY + dt.timedelta(days=offset)
        daily[day] = daily.get(day, Decimal(0)) + amount
    from_day = DAY + dt.timedelta(days=start)
    ends = [
        sum((amount for day, amount in daily.items() if day <= end), Decimal(0))
        for end in daily
        if end >= from_day
    ]
    found = rules.lowest_balance(daily.items(), from_day=from_day)
    assert (found[1] if found else None) == (min(ends) if ends else None)


def test_paid_in_and_outstanding_are_read_off_the_balances() -> None:
    balances = Balances(
        {"paid_in_capital": Decimal(-500), "capital_returned": Decimal(120), "cash": Decimal(380)}
    )
    assert (balances.paid_in, balances.outstanding, balances.cash) == (500, 380, 380)
    assert balances.of("receivables") == 0
