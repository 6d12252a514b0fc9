"""What the tests of carbon stand on: a library of two provinces, and metered energy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pytest

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.periods import Period
from projects.metering import queries as metering
from projects.reference import operations as reference
from projects.reference.models import Edition
from projects.reference.rules.kinds import EditionKind, PolicyRule

HEADER = "kind,scope_region,year,value,unit,source,confidence,note\n"
FACTORS = """\
grid_average,山东,2023,0.6191,kgCO2/kWh,announcement 47,A,
grid_average,河南,2023,0.5897,kgCO2/kWh,announcement 47,A,
grid_average,全国,2023,0.5306,kgCO2/kWh,announcement 47,A,
grid_fossil_power,全国,2023,0.8273,kgCO2/kWh,announcement 47,A,
heat_default,全国,,0.11,tCO2/GJ,guidelines,A,
thermal_supply_coal_rate,全国,2022,300.7,gce/kWh,CEC,A,
"""


@dataclass(frozen=True)
class Energy:
    """One row of metered energy, as metering gives it."""

    project_id: int
    province: str
    carrier: str
    month: dt.date
    stations: int
    station_days: int
    readings: int
    estimated: int
    total_wh: int
    set_hash: str


def energy(
    project_id: int = 1,
    province: str = "山东",
    *,
    month: int = 1,
    total_wh: int = 1_000_000_000,
    carrier: str = "electricity",
    estimated: int = 0,
) -> Energy:
    """Return one row: two stations through a month of 2025, hourly."""
    period = Period.month(2025, month)
    return Energy(
        project_id=project_id,
        province=province,
        carrier=carrier,
        month=period.starts_on,
        stations=2,
        station_days=2 * period.days,
        readings=2 * period.days * 24,
        estimated=estimated,
        total_wh=total_wh,
        set_hash=f"{project_id}-{province}-{month}-{total_wh}",
    )


class Meters:
    """Stands in for metering: what it was given is what was known, from each moment on."""

    def __init__(self) -> None:
        self.rows: list[tuple[dt.datetime | None, Energy]] = []
        self.asked = 0

    def read(self, rows: Sequence[Energy], *, from_: dt.datetime | None = None) -> None:
        """Record rows; a later row of the same project, province and month replaces them."""
        self.rows += [(from_, each) for each in rows]

    def energy_totals(
        self, *, period: Period, known_at: dt.datetime, project_ids: Collection[int] | None = None
    ) -> list[Energy]:
        """Return the rows known at the moment."""
        self.asked += 1
        standing: dict[tuple[int, str, str, dt.date], Energy] = {}
        for from_, each in self.rows:
            if from_ is None or from_ <= known_at:
                standing[each.project_id, each.province, each.carrier, each.month] = each
        return [
            each
            for key, each in sorted(standing.items())
            if each.month in period and (project_ids is None or key[0] in project_ids)
        ]


@pytest.fixture
def meters(monkeypatch: pytest.MonkeyPatch) -> Meters:
    """Return meters that stand in for the metering room."""
    found = Meters()
    monkeypatch.setattr(metering, "energy_totals", found.energy_totals)
    return found


def factors(rows: str, *, by: User, confirmed_by: User, code: str = "TEST-FACTORS") -> Edition:
    """Return a confirmed edition of factors."""
    edition = reference.propose_edition(
        code=code,
        kind=EditionKind.FACTORS,
        name_zh="测试因子",
        name_en="Test factors",
        content=(HEADER + rows).encode(),
        file_name=f"{code}.csv",
        source="a test",
        is_sample=True,
        by=by,
        reason="for the test",
    )
    return proposals.confirm(edition, by=confirmed_by)


@pytest.fixture
def library(alice: User, bob: User) -> Edition:
    """Return the edition of the tests, with the policies that let 2023 stand in for 2025."""
    edition = factors(FACTORS, by=alice, confirmed_by=bob)
    for kind in ("grid_average", "thermal_supply_coal_rate"):
        policy = reference.propose_policy(
            rule=PolicyRule.LATEST_DATA_YEAR,
            kind=kind,
            max_lag_years=2,
            effective_from=dt.date(2025, 1, 1),
            by=alice,
            reason="no newer official data",
        )
        proposals.confirm(policy, by=bob)
    return edition
