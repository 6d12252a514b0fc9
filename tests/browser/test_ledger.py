"""The books at the desk: reports, a statement, months closed together, a correction."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit, sideways
from tests.portfolio import Portfolio
from trusts.ledger.models import Entry, Line
from trusts.register.models import Product

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]

PAGES = (
    "ledger/books/?product={code}&period=2025",
    "ledger/statement/?product={code}&period=2025",
    "ledger/months/?year=2025&month=1",
    "trusts/entrybatch/add/?entry={entry}",
)


def an_entry(product: Product) -> Entry:
    """Return a confirmed entry of the product that spent cash."""
    line = Line.objects.filter(product=product, account_id="cash", amount__lt=0).order_by("id")[0]
    return line.entry


def test_the_books_are_read_on_desk_and_phone(visit: Visit, portfolio_db: Portfolio) -> None:
    product = Product.objects.get(code="TH1")
    auditor = portfolio_db.person("auditor")
    for page in PAGES[:3]:
        address = "/console/" + page.format(code=product.code)
        expect(visit(address, auditor).locator(".gt-table").first).to_be_visible()
        assert sideways(visit(address, auditor, width=PHONE)) == 0


def test_a_month_is_closed_for_all_products_by_two_people(
    visit: Visit, portfolio_db: Portfolio
) -> None:
    address = "/console/" + PAGES[2].replace("month=1", "month=2")
    page = visit(address, portfolio_db.person("registrar"))
    page.locator("input[name=reason]").fill("February is complete")
    page.locator("button[value=propose]").click()
    expect(page.get_by_text("由第二人确认")).to_be_visible()
    page = visit(address, portfolio_db.person("reviewer"))
    page.locator("button[value=confirm]").click()
    expect(page.locator(".gt-table .gt-badge--good")).to_have_count(Product.objects.count())


def test_a_correction_is_proposed_from_the_page_of_its_entry(
    visit: Visit, portfolio_db: Portfolio
) -> None:
    entry = an_entry(Product.objects.get(code="TH1"))
    registrar = portfolio_db.person("registrar")
    page = visit(f"/console/trusts/entry/{entry.pk}/change/", registrar)
    page.locator("a[href*='entrybatch/add']").click()
    expect(page.locator("#id_entry")).to_have_value(str(entry.pk))
    page.locator("#id_memo").fill("the memo was wrong")
    page.locator("#id_reason").fill("misread")
    page.locator(".gt-submit button").click()
    expect(page.locator(".gt-badge--waiting").first).to_be_visible()
    expect(page.get_by_text("冲销").first).to_be_visible()
