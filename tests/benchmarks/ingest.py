"""
A month of readings taken in whole, against the bare COPY of the same file.

Ours: the file is stored by its hash, parsed, every reading judged, shaped into day blocks,
rolled up, committed into the real tables and confirmed. Baseline: the same bytes in blocks
of 1 MB through COPY into an unindexed table without keys, checks or triggers. Both in one
run, turn by turn; the sums must agree to the watt-hour.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

STATIONS, ROUNDS = 16_000, 3
MONTHS = (1, 3, 5, 7, 8, 10, 12)  # of 31 days each; a file is taken once, so each round has its own
SHAPES = ("long", "wide")
PROVINCES = ("河南", "山东", "河北", "安徽", "江苏")
_BLOCK = 1 << 20


def run(*, stations: int = STATIONS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure both shapes of file and return the medians."""
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    os.environ["GREEN_TRUST_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        return _measured(home, stations=stations, rounds=rounds)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measured(home: Path, *, stations: int, rounds: int) -> dict[str, Any]:
    _open_house()
    proposer, confirmer, project = _portfolio(stations)
    taken: dict[str, list[float]] = {shape: [] for shape in SHAPES}
    copied: dict[str, list[float]] = {shape: [] for shape in SHAPES}
    rows = dict.fromkeys(SHAPES, 0)
    for number, month in enumerate(MONTHS[:rounds]):
        for shape in SHAPES:
            path = home / f"{shape}-{month:02}.csv"
            # Another process writes the file, so that its memory is not counted as ours.
            asked = ["--write", str(path), "--month", str(month), "--stations", str(stations)]
            subprocess.run([sys.executable, "-m", "tests.benchmarks.ingest", *asked], check=True)
            if number % 2:  # neither way always finds the file fresh in the page cache
                copied[shape].append(_baseline(path, shape))
            taken[shape].append(_ours(path, shape, proposer, confirmer, project))
            if not number % 2:
                copied[shape].append(_baseline(path, shape))
            rows[shape] = _check_sums(path, shape)
            path.unlink()
    return _outcome(taken, copied, rows, stations=stations, rounds=rounds)


def _outcome(
    taken: dict[str, list[float]],
    copied: dict[str, list[float]],
    rows: dict[str, int],
    **scale: int,
) -> dict[str, Any]:
    ours = {shape: statistics.median(seconds) for shape, seconds in taken.items()}
    bare = {shape: statistics.median(seconds) for shape, seconds in copied.items()}
    return {
        "name": "ingest",
        "ours_s": round(ours["long"], 2),
        "baseline_s": round(bare["long"], 2),
        "ratio": round(bare["long"] / ours["long"], 2),
        "ratio_is": "baseline_s / ours_s: how many times faster we are, long CSV",
        "wide_ours_s": round(ours["wide"], 2),
        "wide_baseline_s": round(bare["wide"], 2),
        "wide_ratio": round(bare["wide"] / ours["wide"], 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "rows": rows["long"],
        "readings": rows["long"],
        **scale,
        "ours_runs_s": {shape: [round(each, 2) for each in taken[shape]] for shape in taken},
        "baseline_runs_s": {shape: [round(each, 2) for each in copied[shape]] for shape in copied},
        "versions": {
            "python": platform.python_version(),
            "postgresql": _server_version(),
            **{name: version(name) for name in ("polars", "numpy", "psycopg", "Django")},
        },
    }


# ---- the house


def _open_house() -> None:
    environment = os.environ | {"GREEN_TRUST_PROCESS": "owner"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0"],
        check=True,
        env=environment,
    )
    os.environ["GREEN_TRUST_PROCESS"] = "worker"
    import django

    django.setup()


def _portfolio(stations: int) -> tuple[Any, Any, int]:
    """Register the stations through the house's own acts; return two people and the project."""
    from config.kernel import proposals
    from tests import people
    from tests.projects.registry import making

    alice, bob = people.make_alice(), people.make_bob()
    project = making.confirmed_project(alice, bob, code="P1", provinces=PROVINCES)
    lines = [
        f"{roof.code},P1,{roof.province},,{roof.capacity_w / 1000},2024-06-01,"
        for roof in _roofs(stations)
    ]
    proposals.confirm(making.sent(making.station_file(lines), alice), by=bob)
    return alice, bob, project.pk


@dataclass(frozen=True)
class Roof:
    """A station of the benchmark."""

    code: str
    province: str
    capacity_w: int


def _roofs(stations: int) -> list[Roof]:
    return [
        Roof(f"S{at:05}", PROVINCES[at * len(PROVINCES) // stations], 20_000 + at * 37 % 16_000)
        for at in range(stations)
    ]


def _write(path: Path, *, month: int, stations: int) -> None:
    """Write one month of hourly sample readings, wide as the sample writes it, or long by time."""
    import polars as pl

    from config.kernel.periods import Period
    from projects.metering import sample
    from projects.metering.rules.layout import slot_names

    wide = path if path.name.startswith("wide") else path.with_suffix(".wide")
    sample.write_pv_month(wide, stations=_roofs(stations), month=Period.month(2025, month))
    if wide == path:
        return
    hours = {name: f"T{hour:02}:00:00+08:00" for hour, name in enumerate(slot_names(60))}
    frame = pl.read_csv(wide, schema_overrides={"station": pl.String, "day": pl.String})
    with path.open("wb") as file:
        for number, (_day, part) in enumerate(frame.group_by("day", maintain_order=True)):
            part.unpivot(index=["station", "day"], variable_name="hour", value_name="kwh").select(
                "station", pl.col("day") + pl.col("hour").replace(hours).alias("starts_at"), "kwh"
            ).rename({"day": "starts_at"}).write_csv(file, include_header=number == 0)
    wide.unlink()


# ---- the two ways


def _ours(path: Path, shape: str, proposer: Any, confirmer: Any, project: int) -> float:
    from django.utils import timezone

    from config.kernel import proposals
    from config.kernel.periods import Period
    from projects.metering import operations
    from projects.metering.rules.layout import FileLayout, Shape

    begun = time.perf_counter()
    run = operations.send_meter_file(
        file=path,
        name=path.name,
        layout=FileLayout(shape=Shape(shape)),
        period=Period.month(2025, int(path.stem[-2:])),
        known_at=timezone.now(),
        by=proposer,
        reason="benchmark",
        project_id=project,
        is_sample=True,
    )
    batch = operations.take(**run.payload, by=proposer, progress=lambda *_args: None)
    proposals.confirm(batch, by=confirmer)
    return time.perf_counter() - begun


def _baseline(path: Path, shape: str) -> float:
    from projects.metering.rules.layout import slot_names

    slots = ", ".join(f"{name} double precision" for name in slot_names(60))
    columns = {
        "long": "station text, starts_at timestamptz, kwh double precision",
        "wide": f"station text, day date, {slots}",
    }
    with _owner() as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_bare")
        cursor.execute(f"create table bench_bare ({columns[shape]})")
        connection.commit()
        begun = time.perf_counter()
        statement = "copy bench_bare from stdin (format csv, header true)"
        with path.open("rb") as file, cursor.copy(statement) as copy:
            while block := file.read(_BLOCK):
                copy.write(block)
        connection.commit()
        return time.perf_counter() - begun


def _check_sums(path: Path, shape: str) -> int:
    """Return the number of readings, once both ways agree on it and on the energy."""
    from projects.metering.models import MeterBatch
    from projects.metering.rules.layout import slot_names

    each = {"long": "kwh", "wide": "::numeric + ".join(slot_names(60))}[shape]
    many = {"long": 1, "wide": 24}[shape]
    with _owner() as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*) * {many}, sum(({each})::numeric) * 1000 from bench_bare")
        readings, total_wh = cursor.fetchone() or (0, 0)
    batch = MeterBatch.objects.get(original_name=path.name)
    if (batch.readings, batch.total_wh) != (readings, total_wh):
        raise SystemExit(f"{path.name}: {batch.total_wh} Wh against {total_wh} Wh of the baseline")
    return int(readings)


def _owner() -> Any:
    import psycopg
    from django.db import connection

    from config.settings import databases

    here = connection.get_connection_params()
    user = databases.connection("owner").get("USER") or here.get("user")
    names = {key: here[key] for key in ("host", "port", "password", "dbname") if here.get(key)}
    return psycopg.connect(**names, user=user)


def _server_version() -> str:
    with _owner() as connection:
        number: int = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def main() -> None:
    """Run the benchmark, or write one of its files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=STATIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, choices=range(1, len(MONTHS) + 1))
    parser.add_argument("--month", type=int, default=1)
    parser.add_argument("--write", type=Path, help="only write the sample file of this name")
    asked = parser.parse_args()
    if asked.write:
        _write(asked.write, month=asked.month, stations=asked.stations)
    else:
        sys.stdout.write(json.dumps(run(stations=asked.stations, rounds=asked.rounds)) + "\n")


if __name__ == "__main__":
    main()
