"""Questions to the books: on a day, as known at a moment."""

from trusts.ledger.queries.balances import (
    balances,
    chart,
    is_closed,
    lines_of,
    outstanding,
    paid_in,
)
from trusts.ledger.queries.dry_run import CashMove, DryRun, Overdraft, judge_movements
from trusts.ledger.queries.months import MonthState, months
from trusts.ledger.queries.reports import trial_balance
from trusts.ledger.queries.statements import (
    STATEMENT_COLUMNS,
    AccountStatement,
    Place,
    StatementRow,
    statement,
    statement_rows,
)
from trusts.ledger.queries.units import (
    CapitalDay,
    ClassCapital,
    ClassUnits,
    UnitValueDay,
    capital_by_class,
    capital_by_day,
    unit_values,
    units_by_class,
)

__all__ = [
    "STATEMENT_COLUMNS",
    "AccountStatement",
    "CapitalDay",
    "CashMove",
    "ClassCapital",
    "ClassUnits",
    "DryRun",
    "MonthState",
    "Overdraft",
    "Place",
    "StatementRow",
    "UnitValueDay",
    "balances",
    "capital_by_class",
    "capital_by_day",
    "chart",
    "is_closed",
    "judge_movements",
    "lines_of",
    "months",
    "outstanding",
    "paid_in",
    "statement",
    "statement_rows",
    "trial_balance",
    "unit_values",
    "units_by_class",
]
