"""
A restatement of a company with 16,000 stations, from a changed factor to the published version.

The sample portfolio's year (`manage.py demo --scale full`) is published first. Then the factor of
the grid is corrected in every province, which moves every statement of electricity.
Each act is timed as its job or request would do it, in this process; the memory is its peak.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

SCALES = {16_000: "full", 160: "small"}
KIND, INDICATOR = "green_trust_annual", "E-AV-03"
HEADS = "kind,scope_region,year,value,unit,source,confidence,note\n"


def run(*, stations: int = 16_000) -> dict[str, Any]:
    """Publish the sample year, correct a factor, restate; return the seconds of each act."""
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    home.chmod(0o755)
    os.environ |= {"GREEN_TRUST_HOME": str(home), "GREEN_TRUST_PROCESS": "worker"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        return _measured(stations)
    finally:
        from tests.faults import house

        house.close()
        shutil.rmtree(home, ignore_errors=True)


class _Acts:
    """Times each act under its name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu_seconds: dict[str, float] = {}

    def __call__(self, name: str, act: Callable[[], Any]) -> Any:
        begun, worked = time.perf_counter(), _worked()
        found = act()
        self.seconds[name] = round(time.perf_counter() - begun, 2)
        self.cpu_seconds[name] = round(_worked() - worked, 2)
        return found


def _worked() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _measured(stations: int) -> dict[str, Any]:
    from tests.faults import house

    begun = time.perf_counter()
    house.open_house(demo=SCALES[stations])
    filled_s = round(time.perf_counter() - begun, 1)
    from django.conf import settings

    from config.demo.people import open_sample_accounts

    cast = open_sample_accounts(passwords=Path(settings.HOME_DIR) / "demo" / "accounts.json")
    time_of = _Acts()
    found = _restated(cast, time_of)
    return {
        "stations": stations,
        "sample_year_s": filled_s,
        **found,
        "acts_s": time_of.seconds,
        "acts_cpu_s": time_of.cpu_seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def _restated(cast: Any, time_of: _Acts) -> dict[str, Any]:
    from config.demo.computation import PERIOD
    from config.jobs.execution import run_now
    from config.jobs.operations import request
    from config.kernel import proposals
    from config.kernel.canonical import instant
    from config.kernel.pin import pin_known_at
    from reporting.disclosures import operations as disclosures
    from reporting.disclosures.models import DisclosureVersion
    from reporting.disclosures.queries import published_version
    from reporting.disclosures.restating import operations
    from reporting.moves import operations as moves
    from trusts.attribution import operations as attribution

    def done(run: Any) -> Any:
        ended = run_now(run)
        if ended.state != "done":
            raise RuntimeError(f"{ended}: {ended.error}")
        return ended

    version = published_version(kind=KIND, period=PERIOD)
    if version is None:
        raise RuntimeError(f"No {KIND} of {PERIOD} was published.")
    _threshold(cast)
    edition = _corrected_factors(cast)
    report = time_of(
        "what would move",
        lambda: done(moves.ask(subject="edition", pk=edition.pk, by=cast.analyst)),
    )
    proposals.confirm(edition, by=cast.reviewer, seen_sha256=edition.content_sha256)
    period, known_at = PERIOD, pin_known_at()
    asked = {"period": str(period), "known_at": instant(known_at)}
    time_of("statements anew", lambda: done(
        request(
            kind="projects.carbon.draw", key=f"{period}@{asked['known_at']}", by=cast.analyst,
            payload=asked,
        )
    ))  # fmt: skip
    time_of(
        "attribution anew",
        lambda: done(attribution.request_run(period=period, known_at=known_at, by=cast.analyst)),
    )
    compared = time_of(
        "figures anew, two bases compared",
        lambda: done(
            operations.ask_comparison(version=version, known_at=known_at, by=cast.officer)
        ),
    )
    row = time_of("restatement opened", lambda: operations.open_restatement(
        version=version, treatment="restate", known_at=known_at, by=cast.officer, reason="bench",
        explanation_zh="样本：因子更正。", explanation_en="Sample: a factor was corrected.",
    ))  # fmt: skip
    proposals.confirm(row, by=cast.reviewer, seen_sha256=row.content_sha256)
    drafted = time_of(
        "next version drafted",
        lambda: done(operations.draft_restated(restatement=row, by=cast.officer, reason="bench")),
    )
    following = DisclosureVersion.objects.get(pk=drafted.result["version_id"])
    disclosures.submit(version=following, by=cast.officer, reason="bench")
    disclosures.sign_off(version=following, by=cast.reviewer, seen_sha256=following.content_sha256)
    time_of(
        "next version published",
        lambda: done(disclosures.publish(version=following, by=cast.officer)),
    )
    return {
        "statements_that_would_move": report.result["statements"],
        "differences": compared.result["count"],
        "is_material": row.is_material,
        "figures": following.figure_set.count,
    }


def _threshold(cast: Any) -> None:
    from config.kernel import proposals
    from reporting.disclosures.restating import operations

    limit = operations.propose_threshold(
        kind=KIND,
        indicator=INDICATOR,
        percent=Decimal(1),
        effective_from=dt.date(2025, 1, 1),
        by=cast.officer,
        reason="bench",
        is_sample=True,
    )
    proposals.confirm(limit, by=cast.reviewer, seen_sha256=limit.content_sha256)


def _corrected_factors(cast: Any) -> Any:
    """Return a proposed edition that has each used factor of the grid a twentieth larger."""
    from projects.carbon.models import Statement
    from projects.reference import operations as reference
    from projects.reference.rules.kinds import EditionKind

    used = {}
    for statement in Statement.objects.filter(method="grid_displacement"):
        for line in statement.lines:
            used[line["factor"]["region"]] = Decimal(line["factor"]["value"])
    lines = [
        f"grid_average,{region},2024,{value * Decimal('1.05'):f},tCO2/MWh,sample data,C,\n"
        for region, value in sorted(used.items())
    ]
    return reference.propose_edition(
        code="BENCH-NEXT",
        kind=EditionKind.FACTORS,
        name_zh="样本：更正后的因子",
        name_en="Sample: corrected factors",
        content=(HEADS + "".join(lines)).encode(),
        file_name="next.csv",
        source="sample data",
        by=cast.analyst,
        reason="bench",
    )


def main() -> None:
    """Run the benchmark at a scale of one's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=16_000, choices=sorted(SCALES))
    sys.stdout.write(json.dumps(run(**vars(parser.parse_args())), indent=1) + "\n")


if __name__ == "__main__":
    main()
