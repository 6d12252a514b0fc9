"""
A year of statements computed anew from the roll-ups, against one statement written by hand.

Ours: ``projects.carbon.queries.drafts`` for every project and month: energy, readings, days,
the digest of the members, the factor that answers, and the tonnes. Baseline: the same numbers
by one SQL statement, as somebody who knows the tables would write it, fetched by the bare
driver; ``figures`` is that without the digest. Beside it, what no SQL statement gives:
``told`` is ours with lines, other routes, quality and explanation of each statement, and
``hashed`` with the hash that each is frozen under. Turn by turn in one run; every figure and
every digest must agree. ``cpu_s`` counts the processor's seconds of this process and of its
server process, which other work on the machine does not move.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

PROJECTS, STATIONS, ROUNDS = 500, 16_000, 7
PROVINCES = ("河南", "山东")
_GUARDED = ("archive_storedfile", "projects_meterbatch", "projects_stationmonth")

_DIGEST = r"""encode(sha256(convert_to(string_agg(
           concat_ws(' ', s.code, m.month, m.batch_id, m.days_mask, m.total_wh,
                     encode(m.digest, 'hex')),
           E'\n' order by s.code collate "C", m.batch_id), 'UTF8')), 'hex')"""
#: Roll-ups of confirmed batches where no two speak of one day, times the newest factor.
BY_HAND = """
with told as (
    select s.project_id, s.province, m.month, count(distinct m.station_id) as stations,
           sum(bit_count(m.days_mask::bit(32)))::bigint as days,
           sum(m.readings)::bigint as readings, sum(m.estimated)::bigint as estimated,
           sum(m.total_wh)::bigint as total_wh, {digest} as digest
    from projects_stationmonth m
    join projects_meterbatch b on b.id = m.batch_id
    join projects_station s on s.id = m.station_id
    where b.decision = 'confirmed' and b.recorded_at <= %(known_at)s and s.carrier = 'electricity'
      and m.month >= %(starts_on)s and m.month < %(ends_on)s
    group by s.project_id, s.province, m.month),
factor as (
    select distinct on (f.region) f.region, f.value from projects_factor f
    join projects_edition e on e.id = f.edition_id
    where e.decision = 'confirmed' and e.recorded_at <= %(known_at)s
      and f.kind = 'grid_average' and f.data_year between 2023 and 2025
    order by f.region, f.data_year desc)
select project_id, month, sum(total_wh)::bigint, sum(readings)::bigint, sum(estimated)::bigint,
       sum(days)::bigint, sum(stations)::bigint, string_agg(digest, ' ' order by province),
       round(sum(total_wh * factor.value) / 1000000, 6)
