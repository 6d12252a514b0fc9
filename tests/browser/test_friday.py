"""A Friday's work in one go, as two people do it: from a new product to an exported list."""

from __future__ import annotations

import csv
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from config.accounts.models import User
from config.console.models import SavedView
from tests.browser.conftest import DESKTOP, HEIGHT, PHONE, Visit, arrived, sideways
from tests.browser.test_lists import heads, opened, press, taken
from tests.portfolio import Portfolio
from tests.trusts.intake.making import csv_of
from trusts.contracts.models import Contract
from trusts.labels.models import GreenLabel
from trusts.ledger.models import Entry, Line
from trusts.register.models import PartyRole, Product, ProductTerms

pytestmark = [
    pytest.mark.outside,
    pytest.mark.browser,
    pytest.mark.committing,
    pytest.mark.timeout(600),
]

PAPER = {"name": "登记回执.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}
CODE, CONTRACT = "HY-2025-09", "HY-09-C1"
MOVEMENTS = (
    (CODE, "2025-11-06", "认购", '"30,000,000.00"', "", "TA-001", "首批"),
    (CODE, "2025-11-06", "认购", '"12,345,678.90"', "", "TA-002", ""),
    (CODE, "2025-11-07", "认购", "5000000.10", "", "TA-003", ""),
    (CODE, "2025-11-10", "信托报酬", "12345.67", "", "TA-004", ""),
    (CODE, "2025-11-11", "分配收益", "800.00", "", "TA-005", ""),
)
#: In the file as it first comes: the row, its column, what stands there, what should.
FAULTS = (
    (1, 3, '"12,345,678.9O"', '"12,345,678.90"'),
    (2, 0, "HY-2025-90", CODE),
    (3, 1, "10/11/2025", "2025-11-10"),
)
#: 47,345,679.00 paid in, 13,145.67 paid out, 33,333,333.33 drawn: thirds of fen show here.
CASH, DRAWN = "13,999,200.00", "33,333,333.33"
SPLIT = {"PV-5P": "16,666,666.66", "NS-LYG": "10,000,000.00", "GEO-SY": "6,666,666.67"}


@dataclass
class Desks:
    """The two people of the story, each before a page of their own."""

    registrar: Page
    reviewer: Page

    def confirmed(self, address: str) -> None:
        """Have the reviewer confirm what stands at an address."""
        self.reviewer.goto(address)
        press(self.reviewer, "确认")
        expect(self.reviewer.locator("#gt-decision")).to_contain_text("已确认")


def seen(page: Page, name: str) -> None:
    """Hold a page against the desk's window and the phone's; keep pictures where asked for."""
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_load_state("networkidle")
        assert sideways(page) <= 0, (page.url, width)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"friday-{name}-{width}.png", full_page=True)


