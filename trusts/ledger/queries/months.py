"""Which months of which books are closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import connection

from config.kernel.periods import Period


class MonthState(StrEnum):
    """Whether the days of a month take entries."""

    OPEN = "open"
    PARTLY_CLOSED = "partly_closed"
    CLOSED = "closed"


_MONTHS = """
    select product, at::date, (
        select array_agg(distinct coalesce(latest.move, 'reopen'))
        from generate_series(at, at + interval '1 month - 1 day', interval '1 day') as d (day)
        left join lateral (
            select move from trusts_periodmove
            where product_id = product and decision = 'confirmed' and recorded_at <= %(known_at)s
              and day::date >= starts_on and day::date < ends_on
            order by recorded_at desc, id desc limit 1) latest on true)
    from unnest(%(products)s::bigint[]) as product
    cross join generate_series(
        %(first)s::timestamp, %(last)s::timestamp, interval '1 month') as months (at)
"""


def months(
    product_ids: Iterable[int], *, year: int, known_at: dt.datetime
) -> dict[int, list[MonthState]]:
    """Return, by product, the state of the twelve months of ``year``; one SQL statement."""
    given: dict[str, Any] = {
        "products": list(product_ids),
        "first": Period.month(year, 1).starts_on,
        "last": Period.month(year, 12).starts_on,
        "known_at": known_at,
    }
    found: dict[int, list[MonthState]] = {each: [] for each in given["products"]}
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS + "order by product, at", given)
        for product_id, _month, moves in cursor.fetchall():
            found[product_id].append(_state(set(moves)))
    return found


def _state(moves: set[str]) -> MonthState:
    if moves == {"close"}:
        return MonthState.CLOSED
    return MonthState.PARTLY_CLOSED if "close" in moves else MonthState.OPEN
