"""Acts on the books: entries alone and in batches, reversals, periods closed and reopened."""

from trusts.ledger.operations.batches import MoreThanPlanned, RowNotStaged, stage_entries
from trusts.ledger.operations.chart import UnknownAccount, load_chart
from trusts.ledger.operations.entries import (
    NotReversible,
    ReversedAlready,
    propose_entry,
    propose_reversal,
)
from trusts.ledger.operations.periods import propose_close, propose_reopen
from trusts.ledger.rules import StagedEntry

__all__ = [
    "MoreThanPlanned",
    "NotReversible",
    "ReversedAlready",
    "RowNotStaged",
    "StagedEntry",
    "UnknownAccount",
    "load_chart",
    "propose_close",
    "propose_entry",
    "propose_reopen",
    "propose_reversal",
    "stage_entries",
]
