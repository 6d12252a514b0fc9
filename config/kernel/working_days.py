"""
Chinese working days: weekends and public holidays off, make-up days on.

The days are those that the State Council decrees a year ahead; beyond the last decree nobody
knows them, and these functions say so instead of guessing.
"""

from __future__ import annotations

import datetime as dt

from chinese_calendar.constants import holidays, workdays

from config.kernel.errors import DomainError

#: The first and the last year whose holidays the calendar holds.
FIRST_YEAR: int = min(holidays).year
LAST_YEAR: int = max(holidays).year
_FRIDAY = 4
_ONE_DAY = dt.timedelta(days=1)


class CalendarUnknown(DomainError):
    """The working days of {year} are not known; the calendar holds {first} to {last}."""

    code = "calendar_unknown"
    status = 400


def is_decreed(day: dt.date) -> bool:
    """Return whether the holidays of the year of ``day`` are known."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: dt.date, *, plain_weekdays_beyond: bool = False) -> bool:
    """
    Return whether people work on ``day`` in China.

    ``plain_weekdays_beyond`` takes Monday to Friday in years that no decree has reached; an
    answer got that way is a guess, which its user has to call one.

    :raises CalendarUnknown: for such a year, if no guess was asked for.

    >>> is_working_day(dt.date(2025, 1, 26))  # a Sunday, worked for the Spring Festival
    True
    >>> is_working_day(dt.date(2025, 10, 1))
    False
    """
    if is_decreed(day):
        # The library's own question looks for its first and last year each time.
        return day in workdays or (day.weekday() <= _FRIDAY and day not in holidays)
    if plain_weekdays_beyond:
        return day.weekday() <= _FRIDAY
    raise CalendarUnknown(year=day.year, first=FIRST_YEAR, last=LAST_YEAR)


def add_working_days(day: dt.date, count: int, *, plain_weekdays_beyond: bool = False) -> dt.date:
    """
    Return the ``count``-th working day after ``day``; ``day`` itself is not counted.

    None added is ``day`` itself; a negative ``count`` goes back.

    :raises CalendarUnknown: if the way leads beyond the decreed years and no guess was asked for.

    >>> add_working_days(dt.date(2025, 9, 26), 10)  # over the National Day, 28 September worked
    datetime.date(2025, 10, 16)
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, plain_weekdays_beyond=plain_weekdays_beyond)
    return day


def working_days_between(
    start: dt.date, end: dt.date, *, plain_weekdays_beyond: bool = False
) -> int:
    """
    Return how many working days lie in [start, end); none if ``end`` is not after ``start``.

    :raises CalendarUnknown: if a day lies beyond the decreed years and no guess was asked for.

    >>> working_days_between(dt.date(2025, 10, 1), dt.date(2025, 10, 9))
    0
    """
    days = (start + dt.timedelta(days=each) for each in range((end - start).days))
    return sum(is_working_day(day, plain_weekdays_beyond=plain_weekdays_beyond) for day in days)
