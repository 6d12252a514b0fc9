"""The pages of the collection, asked without a browser: answered, and closed to who may not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reporting.collection.models import CollectionPeriod, CollectionTask
from tests.portfolio import Portfolio


def visitor(portfolio: Portfolio, username: str) -> Client:
    client = Client()
    client.force_login(portfolio.person(username))
    client.cookies["language"] = "zh-hans"
    return client


def test_a_data_owner_sees_on_the_first_page_what_they_owe(sample_portfolio: Portfolio) -> None:
    shown = visitor(sample_portfolio, "owner").get(reverse("admin:index")).content.decode()
    assert "我待填报的数据（1）" in shown
    assert "营业办公用纸" in shown


def test_the_board_says_state_owner_day_last_year_and_change(sample_portfolio: Portfolio) -> None:
    client = visitor(sample_portfolio, "auditor")
    asked = CollectionPeriod.objects.order_by("-starts_on")[0]
    board = reverse("admin:collection-period-board", args=[asked.pk])
    assert client.get(reverse("admin:collection-board")).headers["Location"] == board
    shown = client.get(board, {"as_of": "2026-04-30"}).content.decode()
    for text in ("1,180,000 千瓦时", "1,250,000 千瓦时", "-5.6 %", "逾期", "变动较大", "部门全体"):
        assert text in shown
    then = client.get(board, {"known_at": "2020-01-01"}).content.decode()
    assert "1,180,000" not in then
    assert "不是日期" in client.get(board, {"as_of": "x"}).content.decode()


def test_the_footprint_names_the_factor_that_is_missing(sample_portfolio: Portfolio) -> None:
    asked = CollectionPeriod.objects.order_by("-starts_on")[0]
    page = reverse("admin:collection-footprint", args=[asked.pk])
    shown = visitor(sample_portfolio, "auditor").get(page).content.decode()
    assert "water_supply" in shown
    assert "范围二（基于市场）" in shown


@pytest.mark.parametrize("name", ["enter", "terms", "carry", "import"])
def test_who_only_looks_opens_no_form(sample_portfolio: Portfolio, name: str) -> None:
    model = CollectionTask if name in {"enter", "terms"} else CollectionPeriod
    row = model.objects.latest("id")
    page = reverse(f"admin:collection-{name}", args=[row.pk])
    assert visitor(sample_portfolio, "auditor").get(page).status_code == 403
    assert visitor(sample_portfolio, "officer").get(page).status_code == 200


def test_a_draft_then_a_submission_from_the_form(sample_portfolio: Portfolio) -> None:
    client = visitor(sample_portfolio, "owner")
    task = CollectionTask.objects.filter(code="E-OP-12").latest("period__starts_on")
    page = reverse("admin:collection-enter", args=[task.pk])
    said = {"value": "5.9", "note": ""}
    assert client.post(page, {**said, "act": "draft"}).status_code == 302
    assert task.drafts.count() == 1
    assert client.post(page, {**said, "act": "submit"}).status_code == 302
    assert task.entries.latest("version").is_pending
    again = client.post(page, {**said, "act": "submit"})
    assert again.status_code == 409
    assert "待复核" in again.content.decode()


def test_the_structure_is_carried_from_the_console(sample_portfolio: Portfolio) -> None:
    client = visitor(sample_portfolio, "officer")
    asked = CollectionPeriod.objects.order_by("-starts_on")[0]
    page = reverse("admin:collection-carry", args=[asked.pk])
    assert client.post(page, {"into": "soon", "reason": "x"}).status_code == 200
    assert client.post(page, {"into": "2026", "reason": "next year"}).status_code == 302
    assert CollectionPeriod.objects.filter(carried_from=asked).count() == 1
