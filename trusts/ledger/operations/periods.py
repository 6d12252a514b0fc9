"""Books closed for a run of days, and opened again, by two people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.periods import Period
from config.kernel.proposals import confirm, propose
from trusts.ledger.models import PeriodMove
from trusts.ledger.rules import PeriodMoveKind
from trusts.register.models import Product


class NothingToClose(DomainError):
    """The books are closed for {period} already, or their closing awaits confirmation."""

    code = "nothing_to_close"


def propose_close(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to close a product's books for the days of ``period``."""
    return _propose_move(product, period, PeriodMoveKind.CLOSE, by=by, reason=reason)


@transaction.atomic
def propose_closes(
    *, products: Sequence[Product], period: Period, by: Actor, reason: str
) -> list[PeriodMove]:
    """
    Propose to close the books of many products for the days of ``period``, or of none.

    Products whose closing of just this period stands or awaits confirmation are passed over.

    :raises NothingToClose: if that leaves none.
    """
    closing = PeriodMove.objects.filter(
        starts_on=period.starts_on, ends_on=period.ends_on, product__in=products
    )
    waiting = set(
        closing.pending().filter(move=PeriodMoveKind.CLOSE).values_list("product_id", flat=True)
    )
    closed = _closed_whole(products, period)
    rows = [
        propose_close(product=product, period=period, by=by, reason=reason)
        for product in sorted(products, key=lambda each: each.pk)
        if product.pk not in waiting and product.pk not in closed
    ]
    if not rows:
        raise NothingToClose(period=str(period))
    return rows


def confirm_moves(*, moves: Sequence[PeriodMove], by: Actor, note: str = "") -> list[PeriodMove]:
    """
    Confirm many decisions on periods, in one transaction: all of them or none.

    The books are taken in the order of their numbers, so that nobody waits in a circle.

    :raises DomainError: what ``proposals.confirm`` refuses of any of them.
    """
    with transaction.atomic():
        return [
            confirm(move, by=by, note=note)
            for move in sorted(moves, key=lambda each: (each.product_id, each.pk))
        ]


def propose_reopen(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to open closed days of a product's books again."""
    return _propose_move(product, period, PeriodMoveKind.REOPEN, by=by, reason=reason)


def _propose_move(
    product: Product, period: Period, move: PeriodMoveKind, *, by: Actor, reason: str
) -> PeriodMove:
    row = PeriodMove(product=product, starts_on=period.starts_on, ends_on=period.ends_on, move=move)
    return propose(row, by=by, reason=reason)


def _closed_whole(products: Sequence[Product], period: Period) -> set[int]:
    """Return the products whose latest decision on any day of ``period`` closed all of it."""
    speaking = (
        PeriodMove.objects.confirmed()
        .filter(product__in=products, starts_on__lt=period.ends_on, ends_on__gt=period.starts_on)
        .order_by("product_id", "-recorded_at", "-id")
        .distinct("product_id")
    )
    return {
        move.product_id
        for move in speaking
        if move.move == PeriodMoveKind.CLOSE
        and move.starts_on <= period.starts_on
        and move.ends_on >= period.ends_on
    }
