"""Acts on the books: entries alone and in batches, corrections, units, periods closed."""

from trusts.ledger.operations.batches import MoreThanPlanned, RowNotStaged, stage_entries
from trusts.ledger.operations.chart import UnknownAccount, load_chart
from trusts.ledger.operations.corrections import NothingCorrected, propose_correction
from trusts.ledger.operations.entries import (
    NotReversible,
    ReversedAlready,
    UnknownUnitClass,
    propose_entry,
    propose_reversal,
)
from trusts.ledger.operations.periods import (
    NothingToClose,
    confirm_moves,
    propose_close,
    propose_closes,
    propose_reopen,
)
from trusts.ledger.operations.units import BadIssuePrice, UnitClassTaken, propose_unit_class
from trusts.ledger.rules import StagedEntry

__all__ = [
    "BadIssuePrice",
    "MoreThanPlanned",
    "NotReversible",
    "NothingCorrected",
    "NothingToClose",
    "ReversedAlready",
    "RowNotStaged",
    "StagedEntry",
    "UnitClassTaken",
    "UnknownAccount",
    "UnknownUnitClass",
    "confirm_moves",
    "load_chart",
    "propose_close",
    "propose_closes",
    "propose_correction",
    "propose_entry",
    "propose_reopen",
    "propose_reversal",
    "propose_unit_class",
    "stage_entries",
]
