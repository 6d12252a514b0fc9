"""Stations enter by whole files that a second person confirms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from config.accounts.models import User
from config.archive.models import StoredFile
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotAllowed
from config.kernel.pin import pin_known_at
from projects.registry import queries
from projects.registry.models import Project, Station, StationBatch
from projects.registry.models.stations import FaultyStationBatch, StationCodeTaken
from projects.registry.operations.stations import StationFileSentBefore, UnknownZone
from tests import people
from tests.projects.registry.making import (
    HEADER,
    TODAY,
    confirmed_project,
    sent,
    station_file,
    station_lines,
)


def test_stations_are_known_from_the_confirmation_on(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(3)), alice)
    before = pin_known_at()
    assert (batch.rows_read, batch.rows_accepted, batch.findings) == (3, 3, [])
    assert batch.plan["projects"] == {"P1": {"stations": 3, "capacity_w": 84375}}
    assert queries.stations_for_metering(known_at=before) == []
    proposals.confirm(batch, by=bob)
    now = pin_known_at()
    stations = queries.stations_for_metering(known_at=now)
    assert [each.code for each in stations] == ["S00000", "S00001", "S00002"]
    assert stations[0][2:] == (
        28125,
        "Asia/Shanghai",
        "electricity",
        project.pk,
        "河南",
        dt.date(2024, 11, 30),
    )
    assert queries.stations_for_metering(known_at=before) == []
    assert queries.stations_for_metering(["S00001"], known_at=now)[0].code == "S00001"
    assert queries.stations_for_metering(project_ids=[project.pk + 1], known_at=now) == []
    assert [tuple(each) for each in queries.station_counts(known_at=now)] == [
        (project.pk, "河南", 3, 84375)
    ]
    assert queries.station_counts(known_at=now, project_ids=[project.pk + 1]) == []


def test_pages_of_stations_go_on_where_the_last_ended(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    proposals.confirm(sent(station_file(station_lines(5)), alice), by=bob)
    now = pin_known_at()
    first = queries.stations_page(known_at=now, limit=3)
    rest = queries.stations_page(known_at=now, after_id=first[-1].pk, limit=3)
    assert [each.code for each in [*first, *rest]] == [f"S{each:05}" for each in range(5)]
    assert queries.stations_page(known_at=now, province="山东") == []
    assert len(queries.stations_page(known_at=now, project_ids=[project.pk], province="河南")) == 5
    assert list(queries.stations_by_id([first[0].pk], known_at=now)) == [first[0]]


def test_sixteen_thousand_stations_enter_in_one_batch(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(16_000)), alice)
    proposals.confirm(batch, by=bob)
    assert Station.objects.count() == batch.rows_accepted == 16_000
    assert Station.objects.filter(recorded_at__lt=batch.recorded_at).count() == 0


def test_a_file_with_an_error_is_shown_and_never_registered(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    faulty = [*station_lines(2), "S9,P1,荷南,,28,2024-11-30,H0009"]
    batch = sent(station_file(faulty), alice)
    assert batch.finding_counts == {"unknown_province": 1}
    assert batch.findings[0]["row"] == 4
    assert batch.plan["errors"] == 1
    with pytest.raises(FaultyStationBatch, match=r"1 error"):
        proposals.confirm(batch, by=bob)
    assert not Station.objects.exists()


def test_a_warning_does_not_hold_a_file_back(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    batch = sent(station_file(["S1,P1,河南,,63.5,2024-11-30,H0001"]), alice)
    assert batch.finding_counts == {"large_for_a_household": 1}
    proposals.confirm(batch, by=bob)
    assert Station.objects.get().capacity_w == 63500


def test_the_same_file_twice_changes_nothing_and_says_so(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    content = station_file(station_lines(2))
    batch = sent(content, alice)
    with pytest.raises(StationFileSentBefore, match=str(batch.pk)):
        sent(content, alice, name="another name.csv")
    proposals.confirm(batch, by=bob)
    with pytest.raises(StationFileSentBefore):
        sent(content, alice)
    assert (StationBatch.objects.count(), Station.objects.count()) == (1, 2)


def test_a_rejected_file_may_be_sent_again(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    content = station_file(station_lines(2))
    proposals.reject(sent(content, alice), by=bob, note="wrong project")
    proposals.confirm(sent(content, alice), by=bob)
    assert Station.objects.count() == 2


def test_two_files_with_one_code_register_it_once(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    first = sent(station_file(station_lines(2)), alice)
    second = sent(station_file(station_lines(1)), alice)
    proposals.confirm(first, by=bob)
    with pytest.raises(FaultyStationBatch):
        proposals.confirm(second, by=bob)
    assert Station.objects.count() == 2
    assert StationBatch.objects.get(pk=second.pk).is_pending


def test_a_code_that_was_taken_meanwhile_is_refused_by_the_database(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed_project(alice, bob)
    content = station_file(station_lines(1))
    outdated = StationBatch.judge(content, zone="Asia/Shanghai", today=TODAY)
    first, second = sent(station_file(station_lines(2)), alice), sent(content, alice)
    proposals.confirm(first, by=bob)
    monkeypatch.setattr(StationBatch, "judge", lambda *_args, **_facts: outdated)
    with pytest.raises(StationCodeTaken):
        proposals.confirm(second, by=bob)
    assert Station.objects.count() == 2


def test_personal_data_is_refused_and_not_kept(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    by_column = station_file(
        ["S1,P1,河南,,28,2024-11-30,H0001,王小明"], header=f"{HEADER},户主姓名"
    )
    by_cell = station_file(["S1,P1,河南,,28,2024-11-30,13800138000"])
    for content in (by_column, by_cell):
        with pytest.raises(InvalidInput):
            sent(content, alice)
    assert not StationBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_workbook_is_not_kept(alice: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sent(b"PK\x03\x04", alice)
    assert refusal.value.findings[0].code == "not_csv"


def test_a_zone_that_is_none_is_refused(alice: User) -> None:
    with pytest.raises(UnknownZone, match="Beijing"):
        sent(b"x", alice, zone="Asia/Beijing")


def test_an_auditor_may_not_send_stations(charlie: User) -> None:
    with pytest.raises(NotAllowed):
        sent(station_file(station_lines(1)), charlie)


@pytest.mark.parametrize(
    "attack",
    [
        "update projects_station set capacity_w = 1",
        "delete from projects_station",
        "truncate projects_station",
        "update projects_stationbatch set plan = '{}'",
        "delete from projects_stationbatch",
    ],
)
def test_the_database_keeps_stations(alice: User, bob: User, attack: str) -> None:
    confirmed_project(alice, bob)
    proposals.confirm(sent(station_file(station_lines(1)), alice), by=bob)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_station_does_not_enter_under_a_file_that_awaits_confirmation(
    alice: User, bob: User
) -> None:
    project = confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(1)), alice)
    with pytest.raises(DatabaseError, match="enters with its file"), transaction.atomic():
        _slipped_under(batch, project).save()


@pytest.mark.committing
def test_a_station_does_not_enter_under_an_old_file(committed_db: str) -> None:
    alice, bob = people.make_alice(), people.make_bob()
    project = confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(1)), alice)
    proposals.confirm(batch, by=bob)
    with pytest.raises(DatabaseError, match="enters with its file"), transaction.atomic():
        _slipped_under(batch, project).save()
    assert Station.objects.count() == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"capacity_w": 0},
        {"carrier": "steam"},
        {"recorded_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_the_database_refuses_an_unfit_or_backdated_station(
    alice: User, bob: User, columns: dict[str, object]
) -> None:
    project = confirmed_project(alice, bob)
    batch = sent(station_file(station_lines(1)), alice)
    proposals.confirm(batch, by=bob)
    _slipped_under(batch, project, code="GOOD").save()
    with pytest.raises(DatabaseError, match=r"station_|recorded_at"), transaction.atomic():
        _slipped_under(batch, project, **columns).save()


def _slipped_under(batch: StationBatch, project: Project, **columns: Any) -> Station:
    usual: dict[str, Any] = {"code": "SLIPPED", "capacity_w": 1, "carrier": "electricity"}
    return Station(
        **{**usual, **columns},
        batch=batch,
        row=9,
        project=project,
        province="河南",
        zone="Asia/Shanghai",
        commissioned_on=TODAY,
    )
