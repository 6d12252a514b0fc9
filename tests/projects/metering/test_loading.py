"""Files are loaded slice by slice, each once, and known when a second person confirms."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from config.accounts.models import User
from config.archive import queries as archived
from config.kernel import proposals
from config.kernel.errors import NotAllowed
from config.kernel.periods import Period
from projects.metering import operations, queries
from projects.metering.models import (
    DayBlock,
    FaultyMeterFile,
    MeterBatch,
    MeterSlice,
    NotYetLoaded,
    StationMonth,
)
from projects.metering.operations import loading
from projects.metering.rules.layout import OnError
from projects.metering.rules.reading import LoadedSlice
from projects.registry.models import Station
from tests.projects.metering.conftest import YEAR, House
from tests.projects.metering.files import WIDE, wide

TWO_MONTHS = wide(
    ("S1", "2025-01-15", {0: "0.001"}),
    ("S1", "2025-01-16", {0: "", 23: ""}),
    ("S2", "2025-01-15", {}),
    ("S3", "2025-02-28", {}),
)


def test_a_loaded_file_holds_what_was_written(house: House) -> None:
    batch = house.publish(TWO_MONTHS)

    first, second = queries.day_blocks(
        station_id=house.id_of("S1"), period=YEAR, known_at=house.now()
    )
    assert first.energy_wh == (1, *[1500] * 23)
    assert first.total_wh == 1 + 23 * 1500
    assert second.energy_wh == (None, *[1500] * 22, None)
    assert (second.readings, second.estimated, second.batch) == (22, False, batch)
    assert (batch.rows_read, batch.rows_accepted) == (4, 4)
    assert (batch.blocks, batch.readings) == (4, 94)
    assert archived.read(batch.original) == TWO_MONTHS.encode()


def test_the_roll_up_adds_up_its_blocks(house: House) -> None:
    house.publish(TWO_MONTHS)

    month = StationMonth.objects.get(station__code="S1")
    assert (month.month, month.days_mask) == (dt.date(2025, 1, 1), 0b11 << 14)
    assert (month.readings, month.total_wh) == (46, 1 + 23 * 1500 + 22 * 1500)
    assert queries.verify_blocks(period=YEAR, known_at=house.now()) == []


def test_an_estimated_file_is_marked_down_to_its_readings(house: House) -> None:
    layout = WIDE.__class__(estimated=True)
    house.publish(wide(("S1", "2025-01-15", {}), layout=layout), layout=layout)

    (total,) = queries.energy_totals(period=Period.month(2025, 1), known_at=house.now())
    assert (total.readings, total.estimated) == (24, 24)


def test_the_same_file_twice_changes_nothing_and_says_so(house: House) -> None:
    batch = house.publish(TWO_MONTHS)
    again, already = operations.propose_meter_file(
        file=TWO_MONTHS.encode(),
        name="other name.csv",
        layout=WIDE,
        period=YEAR,
        known_at=house.now(),
        by=house.alice,
        reason="sent once more",
    )

    assert (again, already) == (batch, True)
    assert MeterBatch.objects.count() == 1
    assert DayBlock.objects.count() == 4


def test_an_unconfirmed_file_is_seen_by_no_question(house: House) -> None:
    house.send(TWO_MONTHS)

    assert DayBlock.objects.count() == 4
    assert queries.energy_totals(period=YEAR, known_at=house.now()) == []
    assert queries.day_blocks(station_id=house.id_of("S1"), period=YEAR, known_at=house.now()) == []


def test_a_faulty_file_is_proposed_for_its_findings_and_never_loaded(house: House) -> None:
    batch = house.send(wide(("S1", "2025-01-15", {}), ("S9", "2025-01-15", {})))

    assert batch.finding_counts == {"unknown_station": 1}
    assert batch.findings[0]["row"] == 3
    assert batch.errors_file is not None
    assert b"S9" in archived.read(batch.errors_file)
    with pytest.raises(operations.NothingToLoad):
        operations.load(batch=batch, progress=lambda *_args: None)
    with pytest.raises(FaultyMeterFile):
        proposals.confirm(batch, by=house.bob)
    assert not MeterSlice.objects.exists()


def test_a_file_that_may_leave_gaps_is_loaded_without_its_faults(house: House) -> None:
    layout = WIDE.__class__(on_error=OnError.GAP)
    batch = house.publish(wide(("S1", "2025-01-15", {7: "900"})), layout=layout)

    (block,) = queries.day_blocks(station_id=house.id_of("S1"), period=YEAR, known_at=house.now())
    assert block.energy_wh[7] is None
    assert batch.finding_counts == {"above_capacity": 1}


def test_a_file_is_not_confirmed_before_it_is_loaded(house: House) -> None:
    batch, _already = operations.propose_meter_file(
        file=TWO_MONTHS.encode(),
        name="a.csv",
        layout=WIDE,
        period=YEAR,
        known_at=house.now(),
        by=house.alice,
        reason="readings",
    )

    with pytest.raises(NotYetLoaded, match="Of the 2 slices"):
        proposals.confirm(batch, by=house.bob)


def test_who_may_not_propose_is_refused_before_anything_is_kept(house: House) -> None:
    with pytest.raises(NotAllowed):
        operations.propose_meter_file(
            file=TWO_MONTHS.encode(),
            name="a.csv",
            layout=WIDE,
            period=YEAR,
            known_at=house.now(),
            by=house.bob,
            reason="readings",
        )


def _fails_at(number: int) -> Callable[[MeterBatch, LoadedSlice], None]:
    loads = loading._load_slice

    def load(batch: MeterBatch, part: LoadedSlice) -> None:
        if part.plan.number == number:
            with transaction.atomic():
                loads(batch, part)
                raise KeyboardInterrupt
        loads(batch, part)

    return load


@pytest.mark.parametrize("number", [1, 2])
def test_a_load_that_died_goes_on_where_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(loading, "_load_slice", _fails_at(number))
        with pytest.raises(KeyboardInterrupt):
            house.send(TWO_MONTHS)
    batch = MeterBatch.objects.get()
    assert sorted(batch.loaded()) == list(range(1, number))

    operations.load(batch=batch, progress=lambda *_args: None)
    operations.load(batch=batch, progress=lambda *_args: None)
    proposals.confirm(batch, by=house.bob)

    assert DayBlock.objects.count() == 4
    assert queries.verify_blocks(period=YEAR, known_at=house.now()) == []


def test_a_sent_file_is_judged_proposed_and_loaded_by_its_run(house: House) -> None:
    run = operations.send_meter_file(
        file=TWO_MONTHS.encode(),
        name="a.csv",
        layout=WIDE,
        period=YEAR,
        known_at=house.now(),
        by=house.alice,
        reason="readings",
    )
    seen: list[tuple[int, int, str]] = []
    batch = operations.take(
        **run.payload,
        by=house.alice,
        progress=lambda *args: seen.append(args),  # type: ignore[arg-type]
    )
    again = operations.take(**run.payload, by=house.alice, progress=lambda *_args: None)

    assert again == batch
    proposals.confirm(batch, by=house.bob)
    assert seen[0] == (4, 4, "judging")
    assert seen[-1] == (94, 94, "loading")


def test_a_station_registered_meanwhile_does_not_change_what_was_proposed(house: House) -> None:
    batch, _already = operations.propose_meter_file(
        file=wide(("S1", "2025-01-15", {}), ("S4", "2025-01-15", {})).encode(),
        name="a.csv",
        layout=WIDE.__class__(on_error=OnError.GAP),
        period=YEAR,
        known_at=house.now(),
        by=house.alice,
        reason="readings",
    )
    other = Station.objects.get(code="S3")
    other.pk, other.code, other.recorded_at, other._state.adding = None, "S4", None, True
    other.save()

    operations.load(batch=batch, progress=lambda *_args: None)
    proposals.confirm(batch, by=house.bob)

    assert DayBlock.objects.count() == 1


def test_nothing_comes_into_a_decided_file(house: House) -> None:
    batch = house.publish(TWO_MONTHS)

    with pytest.raises(DatabaseError, match="is decided"), transaction.atomic():
        MeterSlice(
            batch=batch, number=9, month="2025-01-01", blocks=1, readings=1, total_wh=1, digest="x"
        ).save()
    with pytest.raises(psycopg.Error, match="is decided"), transaction.atomic():
        _copy_row(batch.pk, house.id_of("S1"), "2025-03-01")


def test_nothing_comes_into_a_file_that_does_not_exist(house: House) -> None:
    with pytest.raises(psycopg.Error, match="is decided"), transaction.atomic():
        _copy_row(10**9, house.id_of("S1"), "2025-03-01")


@pytest.mark.parametrize(
    "statement",
    [
        "update projects_dayblock set total_wh = 0",
        "delete from projects_dayblock",
        "truncate projects_dayblock",
        "update projects_stationmonth set total_wh = 0",
        "delete from projects_meterslice",
        "insert into projects_dayblock_default select * from projects_dayblock",
        "select 1 from projects_dayblock_2025_01",
    ],
)
def test_the_worker_changes_nothing_and_goes_round_no_guard(house: House, statement: str) -> None:
    house.publish(TWO_MONTHS)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_day_without_a_partition_is_kept_and_found(house: House) -> None:
    batch = house.send(TWO_MONTHS)
    _copy_row(batch.pk, house.id_of("S1"), "2091-05-05")

    assert DayBlock.objects.filter(day="2091-05-05").count() == 1
    assert operations.ensure_months(months=[dt.date(2091, 5, 1)]) == 0
    proposals.confirm(batch, by=house.bob)
    (found,) = queries.verify_blocks(period=Period.month(2091, 5), known_at=house.now())
    assert found.what == "roll_up_missing"


def test_months_are_made_once(house: House) -> None:
    assert operations.ensure_months_ahead(today=dt.date(2090, 11, 5)) == 4
    assert operations.ensure_months_ahead(today=dt.date(2090, 12, 5)) == 1


def _copy_row(batch_id: int, station_id: int, day: str) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy projects_dayblock (station_id, day, batch_id, interval_minutes, quality,"
            " readings, total_wh, energy_wh) from stdin"
        ) as copy,
    ):
        copy.write_row((station_id, day, batch_id, 60, 0, 24, 24, [1] * 24))


def test_alice_cannot_confirm_her_own_file(house: House, alice: User) -> None:
    batch = house.send(TWO_MONTHS)

    with pytest.raises(NotAllowed):
        proposals.confirm(batch, by=alice)


@pytest.mark.committing
def test_two_loaders_at_once_load_each_slice_once(committed_house: House) -> None:
    house = committed_house
    months = [("S1", f"2025-{month:02}-15", {}) for month in range(1, 13)]
    batch, _already = operations.propose_meter_file(
        file=wide(*months).encode(),
        name="a.csv",
        layout=WIDE,
        period=YEAR,
        known_at=house.now(),
        by=house.alice,
        reason="readings",
    )
    together = threading.Barrier(2)

    def load() -> None:
        try:
            mine = MeterBatch.objects.get(pk=batch.pk)
            together.wait()
            operations.load(batch=mine, progress=lambda *_args: None)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        for done in [hands.submit(load), hands.submit(load)]:
            done.result()
    house.confirm(batch)

    assert DayBlock.objects.count() == StationMonth.objects.count() == 12
    assert queries.verify_blocks(period=YEAR, known_at=house.now()) == []
