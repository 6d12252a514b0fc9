"""What a proposal would move is said before anybody confirms it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations, queries
from projects.carbon.models import Statement
from projects.reference import operations as reference
from projects.reference.models import Edition
from projects.reference.queries import trial_of
from projects.reference.rules.kinds import EditionKind, PolicyRule
from projects.registry.models import Project
from tests.projects.carbon.making import HEADER, Meters, energy
from tests.projects.registry.making import confirmed_project

JANUARY = Period.month(2025, 1)


@pytest.fixture
def drawn(alice: User, bob: User, library: Edition, meters: Meters) -> Project:
    """Return a project that spared something in January 2025: 1,000 MWh in Shandong."""
    project = confirmed_project(alice, bob)
    meters.read([energy(project.pk, "山东", month=1, total_wh=1_000_000_000)])
    operations.draw_statements(period=JANUARY, known_at=pin_known_at(), by=alice)
    return project


def proposed(rows: str, *, by: User, supersedes: Edition | None = None) -> Edition:
    return reference.propose_edition(
        code="TEST-NEW",
        kind=EditionKind.FACTORS,
        name_zh="新因子",
        name_en="New factors",
        content=(HEADER + rows).encode(),
        file_name="new.csv",
        source="a test",
        by=by,
        reason="for the test",
        supersedes=supersedes,
    )


def test_an_edition_that_supersedes_says_by_how_many_grams_a_statement_moves(
    drawn: Project, library: Edition, alice: User, bob: User
) -> None:
    edition = proposed(
        "grid_average,山东,2023,0.6000,kgCO2/kWh,x,A,\n", by=alice, supersedes=library
    )
    (move,) = queries.statements_moved(trial_of(edition), known_at=pin_known_at())
    assert (move.statement.project_id, move.refusal) == (drawn.pk, "")
    assert (move.before_tco2e, move.after_tco2e) == (Decimal("619.100000"), Decimal("600.000000"))
    assert move.difference_tco2e == Decimal("-19.100000")

    proposals.confirm(edition, by=bob)
    operations.draw_statements(period=JANUARY, known_at=pin_known_at(), by=alice)
    assert Statement.objects.latest("id").avoided_tco2e == move.after_tco2e
    assert queries.statements_moved(trial_of(edition), known_at=pin_known_at()) == []


def test_a_value_that_competes_says_that_a_policy_has_to_choose(
    drawn: Project, alice: User
) -> None:
    edition = proposed("grid_average,山东,2023,0.6000,kgCO2/kWh,x,A,\n", by=alice)
    (move,) = queries.statements_moved(trial_of(edition), known_at=pin_known_at())
    assert (move.before_tco2e, move.after_tco2e) == (Decimal("619.100000"), None)
    assert move.difference_tco2e is None
    assert "compete" in move.refusal


def test_factors_of_elsewhere_move_nothing(drawn: Project, alice: User) -> None:
    edition = proposed("grid_average,云南,2023,0.1,kgCO2/kWh,x,A,\n", by=alice)
    assert queries.statements_moved(trial_of(edition), known_at=pin_known_at()) == []


def test_a_policy_is_tried_like_an_edition(
    drawn: Project, library: Edition, alice: User, bob: User
) -> None:
    second = proposed("grid_average,山东,2023,0.6000,kgCO2/kWh,x,A,\n", by=alice)
    proposals.confirm(second, by=bob)
    policy = reference.propose_policy(
        rule=PolicyRule.CHOOSE_SOURCE,
        kind="grid_average",
        choice="TEST-NEW",
        effective_from=dt.date(2025, 1, 1),
        by=alice,
        reason="the newer one",
    )
    (move,) = queries.statements_moved(trial_of(policy), known_at=pin_known_at())
    assert (move.before_tco2e, move.after_tco2e) == (None, Decimal("600.000000"))


def test_the_energy_is_that_of_the_statement_not_what_came_later(
    drawn: Project, library: Edition, meters: Meters, alice: User
) -> None:
    meters.read(
        [energy(drawn.pk, "山东", month=1, total_wh=9_000_000_000)],
        from_=dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
    )
    edition = proposed(
        "grid_average,山东,2023,0.6000,kgCO2/kWh,x,A,\n", by=alice, supersedes=library
    )
    (move,) = queries.statements_moved(trial_of(edition), known_at=pin_known_at())
    assert move.after_tco2e == Decimal("600.000000")
