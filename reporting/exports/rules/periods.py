"""Relative periods: last month, quarter or year, the day itself, seen from the instant of a run."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

from config.kernel.errors import DomainError
from config.kernel.periods import Period, UnreadablePeriod

_ONE_DAY = dt.timedelta(days=1)


class Relative(StrEnum):
    """Which period a run is about, seen from its slot; or always the same one."""

    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_YEAR = "last_year"
    LAST_DAY = "last_day"
    AS_OF = "as_of"
    FIXED = "fixed"


class FixedPeriodMissing(DomainError):
    """A schedule of a fixed period names it, and no other does: {text!r} does not fit."""

    code = "fixed_period_missing"
    status = 400


def resolve(relative: Relative, *, fixed: str, slot_at: dt.datetime, zone: str) -> Period:
    """
    Return the period that a run due at ``slot_at`` is about, by the calendar of ``zone``.

    At 00:30 on 1 January in Shanghai it is still December in UTC; last year is the year
    that has just ended in Shanghai. "As of" is the day of the slot, "last day" the day before.

    >>> slot = dt.datetime(2025, 12, 31, 16, 30, tzinfo=dt.UTC)
    >>> str(resolve(Relative.LAST_YEAR, fixed="", slot_at=slot, zone="Asia/Shanghai"))
    '2025'

    :raises FixedPeriodMissing: if a fixed period is not named.
    """
    if relative is Relative.FIXED:
        return read_fixed(fixed)
    day = slot_at.astimezone(ZoneInfo(zone)).date()
    if relative is Relative.AS_OF:
        return Period(day, day + _ONE_DAY)
    if relative is Relative.LAST_DAY:
        return Period(day - _ONE_DAY, day)
    if relative is Relative.LAST_MONTH:
        return Period.month(day.year, day.month).previous()
    if relative is Relative.LAST_QUARTER:
        return Period.quarter(day.year, (day.month + 2) // 3).previous()
    return Period.year(day.year - 1)


def read_fixed(text: str) -> Period:
    """
    Return the period that a fixed schedule names.

    :raises FixedPeriodMissing: if ``text`` is no period.
    """
    try:
        return Period.parse(text)
    except UnreadablePeriod as fault:
        raise FixedPeriodMissing(text=text) from fault
