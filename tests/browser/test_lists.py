"""A list as a person arranges it: columns, a saved view, a day, its files, many rows at once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect
from python_calamine import CalamineWorkbook

from config.console.models import SavedView
from tests.browser.conftest import DESKTOP, PHONE, Visit, arrived, sideways
from tests.portfolio import Portfolio
from trusts.ledger.models import PeriodMove
from trusts.register.models import Product, ProductTerms

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]

TERMS = "/console/trusts/productterms/"
PRODUCTS = "/console/trusts/product/"


def opened(page: Page, name: str) -> None:
    """Open one of the panels above a list."""
    page.locator("details.gt-tool > summary").filter(has_text=name).click()
    expect(page.locator("details.gt-tool[open]")).to_have_count(1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heads(page: Page) -> list[str]:
    cells = page.locator("#result_list thead th").all_inner_texts()
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def taken(page: Page, name: str) -> bytes:
    """Press a button and return the file that comes; a context manager would lose the loop."""
    files: list[Download] = []
    page.once("download", lambda file: files.append(file))  # noqa: PLW0108 (it is marked)
    press(page, name)
    for _times in range(100):
        if files:
            break
        page.wait_for_timeout(100)
    return Path(files[0].path()).read_bytes()


def test_columns_are_chosen_a_view_is_saved_and_its_files_are_what_is_seen(
    visit_portfolio: Visit, portfolio_db: Portfolio
) -> None:
    columns = "product,effective_from,kind,form,status"
    start = f"{TERMS}?status__exact=in_run&columns={columns}"
    page = visit_portfolio(start, portfolio_db.person("auditor"))
    opened(page, "列")
    for name in ("kind", "form"):
        page.locator(f"input[name=column][value={name}]").uncheck()
    page.locator("input[name=column][value=term_months]").check()
    status = page.locator("li", has=page.locator("input[name=column][value=status]"))
    for _times in range(4):
        status.get_by_role("button", name="上移").click()
    press(page, "显示这些列")
    arrived(page, re.compile("columns=status,"))
    assert heads(page) == ["状态", "产品", "生效起日", "期限（月）"]

    opened(page, "视图")
    page.get_by_label("将当前显示另存为新视图").fill("存续产品")
    press(page, "保存")
    tab = page.get_by_role("link", name="存续产品")
    expect(tab).to_have_attribute("aria-current", "page")
    page.wait_for_load_state()
    rows = page.locator("#result_list tbody tr").count()
    page.goto(TERMS)
    assert page.locator("#result_list tbody tr").count() > rows
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")
    page.wait_for_load_state()
    assert heads(page) == ["状态", "产品", "生效起日", "期限（月）"]
    assert page.locator("#result_list tbody tr").count() == rows > 0
    assert not SavedView.objects.get(name="存续产品").is_shared

    opened(page, "导出")
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(page, "XLSX")))
    head, *found = book.get_sheet_by_index(0).to_python()
    assert head == ["状态", "产品", "生效起日", "期限（月）"]
    assert len(found) == rows
    assert {row[0] for row in found} == {"存续"}
    lines = dict(book.get_sheet_by_name("出处").to_python())
    assert lines["行数"] == rows
    assert any("状态: 存续" in str(line) for line in lines.values())
    raw = taken(page, "CSV")
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert table[0] == head
    assert len(table) == rows + 1


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_list_is_asked_as_of_a_day_and_its_call_copied(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    page = visit_portfolio(TERMS, portfolio_db.person("auditor"), width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, "截至")
    page.get_by_label("该日有效的内容").fill("2025-02-15")
    press(page, "查询")
    expect(page.get_by_role("status")).to_contain_text("截至 2025-02-15，按现在所知")
    standing = ProductTerms.objects.as_of(
        dt.date(2025, 2, 15),
        known_at=ProductTerms.objects.latest("recorded_at").recorded_at,
    )
    expect(page.locator("#result_list tbody tr.data-row")).to_have_count(standing.count())
    assert sideways(page) <= 0
    opened(page, "curl")
    press(page, "复制为 curl")
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('curl -H "Authorization: Bearer $TOKEN"')
    assert "/api/v1/product-terms/?as_of=2025-02-15" in copied
    assert sideways(page) <= 0
    page.keyboard.press("Escape")
    expect(page.locator("details.gt-tool[open]")).to_have_count(0)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_month_is_proposed_to_be_closed_for_the_products_selected(
    visit_portfolio: Visit, portfolio_db: Portfolio, width: int
) -> None:
    standing = PeriodMove.objects.count()
    page = visit_portfolio(PRODUCTS, portfolio_db.person("registrar"), width=width)
    boxes = page.locator("input.action-select")
    for place in range(2):
        boxes.nth(place).check()
    page.locator("select[name=action]").select_option("close-month")
    page.locator("#changelist-actions button[name=index]").click()
    page.get_by_label("月份").fill("2025-13")
    press(page, "试行")
    expect(page.get_by_role("alert")).to_contain_text("不是月份")
    page.get_by_label("月份").fill("2025-03")
    press(page, "试行")
    expect(page.locator(".gt-badge--good")).to_have_count(2)
    assert sideways(page) <= 0
    press(page, "提议月度关账")
    expect(page.get_by_role("alert")).to_be_visible()
    assert PeriodMove.objects.count() == standing
    page.get_by_label("理由（必填）").fill("三月账已核对")
    press(page, "提议月度关账")
    expect(page.get_by_text("提议月度关账：已处理 2 行。")).to_be_visible()
    made = PeriodMove.objects.order_by("-id")[:2]
    assert {row.reason for row in made} == {"三月账已核对"}
    assert {row.product_id for row in made} <= set(Product.objects.values_list("pk", flat=True))

    page = visit_portfolio(
        "/console/trusts/periodmove/?state=awaiting", portfolio_db.person("reviewer"), width=width
    )
    for place in range(2):
        page.locator("input.action-select").nth(place).check()
    page.locator("select[name=action]").select_option("confirm")
    page.locator("#changelist-actions button[name=index]").click()
    expect(page.locator(".gt-badge--good")).to_have_count(2)
    press(page, "确认")
    expect(page.get_by_text("确认：已处理 2 行。")).to_be_visible()
