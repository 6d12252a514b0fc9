"""Days as numbers, instants as seconds, and the local days of a period with their slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from config.kernel.periods import Period

Ints = npt.NDArray[np.int64]
EPOCH = dt.date(2000, 1, 1)  # PostgreSQL counts its days from here


def day_number(day: dt.date) -> int:
    """
    Return the days since 2000-01-01, as PostgreSQL's binary form counts them.

    >>> day_number(dt.date(2025, 1, 1))
    9132
    """
    return (day - EPOCH).days


def day_of(number: int) -> dt.date:
    """Return the day with this number."""
    return EPOCH + dt.timedelta(days=number)


def read_instant(text: str) -> int | None:
    """
    Return the seconds since 1970 of an ISO 8601 instant with offset, or None.

    A fraction of a second is no start of an interval: it gives a second off any grid.

    >>> read_instant("2025-01-01T00:00:00+08:00")
    1735660800
    """
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.utcoffset() is None:
        return None
    seconds = int(instant.replace(microsecond=0).timestamp())
    return seconds + 1 if instant.microsecond else seconds


def read_day(text: str) -> int | None:
    """Return the days since 2000-01-01 of a day written as 2025-03-01, or None."""
    try:
        return day_number(dt.date.fromisoformat(text))
    except ValueError:
        return None


class LocalDays:
    """The local days of a period in each zone: when each begins and how many slots it has."""

    def __init__(self, zones: Iterable[str], period: Period, interval_minutes: int) -> None:
        self.first = day_number(period.starts_on)
        self.days = period.days
        self.period = period
        self.interval_seconds = interval_minutes * 60
        names = tuple(zones) or ("UTC",)
        self.starts = np.array([_midnights(ZoneInfo(name), period) for name in names], np.int64)
        lengths = np.diff(self.starts, axis=1)
        self.slots = -(-lengths // self.interval_seconds)  # zones by days

    @cached_property
    def months(self) -> list[dt.date]:
        """Return the first days of the months that the period touches, in order."""
        firsts = {
            day.replace(day=1) for day in map(day_of, range(self.first, self.first + self.days))
        }
        return sorted(firsts)

    @cached_property
    def month_of(self) -> Ints:
        """Return for each day of the period the position of its month."""
        at = {first: position for position, first in enumerate(self.months)}
        return np.array([at[day.replace(day=1)] for day in self._each()], np.int64)

    @cached_property
    def width(self) -> int:
        """Return the number of slots in the longest day."""
        return int(self.slots.max())

    @cached_property
    def usual(self) -> bool:
        """Return whether every day has the same number of slots: no clock change in the period."""
        return bool((self.slots == self.slots[0, 0]).all())

    def _each(self) -> Iterable[dt.date]:
        return map(day_of, range(self.first, self.first + self.days))

    def locate(self, zone: Ints, instant: Ints) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
        """
        Return day offset, slot, and whether the instant lies on the grid.

        ``instant`` is in seconds since 1970 UTC. An instant outside the period has an offset
        below 0 or from ``days`` on. Slots count elapsed time since local midnight, so an hour
        that the clock repeats has its own slot.
        """
        day = np.empty(len(instant), np.int64)
        for at, starts in enumerate(self.starts):
            here = slice(None) if len(self.starts) == 1 else zone == at
            day[here] = np.searchsorted(starts, instant[here], side="right") - 1
        within = (day >= 0) & (day < self.days)
        since = instant - self.starts[zone, np.clip(day, 0, self.days)]
        slot, rest = np.divmod(since, self.interval_seconds)
        return day, np.where(within, slot, 0), rest == 0


def _midnights(zone: ZoneInfo, period: Period) -> list[int]:
    return [
        int(
            dt.datetime.combine(
                period.starts_on + dt.timedelta(days=day), dt.time(), tzinfo=zone
            ).timestamp()
        )
        for day in range(period.days + 1)
    ]
