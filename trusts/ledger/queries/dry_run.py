"""What the books would say to movements that nobody has proposed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from trusts.ledger.rules import ZERO


@dataclass(frozen=True)
class CashMove:
    """By how much the cash of a product would move on a day: in is positive."""

    product_id: int
    day: dt.date
    cash: Decimal


@dataclass(frozen=True)
class Overdraft:
    """The first day at whose end the cash of a product would be below zero, and it."""

    product_id: int
    day: dt.date
    balance: Decimal


@dataclass(frozen=True)
class DryRun:
    """What would keep movements out of the books as they stand now."""

    overdrafts: tuple[Overdraft, ...]
    closed: frozenset[tuple[int, dt.date]]

    @property
    def is_clean(self) -> bool:
        """Return whether the books would take all of it."""
        return not self.overdrafts and not self.closed


_OVERDRAFTS = """
    with moved as materialized (
        select * from unnest(%s::bigint[], %s::date[], %s::numeric[]) as m (product, day, cash)),
    paid as (select product, min(day) as first_on from moved where cash < 0 group by product),
    daily as (
        select product, day, cash from moved where product in (select product from paid)
        union all
        select product_id, effective_on, sum(amount) from trusts_line
            where account_id = 'cash' and product_id in (select product from paid)
            group by product_id, effective_on),
    running as (
        select product, day, sum(sum(cash)) over (partition by product order by day) as balance
        from daily group by product, day)
    select distinct on (product) product, day, balance from running join paid using (product)
    where day >= first_on and balance < 0 order by product, day
"""
_CLOSED = """
    with moved as materialized (
        select * from unnest(%s::bigint[], %s::date[], %s::numeric[]) as m (product, day, cash))
    select product, day from moved cross join lateral (
        select move from trusts_periodmove
        where product_id = product and decision = 'confirmed' and day >= starts_on and day < ends_on
        order by recorded_at desc, id desc limit 1) latest
    where move = 'close'
"""


def judge_movements(moves: Iterable[CashMove]) -> DryRun:
    """
    Return what the books as they stand would refuse of ``moves``, all taken together.

    Two statements, however many moves; memory grows with the product-days, not with the
    moves. A movement without cash is told with ``cash`` zero: its day may be closed.
    Asked again by the database, under its lock, when a batch is confirmed.
    """
    daily: dict[tuple[int, dt.date], Decimal] = {}
    for each in moves:
        key = (each.product_id, each.day)
        daily[key] = daily.get(key, ZERO) + each.cash
    columns: tuple[Any, ...] = (
        [product_id for product_id, _ in daily],
        [day for _, day in daily],
        list(daily.values()),
    )
    with connection.cursor() as cursor:
        cursor.execute(_OVERDRAFTS, columns)
        overdrafts = tuple(Overdraft(*row) for row in cursor.fetchall())
        cursor.execute(_CLOSED, columns)
        closed = frozenset((product_id, day) for product_id, day in cursor.fetchall())
    return DryRun(overdrafts, closed)
