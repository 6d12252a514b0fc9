"""The rows of a slice: each one's point, day and slot, and the first thing wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from projects.metering.rules.days import Ints, LocalDays, day_number, read_day, read_instant
from projects.metering.rules.layout import FileLayout, Shape
from projects.metering.rules.points import Points
from projects.metering.rules.slices import Slice

Flags = npt.NDArray[np.bool_]
_UNREADABLE = -(2**40)
_CACHE = 200_000
_RUN_ROWS = 4  # equal neighbours that make it worth while to look at runs, not at rows
_CODES = (
    "",
    "blank",
    "ragged_row",
    "unknown_station",
    "wrong_carrier",
    "unreadable_time",
    "off_grid",
    "outside_period",
    "future_day",
    "before_commissioning",
    "wrong_slot_count",
)


class Context:
    """What every row of a file is held against."""

    def __init__(
        self, *, points: Points, layout: FileLayout, days: LocalDays, observed_on: dt.date
    ) -> None:
        self.points, self.layout, self.days = points, layout, days
        self.observed_on = observed_on
        self.carries = points.of_carrier(layout.carrier)
        self._codes = pl.Enum([point.code for point in points.rows])
        self._when: dict[str, int | None] = {}

    @property
    def wide(self) -> bool:
        """Return whether a row is a day."""
        return self.layout.shape is Shape.WIDE

    def points_of(self, codes: pl.Series) -> Ints:
        """Return the position of each code's point, -1 for an unknown code."""
        found = codes.cast(self._codes, strict=False).to_physical().cast(pl.Int64)
        return found.fill_null(-1).to_numpy()

    def times(self, texts: pl.Series) -> tuple[Ints, Ints]:
        """
        Return the distinct times, and for each text the position of its time among them.

        A time is a day number or the seconds since 1970; one that cannot be read is far away.
        A time is parsed once, however many rows carry it.
        """
        parse: Callable[[str], int | None] = read_day if self.wide else read_instant
        if len(self._when) > _CACHE:
            self._when.clear()
        distinct, at = _distinct(texts)
        for text in distinct:
            if text not in self._when:
                self._when[text] = parse(text)
        times = [_UNREADABLE if (when := self._when[text]) is None else when for text in distinct]
        return np.array(times, np.int64), at

    def places(self, times: Ints, at: Ints, zone: Ints) -> tuple[Ints, Ints, Flags]:
        """Return each row's day and slot, and whether its time begins an interval."""
        if self.wide:
            day = times[at] - self.days.first
            return day, np.zeros(len(at), np.int64), np.ones(len(at), bool)
        if len(self.points.zones) > 1:
            return self.days.locate(zone, times[at])
        day, slot, on_grid = self.days.locate(np.zeros(len(times), np.int64), times)
        return day[at], slot[at], on_grid[at]


class Rows:
    """A slice with each row's point, day, slot and first fault."""

    def __init__(self, context: Context, part: Slice) -> None:
        self.part, self._context = part, context
        points, days = context.points, context.days
        self.fault = np.zeros(len(part), np.int8)
        if part.unreadable is not None or part.station.null_count():
            self._mark("blank", _blank(part))
        if part.ragged is not None:
            self._mark("ragged_row", part.ragged)
        self.point = context.points_of(part.station)
        self._mark("unknown_station", self.point < 0)
        if not len(points):
            return
        self._mark("wrong_carrier", ~context.carries[self.point])
        times, at = context.times(part.when)
        self._mark("unreadable_time", (times == _UNREADABLE)[at])
        zone = points.zone[self.point]
        self.day, self.slot, on_grid = context.places(times, at, zone)
        within = (self.day >= 0) & (self.day < days.days)
        self._mark("off_grid", ~on_grid & within)
        self._mark("outside_period", ~within)
        self._mark("future_day", self.day + days.first >= day_number(context.observed_on))
        before = self.day + days.first < points.commissioned[self.point]
        self._mark("before_commissioning", before)
        if context.wide:
            self._judge_slots(zone)

    @property
    def said(self) -> int:
        """Return how many rows say something."""
        return len(self.part) - int((self.fault == _CODES.index("blank")).sum())

    def faults(self) -> list[tuple[int, str]]:
        """Return the faulty rows, each with the code of its first fault."""
        at = np.flatnonzero(self.fault > _CODES.index("blank"))
        return [(int(row), _CODES[self.fault[row]]) for row in at]

    def described(self, at: int, code: str) -> tuple[str, str, dict[str, object]]:
        """Return the field, the value and the facts of a row's fault."""
        part, layout, days = self.part, self._context.layout, self._context.days
        station, when = str(part.station[at] or ""), str(part.when[at] or "")
        described: dict[str, tuple[str, str, dict[str, object]]] = {
            "ragged_row": (
                "",
                layout.delimiter.join(part.texts(at)),
                {"expected": len(part.names), "found": len(part.texts(at))},
            ),
            "unknown_station": (layout.station_column, station, {}),
            "wrong_carrier": (layout.station_column, station, {"carrier": layout.carrier}),
        }
        if code in described:
            return described[code]
        facts: dict[str, object] = {
            "minutes": layout.interval_minutes,
            "period": days.period,
            "observed_on": self._context.observed_on,
        }
        if code == "before_commissioning":
            point = self._context.points.rows[self.point[at]]
            facts = {"commissioned_on": point.commissioned_on}
        elif code == "wrong_slot_count":
            facts = {"slots": int(self.slots[at]), "found": int(self.spoken[at])}
        return layout.when_column, when, facts

    def _mark(self, code: str, rows: Flags) -> None:
        if rows.any():
            self.fault[rows & (self.fault == 0)] = _CODES.index(code)

    def _judge_slots(self, zone: Ints) -> None:
        days, columns = self._context.days, len(self._context.layout.slot_columns)
        if days.usual and columns == days.width:
            return
        self.slots = days.slots[zone, np.clip(self.day, 0, days.days - 1)]
        said = _said(self.part)
        last = columns - np.argmax(said[:, ::-1], axis=1)
        self.spoken = np.where(said.any(axis=1), last, 0)
        short = (self.slots > columns) & (self.spoken > 0)
        self.spoken[short] = columns
        self._mark("wrong_slot_count", (self.spoken > self.slots) | short)


def _said(part: Slice) -> Flags:
    said = ~np.isnan(part.energy)
    return said if part.unreadable is None else said | part.unreadable


def _blank(part: Slice) -> Flags:
    silent = ~_said(part).any(axis=1)
    if part.ragged is not None:
        silent &= ~part.ragged
    empty: Flags = (part.station.is_null() & part.when.is_null()).to_numpy()
    return silent & empty


def _distinct(texts: pl.Series) -> tuple[list[str], Ints]:
    """Return distinct texts, some perhaps twice, and the position of each row's among them."""
    whole = texts.fill_null("")
    runs = whole.rle()
    if len(runs) * _RUN_ROWS <= len(whole):
        lengths = runs.struct.field("len").to_numpy()
        values: list[str] = runs.struct.field("value").to_list()
        return values, np.repeat(np.arange(len(values)), lengths)
    values = whole.unique().to_list()
    at = whole.replace_strict(values, range(len(values)), return_dtype=pl.Int64)
    return values, at.to_numpy()
