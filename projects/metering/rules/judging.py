"""Judges every row and every reading of a slice, and lays what stands into the month grids."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from projects.metering.rules.days import Ints, day_number
from projects.metering.rules.faults import FaultLog
from projects.metering.rules.grid import GAP, MonthGrids, days_in_month, place
from projects.metering.rules.layout import Unit
from projects.metering.rules.rows import Context, Rows
from projects.metering.rules.slices import Slice

CAPACITY_TOLERANCE_PERCENT = 120  # a module may beat its rating on a cold bright day
LARGEST_WH = 2**31 - 1  # an element of a day block is a four-byte integer
FLOAT_NOISE_WH = 1e-5  # far above a double's error at LARGEST_WH, far below a written decimal

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Wh = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Judged:
    """The readings of some cells in watt-hours, -1 for gaps, and which cells are faulty."""

    wh: Wh
    faulty: Flags


def watt_hours(energy: Floats, unit: Unit, limit_wh: Floats) -> Judged:
    """
    Return the energies as whole watt-hours and mark those that cannot stand.

    A decimal of up to three places in kWh becomes exactly its watt-hours: below 2**31 Wh the
    nearest double is less than 5e-7 Wh away, so rounding finds the one integer meant.

    >>> judged = watt_hours(np.array([[0.001, 1.2345]]), Unit.KWH, np.array([5e6]))
    >>> judged.wh.tolist(), judged.faulty.tolist()
    ([[1, -1]], [[False, True]])

    :param energy: rows by slots in ``unit``, NaN for a gap.
    :param limit_wh: the largest energy that each row's meter can have counted in a slot.
    """
    exact = energy * unit.watt_hours
    whole = np.rint(exact)
    with np.errstate(invalid="ignore"):
        sound = np.abs(exact - whole) <= FLOAT_NOISE_WH
        sound &= whole >= 0
        sound &= whole <= limit_wh[:, None]
    whole[~sound] = GAP
    return Judged(whole.astype(np.int32), ~sound & ~np.isnan(energy))


class Judge:
    """
    Judges a file, slice by slice.

    A faulty row has one finding, its first; a sound row can have several faulty readings, each
    a finding. ``rows`` counts the rows that say something, ``accepted`` those without an error.
    """

    def __init__(self, context: Context, *, log: FaultLog, grids: MonthGrids) -> None:
        self.context, self.log, self.grids = context, log, grids
        self.rows = self.accepted = 0
        self._found: list[tuple[int, str, str, str, dict[str, object]]] = []
        self._limit = np.minimum(
            context.points.capacity_w
            * (context.layout.interval_minutes * CAPACITY_TOLERANCE_PERCENT)
            // 6000,
            LARGEST_WH,
        ).astype(np.float64)

    def take(self, part: Slice) -> None:
        """Judge the slice, record what is wrong and lay the rest into the grids."""
        rows = Rows(self.context, part)
        faults = rows.faults()
        for at, code in faults:
            field, value, facts = rows.described(at, code)
            self._found.append((at, code, field, value, facts))
        self.rows += rows.said
        self.accepted += rows.said - len(faults)
        keep = np.flatnonzero(rows.fault == 0)
        if len(keep):
            self._judge_readings(rows, keep)
        self._record(part)

    def _judge_readings(self, rows: Rows, keep: Ints) -> None:
        part = rows.part
        energy = part.energy if len(keep) == len(part) else part.energy[keep]
        judged = watt_hours(energy, self.context.layout.unit, self._limit[rows.point[keep]])
        faulty = judged.faulty
        if part.unreadable is not None:
            faulty = faulty | part.unreadable[keep]
        if faulty.any():
            self.accepted -= int(faulty.any(axis=1).sum())
            for row, column in np.argwhere(faulty):
                self._record_reading(rows, int(keep[row]), int(column))
        speaks = (judged.wh != GAP).any(axis=1)
        if not speaks.all():
            for at in keep[~speaks & ~faulty.any(axis=1)]:
                self._note(part, int(at), "no_reading")
            keep, wh = keep[speaks], judged.wh[speaks]
        else:
            wh = judged.wh
        if len(keep):
            self._lay(rows, keep, wh)

    def _lay(self, rows: Rows, keep: Ints, wh: Wh) -> None:
        days = self.context.days
        month_of = days.month_of[rows.day[keep]]
        for month in range(month_of.min(), month_of.max() + 1):
            here = np.flatnonzero(month_of == month)
            if len(here):
                self._lay_month(rows, keep[here], wh[here], days.months[month])

    def _lay_month(self, rows: Rows, keep: Ints, wh: Wh, first_day: dt.date) -> None:
        days = self.context.days
        grid = self.grids.month(first_day)
        in_month = rows.day[keep] + (days.first - day_number(first_day))
        keys = rows.point[keep] * days_in_month(first_day) + in_month
        if self.context.wide:
            doubles = place(grid.reshape(-1, days.width), keys, _fitted(wh, days.width))
        else:
            doubles = place(grid.reshape(-1, 1), keys * days.width + rows.slot[keep], wh)
        self.accepted -= doubles.withdrawn + int(doubles.conflicting.sum())
        for at in keep[doubles.conflicting]:
            self._note(rows.part, int(at), "conflicting_reading")
        for at in keep[doubles.repeated]:
            self._note(rows.part, int(at), "repeated_reading")

    # ---- findings

    def _record_reading(self, rows: Rows, at: int, column: int) -> None:
        part, layout = rows.part, self.context.layout
        field = layout.energy_columns[column]
        limit = self._limit[rows.point[at]]
        energy = part.energy[at, column] * layout.unit.watt_hours
        facts: dict[str, object] = {}
        if np.isnan(energy):
            code = "not_a_number"
        elif energy < -FLOAT_NOISE_WH:
            code = "negative"
        elif energy > limit + FLOAT_NOISE_WH:
            code = "above_capacity"
            facts = {
                "capacity_w": self.context.points.rows[rows.point[at]].capacity_w,
                "limit_wh": int(limit),
                "minutes": layout.interval_minutes,
            }
        else:
            code = "finer_than_wh"
        value = part.texts(at)[part.names.index(field)]
        self._found.append((at, code, field, value, facts))

    def _note(self, part: Slice, at: int, code: str) -> None:
        field = self.context.layout.when_column
        self._found.append((at, code, field, str(part.when[at]), {}))

    def _record(self, part: Slice) -> None:
        """Log what was found in the slice, in the order of its rows."""
        for at, code, field, value, facts in sorted(self._found, key=itemgetter(0)):
            self.log.add(
                code,
                row=part.first_row + at,
                field=field,
                value=value[:200],
                original=part.texts(at),
                facts=facts,
            )
        self._found.clear()


def _fitted(wh: Wh, width: int) -> Wh:
    lacking = width - wh.shape[1]
    if lacking > 0:
        return np.pad(wh, ((0, 0), (0, lacking)), constant_values=GAP)
    return wh[:, :width]
