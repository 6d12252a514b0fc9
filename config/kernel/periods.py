"""Half-open periods of days: the first day is in, the last is out."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = 12


class UnreadablePeriod(ValueError):
    """The text is not a period: write 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."""


@dataclass(frozen=True, order=True)
class Period:
    """
    The days from ``starts_on`` up to, and not with, ``ends_on``.

    >>> Period.month(2025, 2).days
    28
    """

    starts_on: dt.date
    ends_on: dt.date

    def __post_init__(self) -> None:
        if isinstance(self.starts_on, dt.datetime) or isinstance(self.ends_on, dt.datetime):
            raise TypeError("A period is made of days, not of instants.")
        if self.ends_on <= self.starts_on:
            raise ValueError(f"A period ends after it starts: {self.starts_on} .. {self.ends_on}.")

    @classmethod
    def year(cls, year: int) -> Period:
        """Return the calendar year."""
        return cls(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """Return the quarter, 1 to 4."""
        first = cls.month(year, quarter * 3 - 2)
        return cls(first.starts_on, cls.month(year, quarter * 3).ends_on)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return the calendar month."""
        last = calendar.monthrange(year, month)[1]
        starts_on = dt.date(year, month, 1)
        return cls(starts_on, starts_on + dt.timedelta(days=last))

    @classmethod
    def parse(cls, text: str) -> Period:
        """
        Return the period that ``text`` names.

        :raises UnreadablePeriod: if it names none.
        """
        try:
            if "/" in text:
                starts, ends = text.split("/")
                return cls(dt.date.fromisoformat(starts), dt.date.fromisoformat(ends))
            if match := re.fullmatch(r"(\d{4})Q([1-4])", text):
                return cls.quarter(int(match[1]), int(match[2]))
            if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
                return cls.month(int(match[1]), int(match[2]))
            if re.fullmatch(r"\d{4}", text):
                return cls.year(int(text))
        except ValueError as fault:
            raise UnreadablePeriod(f"{text!r} is not a period: {fault}") from fault
        raise UnreadablePeriod(f"{text!r} is not a period.")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.starts_on <= day < self.ends_on

    def __and__(self, other: Period) -> Period | None:
        starts_on = max(self.starts_on, other.starts_on)
        ends_on = min(self.ends_on, other.ends_on)
        return Period(starts_on, ends_on) if starts_on < ends_on else None

    def __str__(self) -> str:
        first = self.starts_on
        if first.day == 1:
            if self == Period.month(first.year, first.month):
                return f"{first:%Y-%m}"
            if first.month == 1 and self == Period.year(first.year):
                return f"{first:%Y}"
            if first.month % 3 == 1 and self == Period.quarter(first.year, first.month // 3 + 1):
                return f"{first:%Y}Q{first.month // 3 + 1}"
        return f"{first}/{self.ends_on}"

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.ends_on - self.starts_on).days

    @property
    def last_day(self) -> dt.date:
        """Return the last day that is in."""
        return self.ends_on - dt.timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Return whether a day is in both."""
        return (self & other) is not None

    def covers(self, other: Period) -> bool:
        """Return whether every day of ``other`` is in this one."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def months(self) -> list[Period]:
        """
        Return the calendar months that the period is made of, in order.

        :raises ValueError: if the period does not begin and end at a month's edge.
        """
        if self.starts_on.day != 1 or self.ends_on.day != 1:
            raise ValueError(f"{self} is not made of whole months.")
        found: list[Period] = []
        day = self.starts_on
        while day < self.ends_on:
            found.append(Period.month(day.year, day.month))
            day = found[-1].ends_on
        return found

    def previous(self) -> Period:
        """Return the period just before: last year, last month, or as many days."""
        day_before = self.starts_on - dt.timedelta(days=1)
        if self == _year_of(self.starts_on):
            return _year_of(day_before)
        if self.starts_on.day == 1 and self.ends_on.day == 1:
            months = len(self.months())
            index = self.starts_on.year * _MONTHS + self.starts_on.month - 1 - months
            return Period(dt.date(index // _MONTHS, index % _MONTHS + 1, 1), self.starts_on)
        return Period(self.starts_on - dt.timedelta(days=self.days), self.starts_on)


def _year_of(day: dt.date) -> Period:
    return Period.year(day.year)
