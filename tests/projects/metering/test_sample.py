"""Sample readings: plausible, marked, and the same bytes for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.kernel.periods import Period
from projects.metering import sample
from projects.metering.rules.layout import FileLayout
from projects.metering.rules.points import MeteringPoint
from projects.metering.rules.reading import read_meter_file

JUNE = Period.month(2025, 6)


@dataclass(frozen=True)
class Roof:
    """A station of the sample."""

    code: str
    province: str
    capacity_w: int


ROOFS = [Roof("R-1", "河南", 28_000), Roof("R-2", "山东", 31_000)]


def written(folder: Path, month: Period = JUNE) -> Path:
    """Return a sample file."""
    path = folder / sample.sample_name(month, carrier="electricity")
    sample.write_pv_month(path, stations=ROOFS, month=month)
    return path


def test_the_sample_is_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    digest = hashlib.sha256(written(tmp_path).read_bytes()).hexdigest()

    assert digest == "ab5d750b486ddeb6205f23c829539c4a829d333914a48e66cd83dbcefb64c3ea"


def test_its_name_says_that_it_is_a_sample() -> None:
    assert sample.sample_name(JUNE, carrier="heat") == "sample-heat-2025-06.csv"


def test_the_judge_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    points = [MeteringPoint(at, roof.code, roof.capacity_w) for at, roof in enumerate(ROOFS)]
    judged = read_meter_file(
        written(tmp_path),
        layout=FileLayout(),
        points=points,
        period=JUNE,
        observed_on=dt.date(2026, 1, 1),
        errors_path=tmp_path / "errors.csv",
    )

    assert judged.finding_counts == {}
    assert sum(part.plan.readings for part in judged.slices()) == 2 * 30 * 24


@pytest.mark.parametrize("roof", ROOFS)
def test_a_year_has_the_province_s_hours(roof: Roof, tmp_path: Path) -> None:
    total_kwh = 0.0
    for month in Period.year(2025).months():
        path = tmp_path / "month.csv"
        sample.write_pv_month(path, stations=[roof], month=month)
        for line in path.read_text("utf-8").splitlines()[1:]:
            total_kwh += sum(map(float, line.split(",")[2:]))
    hours = total_kwh * 1000 / roof.capacity_w

    assert abs(hours / sample.CLIMATES[roof.province].sample_hours - 1) < 0.05


def test_a_province_without_a_climate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sample.NoSampleClimate):
        sample.write_pv_month(tmp_path / "x.csv", stations=[Roof("R", "Atlantis", 1)], month=JUNE)


def test_a_heat_plant_runs_near_its_capacity_and_stands_still_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "heat.csv"
    plants = [Roof(f"STEAM-{at}", "江苏", 600_000_000) for at in range(5)]
    readings = sample.write_heat_month(path, stations=plants, month=JUNE)
    lines = path.read_text("utf-8").splitlines()[1:]
    kwh = [float(cell) for line in lines for cell in line.split(",")[2:]]

    assert readings == len(kwh) == 5 * 30 * 24
    assert all(cell == 0 or 528_000 <= cell <= 576_000 for cell in kwh)
    assert 0 < kwh.count(0.0) < len(kwh) / 10
