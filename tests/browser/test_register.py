"""The register in a browser: a product moved with its paper, another day asked, a person read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways
from tests.portfolio import Portfolio
from trusts.register.models import Party, Product, ProductTerms

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]
PAPER = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}


def seen(page: Page, name: str) -> None:
    """Hold the page against its window; keep a picture where a person wants to look at it."""
    page.wait_for_load_state("networkidle")
    assert sideways(page) <= 0, page.url
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def product() -> Product:
    """Return the sample product whose terms were changed."""
    changed = ProductTerms.objects.exclude(benefit_note="").select_related("product")
    return changed[0].product


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_product_is_moved_and_asked_for_another_day(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    registrar, row = portfolio_db.person("registrar"), product()
    page = visit_portfolio(f"/console/trusts/product/{row.pk}/change/", registrar, width=width)
    seen(page, f"product-{width}")
    page.get_by_label("截至").fill("2025-01-15")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("status")).to_contain_text("2025-01-15")
    seen(page, f"product-as-of-{width}")
    page.get_by_role("link", name="回到今天").click()
    page.get_by_role("link", name=re.compile("变更为：.终止")).click()
    page.locator("input[name=effective_from]").fill("2026-06-01")
    page.locator("input[name=terminated_on]").fill("2026-06-01")
    page.locator("textarea[name=reason]").fill("示例终止")
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("此变更须附文件，但未附")).to_be_visible()
    seen(page, f"move-{width}")
    page.locator("input[name=document]").set_input_files([PAPER])  # type: ignore[list-item]
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("report.pdf").first).to_be_visible()
    seen(page, f"moved-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_filings_and_a_person_in_clear(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    reviewer = portfolio_db.person("reviewer")
    page = visit_portfolio("/console/registrations/due/", reviewer, width=width)
    expect(page.get_by_text("已登记").first).to_be_visible()
    seen(page, f"due-{width}")
    person = Party.objects.get(party_type="natural_person")
    page.goto(f"/console/trusts/party/{person.pk}/change/")
    expect(page.get_by_text("示例委托人")).to_have_count(0)
    page.locator("#gt-why").fill("核对")
    page.get_by_role("button", name="查看明文").click()
    expect(page.get_by_text("示例委托人")).to_be_visible()
    seen(page, f"person-{width}")
