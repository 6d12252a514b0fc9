"""Tables of the ledger: the chart, entries alone and in batches, lines, decisions on periods."""

from trusts.ledger.models.accounts import Account
from trusts.ledger.models.batches import EntryBatch, NotYetStaged
from trusts.ledger.models.entries import (
    CashOverdrawn,
    DecidedWithItsBatch,
    Entry,
    RepaidBeyondDrawn,
)
from trusts.ledger.models.lines import Line
from trusts.ledger.models.periods import PeriodClosed, PeriodMove

__all__ = [
    "Account",
    "CashOverdrawn",
    "DecidedWithItsBatch",
    "Entry",
    "EntryBatch",
    "Line",
    "NotYetStaged",
    "PeriodClosed",
    "PeriodMove",
    "RepaidBeyondDrawn",
]
