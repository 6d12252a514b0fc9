"""The library over HTTP and on staff pages: lists sent, gaps read, versions proposed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from config.accounts.models import User
from reporting.indicators import answering
from reporting.indicators.models import Framework, FrameworkItem, LibraryIndicator
from reporting.indicators.rules.gaps import Given
from tests.reporting.indicators.test_gaps import OFFICIAL

API = "/api/v1"


def speaker(user: User) -> APIClient:
    client = APIClient(headers={"Accept-Language": "en"})
    client.force_authenticate(user)
    return client


def desk(user: User) -> Client:
    user.language = "en"
    user.save()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def sent(content: str, **given: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("official.csv", content.encode()),
        "code": "SZ-ENV-TEMPLATE",
        "edition": "2026",
        "name_zh": "官方模板",
        "name_en": "Official template",
        "source": "the publisher",
        "effective_from": "2020-01-01",
        "is_official": "true",
        "is_partial": "false",
        "reason": "the official list",
        **given,
    }


def read(client: APIClient, path: str, **asked: Any) -> Any:
    answer = client.get(f"{API}/{path}/", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_gaps_of_a_framework_are_read_with_who_owes_what(
    frameworks: None, charlie: User
) -> None:
    client = speaker(charlie)
    (template,) = read(client, "frameworks", code="SZ-ENV-TEMPLATE")["results"]
    found = read(client, f"frameworks/{template['id']}/gaps", period="2025")
    assert found["counts"]["not_collected"] + found["counts"]["not_computed"] == 24
    assert found["is_official"] is False
    power = next(each for each in found["items"] if each["item"]["code"] == "SZ-08")
    assert power["coverage"] == "not_collected"
    (asked,) = power["indicators"]
    assert asked["code"] == "E-OP-08"
    assert asked["owner_department"] == "office"
    assert asked["answered_by"] == ""
    every = read(client, "framework-coverage", period="2025")
    assert {each["code"]: each["items"] for each in every}["GRI"] == 39


@pytest.mark.parametrize(
    ("asked", "status"), [({}, 400), ({"period": "lately"}, 400), ({"period": "2025", "x": 1}, 400)]
)
def test_a_question_that_cannot_be_read_is_refused(
    frameworks: None, charlie: User, asked: dict[str, Any], status: int
) -> None:
    framework = Framework.objects.confirmed().latest("id")
    for path in (f"frameworks/{framework.pk}/gaps", "framework-coverage"):
        assert speaker(charlie).get(f"{API}/{path}/", asked).status_code == status


def test_an_official_list_is_sent_seen_and_confirmed_over_http(
    frameworks: None, alice: User, bob: User
) -> None:
    working = Framework.objects.get(code="SZ-ENV-TEMPLATE")
    path = f"{API}/frameworks/"
    answer = speaker(alice).post(path, sent(OFFICIAL, supersedes=working.pk), format="multipart")
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert row["plan"]["gone"] == 22
    again = speaker(alice).post(path, sent(OFFICIAL, supersedes=working.pk), format="multipart")
    assert (again.status_code, again.json()["id"]) == (200, row["id"])
    seen = {"seen_sha256": row["decision"]["content_sha256"]}
    own = speaker(alice).post(f"{path}{row['id']}/confirm/", seen, format="json")
    assert own.status_code == 403
    done = speaker(bob).post(f"{path}{row['id']}/confirm/", seen, format="json")
    assert done.status_code == 200, done.content
    codes = {each["code"] for each in read(speaker(bob), "framework-coverage", period="2025")}
    assert "SZ-ENV-TEMPLATE" in codes
    items = read(speaker(bob), "framework-items", framework=row["id"])["results"]
    assert {each["code"] for each in items} == {"SZ-08", "SZ-11", "SZ-90"}


def test_a_faulty_list_is_answered_by_row_and_column(library: None, alice: User) -> None:
    content = "code,name_zh,name_en,answer,confidence\nA,甲,A,perhaps,A\n"
    answer = speaker(alice).post(f"{API}/frameworks/", sent(content), format="multipart")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["code"] == "choice_unknown"
    assert fault["row"] == 2
    assert "answer" in fault["pointer"]


def test_a_range_of_the_house_is_proposed_and_confirmed_over_http(
    library: None, alice: User, bob: User
) -> None:
    (standing,) = read(speaker(alice), "indicators", code="E-OP-08")["results"]
    body = {
        name: standing[name]
        for name in standing
        if name not in {"id", "decision", "supersedes", "effective_from"}
    }
    body |= {"highest": "2000000", "effective_from": "2025-01-01", "reason": "two floors"}
    answer = speaker(alice).post(f"{API}/indicators/", body, format="json")
    assert answer.status_code == 201, answer.content
    row = answer.json()
    done = speaker(bob).post(
        f"{API}/indicators/{row['id']}/confirm/",
        {"seen_sha256": row["decision"]["content_sha256"]},
        format="json",
    )
    assert done.status_code == 200, done.content
    asked = {"code": "E-OP-08", "as_of": "2025-06-30"}
    (held,) = read(speaker(alice), "indicators", **asked)["results"]
    assert held["highest"] == "2000000.000000"
    (before,) = read(speaker(alice), "indicators", code="E-OP-08", as_of="2024-06-30")["results"]
    assert before["highest"] is None


def test_an_indicator_says_which_frameworks_ask_for_it(frameworks: None, charlie: User) -> None:
    row = LibraryIndicator.objects.get(code="E-OP-11")
    found = read(speaker(charlie), f"indicators/{row.pk}/asked-by")
    assert ("GRI", "303-5") in {(each["framework_code"], each["code"]) for each in found}


def test_a_person_who_only_looks_proposes_nothing(library: None, charlie: User) -> None:
    answer = speaker(charlie).post(f"{API}/frameworks/", sent(OFFICIAL), format="multipart")
    assert answer.status_code == 403
    assert not Framework.objects.exists()


def test_the_pages_of_gaps_lead_from_all_to_one_item(frameworks: None, charlie: User) -> None:
    client = desk(charlie)
    board = client.get("/console/gaps/", {"period": "2025"}).content.decode()
    gri = Framework.objects.get(code="GRI")
    assert f"/console/gaps/{gri.pk}/?period=2025" in board
    assert "working list" in board
    whole = client.get(f"/console/gaps/{gri.pk}/", {"period": "2025"}).content.decode()
    assert "305-1" in whole
    assert "Titles only; Chinese names are ours." in whole
    asked = {"period": "2025", "coverage": "no_indicator"}
    narrow = client.get(f"/console/gaps/{gri.pk}/", asked).content.decode()
    assert "Items (" in narrow
    assert ">302-1<" not in narrow
    assert "is no period" in client.get("/console/gaps/", {"period": "x"}).content.decode()
    assert client.get("/console/gaps/999999/").status_code == 404


def test_an_answer_leads_to_the_page_that_shows_it(
    frameworks: None, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Given(by="figures", ref="F-1", page="admin:reporting_figure_by_id")
    monkeypatch.setitem(answering._SOURCES, "here", lambda _period, _known_at: {"E-AV-03": given})
    icma = Framework.objects.get(code="ICMA-IMPACT")
    shown = desk(charlie).get(f"/console/gaps/{icma.pk}/", {"period": "2025"}).content.decode()
    assert "/console/reporting/figure/by-id/F-1" in shown


def test_the_record_of_a_list_shows_what_differs(
    frameworks: None, alice: User, charlie: User
) -> None:
    working = Framework.objects.get(code="SZ-ENV-TEMPLATE")
    row = (
        speaker(alice)
        .post(f"{API}/frameworks/", sent(OFFICIAL, supersedes=working.pk), format="multipart")
        .json()
    )
    client = desk(charlie)
    page = client.get(f"/console/reporting/framework/{row['id']}/change/").content.decode()
    assert "Items of the edition before that this one does not have" in page
    assert "营业办公电力（官方）" in page
    item = FrameworkItem.objects.filter(framework=working).latest("id")
    assert client.get(f"/console/reporting/frameworkitem/{item.pk}/change/").status_code == 200
    indicator = LibraryIndicator.objects.get(code="E-OP-11")
    page = client.get(
        f"/console/reporting/libraryindicator/{indicator.pk}/change/"
    ).content.decode()
    assert "What it answers: one entry, many frameworks" in page
    assert "303-5" in page


def test_a_list_is_sent_by_the_form_of_the_console(library: None, alice: User) -> None:
    given = sent(OFFICIAL, is_official="on", is_partial="")
    answer = desk(alice).post("/console/reporting/framework/add/", given)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    row = Framework.objects.get()
    assert (row.code, row.rows_accepted, row.is_official) == ("SZ-ENV-TEMPLATE", 3, True)
