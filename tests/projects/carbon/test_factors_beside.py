"""Other factors of the grid beside a statement: alternatives, each with its value or its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from config.accounts.models import User
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations, queries
from projects.carbon.models import Statement
from projects.reference.models import Edition
from tests.projects.carbon.making import Meters, energy, factors
from tests.projects.registry.making import confirmed_project

pytestmark = pytest.mark.django_db
JANUARY = Period.month(2025, 1)
OTHERS = """\
grid_OM_simple,山东,2025,0.9,kgCO2/kWh,a test,B,
grid_BM,山东,2025,0.3,kgCO2/kWh,a test,B,
"""


def drawn(alice: User, bob: User, meters: Meters) -> Statement:
    project = confirmed_project(alice, bob)
    meters.read([energy(project.pk)])
    run = operations.draw_statements(period=JANUARY, known_at=pin_known_at(), by=alice)
    return Statement.objects.get(run=run)


def test_each_kind_gives_its_tonnes_or_says_why_not(
    library: Edition, alice: User, bob: User, meters: Meters
) -> None:
    factors(OTHERS, by=alice, confirmed_by=bob, code="OTHERS")
    statement = drawn(alice, bob, meters)
    found = {each.kind: each for each in queries.factors_beside(statement)}
    assert found["grid_average"].is_own
    assert found["grid_average"].avoided_tco2e == statement.avoided_tco2e == Decimal("619.1")
    assert found["grid_OM_simple"].avoided_tco2e == Decimal(900)
    assert found["grid_BM"].avoided_tco2e == Decimal(300)
    assert found["grid_CM_75_25"].avoided_tco2e is None
    assert "grid_CM_75_25" in str(found["grid_CM_75_25"].missing)
    assert [each.is_own for each in found.values()].count(True) == 1


def test_a_factor_that_came_later_does_not_stand_beside_an_earlier_statement(
    library: Edition, alice: User, bob: User, meters: Meters
) -> None:
    statement = drawn(alice, bob, meters)
    factors(OTHERS, by=alice, confirmed_by=bob, code="OTHERS")
    found = {each.kind: each for each in queries.factors_beside(statement)}
    assert found["grid_OM_simple"].avoided_tco2e is None
    assert queries.recompute(statement).sha256 == statement.sha256


def test_they_are_read_over_http(
    library: Edition, alice: User, bob: User, meters: Meters, charlie: User
) -> None:
    statement = drawn(alice, bob, meters)
    api = APIClient()
    api.force_authenticate(charlie)
    answer = api.get(f"/api/v1/statements/{statement.pk}/factors-beside/")
    assert answer.status_code == 200, answer.data
    first = answer.data[0]
    assert (first["kind"], first["avoided_tco2e"]) == ("grid_average", "619.1")
    assert first["factors"][0]["value"] == "0.6191"
    assert answer.data[-1]["avoided_tco2e"] is None
