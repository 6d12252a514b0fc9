"""Sample readings, the same bytes on every machine: invented weather over real geography."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from config.kernel.periods import Period
from projects.metering.rules.layout import slot_names

HOURS = 24
_STATIONS_AT_ONCE = 2000
_PPM = 1_000_000
_MERIDIAN_OF_BEIJING_TIME = 120.0

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Climate:
    """Where a province's capital lies, and the full-load hours that the sample gives its roofs."""

    latitude: float
    longitude: float
    sample_hours: int


#: Places are geography; the hours are sample values, chosen within 1,000 to 1,250 a year.
CLIMATES = {
    "河南": Climate(34.75, 113.62, 1050),
    "山东": Climate(36.65, 117.12, 1180),
    "河北": Climate(38.04, 114.51, 1220),
    "安徽": Climate(31.82, 117.23, 1030),
    "江苏": Climate(32.06, 118.80, 1070),
    "山西": Climate(37.87, 112.55, 1250),
    "陕西": Climate(34.34, 108.94, 1100),
    "湖北": Climate(30.59, 114.31, 1010),
    "浙江": Climate(30.27, 120.16, 1020),
    "湖南": Climate(28.23, 112.94, 1000),
    "江西": Climate(28.68, 115.86, 1010),
    "福建": Climate(26.07, 119.30, 1060),
    "广东": Climate(23.13, 113.26, 1040),
    "辽宁": Climate(41.81, 123.43, 1240),
    "天津": Climate(39.08, 117.20, 1200),
}


class NoSampleClimate(LookupError):
    """The sample has no climate for this province; give it one in CLIMATES."""


class SampleStation(Protocol):
    """What the sample needs to know of a station."""

    @property
    def code(self) -> str:
        """Return the code that stands in the file."""

    @property
    def province(self) -> str:
        """Return the short name of the province."""

    @property
    def capacity_w(self) -> int:
        """Return the capacity in watts."""


def sample_name(month: Period, *, carrier: str) -> str:
    """Return the name of a sample file, which says that it is one."""
    return f"sample-{carrier}-{month}.csv"


def write_pv_month(path: Path, *, stations: Sequence[SampleStation], month: Period) -> int:
    """
    Write a month of hourly readings of rooftop PV as a wide CSV in kWh; return the readings.

    The energy of station s in hour h of day d is capacity x irradiance(province, d, h) x
    performance(s) x passing clouds(s, d, h), in whole watt-hours. Only integers meet random
    numbers, so every machine writes the same bytes.
    """
    climates = {station.province for station in stations}
    shapes = {province: _irradiance(province, month) for province in climates}
    return _write(path, stations, month, lambda part: _pv(part, shapes, month))


def write_heat_month(
    path: Path,
    *,
    stations: Sequence[SampleStation],
    month: Period,
    resting: Collection[str] = (),
) -> int:
    """
    Write a month of hourly readings of heat meters as a wide CSV in kWh; return the readings.

    A plant runs at 88 to 96 % of its capacity and stands still now and then for some hours; the
    plants whose codes are ``resting`` stand still all month.
    """
    return _write(path, stations, month, lambda part: _heat(part, month, resting))


class _Energies(Protocol):
    def __call__(self, part: Sequence[SampleStation]) -> Ints: ...


def _write(
    path: Path, stations: Sequence[SampleStation], month: Period, energies: _Energies
) -> int:
    days = [month.starts_on + dt.timedelta(days=day) for day in range(month.days)]
    with path.open("wb") as file:
        for number, part in enumerate(_parts(stations)):
            wh = energies(part).reshape(-1, HOURS)
            frame = pl.DataFrame(
                {
                    "station": np.repeat([station.code for station in part], len(days)),
                    "day": pl.Series(days * len(part), dtype=pl.Date),
                }
                | {name: wh[:, hour] / 1000 for hour, name in enumerate(slot_names(60))}
            )
            frame.write_csv(file, include_header=number == 0)
    return len(stations) * len(days) * HOURS


