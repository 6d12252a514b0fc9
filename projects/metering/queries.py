"""What the meters said, as known at a moment, and whether it still adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Min, Q

from config.jobs.models import Run
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.metering.models import LOAD, TAKE
from projects.metering.models import MeterBatch as MeterBatch  # noqa: PLC0414 (said aloud: higher rooms name it)
from projects.registry import queries as registry

PAGE = 100


class NotWholeMonths(DomainError):
    """Energy is summed over whole months; {period} is not made of them."""

    code = "not_whole_months"
    status = 400


class MonthlyEnergy(NamedTuple):
    """
    The energy of a project's stations of one province and carrier in one month.

    ``set_hash`` is the SHA-256 over the ordered lines *code, month, batch, days, total, digest* of
    the standing station-months: the set that the sum was drawn from, as one value.
    """

    project_id: int
    province: str
    carrier: str
    month: dt.date
    stations: int
    station_days: int
    readings: int
    estimated: int
    total_wh: int
    set_hash: str


@dataclass(frozen=True)
class AddedEnergy:
    """The energy of station-days of one project, province, carrier and month that came late."""

    project_id: int
    province: str
    carrier: str
    month: dt.date
    station_days: int
    total_wh: int


@dataclass(frozen=True)
class StationEnergy:
    """The energy of one station over a period."""

    station_id: int
    code: str
    province: str
    carrier: str
    capacity_w: int
    station_days: int
    readings: int
    total_wh: int


@dataclass(frozen=True)
class Block:
    """One day of a station as one batch gave it; ``standing`` if it is the one believed."""

    day: dt.date
    interval_minutes: int
    estimated: bool
    readings: int
    total_wh: int
    energy_wh: tuple[int | None, ...]
    batch: MeterBatch
    standing: bool


@dataclass(frozen=True)
class Mismatch:
    """A station's month of one batch whose day blocks are not what the roll-up says."""

    station: str
    month: dt.date
    batch_id: int
    what: str
    told_wh: int | None
    found_wh: int | None


def energy_totals(
    *,
    period: Period,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
    station_ids: Collection[int] | None = None,
) -> list[MonthlyEnergy]:
    """
    Return the energy of a period of whole months as known at ``known_at``.

    One row for each project, province, carrier and month that has readings; energies of
    different carriers are never in one sum. Where batches overlap on a day, the one recorded
    last by then is believed. None for the ids asks for all.

    :raises NotWholeMonths: if the period does not begin and end at a month's edge.
    """
    check_months(period)
    rows = _rows(
        "energy_totals.sql",
        period=period,
        known_at=known_at,
        project_ids=project_ids,
        station_ids=station_ids,
    )
    return [MonthlyEnergy(*row) for row in rows]


def energy_added(
    *,
    period: Period,
    since: dt.datetime,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
    station_ids: Collection[int] | None = None,
) -> list[AddedEnergy]:
    """
    Return the energy of station-days that came to be known after ``since``, by ``known_at``.

    Only days that no batch had spoken of at ``since``: what replaces an earlier block is a
    correction and is not among them. None for the ids asks for all.

    :raises NotWholeMonths: if the period does not begin and end at a month's edge.
    """
    check_months(period)
    rows = _rows(
        "energy_added.sql",
        period=period,
        known_at=known_at,
        project_ids=project_ids,
        station_ids=station_ids,
        since=since,
    )
    return [AddedEnergy(*row) for row in rows]


def verify_blocks(
    *,
    period: Period,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
) -> list[Mismatch]:
    """
    Return every station-month whose day blocks are not what the roll-up says; empty is well.

    All is recomputed in the database from the arrays: the sum of each block, its count of
    readings, the days, total and digest of each station's month.

    :raises NotWholeMonths: if the period does not begin and end at a month's edge.
    """
    check_months(period)
    return [
        Mismatch(station, month.starts_on, batch_id, what, told, found)
        for month in period.months()
        for station, batch_id, what, told, found in _rows(
            "verify_month.sql", period=month, known_at=known_at, project_ids=project_ids
        )
    ]


