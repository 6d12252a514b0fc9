"""Sums at a moment of knowledge, the set they come from, and the proof that nothing was touched."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import permutations

import pytest

from config.kernel import proposals
from config.kernel.periods import Period
from projects.metering import queries
from projects.metering.models import StationMonth
from projects.metering.queries import MonthlyEnergy
from projects.metering.rules.layout import FileLayout
from tests.projects.metering.conftest import YEAR, House, as_owner
from tests.projects.metering.files import wide

JANUARY = Period.month(2025, 1)
HEAT = FileLayout(carrier="heat")
DAYS = [f"2025-01-{day:02}" for day in range(1, 32)]
MONTH = wide(*[(code, day, {}) for code in ("S1", "S2", "S3") for day in DAYS])
CORRECTION = wide(("S1", "2025-01-15", {12: "2.5"}))


def totals(house: House, known_at: dt.datetime | None = None, **ids: object) -> list[MonthlyEnergy]:
    """Return January's totals."""
    return queries.energy_totals(
        period=JANUARY,
        known_at=known_at or house.now(),
        **ids,  # type: ignore[arg-type]
    )


def test_totals_are_by_project_province_carrier_and_month(house: House) -> None:
    house.publish(MONTH)
    house.publish(wide(("STEAM", "2025-01-01", {})), layout=HEAT)

    found = {(row.project_id, row.province, row.carrier): row for row in totals(house)}
    henan = found[house.roofs.pk, "河南", "electricity"]
    assert (henan.stations, henan.station_days, henan.readings) == (2, 62, 62 * 24)
    assert henan.total_wh == 62 * 24 * 1500
    assert found[house.steam.pk, "江苏", "heat"].total_wh == 24 * 1500
    assert len(found) == 3


def test_totals_can_be_asked_for_some_projects_or_stations(house: House) -> None:
    house.publish(MONTH)

    assert totals(house, project_ids=[house.steam.pk]) == []
    assert totals(house, project_ids=[]) == []
    (one,) = totals(house, station_ids=[house.id_of("S3")])
    assert (one.province, one.stations) == ("山东", 1)


def test_only_whole_months_are_summed(house: House) -> None:
    with pytest.raises(queries.NotWholeMonths):
        queries.energy_totals(period=Period.parse("2025-01-01/2025-01-15"), known_at=house.now())


def test_a_late_correction_changes_the_sum_by_exactly_itself(house: House) -> None:
    house.publish(MONTH)
    before = house.now()
    as_published = totals(house, before)
    house.publish(CORRECTION, name="b.csv")

    assert totals(house, before) == as_published
    old, new = {r.province: r for r in as_published}, {r.province: r for r in totals(house)}
    assert new["河南"].total_wh - old["河南"].total_wh == 1000
    assert new["河南"].set_hash != old["河南"].set_hash
    assert new["河南"].station_days == old["河南"].station_days
    assert new["山东"] == old["山东"]
    assert queries.verify_blocks(period=YEAR, known_at=house.now()) == []


def test_a_correction_re_sums_only_its_own_station_days(house: House) -> None:
    first = house.publish(MONTH)
    second = house.publish(CORRECTION, name="b.csv")

    blocks = queries.day_blocks(station_id=house.id_of("S1"), period=JANUARY, known_at=house.now())
    assert [b.batch for b in blocks if b.batch == second] == [second]
    assert sum(b.batch == first for b in blocks) == 30
    both = queries.day_blocks(
        station_id=house.id_of("S1"),
        period=Period.parse("2025-01-15/2025-01-16"),
        known_at=house.now(),
        only_standing=False,
    )
    assert [(b.standing, b.energy_wh[12]) for b in both] == [(True, 2500), (False, 1500)]


