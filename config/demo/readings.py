"""Step 4: a sample year of hourly readings, written as meter files and taken in as such."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.demo.screen import Screen
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.periods import Period
from projects.metering import operations as metering
from projects.metering import sample
from projects.metering.models import MeterBatch
from projects.metering.rules.layout import FileLayout
from projects.registry import queries as registry
from projects.registry.queries import MeteredStation

HEATING_MONTHS = frozenset({1, 2, 3, 11, 12})


def take_in_the_year(cast: Cast, *, folder: Path, screen: Screen) -> dict[str, object]:
    """
    Write the sample files month by month, send each to a worker as soon as it is written,
    and have the second person confirm all batches. Files that were taken already are left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stations = registry.stations_for_metering(known_at=timezone.now())
    runs: list[Run] = []
    months = Period.year(YEAR).months()
    for number, month in enumerate(months):
        for carrier in ("electricity", "heat"):
            points = [each for each in stations if each.carrier == carrier]
            name = sample.sample_name(month, carrier=carrier)
            if MeterBatch.objects.confirmed().filter(original_name=name).exists():
                continue
            path = folder / name
            _write(path, points=points, month=month, carrier=carrier)
            runs.append(_send(path, month=month, carrier=carrier, cast=cast))
        screen.bar(f"sample file {month} written", _share_done(runs, months, number))
    screen.follow(runs, text="readings judged and loaded", expected=len(runs))
    for batch in MeterBatch.objects.pending().order_by("id"):
        proposals.confirm(
            batch, by=cast.reviewer, note="checked (sample)", seen_sha256=batch.content_sha256
        )
    batches = MeterBatch.objects.confirmed()
    return {
        "batches": batches.count(),
        "readings": sum(batches.values_list("readings", flat=True)),
        "energy_gwh": str(sum(batches.values_list("total_wh", flat=True)) // 10**9),
        "stations": len(stations),
    }


def _share_done(runs: list[Run], months: list[Period], number: int) -> float:
    found = Run.objects.filter(pk__in=[run.pk for run in runs])
    done = sum(run.done / run.total for run in found if run.total)
    return done / (2 * len(months)) if number else 0.0


def _write(path: Path, *, points: list[MeteredStation], month: Period, carrier: str) -> None:
    """Write one month's file; a plant that only heats stands still outside the season."""
    if path.exists():
        return
    aside = path.with_suffix(".part")
    if carrier == "electricity":
        sample.write_pv_month(aside, stations=points, month=month)
    else:
        sample.write_heat_month(
            aside,
            stations=points,
            month=month,
            resting=()
            if month.starts_on.month in HEATING_MONTHS
            else [each.code for each in points if each.code.startswith("GEO")],
        )
    aside.rename(path)


def _send(path: Path, *, month: Period, carrier: str, cast: Cast) -> Run:
    return metering.send_meter_file(
        file=path,
        name=path.name,
        layout=FileLayout(carrier=carrier),
        period=month,
        known_at=timezone.now(),
        by=cast.registrar,
        reason="sample readings of the sample portfolio",
        source="sample generator",
        is_sample=True,
    )