from told join factor on factor.region = told.province
group by project_id, month"""
#: (project, month) -> energy, readings, estimated, station-days, station-months, tonnes
Answer = dict[tuple[int, dt.date], tuple[int, int, int, int, int, Decimal]]


def run(
    *, projects: int = PROJECTS, stations: int = STATIONS, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Fill a throw-away database and return the medians of both ways."""
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    os.environ["GREEN_TRUST_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        return _measured(projects=projects, stations=stations, rounds=rounds)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measured(*, projects: int, stations: int, rounds: int) -> dict[str, Any]:
    from tests.benchmarks.ingest import _open_house, _server_version

    _open_house()
    from config.kernel.pin import pin_known_at

    begun = time.perf_counter()
    _fill(projects, stations)
    filled_s = time.perf_counter() - begun
    known_at = pin_known_at()
    ways: dict[str, Callable[[], Any]] = {
        "ours": lambda: [each.avoided_tco2e for each in _ours(known_at).cases],
        "told": lambda: _ours(known_at).drawn,
        "hashed": lambda: _ours(known_at).set_sha256,
        "baseline": lambda: _by_hand(known_at, digest=_DIGEST),
        "figures": lambda: _by_hand(known_at, digest="''"),
    }
    _check(_ours(known_at).drawn, ways["baseline"]())
    taken: dict[str, list[float]] = {name: [] for name in ways}
    worked: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways) if number % 2 else list(reversed(ways)):
            gc.collect()  # no way pays for what another left behind
            begun, cpu = time.perf_counter(), _processor_s()
            ways[name]()
            taken[name].append(time.perf_counter() - begun)
            worked[name].append(_processor_s() - cpu)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    cpu_s = {name: statistics.median(seconds) for name, seconds in worked.items()}
    return {
        "ours_s": round(medians["ours"], 3),
        "baseline_s": round(medians["baseline"], 3),
        "ratio": round(medians["ours"] / medians["baseline"], 2),
        "ratio_is": "ours_s / baseline_s: how many times longer we take, digests included",
        "figures_s": round(medians["figures"], 3),
        "ratio_to_figures": round(medians["ours"] / medians["figures"], 2),
        "told_s": round(medians["told"], 3),
        "hashed_s": round(medians["hashed"], 3),
        "cpu_s": {name: round(seconds, 3) for name, seconds in cpu_s.items()},
        "cpu_ratio": round(cpu_s["ours"] / cpu_s["baseline"], 2),
        "parts_s": _parts(known_at),
        "statements": len(ways["ours"]()),
        "projects": projects,
        "stations": stations,
        "rounds": rounds,
        "filled_s": round(filled_s, 1),
        "runs_s": {name: [round(each, 3) for each in seconds] for name, seconds in taken.items()},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "versions": {
            "python": platform.python_version(),
            "postgresql": _server_version(),
            **{name: version(name) for name in ("psycopg", "Django")},
        },
    }


def _year() -> Any:
    from config.kernel.periods import Period

    return Period.year(2025)


def _ours(known_at: dt.datetime) -> Any:
    from projects.carbon import queries

    methods, _left_out = queries.methods_for(period=_year(), known_at=known_at)
    return queries.drafts(period=_year(), known_at=known_at, methods=methods)


def _by_hand(known_at: dt.datetime, *, digest: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    year = _year()
    named = {"known_at": known_at, "starts_on": year.starts_on, "ends_on": year.ends_on}
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(digest=digest), named)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _parts(known_at: dt.datetime) -> dict[str, float]:
    """Return where our time goes: the database's sums, and the statements made of them."""
    from projects.metering import queries as metering

    begun = time.perf_counter()
    metering.energy_totals(period=_year(), known_at=known_at)
    energy = time.perf_counter() - begun
    begun = time.perf_counter()
    _ours(known_at)
    return {"energy_totals": round(energy, 3), "all": round(time.perf_counter() - begun, 3)}


def _processor_s() -> float:
    """Return the processor's seconds of this process and of its server process (Linux)."""
    from django.db import connection

    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    nanoseconds = int(server.read_text().split()[0]) if server.exists() else 0
    return time.process_time() + nanoseconds / 1e9


def _check(drawn: Any, by_hand: list[tuple[Any, ...]]) -> None:
    """Refuse to measure two ways that do not say the same."""
    from projects.carbon.rules.drawing import set_sha256

    ours: Answer = {}
    digests: dict[tuple[int, dt.date], str] = {}
    for each in drawn:
        inputs, quality = each.inputs, each.data_quality
        ours[each.project_id, each.starts_on] = (
            each.energy_wh,
            inputs["readings"],
            quality["estimated_readings"],
            inputs["station_days"],
            inputs["station_months"],
            each.avoided_tco2e,
        )
        digests[each.project_id, each.starts_on] = inputs["set_sha256"]
    theirs: Answer = {}
    for project, month, energy, readings, estimated, days, stations, members, tonnes in by_hand:
        theirs[project, month] = (energy, readings, estimated, days, stations, tonnes)
        provinces = sorted(PROVINCES, key=str.encode)
        if len(members.split()) == len(provinces):
            pairs = zip(provinces, members.split(), strict=True)
            found = set_sha256(f"{province} electricity {each}" for province, each in pairs)
            if found != digests[project, month]:
                raise SystemExit(f"{project} {month}: the digests differ")
    if ours != theirs:
        differing = [key for key in ours if ours[key] != theirs.get(key)][:3]
        raise SystemExit(f"The two ways do not agree, at {differing}")


