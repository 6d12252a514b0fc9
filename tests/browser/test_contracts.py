"""Contracts as a registrar and a reviewer meet them: draw, split, follow the money."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways
from tests.people import make_alice, make_bob
from tests.trusts.books import FEB, JAN, MAR, Books
from trusts.contracts.models import Contract
from trusts.ledger.models import Entry
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]


@dataclass
class Cast:
    """The books, and the contract that the pages are about."""

    books: Books
    contract: Contract
    project: int


@pytest.fixture
def cast(committed_db: str) -> Cast:
    """Return a product with a contract split in percentages and one split in amounts."""
    books = Books(make_alice(), make_bob())
    load_editions(by=books.alice)
    load_chart(by=books.alice)
    one, _two, _three = books.projects("PV-RIZHAO", "WIND-ZHANGBEI", "STORAGE-TAIAN")
    product = books.product("LY-2025-01")
    books.confirm(books.subscription(product, "120000000.00"))
    contract = books.contract(product, "LY-2025-01-C1", committed="80000000.00")
    books.confirm(books.drawdown(contract, "30000000.00"))
    books.confirm(books.split(contract, {"PV-RIZHAO": "60", "WIND-ZHANGBEI": "33.333333"}, FEB))
    books.confirm(books.drawdown(contract, "20000000.00", FEB))
    books.confirm(books.repayment(contract, "5000000.00", MAR))
    split = {"PV-RIZHAO": "50", "WIND-ZHANGBEI": "25", "STORAGE-TAIAN": "12.5"}
    books.confirm(books.split(contract, split, MAR))
    books.split(contract, {"PV-RIZHAO": "70"}, MAR.replace(month=4))
    books.drawdown(contract, "1000000.00", MAR)
    other = books.contract(product, "LY-2025-01-C2", committed="9000000.00")
    books.confirm(books.drawdown(other, "4000000.00"))
    books.confirm(
        books.split_amounts(other, {"PV-RIZHAO": "3000000.00", "STORAGE-TAIAN": "2000000.00"}, JAN)
    )
    return Cast(books, contract, one.pk)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page, where a folder for pictures is named."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_money_of_a_contract_can_be_followed(visit: Visit, cast: Cast, width: int) -> None:
    reviewer = cast.books.bob
    product = cast.contract.product_id
    pages = {
        "contract": (f"/console/trusts/contract/{cast.contract.pk}/change/", "尚可放款"),
        "chain": ("/console/chain/", "相符"),
        "chain-of": (f"/console/chain/{product}/", "按项目"),
        "unallocated": ("/console/unallocated/", "账龄"),
        "look-back": ("/console/look-back/", "未说明"),
        "project": (f"/console/projects/project/{cast.project}/change/", "LY-2025-01-C2"),
        "product": (f"/console/trusts/product/{product}/change/", "LY-2025-01-C2"),
    }
    for name, (path, word) in pages.items():
        page = visit(path, reviewer, width=width)
        expect(page.get_by_text(word).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        keep(page, f"{name}-{width}")
        assert sideways(page) <= 0, name


def test_a_registrar_draws_from_the_contracts_page(visit: Visit, cast: Cast) -> None:
    page = visit(f"/console/trusts/contract/{cast.contract.pk}/change/", cast.books.alice)
    page.get_by_role("link", name="放款", exact=True).click()
    expect(page.get_by_text("今日至多").first).to_be_visible()
    page.get_by_label("金额").fill("90000000")
    page.get_by_label("理由").fill("第三次放款")
    keep(page, "draw")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_text("80,000,000").first).to_be_visible()
    keep(page, "draw-refused")
    page.get_by_label("金额").fill("2500000")
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_text("2,500,000").first).to_be_visible()
    assert Entry.objects.pending().filter(contract=cast.contract).count() == 2


def test_a_split_begins_with_what_stands(visit: Visit, cast: Cast) -> None:
    page = visit(f"/console/trusts/contract/{cast.contract.pk}/change/", cast.books.alice)
    page.get_by_role("link", name="分配到项目", exact=True).click()
    shares = page.locator("textarea[name=shares]")
    expect(shares).to_have_value(
        "PV-RIZHAO 50.000000\nWIND-ZHANGBEI 25.000000\nSTORAGE-TAIAN 12.500000"
    )
    keep(page, "split")
    assert sideways(page) <= 0
