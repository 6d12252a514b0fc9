"""A project's balance sheet by year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.pin import pin_known_at
from projects.registry import operations, queries
from projects.registry.models import Project, ProjectFinance
from tests.projects.registry.making import confirmed_project


def proposed(project: Project, alice: User, **changes: Any) -> ProjectFinance:
    usual: dict[str, Any] = {
        "year": 2025,
        "equity_cny": Decimal("300000000.00"),
        "debt_cny": Decimal("1200000000.00"),
        "basis": "sample balance sheet",
        "reason": "year end",
        "is_sample": True,
    }
    return operations.propose_finance(project_id=project.pk, by=alice, **{**usual, **changes})


def test_a_correction_changes_what_is_known_now_and_not_what_was_known(
    alice: User, bob: User
) -> None:
    project = confirmed_project(alice, bob)
    proposals.confirm(proposed(project, alice), by=bob)
    before = pin_known_at()
    proposals.confirm(proposed(project, alice, equity_cny=Decimal("-5.00")), by=bob)
    proposals.confirm(proposed(project, alice, year=2026, debt_cny=Decimal(0)), by=bob)
    now = pin_known_at()
    then = queries.finance(project.pk, year=2025, known_at=before)
    known = queries.finance(project.pk, year=2025, known_at=now)
    assert then is not None
    assert known is not None
    assert (then.equity_cny, known.equity_cny) == (Decimal(300000000), Decimal(-5))
    assert queries.finance(project.pk, year=2024, known_at=now) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"debt_cny": Decimal(-1)}, "debt_cny"),
        ({"equity_cny": Decimal("0.001")}, "equity_cny"),
        ({"total_assets_cny": Decimal("Infinity")}, "total_assets_cny"),
    ],
)
def test_an_unfit_amount_names_its_field(
    alice: User, bob: User, changes: dict[str, Decimal], field: str
) -> None:
    project = confirmed_project(alice, bob)
    with pytest.raises(InvalidInput) as refusal:
        proposed(project, alice, **changes)
    assert [each.field for each in refusal.value.findings] == [field]


def test_a_project_that_is_not_confirmed_has_no_balance_sheet(alice: User) -> None:
    with pytest.raises(NotFoundHere):
        proposed(Project(pk=99), alice)


def test_the_database_keeps_a_balance_sheet(alice: User, bob: User) -> None:
    row = proposed(confirmed_project(alice, bob), alice)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update projects_projectfinance set equity_cny = 1 where id = %s", [row.pk])
