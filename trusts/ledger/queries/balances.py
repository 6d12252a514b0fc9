"""Questions to the books: balances and statements, on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from trusts.ledger.models import Account, Entry, Line, PeriodMove
from trusts.ledger.rules import Balances


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


def lines_of(entry: Entry) -> list[Line]:
    """Return the lines that the confirmation of an entry wrote, in their order."""
    return list(Line.objects.filter(entry=entry).select_related("account").order_by("position"))


def chart() -> list[Account]:
    """Return the accounts of the chart, in the order in which it lists them."""
    return list(Account.objects.order_by("id"))


def is_closed(product_id: int, day: dt.date) -> bool:
    """Return whether the books of the product are closed on ``day``."""
    return PeriodMove.is_closed(product_id, day)
