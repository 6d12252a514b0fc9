"""The registry over HTTP: one proposes, another confirms, lists answer as of and as known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from projects.registry.models import Station
from tests.projects.registry.making import (
    confirmed_project,
    later_terms,
    sent,
    station_file,
    station_lines,
)

TERMS = {
    "effective_from": "2025-01-01",
    "name_zh": "屋顶光伏一期",
    "name_en": "Rooftop PV I",
    "provinces": ["河南", "山东"],
    "state": "in_operation",
    "capacity": "450",
    "capacity_unit": "MW",
    "commissioned_on": "2024-12-31",
    "total_investment_cny": "1500000000.00",
    "facts_origin": {"capacity": "announced: S-SEED"},
    "is_sample": True,
}


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


def confirmed(path: str, row: dict[str, Any], bob: User) -> Any:
    seen = {"seen_sha256": row["decision"]["content_sha256"]}
    return client(bob).post(f"{path}{row['id']}/confirm/", seen)


def test_a_project_is_registered_confirmed_and_listed(alice: User, bob: User) -> None:
    body = {"code": "P1", "technology": "rooftop_pv", "reason": "sample", **TERMS}
    made = client(alice).post("/api/v1/projects/", body)
    assert made.status_code == 201, made.json()
    assert client(bob).get("/api/v1/projects/").json()["results"] == []
    answer = confirmed("/api/v1/project-terms/", made.json(), bob)
    assert answer.status_code == 200, answer.json()
    (listed,) = client(bob).get("/api/v1/projects/", {"as_of": "2025-06-30"}).json()["results"]
    assert (listed["code"], listed["capacity"], listed["provinces"]) == (
        "P1",
        "450.000000",
        ["河南", "山东"],
    )
    assert listed["technology_name"] == {"zh": "屋顶光伏", "en": "Rooftop photovoltaics"}
    one = client(bob).get(f"/api/v1/projects/{listed['id']}/", {"as_of": "2025-06-30"})
    assert one.json() == listed
    assert (
        client(bob).get(f"/api/v1/projects/{listed['id']}/", {"as_of": "2024-06-30"}).status_code
        == 404
    )


def test_unfit_terms_come_back_field_by_field(alice: User) -> None:
    body = {
        "code": "P1",
        "technology": "rooftop_pv",
        "reason": "x",
        **TERMS,
        "capacity_unit": "t/h",
    }
    answer = client(alice).post("/api/v1/projects/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].endswith("capacity_unit")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"technology": "rooftop_pv"}, 1),
        ({"technology": "onshore_wind"}, 0),
        ({"province": "山东"}, 1),
        ({"province": "江苏"}, 0),
        ({"state": "in_operation"}, 1),
        ({"code": "P1"}, 1),
        ({"is_sample": "false"}, 0),
    ],
)
def test_projects_are_narrowed(alice: User, bob: User, query: dict[str, str], found: int) -> None:
    confirmed_project(alice, bob)
    answer = client(bob).get("/api/v1/projects/", {"as_of": "2025-06-30", **query})
    assert len(answer.json()["results"]) == found


def test_the_past_is_answered_as_it_was_known(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    first = client(bob).get(f"/api/v1/projects/{project.pk}/", {"as_of": "2025-06-30"}).json()
    known_at = dt.datetime.now(dt.UTC)
    row = later_terms(project, alice, name_zh="改名后")
    proposals.confirm(row, by=bob)
    path = f"/api/v1/projects/{project.pk}/"
    now = client(bob).get(path, {"as_of": "2025-06-30"}).json()
    then = client(bob).get(path, {"as_of": "2025-06-30", "known_at": known_at.isoformat()}).json()
    assert (now["name_zh"], then["name_zh"]) == ("改名后", first["name_zh"])


def test_terms_finances_and_owners_are_proposed(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    owner = client(alice).post(
        "/api/v1/owners/",
        {"code": "O1", "name_zh": "甲", "name_en": "A", "is_sample": True, "reason": "new"},
    )
    assert owner.status_code == 201, owner.json()
    later = {**TERMS, "effective_from": "2025-07-01", "owner": "O1"}
    made = client(alice).post(
        "/api/v1/project-terms/", {"project": project.pk, "reason": "owner", **later}
    )
    assert made.status_code == 201, made.json()
    refused = confirmed("/api/v1/project-terms/", made.json(), bob)
    assert (refused.status_code, refused.json()["code"]) == (409, "owner_not_confirmed")
    finance = client(alice).post(
        "/api/v1/project-finances/",
        {
            "project": project.pk,
            "year": 2025,
            "equity_cny": "1.00",
            "debt_cny": "2.00",
            "basis": "sample",
            "reason": "year end",
        },
    )
    assert finance.status_code == 201, finance.json()
    assert confirmed("/api/v1/project-finances/", finance.json(), bob).status_code == 200


def test_a_file_of_stations_is_sent_judged_and_confirmed(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    file = SimpleUploadedFile("站点.csv", station_file(station_lines(3)))
    made = client(alice).post(
        "/api/v1/station-batches/", {"file": file, "reason": "new"}, format="multipart"
    )
    assert made.status_code == 201, made.json()
    assert made.json()["rows_accepted"] == 3
    assert confirmed("/api/v1/station-batches/", made.json(), bob).status_code == 200
    assert Station.objects.count() == 3


def test_findings_name_row_field_value_and_remedy(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    file = SimpleUploadedFile("x.csv", station_file(["S1,P1,荷南,,28,2024-11-30,H0001"]))
    made = client(alice).post(
        "/api/v1/station-batches/", {"file": file, "reason": "new"}, format="multipart"
    )
    (finding,) = made.json()["findings"]
    assert (finding["row"], finding["field"], finding["value"]) == (2, "province", "荷南")
    assert finding["remedy"]
    refused = confirmed("/api/v1/station-batches/", made.json(), bob)
    assert (refused.status_code, refused.json()["code"]) == (409, "faulty_station_batch")


def test_a_file_sent_before_is_a_conflict_and_a_workbook_is_no_file(alice: User, bob: User) -> None:
    confirmed_project(alice, bob)
    content = station_file(station_lines(1))
    sent(content, alice)
    again = client(alice).post(
        "/api/v1/station-batches/",
        {"file": SimpleUploadedFile("x.csv", content), "reason": "new"},
        format="multipart",
    )
    assert (again.status_code, again.json()["code"]) == (409, "station_file_sent_before")
    workbook = client(alice).post(
        "/api/v1/station-batches/",
        {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04"), "reason": "new"},
        format="multipart",
    )
    assert workbook.status_code == 400
    assert workbook.json()["errors"][0]["code"] == "not_csv"


def test_stations_are_paged_and_keep_the_household_to_themselves(alice: User, bob: User) -> None:
    project = confirmed_project(alice, bob)
    proposals.confirm(sent(station_file(station_lines(5)), alice), by=bob)
    first = (
        client(bob)
        .get("/api/v1/stations/", {"limit": "3", "project": str(project.pk), "province": "河南"})
        .json()
    )
    rest = client(bob).get(first["next"]).json()
    codes = {each["code"] for each in [*first["results"], *rest["results"]]}
    assert codes == {f"S{each:05}" for each in range(5)}
    assert "household_pseudonym" not in first["results"][0]
    assert client(bob).get("/api/v1/stations/", {"province": "山东"}).json()["results"] == []


def test_strangers_and_auditors_are_kept_from_acts(charlie: User) -> None:
    assert APIClient().get("/api/v1/projects/").status_code == 401
    body = {"code": "P1", "technology": "rooftop_pv", "reason": "sample", **TERMS}
    assert client(charlie).post("/api/v1/projects/", body).status_code == 403
    assert client(charlie).get("/api/v1/projects/").status_code == 200
