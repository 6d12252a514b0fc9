"""Timetables: every so many seconds, daily, monthly or by working days, on a zone's wall clock."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from config.kernel.periods import Period
from config.kernel.working_days import is_decreed, is_working_day, working_days_between

SHORTEST_SECONDS = 10
LONGEST_SECONDS = 31 * 86400
#: The longest rest that the Chinese calendar has decreed is nine days; weekends may join it.
LONGEST_REST_DAYS = 15
#: So many working days every month, quarter and year has, whatever rests are decreed.
MOST_WORKING_DAYS = {"month": 15, "quarter": 54, "year": 240}
SHIFTS = ("next", "previous")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MIDNIGHT = "00:00"
_DAYS_IN_A_MONTH = 31
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """
    When a schedule runs.

    Exactly one of ``every_seconds`` (counted from 1970, so that two machines agree) and
    ``at`` (HH:MM on the clock of ``zone``) is given. With ``at`` alone it runs daily; ``day``
    makes it monthly: on that day, or on the month's last where it is shorter, and ``shift``
    moves it off a day without work. ``working_day`` makes it the so-manieth working day of each
    month, ``of`` another period than that (5: the fifth; -1: the last); 0 is every working day.
    """

    zone: str
    every_seconds: int | None = None
    at: str | None = None
    day: int | None = None
    shift: str | None = None
    working_day: int | None = None
    of: str | None = None

    def slots(self, after: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
        """
        Yield the instants after ``after`` and not beyond ``until``, in UTC, in order.

        A wall-clock time that the clock's change skips is taken as if the clock had not been
        changed (02:30 shows as 03:30); one that comes twice is taken the first time.
        """
        if self.every_seconds is not None:
            yield from _steady(self.every_seconds, after, until)
            return
        zone = ZoneInfo(self.zone)
        first = after.astimezone(zone).date() - _ONE_DAY
        for day in self._days(first, until.astimezone(zone).date()):
            slot = _on_the_clock(day, self.at or _MIDNIGHT, zone)
            if after < slot <= until:
                yield slot

    def is_guess(self, slot: dt.datetime) -> bool:
        """Return whether a slot's day rests on holidays that nobody has decreed yet."""
        if self.working_day is None and self.shift is None:
            return False
        day = slot.astimezone(ZoneInfo(self.zone)).date()
        if self.shift is None:
            return not is_decreed(day)
        # The shift may have come over the turn of the year.
        rest = LONGEST_REST_DAYS * _ONE_DAY
        return not (is_decreed(day - rest) and is_decreed(day) and is_decreed(day + rest))

    def _days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """Yield the days from ``first`` to ``last`` on which it runs, each once."""
        if self.shift is None:
            yield from filter(self._runs_on, _between(first, last))
            return
        rest = LONGEST_REST_DAYS * _ONE_DAY
        named = filter(self._runs_on, _between(first - rest, last + rest))
        moved = sorted({_shifted(day, self.shift) for day in named})
        yield from (day for day in moved if first <= day <= last)

    def _runs_on(self, day: dt.date) -> bool:
        if self.working_day is not None:
            return self._is_the_working_day(day)
        if self.day is None:
            return True
        return day.day == min(self.day, calendar.monthrange(day.year, day.month)[1])

    def _is_the_working_day(self, day: dt.date) -> bool:
        if not is_working_day(day, plain_weekdays_beyond=True):
            return False
        if not self.working_day:
            return True
        period = _period_around(day, self.of or "month")
        if self.working_day > 0:
            start, end = period.starts_on, day + _ONE_DAY
        else:
            start, end = day, period.ends_on
        return working_days_between(start, end, plain_weekdays_beyond=True) == abs(self.working_day)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form, without what is not given."""
        found = {name: getattr(self, name) for name in FIELDS}
        return {key: value for key, value in found.items() if value is not None}


#: What a person writes of a timetable; its zone stands apart.
FIELDS = tuple(each.name for each in fields(Timetable) if each.name != "zone")


def read_timetable(stored: Mapping[str, Any], *, zone: str) -> Timetable:
    """
    Return the timetable that a person wrote.

    :raises InvalidInput: naming each field that does not fit.
    """
    findings = [*_unknown(stored), *_together(stored), *_unfit(stored), *_unknown_zone(zone)]
    if findings:
        raise InvalidInput(findings)
    return Timetable(zone=zone, **{name: stored.get(name) for name in FIELDS})


def _unknown(stored: Mapping[str, Any]) -> Iterator[Finding]:
    for key in sorted(set(stored) - set(FIELDS)):
        yield _finding("unknown_field", key, stored[key], "Unknown field of a timetable.")


def _together(stored: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what does not go together."""
    given = set(stored)
    if ("every_seconds" in given) == ("at" in given):
        yield _finding(
            "timetable_unclear",
            "timetable",
            dict(stored),
            "A timetable says either every_seconds or at.",
        )
    if "day" in given and "at" not in given:
        yield _finding("day_without_time", "day", stored["day"], "A day of the month needs at.")
    if "working_day" in given and ("at" not in given or "day" in given):
        value = stored["working_day"]
        yield _finding("working_day_alone", "working_day", value, "A working day needs at, no day.")
    if "shift" in given and "day" not in given:
        value = stored["shift"]
        yield _finding("shift_without_day", "shift", value, "Only a day of the month is shifted.")
    if "of" in given and not stored.get("working_day"):
        yield _finding("of_alone", "of", stored["of"], "of tells whose working day it is.")


