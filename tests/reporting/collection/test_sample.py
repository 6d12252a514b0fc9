"""The sample portfolio's collection: every state, every scope, and a factor that is missing."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.kernel.periods import Period
from reporting.collection import queries
from reporting.collection.models import CollectionPeriod
from reporting.collection.rules.life import State
from reporting.collection.rules.values import Scope
from tests.portfolio import Portfolio

YEAR = Period.year(2025)


def test_the_sample_board_shows_every_state(sample_portfolio: Portfolio) -> None:
    asked = CollectionPeriod.objects.get(starts_on=YEAR.starts_on)
    rows = queries.board(asked, on=dt.date(2026, 6, 1), known_at=timezone.now())
    assert {each.state for each in rows} == set(State)
    assert {each.state for each in rows if each.is_overdue} == {
        State.EMPTY,
        State.DRAFT,
        State.RETURNED,
    }
    assert all(each.task.is_sample for each in rows)
    assert any(each.warnings and each.state is State.CONFIRMED for each in rows)


def test_the_sample_footprint_has_every_scope_and_names_what_is_missing(
    sample_portfolio: Portfolio,
) -> None:
    found = queries.footprint(YEAR, timezone.now())
    assert all(found.total(each) is not None for each in Scope)
    assert [each.code for each in found.not_computed] == ["E-OP-11"]
    assert "water_supply" in found.not_computed[0].refusal
    assert found.not_collected == ("E-OP-12",)
