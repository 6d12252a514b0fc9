"""Day blocks as columns, their roll-up by station and month, and the bytes of PostgreSQL's COPY."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from projects.metering.rules.days import Ints, day_number

Wh = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"
BLOCK_COLUMNS = (
    "station_id",
    "day",
    "batch_id",
    "interval_minutes",
    "quality",
    "readings",
    "total_wh",
    "energy_wh",
)
MONTH_COLUMNS = (
    "station_id",
    "month",
    "batch_id",
    "days_mask",
    "readings",
    "estimated",
    "total_wh",
    "digest",
)
_INT4_OID = 23
_ARRAY_HEAD = 20
_CHUNK_ROWS = 1 << 14


class Quality(IntEnum):
    """How a day's readings came to be: each one measured, or some of them estimated."""

    MEASURED = 0
    ESTIMATED = 1


@dataclass(frozen=True)
class DayBlocks:
    """
    Station-days in the order of station and day, a column each.

    ``energy_wh`` is blocks by slots with a negative number for a gap; ``slots`` says how many
    of the columns a day has, which is fewer than the width when its clock sprang forward.
    """

    station_id: Ints
    day: Ints
    energy_wh: Wh
    slots: Ints
    interval_minutes: int
    quality: Quality

    def __len__(self) -> int:
        return len(self.day)

    @cached_property
    def gaps(self) -> npt.NDArray[np.bool_]:
        """Return where no reading stands, the columns beyond the day's slots included."""
        return self.energy_wh < 0

    @cached_property
    def readings(self) -> Ints:
        """Return how many readings each block has."""
        count: Ints = self.energy_wh.shape[1] - self.gaps.sum(axis=1, dtype=np.int64)
        return count

    @cached_property
    def total_wh(self) -> Ints:
        """Return the sum of each block's readings; a gap adds nothing."""
        total: Ints = np.maximum(self.energy_wh, 0).sum(axis=1, dtype=np.int64)
        return total

    def copy_bytes(self, batch_id: int) -> Iterator[bytes]:
        """Yield the rows of ``BLOCK_COLUMNS`` in PostgreSQL's binary COPY form, without head."""
        for rows in self._chunks():
            yield self._packed(rows, batch_id)[0].tobytes()

    def station_months(self, month: dt.date) -> StationMonths:
        """
        Return the roll-up of the blocks, which are all of one ``month``.

        The digest of a station's month is the SHA-256 over its blocks in the order of days,
        each as the day's number since 2000-01-01 (4 bytes), interval (2), quality (2), total
        (8) and the array in PostgreSQL's binary form, so that the database can recompute it.
        """
        starts = np.flatnonzero(np.r_[True, np.diff(self.station_id) != 0])
        bits = np.left_shift(1, self.day - day_number(month))
        readings = np.add.reduceat(self.readings, starts)
        return StationMonths(
            station_id=self.station_id[starts],
            month=month,
            days_mask=np.bitwise_or.reduceat(bits, starts),
            readings=readings,
            estimated=readings * int(self.quality),
            total_wh=np.add.reduceat(self.total_wh, starts),
            digest=self._digests(starts),
        )

    def _digests(self, starts: Ints) -> list[bytes]:
        packed, lengths = [], []
        for rows in self._chunks():
            flat, sizes = self._packed(rows, None)
            packed.append(flat.tobytes())
            lengths.append(sizes)
        everything = memoryview(b"".join(packed))
        ends = np.r_[0, np.cumsum(np.concatenate(lengths))]
        edges = ends[np.r_[starts, len(self)]].tolist()
        return [hashlib.sha256(everything[begin:end]).digest() for begin, end in pairwise(edges)]

    def _chunks(self) -> Iterator[slice]:
        for start in range(0, len(self), _CHUNK_ROWS):
            yield slice(start, start + _CHUNK_ROWS)

    def _packed(self, rows: slice, batch_id: int | None) -> tuple[Bytes, Ints]:
        """Return the rows' bytes, for COPY or (without a batch) for the digest, and each's size."""
        energy, gaps = self.energy_wh[rows], self.gaps[rows]
        width = int(self.slots[rows].max())
        energy, gaps = energy[:, :width], gaps[:, :width]
        beyond = np.arange(width) >= self.slots[rows, None]
        lost = gaps & ~beyond
        record = np.zeros(len(energy), _record(width, for_copy=batch_id is not None))
        record["day"] = self.day[rows]
        record["interval"] = self.interval_minutes
        record["quality"] = int(self.quality)
        record["total"] = self.total_wh[rows]
        record["dimensions"] = 1
        record["has_gaps"] = lost.any(axis=1)
        record["element"] = _INT4_OID
        record["length"] = self.slots[rows]
        record["lower"] = 1
        record["cells"]["size"] = np.where(gaps, -1, 4)
        record["cells"]["value"] = energy
        if batch_id is not None:
            record["fields"] = len(BLOCK_COLUMNS)
            record["station"] = self.station_id[rows]
            record["batch"] = batch_id
            record["readings"] = self.readings[rows]
            for name in ("station", "day", "batch", "interval", "quality", "readings", "total"):
                record[f"{name}_size"] = record.dtype[name].itemsize
            record["array_size"] = _ARRAY_HEAD + 8 * self.slots[rows] - 4 * lost.sum(axis=1)
        return _without(record, lost, beyond, width)


