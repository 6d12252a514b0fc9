"""The calculators in a real browser: fill in, calculate, read the steps; on desk and phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.conftest import DESKTOP, PHONE, Visit, sideways

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]
SHOTS = os.environ.get("SCREENSHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_person_calculates_and_reads_every_step(visit: Visit, width: int) -> None:
    dan = people.make_charlie()
    page = visit("/console/carbon/calculator/", user=dan, width=width)
    shot(page, f"overview-{width}")
    assert sideways(page) <= 0
    page.get_by_role("link", name="工业供汽（按吨汽）").click()
    shot(page, f"form-{width}")
    page.get_by_role("button", name="计算", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    shot(page, f"faults-{width}")
    page.get_by_role("link", name="连云港", exact=False).click()
    expect(page.get_by_text("399,990", exact=False).first).to_be_visible()
    shot(page, f"result-{width}")
    assert sideways(page) <= 0


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_person_has_an_announced_figure_judged(visit: Visit, width: int) -> None:
    page = visit("/console/carbon/check-claim/", user=people.make_charlie(), width=width)
    shot(page, f"check-form-{width}")
    page.get_by_role("link", name="以公布的屋顶光伏为例").click()
    expect(page.get_by_text("810.667", exact=False).first).to_be_visible()
    shot(page, f"check-{width}")
    assert sideways(page) <= 0
