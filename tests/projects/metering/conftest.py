"""A small portfolio with meters, and the hands that send files, load and confirm them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from projects.metering import operations
from projects.metering.models import MeterBatch
from projects.metering.rules.layout import FileLayout
from projects.registry.models import Project, Station
from tests import people
from tests.conftest import speak_as
from tests.projects.metering.files import WIDE
from tests.projects.registry import making

YEAR = Period.year(2025)


@pytest.fixture
def worker_role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Speak to the database as the worker, who alone may load blocks."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        speak_as("worker", database=name)
        yield
        speak_as("app", database=name)


@dataclass
class House:
    """Two projects with their stations, Alice who sends and Bob who confirms."""

    alice: User
    bob: User
    roofs: Project
    steam: Project
    stations: dict[str, Station]

    def send(
        self, content: str, *, layout: FileLayout = WIDE, period: Period = YEAR, name: str = "a.csv"
    ) -> MeterBatch:
        """Return the batch that a file became, loaded if it can be."""
        batch, _already = operations.propose_meter_file(
            file=content.encode(),
            name=name,
            layout=layout,
            period=period,
            is_sample=True,
            known_at=self.now(),
            by=self.alice,
            reason="readings of the month",
        )
        if not batch.is_refused:
            operations.load(batch=batch, progress=lambda *_args: None)
        return batch

    def publish(self, content: str, **declared: object) -> MeterBatch:
        """Return the confirmed batch that a file became."""
        return self.confirm(self.send(content, **declared))  # type: ignore[arg-type]

    def confirm(self, batch: MeterBatch) -> MeterBatch:
        """Return the batch, confirmed by the second person."""
        return proposals.confirm(batch, by=self.bob)

    def now(self) -> dt.datetime:
        """Return a moment after everything recorded so far."""
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            moment: dt.datetime = cursor.fetchone()[0]
        return moment

    def id_of(self, code: str) -> int:
        """Return a station's id."""
        return self.stations[code].pk


@pytest.fixture
def house(worker_role: None, db: None, alice: User, bob: User) -> House:
    """Return the portfolio, gone when the test ends."""
    return _built(alice, bob)


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """Return the portfolio in a database of its own, in which everything commits."""
    speak_as("worker", database=committed_db)
    return _built(people.make_alice(), people.make_bob())


@contextmanager
def as_owner(database: str) -> Iterator[Any]:
    """Give the hand of somebody who owns the tables and has switched their guards off."""
    speak_as("owner", database=database)
    tables = ("projects_dayblock", "projects_stationmonth", "projects_meterslice")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")
    speak_as("worker", database=database)


def _built(alice: User, bob: User) -> House:
    roofs = making.confirmed_project(alice, bob, code="P1")
    steam = making.confirmed_project(
        alice,
        bob,
        code="P2",
        technology="nuclear_steam",
        provinces=("江苏",),
        capacity_unit="MW_th",
    )
    lines = [
        "S1,P1,河南省,周口市,28,2024-11-30,H00001",
        "S2,P1,河南省,周口市,28,2024-11-30,H00002",
        "S3,P1,山东省,济南市,30,2024-11-30,H00003",
        "STEAM,P2,江苏省,连云港市,600000,2024-06-01,",
    ]
    proposals.confirm(making.sent(making.station_file(lines), alice), by=bob)
    stations = {station.code: station for station in Station.objects.all()}
    return House(alice, bob, roofs, steam, stations)
