"""From a meter file to tonnes and back: real readings, real station-months, real factors."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config.kernel import proposals
from config.kernel.periods import Period
from projects.carbon import operations, queries
from projects.carbon.models import Statement
from projects.metering.rules.layout import FileLayout
from projects.reference import operations as reference
from projects.reference.rules.kinds import PolicyRule
from tests.projects.metering.conftest import House, house, worker_role
from tests.projects.metering.files import wide

__all__ = ["house", "worker_role"]

JANUARY = Period.month(2025, 1)
DAYS = [f"2025-01-{day:02}" for day in range(1, 32)]
#: Every hour of every day 1.5 kWh.
MONTH = wide(*[(code, day, {}) for code in ("S1", "S2", "S3") for day in DAYS])
STATION_WH = 31 * 24 * 1500
RATES = {"河南": Decimal("0.5897"), "山东": Decimal("0.6191")}


@pytest.fixture
def shipped(house: House) -> House:
    for edition in reference.propose_shipped_editions(by=house.alice, reason="first load"):
        proposals.confirm(edition, by=house.bob)
    policy = reference.propose_policy(
        rule=PolicyRule.LATEST_DATA_YEAR,
        kind="grid_average",
        max_lag_years=2,
        effective_from=JANUARY.starts_on,
        by=house.alice,
        reason="no newer official data",
    )
    proposals.confirm(policy, by=house.bob)
    return house


def draw(house: House) -> list[Statement]:
    run = operations.draw_statements(period=JANUARY, known_at=house.now(), by=house.alice)
    return list(Statement.objects.filter(run=run).order_by("project_id"))


def test_readings_become_tonnes_by_the_factor_of_each_province(shipped: House) -> None:
    shipped.publish(MONTH)
    shipped.publish(wide(("STEAM", "2025-01-01", {})), layout=FileLayout(carrier="heat"))
    roofs, steam = draw(shipped)
    exact = (2 * STATION_WH * RATES["河南"] + STATION_WH * RATES["山东"]) / 1_000_000
    assert roofs.avoided_tco2e == round(exact, 6)
    assert roofs.data_quality["completeness"] == "1"
    assert {line["factor"]["edition"] for line in roofs.lines} == {"CN-GRID-2023"}
    assert steam.avoided_tco2e == round(24 * 1500 * Decimal("0.0000036") * Decimal("0.11"), 6)
    assert steam.data_quality["completeness"] == "0.032258"


def test_a_late_correction_differs_by_exactly_its_own_watt_hours(shipped: House) -> None:
    shipped.publish(MONTH)
    (before,) = draw(shipped)
    shipped.publish(wide(("S1", "2025-01-15", {12: "2.5"})), name="late.csv")
    (after,) = draw(shipped)
    assert after.energy_wh - before.energy_wh == 1000
    difference = after.avoided_tco2e - before.avoided_tco2e
    assert abs(difference - 1000 * RATES["河南"] / 1_000_000) <= Decimal("0.000001")
    assert queries.recompute(before).sha256 == before.sha256
    assert queries.recompute(after).sha256 == after.sha256
    assert before.inputs["set_sha256"] != after.inputs["set_sha256"]
