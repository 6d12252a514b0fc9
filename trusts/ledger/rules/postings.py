"""Postings that balance: the arithmetic of one entry, before any table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from config.kernel.errors import DomainError

FEN = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10) ** 18
UNIT = Decimal("0.000001")
MOST_UNITS = Decimal(10) ** 14
ZERO = Decimal("0.00")

CASH = "cash"
INVESTMENTS = "investments"
PAID_IN_CAPITAL = "paid_in_capital"
CAPITAL_RETURNED = "capital_returned"
DISTRIBUTIONS = "distributions"
#: The accounts whose postings may name a class of units.
ACCOUNTS_OF_UNITS = frozenset({PAID_IN_CAPITAL, CAPITAL_RETURNED, DISTRIBUTIONS})


class AccountNature(StrEnum):
    """What an account is in the balance sheet or the income statement."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class EntryKind(StrEnum):
    """What happened, in the words of the trade."""

    SUBSCRIPTION = "subscription"
    CAPITAL_RETURN = "capital_return"
    DRAWDOWN = "drawdown"
    REPAYMENT = "repayment"
    INCOME = "income"
    EXPENSE = "expense"
    DISTRIBUTION = "distribution"
    ACCRUAL = "accrual"
    REVERSAL = "reversal"
    OTHER = "other"


class PeriodMoveKind(StrEnum):
    """What is decided about a run of days."""

    CLOSE = "close"
    REOPEN = "reopen"


class Unbalanced(DomainError):
    """Debits and credits differ by {difference}; an entry adds up to zero."""

    code = "unbalanced"
    status = 400


class BadPosting(DomainError):
    """{amount} on {account} is not an amount of yuan and fen below 10^18."""

    code = "bad_posting"
    status = 400


class NothingPosted(BadPosting):
    """A posting of zero on {account} moves nothing; leave it out."""


class BadUnits(DomainError):
    """{units} units of class {unit_class} do not go with {amount} on {account}."""

    code = "bad_units"
    status = 400


class NotPositive(BadPosting):
    """{amount} is not above zero; to take money back, reverse the entry."""


@dataclass(frozen=True)
class Posting:
    """
    An amount on one account: a debit is positive, a credit negative, in yuan and fen.

    On the accounts of trust capital it may name a class of units, by its code, and how many:
    a credit issues units (positive), a debit redeems them (negative), to six decimals.
    """

    account: str
    amount: Decimal
    unit_class: str = ""
    units: Decimal | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not money.")
        if not self.amount.is_finite() or abs(self.amount) >= LARGEST_AMOUNT:
            raise BadPosting(account=self.account, amount=self.amount)
        if self.amount != self.amount.quantize(FEN):
            raise BadPosting(account=self.account, amount=self.amount)
        if self.amount == 0:
            raise NothingPosted(account=self.account)
        if not self._has_fitting_units():
            raise BadUnits(
                units="no" if self.units is None else self.units,
                unit_class=self.unit_class or "-",
                amount=self.amount,
                account=self.account,
            )

    def _has_fitting_units(self) -> bool:
        if self.units is None:
            return not self.unit_class or self.account in ACCOUNTS_OF_UNITS
        if not isinstance(self.units, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not a number of units.")
        if not self.unit_class or self.account not in ACCOUNTS_OF_UNITS:
            return False
        if not self.units.is_finite() or abs(self.units) >= MOST_UNITS or self.units == 0:
            return False
        return self.units == self.units.quantize(UNIT) and (self.units > 0) == (self.amount < 0)

    def to_json(self) -> dict[str, str]:
        """Return the stored form; the database reads the same words."""
        stored = {"account": self.account, "amount": f"{self.amount.quantize(FEN):f}"}
        if self.unit_class:
            stored["unit_class"] = self.unit_class
        if self.units is not None:
            stored["units"] = f"{self.units.quantize(UNIT):f}"
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Posting:
        """Return the posting that ``to_json`` wrote."""
        units = stored.get("units")
        return cls(
            stored["account"],
            Decimal(stored["amount"]),
            stored.get("unit_class", ""),
            Decimal(units) if units is not None else None,
        )

    def __neg__(self) -> Posting:
        units = -self.units if self.units is not None else None
        return Posting(self.account, -self.amount, self.unit_class, units)


@dataclass(frozen=True)
class StagedEntry:
    """One entry of a batch, by its row there; ``product_id`` and the other ids are row ids."""

    row: int
    product_id: int
    effective_on: dt.date
    kind: str
    postings: Sequence[Posting]
    memo: str = ""
    contract_id: int | None = None
    reverses_id: int | None = None


def transfer(*, debit: str, credit: str, amount: Decimal) -> tuple[Posting, Posting]:
    """
    Return the two postings that move a positive ``amount`` from ``credit`` to ``debit``.

    A subscription debits ``cash`` and credits ``paid_in_capital``.

    :raises NotPositive: if the amount is not above zero; a correction is a reversal.
    """
    if amount <= 0:
        raise NotPositive(amount=amount)
    return Posting(debit, amount), Posting(credit, -amount)


def check_balanced(postings: Sequence[Posting]) -> None:
    """
    Refuse postings that do not add up to zero.

    :raises Unbalanced: with the difference.
    """
    difference = sum((each.amount for each in postings), ZERO)
    if difference or not postings:
        raise Unbalanced(difference=difference)


def lowest_balance(
    moves: Iterable[tuple[dt.date, Decimal]], *, from_day: dt.date
) -> tuple[dt.date, Decimal] | None:
    """Return the first day from ``from_day`` on at whose end the running sum is lowest, and it."""
    lowest: tuple[dt.date, Decimal] | None = None
    running = ZERO
    for day, amount in sorted(moves):
        running += amount
        if day >= from_day and (lowest is None or running < lowest[1]):
            lowest = (day, running)
    return lowest


@dataclass(frozen=True)
class Balances:
    """
    The balances of one product by account code; a debit balance is positive.

    ``paid_in`` is 实收信托, all capital ever paid in. ``outstanding`` is 存续规模, the
    capital paid in and not yet returned: 500 paid in and 120 returned leave 380.
    """

    by_account: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, account: str) -> Decimal:
        """Return the balance of one account; zero if nothing was ever posted to it."""
        return self.by_account.get(account, ZERO)

    @property
    def cash(self) -> Decimal:
        """Return the cash at bank."""
        return self.of(CASH)

    @property
    def investments(self) -> Decimal:
        """Return what is placed under fund-use contracts, at cost."""
        return self.of(INVESTMENTS)

    @property
    def paid_in(self) -> Decimal:
        """Return the capital ever paid in."""
        return -self.of(PAID_IN_CAPITAL)

    @property
    def outstanding(self) -> Decimal:
        """Return the capital paid in and not returned."""
        return self.paid_in - self.of(CAPITAL_RETURNED)
