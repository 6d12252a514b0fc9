"""When a number is due, on the Chinese working calendar, and when its owner is reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from config.kernel.periods import Period
from config.kernel.working_days import add_working_days, is_decreed, working_days_between

#: Reminders go out so many working days ahead of the due day, and then on it.
AHEAD = (10, 5, 1)
#: Once overdue, a reminder goes out every so many working days.
OVERDUE_EVERY = 3


@dataclass(frozen=True)
class DueDay:
    """A due day; an estimate where the holidays of its year are not decreed yet."""

    on: dt.date
    is_estimate: bool


def due_day(period: Period, working_days: int) -> DueDay:
    """
    Return the n-th working day after the end of ``period``.

    >>> due_day(Period.year(2024), 5).on  # 1 January off; 2, 3, 6, 7, 8 January worked
    datetime.date(2025, 1, 8)
    """
    on = add_working_days(period.last_day, working_days, plain_weekdays_beyond=True)
    return DueDay(on, not is_decreed(on))


def is_overdue(due_on: dt.date, *, on: dt.date) -> bool:
    """Return whether a number that is still owed on ``on`` is late; the due day itself is not."""
    return on > due_on


@dataclass(frozen=True)
class Notice:
    """One reminder that a day calls for: its step, unique to a due day, and how urgent it is."""

    step: str
    is_overdue: bool


def notice_for(due_on: dt.date, *, on: dt.date) -> Notice | None:
    """
    Return the latest reminder whose time has come by ``on``; None before the first.

    The latest only: a clock that was silent for a week sends one reminder and not three.

    >>> notice_for(dt.date(2025, 1, 8), on=dt.date(2025, 1, 7)).step
    'ahead-1'
    """
    if on > due_on:
        late = working_days_between(due_on, on, plain_weekdays_beyond=True) - 1
        step = max(late, 0) // OVERDUE_EVERY
        return Notice(f"overdue-{step}", is_overdue=True)
    if on == due_on:
        return Notice("due", is_overdue=False)
    return next((Notice(name, is_overdue=False) for name, day in _ahead(due_on) if day <= on), None)


def _ahead(due_on: dt.date) -> Iterator[tuple[str, dt.date]]:
    for count in sorted(AHEAD):
        day = add_working_days(due_on, -count, plain_weekdays_beyond=True)
        yield f"ahead-{count}", day
