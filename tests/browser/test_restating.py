"""The bridge between two bases in a real browser: drawn, and within the width of the page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.kernel import proposals
from projects.metering.rules.layout import FileLayout
from tests.browser.conftest import PHONE, Visit, sideways
from tests.projects.metering.conftest import House, committed_house
from tests.projects.metering.files import wide
from tests.reporting.conftest import fast_forms
from tests.reporting.disclosures.conftest import drafted, publish
from tests.reporting.disclosures.test_restating import compared, opened, threshold
from tests.reporting.figures.test_bases import new_edition
from tests.reporting.test_whole_way import JANUARY, filled

pytestmark = [pytest.mark.outside, pytest.mark.browser, pytest.mark.committing]
__all__ = ["committed_house", "fast_forms"]


def test_the_bridge_is_drawn_and_nothing_sticks_out(
    committed_house: House, fast_forms: list[str], server: str, visit: Visit
) -> None:
    whole = filled(committed_house)
    alice, bob = committed_house.alice, committed_house.bob
    first = publish(drafted(alice, known_at=whole.state(), period=JANUARY), alice, bob)
    threshold(whole, percent="1", absolute="100")
    proposals.confirm(new_edition(whole, first.figure_set), by=bob)
    whole.correct()
    heat = FileLayout(carrier="heat")
    committed_house.publish(wide(("STEAM", "2025-01-02", {})), layout=heat, name="late.csv")
    whole.state()
    compared(first, alice)
    row = opened(first, alice)
    for path in (
        f"/console/two-bases/{first.pk}/",
        f"/console/reporting/restatement/{row.pk}/change/",
    ):
        for width in (1440, PHONE):
            page = visit(path, alice, width=width)
            page.wait_for_selector(".gt-chart svg")
            assert sideways(page) == 0
            if folder := os.environ.get("PICTURES"):
                name = f"{path.split('/')[-3]}-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
