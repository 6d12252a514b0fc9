"""The ledger over HTTP."""

from trusts.ledger.views.books import BalanceViewSet, BooksViewSet
from trusts.ledger.views.entries import (
    AccountViewSet,
    EntryBatchViewSet,
    EntryViewSet,
    PeriodMoveViewSet,
    UnitClassViewSet,
)

__all__ = [
    "AccountViewSet",
    "BalanceViewSet",
    "BooksViewSet",
    "EntryBatchViewSet",
    "EntryViewSet",
    "PeriodMoveViewSet",
    "UnitClassViewSet",
]