def filled(page: Page, **values: str) -> None:
    """Fill fields of the form by their names; a select takes its words."""
    for name, value in values.items():
        field = page.locator(f"form [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def proposed(page: Page) -> str:
    """Send the form; return the address of what was proposed."""
    press(page, "提出")
    expect(page.get_by_text("按双人复核规则").first).to_be_visible()
    return page.url


def follow(page: Page, name: str) -> None:
    """Follow a way on from a page."""
    link = page.get_by_role("link", name=name, exact=True)
    where = urljoin(page.url, link.get_attribute("href"))
    link.click()
    arrived(page, where)


# ---- the steps


def a_product_with_terms(desks: Desks) -> str:
    """Enter the product, then its terms from its own page, then who keeps its money."""
    page = desks.registrar
    page.goto("/console/trusts/product/add/")
    filled(page, code=CODE, registration_code="ZXD202511001", reason="周五新成立")
    filled(page, name_zh="惠源9号绿色能源集合资金信托计划", name_en="Huiyuan No. 9")
    product = proposed(page)
    seen(page, "product-proposed")
    desks.confirmed(product)
    expect(desks.reviewer.get_by_text("下一项：").first).to_be_visible()

    page.goto(product)
    follow(page, "提出首版要素")
    seen(page, "terms-form")
    filled(page, effective_from="2025-11-01", kind="AM.1 固定收益类资产管理信托")
    filled(page, form="GT-LOAN 绿色信贷(绿色信托贷款)", structure="集合", term_months="24")
    filled(page, planned_amount="80000000", entrusted_amount="47345679", reason="首版要素")
    desks.confirmed(proposed(page))

    page.goto("/console/trusts/partyrole/add/")
    names = page.locator("form [name]:not([type=hidden])").evaluate_all(
        "all => all.map(each => each.name)"
    )
    assert names[:2] == ["product", "party"]
    page.locator("[name=product]").select_option(label=f"{CODE} 惠源9号绿色能源集合资金信托计划")
    filled(page, effective_from="2025-11-01", reason="保管合同")
    filled(page, party="CUSTODIAN 示例银行股份有限公司", role="保管人")
    desks.confirmed(proposed(page))
    return product


def its_life(desks: Desks, product: str) -> None:
    """Move the product with its papers until it is in run."""
    page = desks.registrar
    steps = (("预登记", "2025-11-03"), ("成立", "2025-11-05"), ("存续", "2025-11-06"))
    for status, day in steps:
        page.goto(product)
        page.get_by_role("link", name=re.compile(f"变更为：.{status}")).click()
        filled(page, effective_from=day, reason="周五")
        if status == "成立":
            filled(page, established_on=day)
            press(page, "提出")
            expect(page.get_by_text("须附文件").first).to_be_visible()
        page.locator("input[name=document]").set_input_files([PAPER])  # type: ignore[list-item]
        seen(page, "move")
        desks.confirmed(proposed(page))
    page.goto(product)
    follow(page, "提出新的要素版本")
    expect(page.locator("[name=term_months]")).to_have_value("24")


def its_movements(desks: Desks, folder: Path) -> None:
    """Send the file with three faulty rows, mend what is said to be wrong, send it again."""
    page = desks.registrar
    rows = [list(each) for each in MOVEMENTS]
    for row, column, wrong, _right in FAULTS:
        rows[row][column] = wrong
    path = folder / "资金流水.csv"
    path.write_bytes(csv_of(*rows, encoding="gb18030"))
    page.goto("/console/trusts/import/add/?subject=movements")
    sent(page, path)
    expect(page.get_by_text("因错误受阻")).to_be_visible()
    for said in ("这不是金额", "没有使用此代码的已确认产品", "无法分辨日与月"):
        expect(page.get_by_text(said).first).to_be_visible()
    seen(page, "blocked")
    address = page.get_by_role("link", name="错误文件").get_attribute("href") or ""
    text = page.request.get(address).body().decode("gb18030")
    for _row, _column, wrong, right in FAULTS:
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    path.write_bytes(text.encode("gb18030"))
    follow(page, "送交改好的文件")
    expect(page.locator("#id_subject")).to_have_value("movements")
    sent(page, path)
    desks.reviewer.goto(page.url)
    expect(desks.reviewer.get_by_text("47,345,679.00").first).to_be_visible()
    seen(desks.reviewer, "plan")
    desks.confirmed(page.url)


def sent(page: Page, path: Path) -> None:
    """Fill the form that sends a file, and send it."""
    page.locator("#id_file").set_input_files(path)
    filled(page, source="TA", reason="十一月流水")
    press(page, "送交并校验")
    arrived(page, re.compile("/change/"))


def a_contract_with_terms(desks: Desks, product: str) -> str:
    """Propose a contract, then its terms from its own page."""
    page = desks.registrar
    page.goto(product)
    follow(page, "提议合同")
    filled(page, code=CONTRACT, name_zh="张北储能贷款合同", name_en="Loan", reason="新合同")
    contract = proposed(page)
    desks.confirmed(contract)
    page.goto(contract)
    expect(page.get_by_role("link", name="放款", exact=True)).to_have_count(0)
    follow(page, "提出首版要素")
    filled(page, effective_from="2025-11-10", instrument="贷款", asset_class="债权类资产")
    filled(page, counterparty="GEO-OWNER 示例地热供暖项目公司", industry_code="D4420")
    filled(page, province="河北", committed_amount="40000000.00", reason="首版")
    desks.confirmed(proposed(page))
    return contract


def draw_split_and_label(desks: Desks, contract: str) -> None:
    """Draw, split over three projects and label as suggested, each confirmed."""
    page = desks.registrar
    page.goto(contract)
    follow(page, "放款")
    filled(page, effective_on="2025-11-12", amount="33333333.33", reason="首次放款")
    desks.confirmed(proposed(page))

    page.goto(contract)
    follow(page, "分配到项目")
    shares = "PV-5P 50\nNS-LYG 30\nGEO-SY 20"
    filled(page, effective_from="2025-11-12", shares=shares, reason="按约定")
    seen(page, "split-form")
    proposed(page)
    confirmed_among_many(desks.reviewer, "/console/trusts/split/?state=awaiting")

    page.goto(contract)
    follow(page, "提议标识")
    filled(page, effective_from="2025-11-12", reason="首次标识")
    seen(page, "label-form")
    desks.confirmed(proposed(page))


def confirmed_among_many(page: Page, address: str) -> None:
    """Confirm all that awaits on a list at once."""
    page.goto(address)
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("confirm")
    page.locator("#changelist-actions button[name=index]").click()
    expect(page.locator(".gt-badge--good").first).to_be_visible()
    seen(page, "bulk")
    press(page, "确认")
    expect(page.get_by_text(re.compile("确认：已处理 [1-9]"))).to_be_visible()


def the_money_is_seen(desks: Desks, product: str, contract: str) -> None:
    """Read the money to the fen on the product, the contract, the chain and the roll-up."""
    number = product.split("/")[-3]
    pages = {
        "product": (product, (CONTRACT, DRAWN, "47,345,679.00")),
        "contract": (contract, (DRAWN, "6,666,666.67", *SPLIT.values())),
        "chain": (f"/console/chain/{number}/", ("相符", CASH, DRAWN, *SPLIT.values())),
        "rollup": ("/console/green/rollup/", (CODE, DRAWN)),
    }
    for name, (address, words) in pages.items():
        desks.reviewer.goto(address)
        seen(desks.reviewer, name)
        for word in words:
            expect(desks.reviewer.get_by_text(word).first).to_be_visible()


def the_list_is_taken_out(page: Page) -> None:
    """Choose columns of the contracts, save the view, and read both files with other programs."""
    page.goto("/console/trusts/contract/?columns=code,name_zh,product,is_sample")
    opened(page, "列")
    page.locator("input[name=column][value=is_sample]").uncheck()
    page.locator("input[name=column][value=name_en]").check()
    press(page, "显示这些列")
    arrived(page, re.compile("columns=[^&]*name_en"))
    shown = heads(page)
    assert "英文名称" in shown
    assert "样本数据" not in shown
    opened(page, "视图")
    page.get_by_label("将当前显示另存为新视图").fill("周五合同")
    press(page, "保存")
    expect(page.get_by_role("link", name="周五合同")).to_have_attribute("aria-current", "page")
    seen(page, "list")
    cells = page.locator("#result_list tbody tr")
    count = cells.count()
    on_screen = " ".join(cells.all_inner_texts())
    opened(page, "导出")
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(page, "XLSX")))
    from_xlsx = book.get_sheet_by_index(0).to_python()
    text = taken(page, "CSV").decode("utf-8-sig")
    from_csv = list(csv.reader(io.StringIO(text, newline="")))
    for table in (from_xlsx, from_csv):
        assert table[0] == shown
        assert len(table) == count + 1
        assert CONTRACT in {row[0] for row in table[1:]}
        for row in table[1:]:
            assert all(str(cell) in on_screen for cell in row)


