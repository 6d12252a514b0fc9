"""Metering over HTTP and on the staff pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.response import Response
from rest_framework.test import APIClient

from config.accounts.models import User
from projects.metering import operations
from projects.metering.models import MeterBatch, StationMonth
from tests.projects.metering.conftest import House
from tests.projects.metering.files import wide

DAY = "2025-01-15"
CONTENT = wide(("S1", DAY, {3: ""}), ("S2", DAY, {}))


def client(user: User) -> APIClient:
    """Return a client that speaks as ``user``."""
    found = APIClient()
    found.force_authenticate(user)
    return found


def sent(user: User, content: str = CONTENT, **changes: Any) -> Response:
    """Return the answer to a file that was sent."""
    body = {
        "file": SimpleUploadedFile("january.csv", content.encode()),
        "period": "2025-01",
        "layout": json.dumps({}),
        "reason": "readings of January",
        **changes,
    }
    answer: Response = client(user).post("/api/v1/meter-batches/", body, format="multipart")
    return answer


def test_a_file_is_sent_loaded_confirmed_and_read(house: House, charlie: User) -> None:
    made = sent(house.alice)
    assert made.status_code == 201, made.json()
    row = made.json()
    assert (row["readings"], row["finding_counts"], row["period"]) == (47, {}, "2025-01")
    path = f"/api/v1/meter-batches/{row['id']}/"
    seen = {"seen_sha256": row["decision"]["content_sha256"]}
    early = client(house.bob).post(f"{path}confirm/", seen)
    assert (early.status_code, early.json()["code"]) == (409, "not_yet_loaded")
    waiting = client(charlie).get(f"{path}progress/").json()
    assert waiting["state"] == "queued"

    operations.load(batch=MeterBatch.objects.get(), progress=lambda *_args: None)
    assert client(house.bob).post(f"{path}confirm/", seen).status_code == 200

    (block,) = client(charlie).get("/api/v1/stations/S1/day-blocks/", {"period": DAY_PERIOD}).json()
    assert (block["total_wh"], block["energy_wh"][2:5]) == (23 * 1500, [1500, None, 1500])
    assert (block["batch"], block["original_name"]) == (row["id"], "january.csv")
    (energy,) = client(charlie).get("/api/v1/energy/", {"period": "2025-01"}).json()
    assert (energy["stations"], energy["total_wh"]) == (2, 47 * 1500)
    stations = client(charlie).get(
        "/api/v1/station-energy/", {"period": "2025-01", "project": house.roofs.pk, "limit": 2}
    )
    assert [each["total_wh"] for each in stations.json()] == [23 * 1500, 24 * 1500]


DAY_PERIOD = "2025-01-15/2025-01-16"


def test_the_same_file_again_answers_200_with_the_same_row(house: House) -> None:
    first, again = sent(house.alice), sent(house.alice)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_findings_come_back_with_row_and_remedy(house: House) -> None:
    row = sent(house.alice, wide(("S9", DAY, {}))).json()

    assert row["is_refused"]
    assert row["findings"][0]["row"] == 2
    assert row["findings"][0]["remedy"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"layout": json.dumps({"shape": "round"})}, "layout"),
        ({"layout": "[]"}, "layout"),
        ({"layout": "{"}, "layout"),
        ({"period": "soon"}, "period"),
        ({"colour": "green"}, "colour"),
    ],
)
def test_a_faulty_declaration_is_refused_by_name(
    house: House, changes: dict[str, str], pointer: str
) -> None:
    answer = sent(house.alice, **changes)

    assert answer.status_code == 400
    assert pointer in answer.json()["errors"][0]["pointer"]
    assert not MeterBatch.objects.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("stations/S9/day-blocks/?period=2025-01", 404),
        ("stations/S1/day-blocks/?period=2020-01-01/2025-01-01", 400),
        ("stations/S1/day-blocks/", 400),
        ("energy/?period=2025-01-01/2025-01-15", 400),
        ("energy/?period=2025&colour=green", 400),
        ("station-energy/?period=2025&project=1&limit=501", 400),
        ("station-energy/?period=2025&project=1&after=x", 400),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(house: House, path: str, status: int) -> None:
    answer = client(house.alice).get(f"/api/v1/{path}")

    assert answer.status_code == status, answer.content
    assert answer.json()["status"] == status


def test_who_is_not_signed_in_sees_nothing(house: House) -> None:
    for path in ("meter-batches/", "energy/?period=2025", "stations/S1/day-blocks/?period=2025"):
        assert APIClient().get(f"/api/v1/{path}").status_code == 401


def test_staff_send_a_file_and_walk_down_to_the_readings(house: House) -> None:
    pages = Client()
    pages.force_login(house.alice)
    form = {
        "file": SimpleUploadedFile("january.csv", CONTENT.encode()),
        "period": "2025-01",
        "shape": "wide",
        "form": "csv",
        "unit": "kWh",
        "interval_minutes": "60",
        "carrier": "electricity",
        "encoding": "utf-8",
        "on_error": "refuse",
        "station_column": "station",
        "day_column": "day",
        "starts_at_column": "starts_at",
        "energy_column": "kwh",
        "source": "",
        "reason": "readings of January",
    }
    answer = pages.post("/console/projects/meterbatch/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    batch = MeterBatch.objects.get()
    operations.load(batch=batch, progress=lambda *_args: None)
    house.confirm(batch)

    record = pages.get(f"/console/projects/meterbatch/{batch.pk}/change/").content.decode()
    assert "january.csv" in record
    month = StationMonth.objects.get(station__code="S1")
    listed = pages.get("/console/projects/stationmonth/?q=S1").content.decode()
    assert f"/console/projects/stationmonth/{month.pk}/change/" in listed
    shown = pages.get(f"/console/projects/stationmonth/{month.pk}/change/").content.decode()
    assert "1500 1500 1500 – 1500" in shown
    assert "34,500" in shown