def stations_page(
    *,
    project_ids: Collection[int],
    period: Period,
    known_at: dt.datetime,
    province: str = "",
    after_id: int = 0,
    limit: int = PAGE,
) -> list[StationEnergy]:
    """
    Return the next ``limit`` stations after ``after_id``, by id, with their energy of a period.

    Stations that no known reading speaks of come with zeros.
    """
    stations = registry.stations_page(
        known_at=known_at,
        project_ids=project_ids,
        province=province,
        after_id=after_id,
        limit=limit,
    )
    energy = _energy_by_station([station.pk for station in stations], period, known_at)
    return [
        StationEnergy(
            station.pk,
            station.code,
            station.province,
            station.carrier,
            station.capacity_w,
            *energy.get(station.pk, (0, 0, 0)),
        )
        for station in stations
    ]


def day_blocks(
    *, station_id: int, period: Period, known_at: dt.datetime, only_standing: bool = True
) -> list[Block]:
    """
    Return a station's day blocks in a period as known at ``known_at``, by day.

    With ``only_standing`` false, the blocks that a later batch corrected come too, the one
    believed first; each carries its batch, and so its file and the people behind it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.day, b.interval_minutes, b.quality, b.readings, b.total_wh, b.energy_wh,"
            " b.batch_id from projects_dayblock b join projects_meterbatch m on m.id = b.batch_id"
            " where b.station_id = %s and b.day >= %s and b.day < %s"
            " and m.decision = 'confirmed' and m.recorded_at <= %s"
            " order by b.day, m.recorded_at desc, b.batch_id desc",
            [station_id, period.starts_on, period.ends_on, known_at],
        )
        rows = cursor.fetchall()
    batches = MeterBatch.objects.select_related("original", "proposed_by", "decided_by").in_bulk(
        {row[6] for row in rows}
    )
    return [
        Block(day, minutes, quality > 0, readings, total, tuple(energy), batches[batch], standing)
        for (day, minutes, quality, readings, total, energy, batch), standing in _marked(rows)
        if standing or not only_standing
    ]


def run_of(batch: MeterBatch) -> Run | None:
    """Return the run that loads a meter file, or judged and loads it; None if there is none."""
    mine = Q(kind=LOAD, key=str(batch.pk)) | Q(kind=TAKE, key__startswith=f"{batch.file_sha256}-")
    return Run.objects.filter(mine).order_by("-id").first()


def _marked(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], bool]]:
    before: dt.date | None = None
    for row in rows:
        yield row, row[0] != before
        before = row[0]


def _energy_by_station(
    station_ids: list[int], period: Period, known_at: dt.datetime
) -> dict[int, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select station_id, count(*), sum(readings)::bigint, sum(total_wh)::bigint from ("
            " select distinct on (b.station_id, b.day) b.station_id, b.readings, b.total_wh"
            " from projects_dayblock b join projects_meterbatch m on m.id = b.batch_id"
            " where b.station_id = any(%s) and b.day >= %s and b.day < %s"
            " and m.decision = 'confirmed' and m.recorded_at <= %s"
            " order by b.station_id, b.day, m.recorded_at desc, b.batch_id desc"
            ") standing group by station_id",
            [station_ids, period.starts_on, period.ends_on, known_at],
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


def check_months(period: Period) -> None:
    """
    Refuse a period that is not made of whole months.

    :raises NotWholeMonths: unless it begins and ends at a month's edge.
    """
    try:
        period.months()
    except ValueError as fault:
        raise NotWholeMonths(period=period) from fault


def _rows(
    script: str,
    *,
    period: Period,
    known_at: dt.datetime,
    project_ids: Collection[int] | None,
    station_ids: Collection[int] | None = None,
    since: dt.datetime | None = None,
) -> list[tuple[Any, ...]]:
    statement = files("projects.metering").joinpath("sql", script).read_text("utf-8")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "known_at": known_at,
                "since": since,
                "starts_on": period.starts_on,
                "ends_on": period.ends_on,
                "project_ids": None if project_ids is None else list(project_ids),
                "station_ids": None if station_ids is None else list(station_ids),
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def batches_known(*, period: Period, known_at: dt.datetime) -> list[MeterBatch]:
    """Return the batches with readings of the period that were confirmed then, with both people."""
    rows = MeterBatch.objects.known(known_at).filter(
        starts_on__lt=period.ends_on, ends_on__gt=period.starts_on
    )
    return list(rows.select_related("proposed_by", "decided_by").order_by("id"))


def years_metered(*, known_at: dt.datetime) -> list[int]:
    """Return the years that confirmed readings speak of, the latest first."""
    span = MeterBatch.objects.known(known_at).aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if span["first"] is None:
        return []
    last_day = span["last"] - dt.timedelta(days=1)
    return list(range(last_day.year, span["first"].year - 1, -1))
