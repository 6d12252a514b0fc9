"""Gaps in a real browser: all frameworks, one of them, its items of one kind."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from playwright.sync_api import Page, expect

from config.kernel import proposals
from reporting.indicators import operations
from tests import people
from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]


def take_in_what_ships() -> None:
    """Have the shipped library and frameworks proposed and confirmed."""
    alice, bob = people.make_alice(), people.make_bob()
    for propose in (operations.propose_shipped_indicators, operations.propose_shipped_frameworks):
        for row in propose(effective_from=dt.date(2020, 1, 1), by=alice, reason="shipped"):
            proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)


def pictured(page: Page, name: str) -> None:
    """Keep a picture of the page where one is asked for."""
    page.wait_for_load_state("networkidle")
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_gaps_lead_from_all_frameworks_to_the_items_without_an_indicator(
    visit: Visit, committed_db: str, width: int
) -> None:
    take_in_what_ships()
    page = visit("/console/gaps/?period=2025", people.make_charlie(), width=width)
    expect(page.locator(".gt-table tbody tr")).to_have_count(12)
    pictured(page, f"gaps-{width}")
    assert sideways(page) <= 0
    page.get_by_role("link", name="深圳市金融机构环境信息披露模板").click()
    expect(page.locator(".gt-table tbody tr")).to_have_count(24)
    pictured(page, f"gaps-shenzhen-{width}")
    assert sideways(page) <= 0
    page.get_by_role("link", name="尚未填报").first.click()
    expect(page.locator(".gt-table")).to_contain_text("office")
    pictured(page, f"gaps-not-collected-{width}")
