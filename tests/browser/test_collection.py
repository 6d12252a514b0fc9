"""The collection as three people work with it: who runs it, who enters, who confirms."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse

from reporting.collection.models import CollectionPeriod, CollectionTask
from tests.browser.conftest import PHONE, Visit, sideways
from tests.portfolio import Portfolio

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]
SHOTS = os.environ.get("SHOTS", "")


def keep(page: object, name: str) -> None:
    """Keep a picture where one is asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)  # type: ignore[attr-defined]


def test_the_officer_sees_what_is_missing_and_who_owes_it(
    portfolio_db: Portfolio, visit_portfolio: Visit
) -> None:
    asked = CollectionPeriod.objects.order_by("-starts_on")[0]
    board = reverse("admin:collection-period-board", args=[asked.pk]) + "?as_of=2026-04-30"
    page = visit_portfolio(board, portfolio_db.person("officer"))
    keep(page, "board")
    assert page.locator(".gt-badge--bad", has_text="逾期").count() == 3
    page.get_by_role("link", name="逾期 3").click()
    page.wait_for_url("**show=overdue**")
    assert page.locator(".gt-board").first.locator("tbody tr").count() == 3
    page.get_by_role("link", name="运营碳足迹").first.click()
    page.wait_for_url("**/footprint/")
    keep(page, "footprint")
    assert page.get_by_text("water_supply").first.is_visible()
    phone = visit_portfolio(board, portfolio_db.person("officer"), width=PHONE)
    keep(phone, "board-phone")
    assert sideways(phone) <= 0


def test_the_owner_puts_a_returned_number_right(
    portfolio_db: Portfolio, visit_portfolio: Visit
) -> None:
    page = visit_portfolio(reverse("admin:index"), portfolio_db.person("owner"))
    keep(page, "owner-home")
    row = page.locator("tr", has_text="营业办公用纸")
    row.get_by_role("link", name="填报").click()
    page.wait_for_url("**/enter/")
    keep(page, "enter")
    page.locator("#id_value").fill("5.8")
    page.locator("#id_note").fill("")
    page.get_by_role("button", name="提交复核").click()
    page.wait_for_url("**/change/")
    keep(page, "task")
    task = CollectionTask.objects.filter(code="E-OP-12").latest("period__starts_on")
    latest = task.entries.latest("version")
    assert (str(latest.value.normalize()), latest.decision, latest.version) == ("5.8", "", 2)
    assert page.get_by_text("已提交").first.is_visible()


def test_an_odd_number_is_held_until_it_is_explained(
    portfolio_db: Portfolio, visit_portfolio: Visit
) -> None:
    task = CollectionTask.objects.filter(code="E-OP-12").latest("period__starts_on")
    page = visit_portfolio(
        reverse("admin:collection-enter", args=[task.pk]), portfolio_db.person("owner")
    )
    page.locator("#id_value").fill("58")
    page.locator("#id_note").fill("")
    page.get_by_role("button", name="提交复核").click()
    page.get_by_role("alert").wait_for()
    keep(page, "enter-refused")
    assert "变动" in page.get_by_role("alert").inner_text()
    assert task.entries.count() == 1
