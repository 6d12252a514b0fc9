"""Lists as files over HTTP: the same rows, all pages, typed; refusals stay problems."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from config.accounts.models import User
from config.api import tables
from config.archive.models import Extract
from config.kernel import proposals
from config.tables.writing import MEDIA_TYPES, Form
from tests.config.api.conftest import Speak, problem
from tests.shelf.models import Loan, Sighting

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.api.shelf")]

LOANS = "/api/v1/shelf/loans/"
SIGHTINGS = "/api/v1/shelf/sightings/"


@pytest.fixture
def loans(alice: User, bob: User) -> list[Loan]:
    """Return three loans, the first confirmed."""
    rows = [
        proposals.propose(Loan(text=text, amount=amount), by=alice, reason="needed")
        for text, amount in (("0012", "1234.50"), ("=1+1", "-2.00"), ("绿", "3.00"))
    ]
    proposals.confirm(rows[0], by=bob)
    return rows


def read(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = read(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_list_is_taken_as_csv_by_address_or_by_accept(
    speak: Speak, alice: User, loans: list[Loan]
) -> None:
    client = speak(alice)
    by_address = client.get(f"{LOANS}?format=csv&ordering=id")
    by_accept = client.get(f"{LOANS}?ordering=id", headers={"Accept": "text/csv"})
    for answer in (by_address, by_accept):
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "Accept" in answer.headers["Vary"]
    rows = rows_of(by_address)
    assert rows == rows_of(by_accept)
    assert [row["text"] for row in rows] == ["0012", "'=1+1", "绿"]
    assert [row["amount"] for row in rows] == ["1234.50", "-2.00", "3.00"]
    assert [row["decision.state"] for row in rows] == ["confirmed", "pending", "pending"]
    assert rows[0]["decision.decided_by.display_name"] == "Bob"
    assert "reason" not in rows[0]


def test_a_workbook_holds_numbers_and_instants(
    speak: Speak, alice: User, loans: list[Loan]
) -> None:
    raw = read(speak(alice).get(f"{LOANS}?format=xlsx&state=pending"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    head, *rows = book.get_sheet_by_index(0).to_python()
    row = dict(zip(head, rows[1], strict=True))
    assert (row["text"], row["amount"]) == ("=1+1", -2.0)
    assert isinstance(row["decision.proposed_at"], dt.datetime)
    lines = dict(book.get_sheet_by_name("Provenance").to_python())
    assert (lines["Rows"], lines["Filters"]) == (2, "format=xlsx&state=pending")


def test_a_file_holds_every_page_and_takes_no_page(speak: Speak, alice: User) -> None:
    for number in range(7):
        Sighting.objects.create(text=f"{number}")
    client = speak(alice)
    assert len(rows_of(client.get(f"{SIGHTINGS}?format=csv"))) == 7
    for parameter in ("limit=2", "cursor=x"):
        body = problem(client.get(f"{SIGHTINGS}?format=csv&{parameter}"), 400, "invalid_input")
        assert body["errors"][0]["code"] == "unknown_parameter"
    assert len(client.get(f"{SIGHTINGS}?format=json&limit=2").json()["results"]) == 2


def test_a_form_that_is_none_is_refused(speak: Speak, alice: User) -> None:
    client = speak(alice)
    (fault,) = problem(client.get(f"{LOANS}?format=pdf"), 400, "invalid_input")["errors"]
    assert (fault["pointer"], fault["code"]) == ("/format", "unknown_format")
    problem(client.get(LOANS, headers={"Accept": "image/png"}), 406, "not_acceptable")


def test_a_refusal_is_a_problem_even_where_a_file_was_asked_for(
    speak: Speak, alice: User, loans: list[Loan]
) -> None:
    problem(speak().get(f"{LOANS}?format=csv"), 401, "not_authenticated")
    problem(speak(alice).get(f"{LOANS}?format=xlsx&colour=green"), 400, "invalid_input")
    row = f"{LOANS}{loans[0].pk}/"
    problem(speak(alice).get(f"{row}?format=csv"), 400, "invalid_input")
    problem(speak(alice).get(row, headers={"Accept": "text/csv"}), 406, "not_acceptable")


def test_more_rows_than_are_written_at_once_are_refused(
    speak: Speak, alice: User, loans: list[Loan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    problem(speak(alice).get(f"{LOANS}?format=csv"), 409, "too_many_rows")
    assert not Extract.objects.exists()


def test_who_took_what_is_written_down(speak: Speak, alice: User, loans: list[Loan]) -> None:
    read(speak(alice).get(f"{LOANS}?format=csv&state=confirmed"))
    extract = Extract.objects.get()
    assert (extract.taken_by, extract.list_name, extract.form) == (alice, "shelf.loan", "csv")
    assert (extract.rows, extract.query) == (1, "format=csv&state=confirmed")


def test_a_file_takes_no_query_a_row(speak: Speak, alice: User) -> None:
    counts = []
    for _round in range(2):
        for number in range(5):
            proposals.propose(Loan(text=f"{number}"), by=alice, reason="r")
        with CaptureQueriesContext(connection) as queries:
            read(speak(alice).get(f"{LOANS}?format=csv"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_document_names_the_files(speak: Speak) -> None:
    document = json.loads(speak().get("/api/v1/schema/").content)
    listing = document["paths"][LOANS]["get"]
    types = listing["responses"]["200"]["content"]
    assert set(types) == {"application/json", "text/csv", MEDIA_TYPES[Form.XLSX]}
    assert types["text/csv"]["schema"] == {"type": "string", "format": "binary"}
    (parameter,) = [each for each in listing["parameters"] if each["name"] == "format"]
    assert parameter["schema"]["enum"] == ["csv", "json", "xlsx"]
    retrieving = document["paths"][f"{LOANS}{{id}}/"]["get"]
    assert set(retrieving["responses"]["200"]["content"]) == {"application/json"}
