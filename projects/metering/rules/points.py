"""The metering points that a file may speak of, as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projects.metering.rules.days import day_number

_LONG_AGO = -(10**6)  # the day number of a commissioning that nobody knows


@dataclass(frozen=True)
class MeteringPoint:
    """What the judge needs to know about a station."""

    station_id: int
    code: str
    capacity_w: int
    zone: str = "Asia/Shanghai"
    carrier: str = "electricity"
    commissioned_on: dt.date | None = None


class Points:
    """The points in the order of their ids, as columns."""

    def __init__(self, points: Iterable[MeteringPoint]) -> None:
        self.rows = sorted(points, key=lambda point: point.station_id)
        self.station_id = np.array([point.station_id for point in self.rows], np.int64)
        self.capacity_w = np.array([point.capacity_w for point in self.rows], np.int64)
        self.zones = sorted({point.zone for point in self.rows})
        self.zone = np.array([self.zones.index(point.zone) for point in self.rows], np.int64)
        self.commissioned = np.array(
            [
                day_number(point.commissioned_on) if point.commissioned_on else _LONG_AGO
                for point in self.rows
            ],
            np.int64,
        )

    def __len__(self) -> int:
        return len(self.rows)

    def of_carrier(self, carrier: str) -> npt.NDArray[np.bool_]:
        """Return which points measure ``carrier``."""
        return np.array([point.carrier == carrier for point in self.rows], bool)
