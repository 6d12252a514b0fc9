"""The reports that a product's books give: trial balance, balance sheet, income statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trusts.ledger.rules.postings import UNIT, ZERO, AccountNature


@dataclass(frozen=True)
class AccountTurnover:
    """
    One account over a period, in CNY: where it stood, what moved, where it stands.

    Balances carry the sign of the books, a debit positive; debits and credits are both
    shown positive. 100 at the start, 30 debited and 50 credited leave 80.
    """

    code: str
    nature: str
    name_zh: str
    name_en: str
    opening: Decimal
    debits: Decimal
    credits: Decimal

    @property
    def closing(self) -> Decimal:
        """Return the balance at the end of the period."""
        return self.opening + self.debits - self.credits

    @property
    def moved(self) -> Decimal:
        """Return by how much the period moved the account."""
        return self.debits - self.credits


@dataclass(frozen=True)
class TrialBalance:
    """The accounts of one product over a period; each column adds up."""

    rows: tuple[AccountTurnover, ...]

    @property
    def debits(self) -> Decimal:
        """Return all debits of the period."""
        return sum((row.debits for row in self.rows), ZERO)

    @property
    def credits(self) -> Decimal:
        """Return all credits of the period; equal to the debits."""
        return sum((row.credits for row in self.rows), ZERO)

    def of_nature(self, *natures: str) -> tuple[AccountTurnover, ...]:
        """Return the accounts of these natures, in the order of the chart."""
        return tuple(row for row in self.rows if row.nature in natures)


@dataclass(frozen=True)
class ReportLine:
    """One line of a report: an account with its amount, shown with the sign of its side."""

    code: str
    name_zh: str
    name_en: str
    amount: Decimal


@dataclass(frozen=True)
class BalanceSheet:
    """
    Assets, liabilities and what belongs to the beneficiaries at the end of a period, in CNY.

    assets = liabilities + equity + undistributed, to the fen; ``undistributed`` is all income
    less all expenses since the product began, before what was distributed of it, which stands
    among equity as a deduction. 100 paid in and 5 earned in cash: 105 = 0 + 100 + 5.
    """

    assets: tuple[ReportLine, ...]
    liabilities: tuple[ReportLine, ...]
    equity: tuple[ReportLine, ...]
    undistributed: Decimal

    @property
    def total_assets(self) -> Decimal:
        """Return all assets."""
        return _total(self.assets)

    @property
    def total_liabilities(self) -> Decimal:
        """Return all liabilities."""
        return _total(self.liabilities)

    @property
    def net_assets(self) -> Decimal:
        """Return assets less liabilities: what belongs to the beneficiaries."""
        return self.total_assets - self.total_liabilities

    @property
    def total_equity(self) -> Decimal:
        """Return capital, reserves and the undistributed result; equal to the net assets."""
        return _total(self.equity) + self.undistributed


@dataclass(frozen=True)
class IncomeStatement:
    """Income by kind, expenses by kind and what is left of a period, in CNY."""

    income: tuple[ReportLine, ...]
    expenses: tuple[ReportLine, ...]

    @property
    def total_income(self) -> Decimal:
        """Return all income of the period."""
        return _total(self.income)

    @property
    def total_expenses(self) -> Decimal:
        """Return all expenses of the period."""
        return _total(self.expenses)

    @property
    def result(self) -> Decimal:
        """Return income less expenses."""
        return self.total_income - self.total_expenses


def balance_sheet(trial: TrialBalance) -> BalanceSheet:
    """Return the balance sheet at the end of the trial balance's period."""
    result = trial.of_nature(AccountNature.INCOME, AccountNature.EXPENSE)
    return BalanceSheet(
        assets=_closing(trial.of_nature(AccountNature.ASSET), credit=False),
        liabilities=_closing(trial.of_nature(AccountNature.LIABILITY), credit=True),
        equity=_closing(trial.of_nature(AccountNature.EQUITY), credit=True),
        undistributed=-sum((row.closing for row in result), ZERO),
    )


def income_statement(trial: TrialBalance) -> IncomeStatement:
    """Return the income statement over the trial balance's period."""
    income = trial.of_nature(AccountNature.INCOME)
    expenses = trial.of_nature(AccountNature.EXPENSE)
    return IncomeStatement(
        income=tuple(_line(row, -row.moved) for row in income),
        expenses=tuple(_line(row, row.moved) for row in expenses),
    )


def unit_value(net_assets: Decimal, units: Decimal) -> Decimal | None:
    """
    Return net assets per unit, in CNY to six decimals, half to even; none without units.

    105 over 100 units is 1.050000. It is a value of the product: where classes rank before
    one another, what a class is worth is for the trust contract to say and not computed.
    """
    return (net_assets / units).quantize(UNIT) if units > 0 else None


def _closing(rows: Sequence[AccountTurnover], *, credit: bool) -> tuple[ReportLine, ...]:
    return tuple(_line(row, -row.closing if credit else row.closing) for row in rows)


def _line(row: AccountTurnover, amount: Decimal) -> ReportLine:
    return ReportLine(row.code, row.name_zh, row.name_en, amount)


def _total(lines: Iterable[ReportLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