# ---- the story


@pytest.fixture
def desks(visit_portfolio: Visit, portfolio_db: Portfolio) -> Desks:
    """Return the registrar and the reviewer at their desks."""
    people = (portfolio_db.person(name) for name in ("registrar", "reviewer"))
    return Desks(*(visit_portfolio("/console/", person) for person in people))


def test_a_fridays_work_is_done_in_the_console_alone(
    desks: Desks, visit_portfolio: Visit, portfolio_db: Portfolio, tmp_path: Path
) -> None:
    product = a_product_with_terms(desks)
    its_life(desks, product)
    its_movements(desks, tmp_path)
    contract = a_contract_with_terms(desks, product)
    draw_split_and_label(desks, contract)
    the_money_is_seen(desks, product, contract)
    the_list_is_taken_out(desks.registrar)
    in_english(visit_portfolio, portfolio_db, product, contract)

    row = Product.objects.get(code=CODE)
    assert ProductTerms.objects.confirmed().filter(product=row).count() == 4
    assert PartyRole.objects.confirmed().filter(product=row).count() == 1
    assert Entry.objects.confirmed().filter(product=row).count() == len(MOVEMENTS) + 1
    assert sum(Line.objects.filter(product=row).values_list("amount", flat=True)) == 0
    label = GreenLabel.objects.confirmed().get(contract=Contract.objects.get(code=CONTRACT))
    assert label.green_percent == 100
    assert SavedView.objects.filter(name="周五合同").exists()


