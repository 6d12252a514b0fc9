"""Statistics in a real browser: ask, look, go down to what is behind a number."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways
from tests.portfolio import Portfolio

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]


def pictured(page: Page, name: str) -> None:
    """Keep a picture of the page where one is asked for."""
    page.wait_for_load_state("networkidle")
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("width", "language"), [(DESKTOP, "zh-CN"), (PHONE, "zh-CN"), (DESKTOP, "en")]
)
def test_the_portfolio_is_asked_by_a_cut_and_each_number_leads_to_its_rows(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int, language: str
) -> None:
    auditor = portfolio_db.person("auditor")
    auditor.language = "zh-hans" if language == "zh-CN" else "en"
    auditor.save()
    where = "/console/statistics/?as_of=2025-12-31&cut=form"
    page = visit_portfolio(where, auditor, width=width, language=language)
    expect(page.locator("figure.gt-chart[data-drawn=yes] svg")).to_be_visible()
    pictured(page, f"statistics-{language}-{width}")
    assert sideways(page) <= 0
    page.locator("select[name=cut]").select_option("province")
    page.locator(".gt-question button").click()
    expect(page.locator("figure.gt-chart[data-drawn=yes] svg")).to_be_visible()
    pictured(page, f"statistics-province-{language}-{width}")
    page.locator(".gt-table a.gt-link").first.click()
    expect(page.locator(".gt-table tbody tr").first).to_be_visible()
    pictured(page, f"statistics-members-{language}-{width}")
    assert sideways(page) <= 0


@pytest.mark.parametrize(
    ("width", "language"), [(DESKTOP, "zh-CN"), (PHONE, "zh-CN"), (DESKTOP, "en")]
)
def test_the_board_of_findings_is_narrowed_to_a_rule_and_leads_to_the_mixes(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int, language: str
) -> None:
    auditor = portfolio_db.person("auditor")
    auditor.language = "zh-hans" if language == "zh-CN" else "en"
    auditor.save()
    page = visit_portfolio("/console/oversight/", auditor, width=width, language=language)
    pictured(page, f"oversight-{language}-{width}")
    assert sideways(page) <= 0
    page.locator("select[name=rule]").select_option("much_with_one_counterparty")
    page.locator(".gt-question button").click()
    expect(page.locator(".gt-badge--waiting").first).to_be_visible()
    page.goto(page.url.split("oversight/")[0] + "asset-mixes/")
    expect(page.locator(".gt-table tbody tr").first).to_be_visible()
    pictured(page, f"mixes-{language}-{width}")
    assert sideways(page) <= 0