def _unfit(stored: Mapping[str, Any]) -> Iterator[Finding]:
    seconds, at, day = (stored.get(key) for key in ("every_seconds", "at", "day"))
    if seconds is not None and not _is_between(seconds, SHORTEST_SECONDS, LONGEST_SECONDS):
        yield _finding(
            "interval_unfit", "every_seconds", seconds, "An interval is 10 seconds to 31 days."
        )
    if at is not None and not (isinstance(at, str) and _CLOCK.fullmatch(at)):
        yield _finding("time_unfit", "at", at, "A time of day is written HH:MM.")
    if day is not None and not _is_between(day, 1, _DAYS_IN_A_MONTH):
        yield _finding("day_unfit", "day", day, "A day of the month is 1 to 31.")
    if stored.get("shift", SHIFTS[0]) not in SHIFTS:
        yield _finding("shift_unfit", "shift", stored["shift"], "A shift is next or previous.")
    yield from _unfit_working_day(stored)


def _unfit_working_day(stored: Mapping[str, Any]) -> Iterator[Finding]:
    of, count = stored.get("of", "month"), stored.get("working_day", 0)
    if of not in MOST_WORKING_DAYS:
        yield _finding("period_unfit", "of", of, "of is month, quarter or year.")
        return
    most = MOST_WORKING_DAYS[of]
    if not _is_between(count, -most, most):
        yield Finding(
            code="working_day_unfit",
            field="working_day",
            value=str(count),
            message="A working day of a {of} is -{most} to {most}; 0 is every one.",
            facts={"of": of, "most": most},
        )


def _unknown_zone(zone: str) -> Iterator[Finding]:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield _finding("unknown_zone", "time_zone", zone, "No such time zone; write Asia/Shanghai.")


def _is_between(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _finding(code: str, field: str, value: object, message: str) -> Finding:
    return Finding(code=code, field=field, value=str(value), message=message)


def _steady(seconds: int, after: dt.datetime, until: dt.datetime) -> Iterator[dt.datetime]:
    step = int(after.timestamp()) // seconds + 1
    while (slot := dt.datetime.fromtimestamp(step * seconds, dt.UTC)) <= until:
        yield slot
        step += 1


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + each * _ONE_DAY for each in range((last - first).days + 1))


def _shifted(day: dt.date, shift: str) -> dt.date:
    step = _ONE_DAY if shift == "next" else -_ONE_DAY
    while not is_working_day(day, plain_weekdays_beyond=True):
        day += step
    return day


def _period_around(day: dt.date, of: str) -> Period:
    if of == "month":
        return Period.month(day.year, day.month)
    if of == "quarter":
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.year(day.year)


def _on_the_clock(day: dt.date, at: str, zone: ZoneInfo) -> dt.datetime:
    """Return the instant at which the zone's clock shows ``at`` on ``day``, the first time."""
    hour, minute = map(int, at.split(":"))
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(dt.UTC)
