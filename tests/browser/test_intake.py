"""A registrar's Friday with files: three faulty rows, mended and confirmed, on desk and phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.conftest import PHONE, Visit, arrived, sideways
from tests.trusts.books import JAN, Books
from tests.trusts.intake.making import csv_of
from tests.trusts.intake.test_movements import GOOD
from trusts.intake import operations
from trusts.intake.models import Import, ImportProfile
from trusts.ledger.models import Line
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def books(committed_db: str) -> Books:
    """Return committed books with a product, a contract and the sample profiles."""
    alice, bob = people.make_alice(), people.make_bob()
    load_editions(by=alice)
    load_chart(by=alice)
    books = Books(alice, bob)
    books.contract(books.product(), committed="500.00")
    for profile in operations.propose_sample_profiles(effective_from=JAN, by=alice):
        books.confirm(profile)
    return books


def seen(page: Page, name: str) -> None:
    """Hold that the page fits its window; keep a picture where one is asked for."""
    page.wait_for_load_state("networkidle")
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert sideways(page) <= 0, page.url


def test_three_faulty_rows_are_mended_and_confirmed(
    visit: Visit, books: Books, tmp_path: Path
) -> None:
    rows = [list(each) for each in GOOD]
    rows[1][3], rows[3][0], rows[5][1] = "4OO.00", "T-9", "03/02/2025"
    path = tmp_path / "资金流水.csv"
    path.write_bytes(csv_of(*rows, encoding="gb18030"))
    page = visit("/console/trusts/import/add/?subject=movements", books.alice)
    seen(page, "send")
    page.locator("#id_file").set_input_files(path)
    page.locator("#id_source").fill("TA")
    page.locator("#id_reason").fill("月末资金流水")
    page.get_by_role("button", name="送交并校验").click()
    expect(page.get_by_text("因错误受阻")).to_be_visible()
    expect(page.get_by_text("没有使用此代码的已确认产品").first).to_be_visible()
    seen(page, "blocked")
    address = page.get_by_role("link", name="错误文件").get_attribute("href") or ""
    text = page.request.get(address).body().decode("gb18030")
    mended = tmp_path / "mended.csv"
    for wrong, right in (("4OO", "400"), ("T-9", "T-1"), ("03/02/2025", "2025-02-06")):
        text = text.replace(wrong, right)
    mended.write_bytes(text.encode("gb18030"))
    page = visit("/console/trusts/import/add/", books.alice)
    page.locator("#id_file").set_input_files(mended)
    page.locator("#id_source").fill("TA")
    page.locator("#id_reason").fill("改正三行")
    page.get_by_role("button", name="送交并校验").click()
    arrived(page, re.compile("/change/"))
    row = Import.objects.latest("id")
    other = visit(f"/console/trusts/import/{row.pk}/change/", books.bob)
    seen(other, "plan")
    other.get_by_role("button", name="确认", exact=True).click()
    expect(other.locator("#gt-decision")).to_contain_text("已确认")
    assert Line.objects.count() == 14
    seen(visit("/console/trusts/import/", books.bob), "list")
    seen(visit(f"/console/trusts/import/{row.pk}/change/", books.bob, width=PHONE), "phone")
    seen(visit("/console/trusts/import/add/", books.alice, width=PHONE), "phone-send")
    profile = ImportProfile.objects.get(code="SAMPLE-AM")
    seen(visit(f"/console/trusts/importprofile/{profile.pk}/change/", books.alice), "profile")
    seen(visit("/console/trusts/importprofile/add/", books.alice), "profile-add")