def _parts(stations: Sequence[SampleStation]) -> Iterator[Sequence[SampleStation]]:
    for start in range(0, len(stations), _STATIONS_AT_ONCE):
        yield stations[start : start + _STATIONS_AT_ONCE]


def _pv(part: Sequence[SampleStation], shapes: dict[str, Ints], month: Period) -> Ints:
    """Return stations by days by hours, in watt-hours."""
    performance = np.array([_draw("performance", each.code) % 81 + 960 for each in part], np.int64)
    capacity = np.array([each.capacity_w for each in part], np.int64)
    shape = np.stack([shapes[each.province] for each in part])
    clouds = _stream("clouds", part[0].code, month).integers(
        -30, 31, size=shape.shape, dtype=np.int8
    )
    bright = (capacity * performance)[:, None, None] * shape // (1000 * _PPM)
    wh: Ints = bright * (1000 + clouds.astype(np.int64)) // 1000
    return wh


def _heat(part: Sequence[SampleStation], month: Period, resting: Collection[str]) -> Ints:
    shape = (month.days, HOURS)
    found = np.empty((len(part), *shape), np.int64)
    for at, station in enumerate(part):
        stream = _stream("heat", station.code, month)
        load = stream.integers(880, 961, size=shape, dtype=np.int64)
        for _outage in range(int(stream.integers(0, 3))):
            start = int(stream.integers(0, month.days * HOURS))
            load.reshape(-1)[start : start + int(stream.integers(4, 37))] = 0
        found[at] = 0 if station.code in resting else station.capacity_w * load // 1000
    return found


def _irradiance(province: str, month: Period) -> Ints:
    """
    Return days by hours of yield in millionths of the capacity.

    The year's sum is the province's sample hours, but for rounding and the hours at full load.
    """
    year = Period.year(month.starts_on.year)
    first = (month.starts_on - year.starts_on).days
    part: Ints = _yield(province, year)[first : first + month.days]
    return part


@cache
def _yield(province: str, year: Period) -> Ints:
    """Return a year's days by hours of yield; months are parts of it."""
    try:
        climate = CLIMATES[province]
    except KeyError:
        raise NoSampleClimate(province) from None
    sky = [
        [_sun(climate, year.starts_on + dt.timedelta(days=day), hour) for hour in range(HOURS)]
        for day in range(year.days)
    ]
    draws = _stream("weather", province, year).integers(0, 1000, size=(year.days, 2))
    clearness = 200 + draws.max(axis=1) * 4 // 5  # more bright days than dark ones
    weighed = np.array(sky) * clearness[:, None]
    scale = climate.sample_hours * _PPM / math.fsum(weighed.flat)
    shape: Ints = np.minimum(np.rint(weighed * scale), _PPM).astype(np.int64)
    shape.flags.writeable = False
    return shape


def _sun(climate: Climate, day: dt.date, hour: int) -> float:
    """
    Return the mean of the sine of the sun's elevation over an hour of Beijing time.

    sin e = sin p sin d + cos p cos d cos w, declination d = 23.45 deg sin(360 (284 + n) / 365)
    (Cooper 1969), hour angle w = 15 deg (solar time - 12). At 34.75 N on the 172nd day at
    solar noon: e = 78.7 deg, sin e = 0.981.
    """
    declination = math.radians(23.45) * math.sin(math.radians(360 / 365 * (284 + _ordinal(day))))
    latitude = math.radians(climate.latitude)
    shift = (climate.longitude - _MERIDIAN_OF_BEIJING_TIME) / 15
    total = 0.0
    for quarter in range(4):
        angle = math.radians(15 * (hour + quarter / 4 + 0.125 + shift - 12))
        total += max(
            0.0,
            math.sin(latitude) * math.sin(declination)
            + math.cos(latitude) * math.cos(declination) * math.cos(angle),
        )
    return total / 4


def _ordinal(day: dt.date) -> int:
    return day.timetuple().tm_yday


def _draw(*words: object) -> int:
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _stream(*words: object) -> np.random.Generator:
    """Return a stream of random numbers that depends on the words alone."""
    return np.random.Generator(np.random.Philox(key=_draw("sample 1", *words)))