def test_a_second_file_for_other_days_of_the_month_adds_up(house: House) -> None:
    house.publish(wide(("S1", "2025-01-01", {})))
    house.publish(wide(("S1", "2025-01-02", {})), name="b.csv")

    (row,) = totals(house)
    assert (row.stations, row.station_days, row.total_wh) == (1, 2, 2 * 24 * 1500)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_loading_does_not_matter_only_that_of_confirming(
    house: House, order: tuple[int, ...]
) -> None:
    contents = [
        wide(("S1", "2025-01-01", {0: cell}), ("S1", f"2025-01-0{day}", {}))
        for cell, day in (("1", 2), ("2", 3), ("3", 4))
    ]
    loaded = {at: house.send(contents[at], name=f"{at}.csv") for at in order}
    for at in range(3):
        proposals.confirm(loaded[at], by=house.bob)

    (row,) = totals(house)
    assert row.total_wh == 3000 + 23 * 1500 + 3 * 24 * 1500
    assert row.station_days == 4


def test_the_set_hash_can_be_recomputed_by_hand(house: House) -> None:
    batch = house.publish(wide(("S3", "2025-01-01", {})))

    month = StationMonth.objects.get()
    line = f"S3 2025-01-01 {batch.pk} 1 {24 * 1500} {bytes(month.digest).hex()}"
    (row,) = totals(house)
    assert row.set_hash == hashlib.sha256(line.encode()).hexdigest()


def test_a_page_of_stations_has_their_standing_energy(house: House) -> None:
    house.publish(MONTH)
    house.publish(CORRECTION, name="b.csv")

    first = queries.stations_page(
        project_ids=[house.roofs.pk], period=JANUARY, known_at=house.now(), limit=2
    )
    rest = queries.stations_page(
        project_ids=[house.roofs.pk],
        period=JANUARY,
        known_at=house.now(),
        after_id=first[-1].station_id,
    )
    assert [(s.code, s.total_wh) for s in first + rest] == [
        ("S1", 31 * 24 * 1500 + 1000),
        ("S2", 31 * 24 * 1500),
        ("S3", 31 * 24 * 1500),
    ]


TAMPERING = [
    (
        "update projects_dayblock set energy_wh[13] = energy_wh[13] + 1 where day = '2025-01-15'",
        "block_does_not_add_up",
    ),
    (
        (
            "update projects_dayblock set energy_wh[13] = energy_wh[13] + 1,"
            " energy_wh[14] = energy_wh[14] - 1 where day = '2025-01-15'"
        ),
        "digest_differs",
    ),
    (
        "update projects_dayblock set total_wh = total_wh + 1 where day = '2025-01-15'",
        "block_does_not_add_up",
    ),
    (
        (
            "update projects_dayblock set total_wh = total_wh + 1,"
            " energy_wh[1] = energy_wh[1] + 1 where day = '2025-01-15'"
        ),
        "roll_up_does_not_add_up",
    ),
    ("update projects_dayblock set quality = 1 where day = '2025-01-15'", "digest_differs"),
    ("delete from projects_dayblock where day = '2025-01-15'", "days_differ"),
    ("delete from projects_dayblock", "blocks_missing"),
    ("delete from projects_stationmonth", "roll_up_missing"),
    ("update projects_stationmonth set total_wh = total_wh + 1", "roll_up_does_not_add_up"),
    ("update projects_stationmonth set days_mask = days_mask | 4", "days_differ"),
    ("update projects_stationmonth set digest = sha256(digest)", "digest_differs"),
]


@pytest.mark.committing
def test_every_touch_of_a_stored_reading_is_found_and_named(
    committed_house: House, committed_db: str
) -> None:
    batch = committed_house.publish(wide(("S1", "2025-01-14", {}), ("S1", "2025-01-15", {})))
    known_at = committed_house.now()
    assert queries.verify_blocks(period=JANUARY, known_at=known_at) == []
    for statement, what in TAMPERING:
        with as_owner(committed_db) as owner:
            owner.execute("begin")
            owner.execute(statement)
            (found,) = queries.verify_blocks(period=JANUARY, known_at=known_at)
            owner.execute("rollback")
        assert (found.station, found.month, found.batch_id, found.what) == (
            "S1",
            JANUARY.starts_on,
            batch.pk,
            what,
        )
    assert queries.verify_blocks(period=JANUARY, known_at=known_at) == []
