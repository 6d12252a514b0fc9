"""A file's readings laid out by month: station, day, slot; a place is filled once or contested."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from projects.metering.rules.days import day_number

GAP = -1
CONTESTED = -2
_MARK = -3  # rows in flight write their own number below this, to meet their doubles
MEMORY_BYTES = 256 << 20

Flags = npt.NDArray[np.bool_]
Wh = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Doubles:
    """
    Which of the placed rows stood there already: with the same readings, or with others.

    ``withdrawn`` counts the rows that had been taken before and now are contested.
    """

    repeated: Flags
    conflicting: Flags
    withdrawn: int = 0


class MonthGrids:
    """
    One array a month of the file, stations by days by slots, -1 where nothing was read.

    Months beyond ``memory_bytes`` live in unlinked temporary files that the system may write
    out, so that a year of quarter-hours does not need the memory of a year.
    """

    def __init__(self, *, stations: int, width: int, memory_bytes: int = MEMORY_BYTES) -> None:
        self._stations, self._width = stations, width
        self._left = memory_bytes
        self._grids: dict[dt.date, Wh] = {}

    def month(self, first_day: dt.date) -> Wh:
        """Return the month's array, made when first asked for."""
        if first_day not in self._grids:
            self._grids[first_day] = self._made(first_day)
        return self._grids[first_day]

    def months(self) -> Iterator[tuple[dt.date, Wh]]:
        """Yield the months that have an array, in order."""
        for first_day in sorted(self._grids):
            yield first_day, self._grids[first_day]

    def _made(self, first_day: dt.date) -> Wh:
        shape = (self._stations, days_in_month(first_day), self._width)
        size = int(np.prod(shape)) * 4
        self._left -= size
        if self._left >= 0:
            return np.full(shape, GAP, np.int32)
        with tempfile.NamedTemporaryFile(prefix="readings-") as file:
            grid = np.memmap(Path(file.name), np.int32, "w+", shape=shape)
        grid[:] = GAP
        return grid


def place(cells: Wh, keys: npt.NDArray[np.int64], values: Wh) -> Doubles:
    """
    Write rows of readings into their places and return which of them were there already.

    ``cells`` is places by slots, ``keys`` the place of each row, ``values`` rows by slots with
    -1 for gaps; no row is all gaps. The first row to come fills its place; a row with the same
    readings is repeated and changes nothing; rows that differ are conflicting, all of them, and
    the place is contested for good. The order of the rows changes nothing in the cells.
    """
    rows = len(keys)
    nothing = np.zeros(rows, bool)
    if not rows:
        return Doubles(nothing, nothing)
    single = cells.shape[1] == 1
    taken = cells[keys, 0] != GAP if single else (cells[keys] != GAP).any(axis=1)
    fresh = np.flatnonzero(~taken)
    numbers = _MARK - np.arange(rows, dtype=np.int32)
    cells[keys[fresh], 0] = numbers[fresh]
    lost = np.zeros(rows, bool)
    lost[fresh] = cells[keys[fresh], 0] != numbers[fresh]
    if not taken.any() and not lost.any():
        cells[keys] = values
        return Doubles(nothing, nothing)
    cells[keys[fresh], 0] = GAP
    return _settle(cells, keys, values, taken)


def _settle(cells: Wh, keys: npt.NDArray[np.int64], values: Wh, taken: Flags) -> Doubles:
    order = np.argsort(keys, kind="stable")
    first_of = np.empty(len(keys), np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(keys[order]) != 0])
    lengths = np.diff(np.r_[starts, len(keys)])
    first_of[order] = np.repeat(order[starts], lengths)
    standing = np.where(taken[:, None], cells[keys], values[first_of])
    differs = (standing != values).any(axis=1)
    later = taken | (first_of != np.arange(len(keys)))
    firsts = np.flatnonzero(~later)
    cells[keys[firsts]] = values[firsts]
    contested = np.unique(keys[differs])
    withdrawn = int((cells[contested, 0] != CONTESTED).sum())
    cells[contested] = CONTESTED
    return Doubles(repeated=later & ~differs, conflicting=differs, withdrawn=withdrawn)


def days_in_month(first_day: dt.date) -> int:
    """Return how many days the month has."""
    following = (first_day + dt.timedelta(days=31)).replace(day=1)
    return day_number(following) - day_number(first_day)
