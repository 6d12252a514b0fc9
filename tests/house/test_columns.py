"""Every column that a list offers: shown, written to a file, and at no query a row."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from config.console.lists import columns, curl, saved
from tests.house.test_lists import (
    FEW,
    MANY,
    PAGES,
    address,
    label,
    queries,
    reader,
    visitor,
    who_sees,
)
from tests.portfolio import Portfolio


def every_column(page: Any, portfolio: Portfolio) -> list[str]:
    asked: HttpRequest = saved.asked_as(portfolio.person(who_sees(page)), "")
    return columns.offered(page, asked)


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_column_is_shown_at_no_query_a_row(
    sample_portfolio: Portfolio, page: ModelAdmin[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(sample_portfolio, who_sees(page), language="zh-hans")
    asked = {"columns": ",".join(every_column(page, sample_portfolio))}

    def ask(rows: int) -> int:
        monkeypatch.setattr(page, "list_per_page", rows)
        return queries(lambda: client.get(address(page, "changelist"), asked))

    ask(FEW)  # what a process looks up once
    assert ask(MANY) == ask(FEW)


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_every_column_is_written_to_a_file(
    sample_portfolio: Portfolio, page: ModelAdmin[Any, Any]
) -> None:
    client = visitor(sample_portfolio, who_sees(page), language="zh-hans")
    names = every_column(page, sample_portfolio)
    answer = client.post(f"{address(page, 'export')}?columns={','.join(names)}", {"form": "csv"})
    assert answer.status_code == 200, answer.content[:1000]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert len(head) == len(names)
    assert all(len(row) == len(head) for row in rows)
    assert len(rows) == page.model._default_manager.count() or page.opts.label == "archive.Extract"


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_the_call_of_a_list_and_of_a_record_is_answered(
    sample_portfolio: Portfolio, page: ModelAdmin[Any, Any]
) -> None:
    route = curl.routes().get(page.model)
    if route is None:
        pytest.skip("The interface does not serve these rows.")
    client = visitor(sample_portfolio, who_sees(page), language="en")
    tools = client.get(f"{address(page, 'changelist')}?q=").context["tools"]
    assert reader(sample_portfolio).get(_path(tools.call.command)).status_code == 200
    row = page.model._default_manager.order_by("-pk").first()
    call = curl.of_row(row)
    if call is not None:
        assert reader(sample_portfolio).get(_path(call.command)).status_code == 200


def _path(command: str) -> str:
    return "/" + command.rsplit(" ", maxsplit=1)[1].strip("'").split("/", maxsplit=3)[3]
