"""Reads a meter file once from end to end: what it holds, what is wrong, and its day blocks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from config.kernel.findings import Finding
from config.kernel.periods import Period
from projects.metering.rules.blocks import DayBlocks, Quality, StationMonths
from projects.metering.rules.csv_slices import csv_slices
from projects.metering.rules.days import LocalDays, day_number
from projects.metering.rules.faults import UNREADABLE, FaultLog
from projects.metering.rules.grid import MonthGrids
from projects.metering.rules.judging import Judge
from projects.metering.rules.layout import FileLayout, Form, OnError
from projects.metering.rules.parquet_slices import parquet_slices
from projects.metering.rules.points import MeteringPoint, Points
from projects.metering.rules.rows import Context
from projects.metering.rules.slices import Slice, UnreadableFile

SLICE_STATIONS = 4096
SLICE_BYTES = 8 << 20

Advance = Callable[[int, float], None]


def _nobody(_rows: int, _share: float) -> None:
    return


@dataclass(frozen=True)
class SlicePlan:
    """
    One slice of a file's blocks: one month of the stations whose ids share a range.

    ``digest`` is the SHA-256 over the digests of the slice's station-months, in the order of
    the stations.
    """

    number: int
    month: dt.date
    blocks: int
    readings: int
    total_wh: int
    digest: str

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return asdict(self) | {"month": self.month.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> SlicePlan:
        """Return the plan that ``stored`` holds."""
        return cls(**{**stored, "month": dt.date.fromisoformat(stored["month"])})


@dataclass(frozen=True)
class LoadedSlice:
    """A slice with its blocks and its roll-up."""

    plan: SlicePlan
    blocks: DayBlocks
    months: StationMonths


@dataclass(frozen=True, kw_only=True)
class MeterFile:
    """A file that was read and judged: the counts, the findings, and the readings in its grids."""

    layout: FileLayout
    period: Period
    rows_read: int
    rows_accepted: int
    finding_counts: Mapping[str, int]
    errors: int
    findings: tuple[Finding, ...]
    errors_path: Path | None
    points: Points
    days: LocalDays
    grids: MonthGrids

    @property
    def refused(self) -> bool:
        """Return whether nothing of the file may be taken."""
        nothing = bool(UNREADABLE & set(self.finding_counts))
        return nothing or (self.errors > 0 and self.layout.on_error is OnError.REFUSE)

    def slices(self) -> Iterator[LoadedSlice]:
        """Yield the blocks month by month in slices of some thousand stations, always the same."""
        number = 0
        groups = self.points.station_id // SLICE_STATIONS
        edges = np.flatnonzero(np.r_[True, np.diff(groups) != 0, True]).tolist()
        for month, grid in self.grids.months():
            for begin, end in pairwise(edges):
                blocks = self._blocks(month, grid[begin:end], begin)
                if len(blocks):
                    number += 1
                    yield _loaded(number, month, blocks)

    def _blocks(self, month: dt.date, grid: np.ndarray[Any, Any], first: int) -> DayBlocks:
        have = (grid >= 0).any(axis=2)
        at, in_month = np.nonzero(have)
        at = at + first
        day = in_month + day_number(month)
        slots = self.days.slots[self.points.zone[at], day - self.days.first]
        return DayBlocks(
            station_id=self.points.station_id[at],
            day=day,
            energy_wh=grid[have],
            slots=slots,
            interval_minutes=self.layout.interval_minutes,
            quality=Quality.ESTIMATED if self.layout.estimated else Quality.MEASURED,
        )


def read_meter_file(
    path: Path,
    *,
    layout: FileLayout,
    points: Iterable[MeteringPoint],
    period: Period,
    observed_on: dt.date,
    errors_path: Path,
    advance: Advance = _nobody,
) -> MeterFile:
    """
    Return the judged file.

    Nothing is raised for what the file says wrong; all of it is in the findings, and every
    finding with its row as it stood goes to ``errors_path``, which is written only if needed.

    :param points: the stations that the file may speak of.
    :param observed_on: the day on which the file is read; that day and later ones are not over.
    :param advance: called once a slice with the rows read so far and the share of the file.
    """
    known = Points(points)
    days = LocalDays(known.zones, period, layout.interval_minutes)
    grids = MonthGrids(stations=len(known), width=days.width)
    context = Context(points=known, layout=layout, days=days, observed_on=observed_on)
    with FaultLog(errors_path, layout.columns) as log:
        judge = Judge(context, log=log, grids=grids)
        try:
            for part in _ahead(_slices(path, layout)):
                judge.take(part)
                advance(judge.rows, part.share)
        except UnreadableFile as fault:
            log.add(
                fault.code, row=fault.row, field=fault.field, value=fault.value, facts=fault.facts
            )
        if not judge.rows and not log.counts:
            log.add("no_rows")
    return MeterFile(
        layout=layout,
        period=period,
        rows_read=judge.rows,
        rows_accepted=judge.accepted,
        finding_counts=dict(log.counts.most_common()),
        errors=log.errors,
        findings=tuple(log.kept),
        errors_path=log.written,
        points=known,
        days=days,
        grids=grids,
    )


def _slices(path: Path, layout: FileLayout) -> Iterator[Slice]:
    if layout.form is Form.PARQUET:
        return parquet_slices(path, layout)
    return csv_slices(path, layout, SLICE_BYTES)


def _ahead(parts: Iterator[Slice]) -> Iterator[Slice]:
    """Yield the slices, the next one being read while this one is judged."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        following = reader.submit(next, parts, None)
        while (part := following.result()) is not None:
            following = reader.submit(next, parts, None)
            yield part


def _loaded(number: int, month: dt.date, blocks: DayBlocks) -> LoadedSlice:
    months = blocks.station_months(month)
    plan = SlicePlan(
        number=number,
        month=month,
        blocks=len(blocks),
        readings=int(blocks.readings.sum()),
        total_wh=int(blocks.total_wh.sum()),
        digest=hashlib.sha256(b"".join(months.digest)).hexdigest(),
    )
    return LoadedSlice(plan, blocks, months)
