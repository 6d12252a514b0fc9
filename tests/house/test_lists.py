"""Every address and every page that is read: answered, in few queries, in both languages."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from config.console.site import site
from tests import people
from tests.house.addresses import Read, filled, read_out, reads
from tests.house.english import english_in
from tests.portfolio import Portfolio

COUNTS = Path(__file__).with_name("query_counts.json")
UPDATE = bool(os.environ.get("UPDATE_QUERY_COUNTS"))
FEW, MANY = 1, 500
READS = [each for each in reads() if each.route != "/api/v1/auth/tokens/<str:token_key>/"]
LISTS = [each for each in READS if each.action == "list"]
PAGES: list[ModelAdmin[Any, Any]] = sorted(
    site._registry.values(), key=lambda page: page.opts.label
)
PEOPLES = {"accounts", "jobs", "django_celery_beat"}


def label(each: Any) -> str:
    return each.route if isinstance(each, Read) else each.opts.label


def reader(portfolio: Portfolio) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(portfolio.person("auditor"))
    return client


def visitor(portfolio: Portfolio, username: str, *, language: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(portfolio.person(username))
    client.cookies["language"] = language
    return client


def who_sees(page: ModelAdmin[Any, Any]) -> str:
    return "operator" if page.opts.app_label in PEOPLES else "auditor"


def address(page: ModelAdmin[Any, Any], kind: str, *args: Any) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{kind}", args=args)


def queries(ask: Callable[[], Any]) -> int:
    """Return how many queries a successful answer takes."""
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
        assert answer.status_code == 200, answer.content[:1000]
    return len(asked)


def hold(name: str, number: int) -> None:
    """Hold a number of queries against the recorded one; or record it, if asked to."""
    counts = json.loads(COUNTS.read_text("utf-8")) if COUNTS.exists() else {}
    if UPDATE:
        counts = dict(sorted({**counts, name: number}.items()))
        COUNTS.write_text(json.dumps(counts, indent=2) + "\n", "utf-8")
    assert number == counts.get(name), (
        f"{name} takes {number} queries, recorded are {counts.get(name)}; if that is meant: "
        "UPDATE_QUERY_COUNTS=1 .venv/bin/python -m pytest tests/house/test_lists.py"
    )


@pytest.mark.parametrize("read", READS, ids=label)
def test_every_address_answers_somebody_who_only_looks(
    sample_portfolio: Portfolio, read: Read
) -> None:
    where = filled(read)
    answer = reader(sample_portfolio).get(where.path, where.parameters)
    assert answer.status_code == 200, answer.content[:1000]
    if read.is_paged:
        assert answer.json()["results"], f"the sample portfolio has nothing for {read.route}"
    read_out(answer)


@pytest.mark.parametrize("read", LISTS, ids=label)
def test_a_list_takes_no_more_queries_for_more_rows(
    sample_portfolio: Portfolio, read: Read
) -> None:
    where, client = filled(read), reader(sample_portfolio)

    def ask(**more: int) -> int:
        return queries(lambda: client.get(where.path, {**where.parameters, **more}))

    ask()  # what a process looks up once
    few = ask(limit=FEW) if read.is_paged else ask()
    hold(read.route, few)
    if read.is_paged:
        assert ask(limit=MANY) == few


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_a_staff_list_takes_no_more_queries_for_more_rows(
    sample_portfolio: Portfolio, page: ModelAdmin[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(sample_portfolio, who_sees(page), language="zh-hans")

    def ask(rows: int) -> int:
        monkeypatch.setattr(page, "list_per_page", rows)
        return queries(lambda: client.get(address(page, "changelist")))

    ask(FEW)  # what a process looks up once
    few = ask(FEW)
    hold(label(page), few)
    assert ask(MANY) == few


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES, ids=label)
def test_a_staff_page_is_shown_in_both_languages(
    sample_portfolio: Portfolio, page: ModelAdmin[Any, Any], language: str
) -> None:
    client = visitor(sample_portfolio, who_sees(page), language=language)
    shown = [read(client, address(page, "changelist"))]
    row = page.model._default_manager.order_by("-pk").first()
    if row is not None:
        shown.append(read(client, address(page, "change", row.pk)))
    proposer = visitor(sample_portfolio, who_adds(page, sample_portfolio), language=language)
    form = proposer.get(address(page, "add"))
    assert form.status_code in {200, 403}
    if form.status_code == 200:
        shown.append(form.content.decode())
    if language == "zh-hans":
        assert english_in(shown) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("username", ["registrar", "reviewer", "operator"])
def test_the_dashboard_is_shown_in_both_languages(
    sample_portfolio: Portfolio, username: str, language: str
) -> None:
    client = visitor(sample_portfolio, username, language=language)
    shown = [read(client, reverse("admin:index")), read(client, reverse("admin:password_change"))]
    if language == "zh-hans":
        assert english_in(shown) == []


def who_adds(page: ModelAdmin[Any, Any], portfolio: Portfolio) -> str:
    permission = getattr(page.model, "propose_permission", None)
    able = (
        username
        for username in ("registrar", "analyst", "officer")
        if permission and portfolio.person(username).may(permission)
    )
    return next(able, who_sees(page))


def read(client: Client, path: str) -> str:
    answer: HttpResponse = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.django_db
def test_an_empty_house_says_what_to_do_first(settings: Any, client: Client) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    client.force_login(people.make_charlie())
    shown = read(client, reverse("admin:index"))
    steps = ("装入参考数据版本", "登记项目", "登记产品", "报送计量文件")
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)
    for path in ("projects/edition/add/", "projects/meterbatch/add/"):
        assert f"/console/{path}" in shown


def test_a_filled_house_needs_no_first_steps(sample_portfolio: Portfolio) -> None:
    shown = read(visitor(sample_portfolio, "auditor", language="zh-hans"), reverse("admin:index"))
    assert "装入参考数据版本" not in shown