CHINESE = re.compile("[一-鿿]")


def in_english(visit: Visit, portfolio_db: Portfolio, product: str, contract: str) -> None:
    """Read the key pages in English: the same money, and no Chinese but in what was entered."""
    auditor = portfolio_db.person("auditor")
    User.objects.filter(pk=auditor.pk).update(language="en")
    for address, word in (
        (product, "Terms that stand today"),
        (contract, "Money today"),
        (f"/console/chain/{product.split('/')[-3]}/", "agrees"),
        ("/console/green/rollup/", CODE),
        ("/console/trusts/import/", "TA"),
    ):
        page = visit(address, auditor, language="en")
        expect(page.get_by_text(re.compile(word, re.IGNORECASE)).first).to_be_visible()
        heads = page.locator("h2, h3, thead th, dt").all_inner_texts()
        titles = [each for each in heads if "惠源" not in each and "张北" not in each]
        assert not [each for each in titles if CHINESE.search(each)], address
        page.context.close()


# ---- forty products


def forty(book: CalamineWorkbook) -> list[list[str]]:
    """Return the template's titles, and forty products in its columns; the ninth has no kind."""
    titles, example = (
        [str(each) for each in row] for row in book.get_sheet_by_index(0).to_python()
    )
    cells = {
        "产品代码": "F-{at:02}",
        "信托登记编码": "ZXD-F-{at:02}",
        "中文名称": "周五{at:02}号集合资金信托计划",
        "英文名称": "Friday No. {at:02}",
    }
    rows = []
    for at in range(1, 41):
        row = dict(zip(titles, example, strict=True))
        row |= {name: cells[name.split()[0]].format(at=at) for name in titles[:4]}
        row["信托类别 trust kind"] = "AM.99" if at == 9 else "AM.2"
        rows.append([f'"{each}"' for each in row.values()])
    return [titles, *rows]


def test_forty_products_come_by_file(desks: Desks, tmp_path: Path) -> None:
    page = desks.registrar
    page.goto("/console/trusts/import/add/?subject=products")
    link = page.locator("a[href*='templates/products']").get_attribute("href") or ""
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.request.get(link).body()))
    titles, *rows = forty(book)
    path = tmp_path / "四十个产品.csv"
    path.write_bytes(csv_of(*rows, header=titles, encoding="gb18030"))
    sent(page, path)
    expect(page.get_by_text("读取 40 行")).to_be_visible()
    expect(page.get_by_text("AM.99").first).to_be_visible()
    seen(page, "forty-blocked")
    address = page.get_by_role("link", name="错误文件").get_attribute("href") or ""
    text = page.request.get(address).body().decode("gb18030")
    path.write_bytes(text.replace("AM.99", "AM.2").encode("gb18030"))
    follow(page, "送交改好的文件")
    sent(page, path)
    seen(page, "forty-plan")
    standing = Product.objects.confirmed().count()
    desks.confirmed(page.url)
    assert Product.objects.confirmed().count() == standing + 40
    assert ProductTerms.objects.confirmed().filter(product__code__startswith="F-").count() == 40
    page.goto("/console/trusts/product/?q=F-40")
    expect(page.get_by_text("周五40号集合资金信托计划")).to_be_visible()
