"""One stored digit changed behind every guard: verify fails and names the figure."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.figures.models import Figure, FigureSet
from reporting.figures.operations import draw_figures
from reporting.figures.queries.verifying import verify
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.facts import QUARTER
from tests.reporting.tampering import tamper

PAST = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
TABLE = "reporting_figure"


def _drawn() -> FigureSet:
    return draw_figures(period=QUARTER, known_at=PAST, by=people.make_alice(), key="test")


@pytest.mark.committing
def test_a_changed_digit_is_caught_and_its_figure_named(
    committed_db: str, portfolio: Portfolio
) -> None:
    figure_set = _drawn()
    assert verify(figure_set).is_sound
    victim = Figure.objects.get(indicator="E-AV-03", dimension={})
    change = f"update {TABLE} set value = value + 0.001 where id = %s"
    tamper(committed_db, TABLE, change, [victim.pk])
    found = verify(figure_set)
    assert [each.figure_id for each in found.touched] == [victim.figure_id]
    assert "避免排放量合计" in found.touched[0].label_zh
    # Its hash changed with it: the facts below and the set's own hash still tell.
    victim.refresh_from_db()
    rehash = f"update {TABLE} set sha256 = %s where id = %s"
    tamper(committed_db, TABLE, rehash, [victim.computed_sha256(), victim.pk])
    found = verify(figure_set)
    assert {each.layer for each in found.mismatches} == {"figure", "set"}
    assert [each.figure_id for each in found.touched] == [victim.figure_id]


@pytest.mark.committing
def test_a_removed_figure_is_caught(committed_db: str, portfolio: Portfolio) -> None:
    figure_set = _drawn()
    tamper(committed_db, TABLE, f"delete from {TABLE} where indicator = 'E-CL-04'")
    found = verify(figure_set)
    assert {each.layer for each in found.mismatches} == {"figure", "set"}
    assert any("not in the set" in each.fact for each in found.mismatches)