@dataclass(frozen=True)
class StationMonths:
    """The roll-up of one month's blocks by station: a row for each station, a column each."""

    station_id: Ints
    month: dt.date
    days_mask: Ints
    readings: Ints
    estimated: Ints
    total_wh: Ints
    digest: list[bytes]

    def __len__(self) -> int:
        return len(self.station_id)

    def rows(self, batch_id: int) -> Iterator[tuple[object, ...]]:
        """Yield the rows of ``MONTH_COLUMNS``."""
        for station, mask, readings, estimated, total, digest in zip(
            self.station_id.tolist(),
            self.days_mask.tolist(),
            self.readings.tolist(),
            self.estimated.tolist(),
            self.total_wh.tolist(),
            self.digest,
            strict=True,
        ):
            yield station, self.month, batch_id, mask, readings, estimated, total, digest


def _without(
    record: npt.NDArray[np.void],
    lost: npt.NDArray[np.bool_],
    beyond: npt.NDArray[np.bool_],
    width: int,
) -> tuple[Bytes, Ints]:
    """Return the records as bytes without the values of gaps and the cells beyond a day's end."""
    size = record.dtype.itemsize
    flat = record.view(np.uint8)
    if not (lost.any() or beyond.any()):
        return flat, np.full(len(record), size, np.int64)
    keep = np.ones((len(record), size), bool)
    cells = keep[:, size - 8 * width :].reshape(len(record), width, 8)
    cells[:, :, :4] = ~beyond[:, :, None]
    cells[:, :, 4:] = ~(beyond | lost)[:, :, None]
    keep[:, size - 8 * width :] = cells.reshape(len(record), -1)
    return flat[keep.reshape(-1)], keep.sum(axis=1, dtype=np.int64)


def _record(width: int, *, for_copy: bool) -> np.dtype[np.void]:
    """Return the layout of a block's bytes: big-endian, each field of a COPY led by its size."""
    day = [("day", ">i4")]
    tail = [("interval", ">i2"), ("quality", ">i2"), ("total", ">i8")]
    if for_copy:
        named = [
            ("station", ">i8"),
            *day,
            ("batch", ">i8"),
            *tail[:2],
            ("readings", ">i2"),
            tail[2],
        ]
        sized = [part for name, kind in named for part in ((f"{name}_size", ">i4"), (name, kind))]
        front = [("fields", ">i2"), *sized, ("array_size", ">i4")]
    else:
        front = [*day, *tail]
    array = [
        ("dimensions", ">i4"),
        ("has_gaps", ">i4"),
        ("element", ">i4"),
        ("length", ">i4"),
        ("lower", ">i4"),
        ("cells", [("size", ">i4"), ("value", ">i4")], width),
    ]
    return np.dtype([*front, *array])
