"""Questions to the books: balances and statements, on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum, Window

from config.kernel.periods import Period
from trusts.ledger.models import Account, Entry, Line, PeriodMove
from trusts.ledger.rules import ZERO, Balances


def balances(
    product_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Balances]:
    """
    Return the balances of each product at the end of ``on`` as known at ``known_at``.

    One statement, however many products; a product without entries has empty balances.
    """
    wanted = list(product_ids)
    rows = (
        Line.objects.as_of(on, known_at=known_at)
        .filter(product_id__in=wanted)
        .values_list("product_id", "account_id")
        .annotate(balance=Sum("amount"))
    )
    found: dict[int, dict[str, Decimal]] = {product_id: {} for product_id in wanted}
    for product_id, account, balance in rows:
        found[product_id][account] = balance
    return {product_id: Balances(by_account) for product_id, by_account in found.items()}


def paid_in(
    product_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Decimal]:
    """Return 实收信托 of each product: all capital paid in by the end of ``on``, in CNY."""
    found = balances(product_ids, on=on, known_at=known_at)
    return {product_id: each.paid_in for product_id, each in found.items()}


def outstanding(
    product_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Decimal]:
    """Return 存续规模 of each product: capital paid in and not returned, in CNY."""
    found = balances(product_ids, on=on, known_at=known_at)
    return {product_id: each.outstanding for product_id, each in found.items()}


@dataclass(frozen=True)
class StatementRow:
    """One line of a statement of account, with the balance after it."""

    entry_id: int
    effective_on: dt.date
    recorded_at: dt.datetime
    kind: str
    memo: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class AccountStatement:
    """The movements of one account over a period, between its two balances."""

    opening: Decimal
    rows: tuple[StatementRow, ...]

    @property
    def closing(self) -> Decimal:
        """Return the balance at the end of the period."""
        return self.rows[-1].balance if self.rows else self.opening


def statement(
    product_id: int, account: str, *, period: Period, known_at: dt.datetime
) -> AccountStatement:
    """Return the statement of one account over ``period`` as known at ``known_at``."""
    lines = Line.objects.as_of(period.last_day, known_at=known_at).filter(
        product_id=product_id, account_id=account
    )
    before = lines.filter(effective_on__lt=period.starts_on).aggregate(sum=Sum("amount"))["sum"]
    opening = before or ZERO
    order = ("effective_on", "recorded_at", "id")
    rows = (
        lines.filter(effective_on__gte=period.starts_on)
        .annotate(moved=Window(Sum("amount"), order_by=order))
        .select_related("entry")
        .order_by(*order)
    )
    return AccountStatement(opening, tuple(_statement_row(line, opening) for line in rows))


def _statement_row(line: Line, opening: Decimal) -> StatementRow:
    moved: Decimal = line.moved  # type: ignore[attr-defined]  # (annotated by the window)
    return StatementRow(
        entry_id=line.entry_id,
        effective_on=line.effective_on,
        recorded_at=line.recorded_at,
        kind=line.entry.kind,
        memo=line.entry.memo,
        amount=line.amount,
        balance=opening + moved,
    )


def lines_of(entry: Entry) -> list[Line]:
    """Return the lines that the confirmation of an entry wrote, in their order."""
    return list(Line.objects.filter(entry=entry).select_related("account").order_by("position"))


def chart() -> list[Account]:
    """Return the accounts of the chart, in the order in which it lists them."""
    return list(Account.objects.order_by("id"))


def is_closed(product_id: int, day: dt.date) -> bool:
    """Return whether the books of the product are closed on ``day``."""
    return PeriodMove.is_closed(product_id, day)
