"""Books closed for a run of days, and opened again, by two people."""

from __future__ import annotations

from config.kernel.models import Actor
from config.kernel.periods import Period
from config.kernel.proposals import propose
from trusts.ledger.models import PeriodMove
from trusts.ledger.rules import PeriodMoveKind
from trusts.register.models import Product


def propose_close(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to close a product's books for the days of ``period``."""
    return _propose_move(product, period, PeriodMoveKind.CLOSE, by=by, reason=reason)


def propose_reopen(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to open closed days of a product's books again."""
    return _propose_move(product, period, PeriodMoveKind.REOPEN, by=by, reason=reason)


def _propose_move(
    product: Product, period: Period, move: PeriodMoveKind, *, by: Actor, reason: str
) -> PeriodMove:
    row = PeriodMove(product=product, starts_on=period.starts_on, ends_on=period.ends_on, move=move)
    return propose(row, by=by, reason=reason)
