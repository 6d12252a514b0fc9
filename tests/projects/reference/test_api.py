"""The library over HTTP: editions are sent and confirmed, factors asked for and resolved."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel import proposals
from projects.reference import operations
from projects.reference.models import Edition

HEADER = "kind,scope_region,year,value,unit,source,confidence,note\n"
ROWS = (
    "grid_average,山东,2023,0.6191,kgCO2/kWh,s,A,\ngrid_average,河南,2023,0.5897,kgCO2/kWh,s,A,\n"
)
API = "/api/v1"


def client(user: User) -> APIClient:
    found = APIClient()
    found.force_authenticate(user)
    return found


def send(user: User, content: str = HEADER + ROWS, **changes: Any) -> Any:
    body = {
        "file": SimpleUploadedFile("factors.csv", content.encode()),
        "code": "TEST-2023",
        "kind": "factors",
        "name_zh": "测试因子",
        "name_en": "Test factors",
        "source": "a test",
        "reason": "for the test",
        "is_sample": "true",
    }
    return client(user).post(f"{API}/editions/", {**body, **changes}, format="multipart")


@pytest.fixture
def edition(alice: User, bob: User) -> Any:
    answer = send(alice)
    assert answer.status_code == 201, answer.data
    confirmed = client(bob).post(
        f"{API}/editions/{answer.data['id']}/confirm/",
        {"note": "checked", "seen_sha256": answer.data["decision"]["content_sha256"]},
        format="json",
    )
    assert confirmed.status_code == 200, confirmed.data
    return confirmed.data


def test_an_edition_is_sent_confirmed_and_its_factors_listed(edition: Any, charlie: User) -> None:
    answer = client(charlie).get(f"{API}/factors/", {"region": "河南", "edition": "TEST-2023"})
    (row,) = answer.data["results"]
    assert (row["value"], row["unit"], row["row"]) == ("0.589700000000", "kgCO2/kWh", 3)
    assert client(charlie).get(f"{API}/factors/{row['id']}/").data["edition"] == "TEST-2023"


def test_factors_of_a_pending_edition_are_not_listed(alice: User) -> None:
    send(alice)
    assert client(alice).get(f"{API}/factors/").data["results"] == []


def test_the_same_file_again_answers_200_with_the_edition_that_stands(
    edition: Any, alice: User
) -> None:
    again = send(alice, code="OTHER")
    assert (again.status_code, again.data["id"]) == (200, edition["id"])
    assert Edition.objects.count() == 1


def test_a_faulty_file_is_refused_and_each_fault_named(alice: User) -> None:
    faulty = HEADER + "grid_average,山东,2023,619.1,kgCO2/kWh,s,A,\ngrid,山东,2023,0.6,x,s,A,\n"
    answer = send(alice, faulty)
    assert answer.status_code == 400
    assert [(each["code"], each["row"]) for each in answer.data["errors"]] == [
        ("out_of_bounds", 2),
        ("unknown_factor_kind", 3),
    ]
    assert not Edition.objects.exists()


def test_a_factor_is_resolved_with_its_reasons_and_what_was_set_aside(
    edition: Any, charlie: User
) -> None:
    asked = {"kind": "grid_average", "region": "山东", "data_year": 2023, "unit": "tCO2/MWh"}
    answer = client(charlie).get(f"{API}/factors/resolve/", asked)
    assert answer.status_code == 200
    assert answer.data["value"] in {"0.6191", "0.619100000000"}
    assert len(answer.data["why"]) == 2
    assert [each["region"] for each in answer.data["rejected"]] == ["河南"]


def test_what_does_not_resolve_is_refused_with_the_word_for_it(edition: Any, charlie: User) -> None:
    asked = {"kind": "grid_average", "region": "山东", "data_year": 2025, "unit": "kgCO2/kWh"}
    answer = client(charlie).get(f"{API}/factors/resolve/", asked)
    assert (answer.status_code, answer.data["code"]) == (409, "no_factor_of_year")
    asked["unit"] = "kgCO2e/kWh"
    asked["data_year"] = 2023
    answer = client(charlie).get(f"{API}/factors/resolve/", asked)
    assert (answer.status_code, answer.data["code"]) == (400, "wrong_unit")
    assert client(charlie).get(f"{API}/factors/resolve/", {"kind": "x"}).status_code == 400
    assert client(charlie).get(f"{API}/factors/resolve/", {**asked, "y": 1}).status_code == 400


def test_a_policy_is_proposed_and_confirmed_over_http(edition: Any, alice: User, bob: User) -> None:
    body = {
        "rule": "latest_data_year",
        "kind": "grid_average",
        "max_lag_years": 2,
        "effective_from": "2025-01-01",
        "reason": "no newer official data",
    }
    made = client(alice).post(f"{API}/factor-policies/", body, format="json")
    assert made.status_code == 201, made.data
    confirmed = client(bob).post(
        f"{API}/factor-policies/{made.data['id']}/confirm/",
        {"seen_sha256": made.data["decision"]["content_sha256"]},
        format="json",
    )
    assert confirmed.status_code == 200
    asked = {"kind": "grid_average", "region": "山东", "data_year": 2025, "unit": "kgCO2/kWh"}
    answer = client(bob).get(f"{API}/factors/resolve/", asked)
    assert [each["rule"] for each in answer.data["policies"]] == ["latest_data_year"]
    del body["max_lag_years"]
    refused = client(alice).post(f"{API}/factor-policies/", body, format="json")
    assert (refused.status_code, refused.data["code"]) == (400, "incomplete_policy")


def test_classes_are_listed_by_edition_and_say_that_the_list_is_partial(
    alice: User, bob: User
) -> None:
    for each in operations.propose_shipped_editions(by=alice, reason="first load"):
        if each.kind == "taxonomy":
            proposals.confirm(each, by=bob)
    answer = client(bob).get(f"{API}/taxonomy-classes/", {"edition": "CN-GREEN-2025", "level": "1"})
    assert len(answer.data["results"]) == 9
    assert all(each["is_partial"] for each in answer.data["results"])


def test_lists_cost_the_same_however_long(
    edition: Any, charlie: User, django_assert_max_num_queries: Any
) -> None:
    asker = client(charlie)
    with django_assert_max_num_queries(3):
        asker.get(f"{API}/factors/")


def test_a_policy_on_the_kind_is_refused_for_what_displaces_nothing(alice: User) -> None:
    body = {
        "rule": "choose_kind",
        "kind": "grid_average",
        "choice": "electricity_carbon_footprint",
        "effective_from": "2025-01-01",
        "reason": "a life cycle",
    }
    refused = client(alice).post(f"{API}/factor-policies/", body, format="json")
    assert (refused.status_code, refused.data["code"]) == (400, "unfitting_choice")
    assert "grid_OM_simple" in refused.data["detail"]
    made = client(alice).post(
        f"{API}/factor-policies/", {**body, "choice": "grid_fossil_power"}, format="json"
    )
    assert made.status_code == 201, made.data


def test_twenty_provinces_fell_and_ten_rose_as_a_reader_of_the_lists_counts(
    alice: User, bob: User
) -> None:
    """From data year 2022 to 2023, as the ministry said of its two announcements."""
    for each in operations.propose_shipped_editions(by=alice, reason="first load"):
        if each.code in {"CN-GRID-2022", "CN-GRID-2023"}:
            proposals.confirm(each, by=bob)
    before, after = (
        {
            row["region"]: float(row["value"])
            for row in client(bob)
            .get(f"{API}/factors/", {"kind": "grid_average", "data_year": year, "limit": 100})
            .data["results"]
            if row["region"] != "全国" and "(" not in row["region"]
        }
        for year in (2022, 2023)
    )
    assert before.keys() == after.keys()
    moved = [after[region] - before[region] for region in before]
    assert (len(moved), sum(each < 0 for each in moved), sum(each > 0 for each in moved)) == (
        30,
        20,
        10,
    )
