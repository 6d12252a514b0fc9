"""Capital and units by day and by class, each as one SQL statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from config.kernel.periods import Period
from trusts.ledger.rules import unit_value
from trusts.register.models import UnitRank


@dataclass(frozen=True)
class CapitalDay:
    """实收信托 and 存续规模 at the end of a day, in CNY."""

    day: dt.date
    paid_in: Decimal
    outstanding: Decimal


@dataclass(frozen=True)
class UnitValueDay:
    """Net assets in CNY, units outstanding and the value of a unit at the end of a day."""

    day: dt.date
    net_assets: Decimal
    units: Decimal

    @property
    def unit_value(self) -> Decimal | None:
        """Return net assets per unit to six decimals; none while there are no units."""
        return unit_value(self.net_assets, self.units)


@dataclass(frozen=True)
class ClassUnits:
    """Units outstanding of one class at the end of a day on which they moved."""

    unit_class_id: int
    code: str
    day: dt.date
    units: Decimal


@dataclass(frozen=True)
class ClassCapital:
    """
    What one class has paid in, got back and got distributed by a day, and its units.

    ``unit_value`` is given only where all classes of the product rank equal: then every
    unit has the same claim and the product's unit value is the class's. Where classes rank
    before one another it is none; the order of payment stands in the trust contract.
    """

    code: str
    name_zh: str
    name_en: str
    rank: str
    paid_in: Decimal
    returned: Decimal
    distributed: Decimal
    units: Decimal
    unit_value: Decimal | None = None

    @property
    def outstanding(self) -> Decimal:
        """Return the capital paid in and not returned."""
        return self.paid_in - self.returned


_CAPITAL_BY_DAY = """
    with moved as (
        select greatest(effective_on, %(first)s) as day,
               -sum(amount) filter (where account_id = 'paid_in_capital') as paid_in,
               -sum(amount) as outstanding
        from trusts_line
        where account_id in ('paid_in_capital', 'capital_returned')
          and product_id = any(%(products)s)
          and effective_on <= %(last)s and recorded_at <= %(known_at)s
        group by 1)
    select at::date, coalesce(sum(paid_in) over up_to, 0.00),
           coalesce(sum(outstanding) over up_to, 0.00)
    from generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') as days (at)
    left join moved on moved.day = at::date
    window up_to as (order by at)
    order by at
"""
_UNIT_VALUES = """
    with moved as (
        select greatest(effective_on, %(first)s) as day,
               sum(amount) filter (where nature in ('asset', 'liability')) as net_assets,
               sum(units) as units
        from trusts_line line join trusts_account on code = account_id
        where product_id = %(product)s and effective_on <= %(last)s
          and line.recorded_at <= %(known_at)s
        group by 1)
    select at::date, coalesce(sum(net_assets) over up_to, 0.00),
           coalesce(sum(units) over up_to, 0.000000)
    from generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') as days (at)
    left join moved on moved.day = at::date
    window up_to as (order by at)
    order by at
"""
_CLASS_UNITS = """
    select kind.id, kind.code, effective_on,
           sum(sum(units)) over (partition by kind.id order by effective_on)
    from trusts_line join trusts_unitclass kind on kind.id = unit_class_id
    where trusts_line.product_id = %(product)s and units is not null
      and effective_on <= %(last)s and trusts_line.recorded_at <= %(known_at)s
    group by kind.id, effective_on order by kind.code, effective_on
"""
_CLASSES = """
    with moved as materialized (
        select unit_class_id, account_id, sum(amount) as amount, sum(units) as units,
               sum(amount) filter (where nature in ('asset', 'liability')) as net_assets
        from trusts_line line join trusts_account on code = account_id
        where product_id = %(product)s and effective_on <= %(on)s
          and line.recorded_at <= %(known_at)s
        group by 1, 2)
    select coalesce(kind.code, ''), coalesce(kind.name_zh, ''), coalesce(kind.name_en, ''),
           coalesce(kind.rank, ''),
           coalesce(-sum(amount) filter (where account_id = 'paid_in_capital'), 0.00),
           coalesce(sum(amount) filter (where account_id = 'capital_returned'), 0.00),
           coalesce(sum(amount) filter (where account_id = 'distributions'), 0.00),
           coalesce(sum(units), 0.000000),
           (select coalesce(sum(net_assets), 0.00) from moved)
    from (select id, code, name_zh, name_en, rank from trusts_unitclass
          where product_id = %(product)s and decision = 'confirmed'
            and recorded_at <= %(known_at)s) kind
    full join moved on kind.id = unit_class_id
    where kind.id is not null
       or account_id in ('paid_in_capital', 'capital_returned', 'distributions')
    group by kind.id, kind.code, kind.name_zh, kind.name_en, kind.rank
    order by kind.code nulls last
"""


def capital_by_day(
    product_ids: Iterable[int], *, period: Period, known_at: dt.datetime
) -> list[CapitalDay]:
    """Return paid-in and outstanding capital of some products together, for each day."""
    rows = _rows(_CAPITAL_BY_DAY, products=list(product_ids), **_days(period), known_at=known_at)
    return [CapitalDay(*row) for row in rows]


def unit_values(product_id: int, *, period: Period, known_at: dt.datetime) -> list[UnitValueDay]:
    """
    Return net assets, units and the value of a unit of a product, for each day of ``period``.

    unit value = (assets - liabilities) / units outstanding of all classes: the value of the
    product by its books, whatever its classes are owed among themselves.
    """
    rows = _rows(_UNIT_VALUES, product=product_id, **_days(period), known_at=known_at)
    return [UnitValueDay(*row) for row in rows]


def units_by_class(product_id: int, *, until: dt.date, known_at: dt.datetime) -> list[ClassUnits]:
    """Return the units outstanding of each class at the end of each day on which they moved."""
    rows = _rows(_CLASS_UNITS, product=product_id, last=until, known_at=known_at)
    return [ClassUnits(*row) for row in rows]


def capital_by_class(product_id: int, *, on: dt.date, known_at: dt.datetime) -> list[ClassCapital]:
    """
    Return what each class has paid in, got back, got distributed and holds in units.

    Capital that names no class comes last, with an empty code. See ``ClassCapital`` for
    when a class has a value of its own.
    """
    rows = _rows(_CLASSES, product=product_id, on=on, known_at=known_at)
    classes = [ClassCapital(*row[:8]) for row in rows]
    units = sum((each.units for each in classes), Decimal(0))
    if not units or not _share_alike(classes):
        return classes
    value = unit_value(rows[0][8], units)
    return [replace(each, unit_value=value) if each.units else each for each in classes]


def _share_alike(classes: Iterable[ClassCapital]) -> bool:
    """Return whether every unit has the same claim, and all capital has its units."""
    return all(each.rank == UnitRank.EQUAL if each.code else each.paid_in == 0 for each in classes)


def _days(period: Period) -> dict[str, dt.date]:
    return {"first": period.starts_on, "last": period.last_day}


def _rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