# ---- the filling


def _fill(projects: int, stations: int) -> None:
    from config.kernel import proposals
    from tests import people
    from tests.projects.carbon.making import FACTORS, factors
    from tests.projects.registry import making

    alice, bob = people.make_alice(), people.make_bob()
    factors(FACTORS, by=alice, confirmed_by=bob)
    _policies(alice, bob)
    for number in range(projects):
        making.confirmed_project(alice, bob, code=f"P{number}", provinces=PROVINCES)
    lines = [
        f"S{at:05},P{at % projects},{PROVINCES[at // projects % 2]},,28.125,2024-06-01,"
        for at in range(stations)
    ]
    proposals.confirm(making.sent(making.station_file(lines), alice), by=bob)
    _roll_ups(alice.pk, bob.pk)


def _policies(alice: Any, bob: Any) -> None:
    from config.kernel import proposals
    from projects.reference import operations as reference
    from projects.reference.rules.kinds import PolicyRule

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


def _roll_ups(proposer: int, confirmer: int) -> None:
    """Write a confirmed batch a month with the roll-up of each station, past the triggers."""
    from tests.benchmarks.ingest import _owner

    with _owner() as connection, connection.cursor() as cursor, _unguarded(cursor):
        cursor.execute(
            "insert into archive_storedfile (sha256, size_bytes, media_type, name, recorded_at)"
            " values (repeat('0', 64), 0, 'text/csv', 'measured.csv', now()) returning id"
        )
        (stored,) = cursor.fetchone()
        for month in _year().months():
            cursor.execute(
                "insert into projects_meterbatch (proposed_by_id, proposed_at, reason, decision,"
                " decided_by_id, decided_at, decision_note, recorded_at, content_sha256, kind,"
                " source, original_id, original_name, file_sha256, rows_read, rows_accepted,"
                " finding_counts, findings, plan, is_sample, layout, starts_on, ends_on, blocks,"
                " readings, total_wh)"
                " values (%s, now(), 'measured', 'confirmed', %s, now(), '', now(), '',"
                " 'projects.readings', 'measured', %s, %s, %s, 0, 0, '{}', '[]', '{}', true,"
                " '{}', %s, %s, 0, 0, 0) returning id",
                [
                    *(proposer, confirmer, stored, f"{month}.csv", str(month).rjust(64, "0")),
                    *(month.starts_on, month.ends_on),
                ],
            )
            (batch,) = cursor.fetchone()
            cursor.execute(
                "insert into projects_stationmonth (station_id, month, batch_id, days_mask,"
                " readings, estimated, total_wh, digest)"
                " select id, %s, %s, (1::bigint << %s)::bigint - 1, %s, id %% 7,"
                " 2000000 + id * 7919 %% 1000000, sha256(int8send(id)) from projects_station",
                [month.starts_on, batch, month.days, month.days * 24],
            )
    connection = _owner()
    connection.autocommit = True
    for table in _GUARDED:
        connection.execute(f"vacuum (analyze) {table}")
    connection.execute("analyze")
    connection.close()


@contextmanager
def _unguarded(cursor: Any) -> Iterator[None]:
    for table in _GUARDED:
        cursor.execute(f"alter table {table} disable trigger user")
    yield
    cursor.execute("set constraints all immediate")
    for table in _GUARDED:
        cursor.execute(f"alter table {table} enable trigger user")


def main() -> None:
    """Run the benchmark at a scale of one's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=PROJECTS)
    parser.add_argument("--stations", type=int, default=STATIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    sys.stdout.write(json.dumps(run(**vars(parser.parse_args())), indent=1) + "\n")


if __name__ == "__main__":
    main()
