"""Questions to the books: on a day, as known at a moment."""

from trusts.ledger.queries.balances import (
    AccountStatement,
    StatementRow,
    balances,
    chart,
    is_closed,
    lines_of,
    outstanding,
    paid_in,
    statement,
)
from trusts.ledger.queries.dry_run import CashMove, DryRun, Overdraft, judge_movements

__all__ = [
    "AccountStatement",
    "CashMove",
    "DryRun",
    "Overdraft",
    "StatementRow",
    "balances",
    "chart",
    "is_closed",
    "judge_movements",
    "lines_of",
    "outstanding",
    "paid_in",
    "statement",
]
