"""What NumPy composes is what PostgreSQL stores, to the last gap."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.metering.rules.blocks import (
    BLOCK_COLUMNS,
    COPY_HEAD,
    COPY_TAIL,
    DayBlocks,
    Quality,
)
from projects.metering.rules.days import day_number

MARCH = dt.date(2025, 3, 1)
CELL = st.one_of(st.just(-1), st.just(-2), st.integers(0, 2**31 - 1))


@st.composite
def blocks(draw: st.DrawFn) -> DayBlocks:
    """Return day blocks of some stations in March, with days of 23 to 25 hours and gaps."""
    minutes = draw(st.sampled_from([60, 15]))
    width = 25 * 60 // minutes
    places = draw(
        st.lists(
            st.tuples(st.integers(1, 3), st.integers(0, 30)), min_size=1, max_size=8, unique=True
        )
    )
    places.sort()
    slots = [draw(st.integers(23, 25)) * 60 // minutes for _place in places]
    energy = np.full((len(places), width), -1, np.int32)
    for row, many in enumerate(slots):
        energy[row, :many] = draw(st.lists(CELL, min_size=many, max_size=many))
        energy[row, 0] = max(energy[row, 0], 0)
    return DayBlocks(
        station_id=np.array([station for station, _day in places]),
        day=np.array([day + day_number(MARCH) for _station, day in places]),
        energy_wh=energy,
        slots=np.array(slots),
        interval_minutes=minutes,
        quality=draw(st.sampled_from(Quality)),
    )


@given(made=blocks())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_composed_blocks_come_back_from_the_database_as_they_were(
    db: None, made: DayBlocks
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists copied")
        cursor.execute(
            "create temp table copied (station_id bigint, day date, batch_id bigint,"
            " interval_minutes smallint, quality smallint, readings smallint, total_wh bigint,"
            " energy_wh integer[])"
        )
        columns = ", ".join(BLOCK_COLUMNS)
        with cursor.copy(f"copy copied ({columns}) from stdin (format binary)") as copy:
            copy.write(COPY_HEAD)
            for part in made.copy_bytes(77):
                copy.write(part)
            copy.write(COPY_TAIL)
        cursor.execute(f"select {columns} from copied order by station_id, day")
        stored = cursor.fetchall()
        cursor.execute(
            "select station_id, bit_or(1 << (day - date '2025-03-01')), sum(readings),"
            " sum(total_wh), sha256(string_agg(int4send(day - date '2000-01-01')"
            " || int2send(interval_minutes) || int2send(quality) || int8send(total_wh)"
            " || array_send(energy_wh), ''::bytea order by day)) from copied"
            " group by station_id order by station_id"
        )
        summed = cursor.fetchall()

    assert [row[-1] for row in stored] == [
        [None if wh < 0 else wh for wh in made.energy_wh[at, : made.slots[at]].tolist()]
        for at in range(len(made))
    ]
    assert [row[6] for row in stored] == [sum(wh or 0 for wh in row[-1]) for row in stored]
    assert [row[5] for row in stored] == [sum(wh is not None for wh in row[-1]) for row in stored]
    assert {row[2:5] for row in stored} == {(77, made.interval_minutes, int(made.quality))}
    months = made.station_months(MARCH)
    assert [(*row[:1], row[1], int(row[2]), int(row[3]), bytes(row[4])) for row in summed] == [
        (station, mask, readings, total, digest)
        for station, _month, _batch, mask, readings, _estimated, total, digest in months.rows(77)
    ]
