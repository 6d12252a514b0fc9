"""Timetables: every so many seconds, daily, or monthly, on the wall clock of a time zone."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding

SHORTEST_SECONDS = 10
LONGEST_SECONDS = 31 * 86400
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MIDNIGHT = "00:00"
_DAYS_IN_A_MONTH = 31


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """
    When a schedule runs.

    Exactly one of ``every_seconds`` (counted from 1970, so that two machines agree) and
    ``at`` (HH:MM on the clock of ``zone``) is given; with ``at``, ``day`` makes it monthly:
    on that day, or on the month's last where it is shorter.
    """

    zone: str
    every_seconds: int | None = None
    at: str | None = None
    day: int | None = None

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
        day = after.astimezone(zone).date() - dt.timedelta(days=1)
        last = until.astimezone(zone).date()
        while day <= last:
            if self._runs_on(day):
                slot = _on_the_clock(day, self.at or _MIDNIGHT, zone)
                if after < slot <= until:
                    yield slot
            day += dt.timedelta(days=1)

    def _runs_on(self, day: dt.date) -> bool:
        if self.day is None:
            return True
        return day.day == min(self.day, calendar.monthrange(day.year, day.month)[1])

    def to_json(self) -> dict[str, Any]:
        """Return the stored form, without what is not given."""
        found = {"every_seconds": self.every_seconds, "at": self.at, "day": self.day}
        return {key: value for key, value in found.items() if value is not None}


def read_timetable(stored: Mapping[str, Any], *, zone: str) -> Timetable:
    """
    Return the timetable that a person wrote.

    :raises InvalidInput: naming each field that does not fit.
    """
    findings = [*_unknown(stored), *_unfit(stored), *_unknown_zone(zone)]
    if findings:
        raise InvalidInput(findings)
    return Timetable(
        zone=zone,
        every_seconds=stored.get("every_seconds"),
        at=stored.get("at"),
        day=stored.get("day"),
    )


def _unknown(stored: Mapping[str, Any]) -> Iterator[Finding]:
    for key in sorted(set(stored) - {"every_seconds", "at", "day"}):
        yield _finding("unknown_field", key, stored[key], "Unknown field of a timetable.")
    if ("every_seconds" in stored) == ("at" in stored):
        yield _finding(
            "timetable_unclear",
            "timetable",
            dict(stored),
            "A timetable says either every_seconds or at.",
        )
    if "day" in stored and "at" not in stored:
        yield _finding("day_without_time", "day", stored["day"], "A day of the month needs at.")


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


def _on_the_clock(day: dt.date, at: str, zone: ZoneInfo) -> dt.datetime:
    """Return the instant at which the zone's clock shows ``at`` on ``day``, the first time."""
    hour, minute = map(int, at.split(":"))
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(dt.UTC)
