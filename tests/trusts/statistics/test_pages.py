"""What staff see of the portfolio, and take out of it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from config.archive.models import Extract
from tests.people import make_user
from tests.portfolio import Portfolio
from trusts.statistics import queries

AT = "/console/statistics/"


@pytest.fixture
def auditor(sample_portfolio: Portfolio) -> Client:
    user = sample_portfolio.person("auditor")
    user.language = "en"
    user.save()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:500]
    return str(answer.content.decode())


def content(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_page_shows_the_parts_and_leads_to_what_is_behind_them(auditor: Client) -> None:
    page = text(auditor.get(AT, {"as_of": "2025-12-31", "cut": "form"}))
    for shown in ("Green trust loan", "Herfindahl", "sample data", "Compared with", "2024-12-31"):
        assert shown in page
    behind = text(auditor.get(AT + "members/", {"as_of": "2025-12-31", "cut": "form"}))
    assert "RX5" in behind
    page = text(auditor.get(AT, {"cut": "province", "compare_with": ""}))
    assert "Henan" in page
    assert " since " not in page


@pytest.mark.parametrize("cut", queries.CUTS)
def test_every_cut_is_shown_in_the_same_few_statements(auditor: Client, cut: str) -> None:
    auditor.get(AT)
    with CaptureQueriesContext(connection) as taken:
        text(auditor.get(AT, {"cut": cut}))
    assert len(taken) <= (10 if queries.CUTS[cut].divided is None else 24)


def test_what_cannot_be_read_is_said_and_left_at_its_default(auditor: Client) -> None:
    asked = {"cut": "colour", "top": "many", "measure": "weight", "compare_with": "soon"}
    page = text(auditor.get(AT, asked))
    for word in ("colour", "many", "weight", "soon"):
        assert word in page
    assert "future" in text(auditor.get(AT, {"known_at": "2999-01-01"}))
    assert auditor.get(AT + "members/", {"offset": "-1"}).status_code == 404


def test_what_is_seen_is_taken_as_typed_cells(auditor: Client) -> None:
    asked = {"as_of": "2025-12-31", "cut": "form"}
    rows = list(
        csv.reader(
            io.StringIO(content(auditor.get(AT, {**asked, "file": "csv"})).decode("utf-8-sig"))
        )
    )
    head, *parts, total = rows
    assert head[:4] == ["Key", "Green form", "Share (%)", "Outstanding (CNY)"]
    assert sum(Decimal(row[3]) for row in parts) == Decimal(total[3]) > 0
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(content(auditor.get(AT, {**asked, "file": "xlsx"})))
    )
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[-1][3] == float(total[3])
    assert len(sheet) == len(rows)
    noted = dict(row[:2] for row in book.get_sheet_by_index(1).to_python())
    assert noted["Cut"] == "Green form"
    assert Extract.objects.filter(list_name="trusts.statistics").count() == 2


def test_who_may_not_see_statistics_is_refused(sample_portfolio: Portfolio) -> None:
    client = Client()
    client.force_login(make_user(username="nobody"))
    assert client.get(AT).status_code == 403


def test_the_dashboard_shows_the_portfolio(auditor: Client) -> None:
    page = text(auditor.get("/console/"))
    for shown in ("Outstanding today", "Outstanding by green form"):
        assert shown in page
