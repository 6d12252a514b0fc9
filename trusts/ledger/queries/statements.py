"""The statement of an account: its movements one by one, with the balance after each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum, Window

from config.kernel.periods import Period
from trusts.ledger.models import Line
from trusts.ledger.rules import ZERO

#: The order of a statement; the last is unique, so that a page can begin after any row.
ORDER = ("effective_on", "recorded_at", "id")


@dataclass(frozen=True)
class StatementRow:
    """One line of a statement of account, with the balance after it."""

    line_id: int
    entry_id: int
    effective_on: dt.date
    recorded_at: dt.datetime
    kind: str
    memo: str
    contract_id: int | None
    amount: Decimal
    balance: Decimal

    @property
    def place(self) -> Place:
        """Return where the row stands, for the page that begins after it."""
        return (self.effective_on, self.recorded_at, self.line_id)


Place = tuple[dt.date, dt.datetime, int]


@dataclass(frozen=True)
class AccountStatement:
    """
    The movements of one account over a period, between its two balances; or a page of them.

    ``carried`` is the balance before the first row shown; ``following`` is the place after
    which the next page begins, if there is one.
    """

    opening: Decimal
    carried: Decimal
    rows: tuple[StatementRow, ...]
    closing: Decimal
    following: Place | None = None


def statement(
    product_id: int,
    account: str,
    *,
    period: Period,
    known_at: dt.datetime,
    contract_id: int | None = None,
    after: Place | None = None,
    limit: int | None = None,
) -> AccountStatement:
    """
    Return the statement of one account over ``period`` as known at ``known_at``.

    Two SQL statements, however long it is and wherever the page begins: ``after`` is the
    place of the row before the page, ``limit`` how many rows a page has. With
    ``contract_id`` only what stands under that contract.
    """
    lines = Line.objects.as_of(period.last_day, known_at=known_at).filter(
        product_id=product_id, account_id=account
    )
    if contract_id is not None:
        lines = lines.filter(contract_id=contract_id)
    before = Q(effective_on__lt=period.starts_on)
    turned = before if after is None else before | ~_beyond(after)
    sums = lines.aggregate(
        opening=Sum("amount", filter=before),
        carried=Sum("amount", filter=turned),
        closing=Sum("amount"),
    )
    opening, carried, closing = (sums[name] or ZERO for name in ("opening", "carried", "closing"))
    shown = lines.filter(effective_on__gte=period.starts_on)
    if after is not None:
        shown = shown.filter(_beyond(after))
    ordered = _with_entries(shown).order_by(*ORDER)
    found = list(ordered if limit is None else ordered[: limit + 1])
    rows = tuple(_row(each, carried) for each in found[:limit])
    more = limit is not None and len(found) > limit
    return AccountStatement(opening, carried, rows, closing, rows[-1].place if more else None)


def statement_rows(
    product_id: int,
    account: str,
    *,
    period: Period,
    known_at: dt.datetime,
    contract_id: int | None = None,
) -> Iterator[tuple[Any, ...]]:
    """
    Yield the whole statement as plain rows under ``STATEMENT_COLUMNS``, for any export.

    The first row is the opening balance, the last the closing one; memory does not grow
    with the statement's length.
    """
    page = statement(
        product_id, account, period=period, known_at=known_at, contract_id=contract_id, limit=PAGE
    )
    yield (period.starts_on, None, None, "opening", "", None, None, page.opening)
    while True:
        for row in page.rows:
            yield (
                row.effective_on,
                row.recorded_at,
                row.entry_id,
                row.kind,
                row.memo,
                row.contract_id,
                row.amount,
                row.balance,
            )
        if page.following is None:
            break
        page = statement(
            product_id,
            account,
            period=period,
            known_at=known_at,
            contract_id=contract_id,
            after=page.following,
            limit=PAGE,
        )
    yield (period.last_day, None, None, "closing", "", None, None, page.closing)


PAGE = 5000
STATEMENT_COLUMNS = (
    "effective_on",
    "recorded_at",
    "entry",
    "kind",
    "memo",
    "contract",
    "amount_cny",
    "balance_cny",
)


def _beyond(place: Place) -> Q:
    day, moment, line_id = place
    return Q(effective_on__gt=day) | Q(effective_on=day) & (
        Q(recorded_at__gt=moment) | Q(recorded_at=moment, id__gt=line_id)
    )


def _with_entries(lines: Any) -> Any:
    moved = Window(Sum("amount"), order_by=ORDER)
    return lines.annotate(moved=moved, kind=F("entry__kind"), memo=F("entry__memo"))


def _row(line: Any, carried: Decimal) -> StatementRow:
    return StatementRow(
        line_id=line.pk,
        entry_id=line.entry_id,
        effective_on=line.effective_on,
        recorded_at=line.recorded_at,
        kind=line.kind,
        memo=line.memo,
        contract_id=line.contract_id,
        amount=line.amount,
        balance=carried + line.moved,
    )
