"""What must be true of the stored facts and files after the fire: everything once, and whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Q

from config.archive import operations as archive
from config.demo.computation import PERIOD
from config.jobs.models import Run, RunState
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.models import Statement, StatementRun
from projects.metering import queries as metering
from projects.metering.models import DayBlock, MeterBatch, MeterSlice, StationMonth
from reporting.disclosures.models import Artefact, DisclosureVersion, StateChange
from reporting.figures.models import Figure, FigureSet
from tests.faults import house
from trusts.attribution.models import AttributionStatement

COPIES = 6  # three forms in two languages
_BLOCKS = """
select count(*), count(distinct (station_id, day)), sum(readings), sum(total_wh),
       sum((select count(wh) from unnest(energy_wh) wh)),
       sum((select sum(wh) from unnest(energy_wh) wh))
from projects_dayblock where batch_id = %s
"""


class Tally:
    """Counts what is missing, what is there too often, and what is damaged, each with its name."""

    def __init__(self) -> None:
        self.lost: dict[str, int] = {}
        self.doubled: dict[str, int] = {}
        self.torn: dict[str, int] = {}

    def expect(self, name: str, found: int, wanted: int) -> None:
        """Count how much less or more was found than was wanted."""
        side = self.lost if found < wanted else self.doubled
        self.note(side, name, abs(found - wanted))

    def note(self, side: dict[str, int], name: str, count: int) -> None:
        """Count under a name; nothing is not written down."""
        if count:
            side[name] = side.get(name, 0) + count

    def to_json(self) -> dict[str, Any]:
        """Return the totals, and what they are made of."""
        return {
            "lost": sum(self.lost.values()),
            "doubled": sum(self.doubled.values()),
            "torn": sum(self.torn.values()),
            "what": {"lost": self.lost, "doubled": self.doubled, "torn": self.torn},
        }


def prove(
    *, folder: Path, moments: Sequence[dt.datetime], run_ids: Sequence[int]
) -> dict[str, Any]:
    """Look at everything that the fire could have hit; return lost, doubled and torn."""
    tally = Tally()
    unfinished = Run.objects.filter(pk__in=run_ids).exclude(state=RunState.DONE)
    tally.note(tally.lost, "runs", unfinished.count())
    files = sorted(folder.glob("*.csv"))
    readings = sum(_prove_file(tally, path) for path in files)
    tally.expect("meter files", MeterBatch.objects.count(), len(files))
    tally.note(tally.torn, "roll-ups", len(_mismatches(moments[-1])))
    _prove_computed(tally, moments)
    _prove_disclosed(tally, moments)
    archive.sweep_incoming(older_than_seconds=-1, now=dt.datetime.now(dt.UTC).timestamp())
    tally.note(tally.torn, "archived files", house.torn_files())
    return tally.to_json() | {"readings": readings}


def _prove_file(tally: Tally, path: Path) -> int:
    """Hold the day blocks, roll-ups and slices of a file against the file itself."""
    cells = pl.read_csv(path).drop("station", "day")
    wanted = {
        "station-days": cells.height,
        "readings": cells.height * cells.width - sum(cells.null_count().row(0)),
        "Wh": cells.select((pl.all() * 1000).round().cast(pl.Int64).sum()).sum_horizontal().item(),
    }
    batch = MeterBatch.objects.confirmed().get(original_name=path.name)
    with connection.cursor() as cursor:
        cursor.execute(_BLOCKS, [batch.pk])
        rows, distinct, readings, total, cells_stored, cells_sum = cursor.fetchone()
    months = StationMonth.objects.filter(batch=batch).values_list(
        "days_mask", "readings", "total_wh"
    )
    slices = MeterSlice.objects.filter(batch=batch).values_list("blocks", "readings", "total_wh")
    tally.note(tally.doubled, "station-days", rows - distinct)
    for days, count, energy in (
        (rows, cells_stored, cells_sum),
        (rows, readings, total),
        _summed((mask.bit_count(), *rest) for mask, *rest in months),
        _summed(slices),
        (batch.blocks, batch.readings, batch.total_wh),
    ):
        tally.expect("station-days", days, wanted["station-days"])
        tally.expect("readings", count, wanted["readings"])
        tally.note(tally.torn, "sums of energy", int(energy != wanted["Wh"]))
    return int(wanted["readings"])


def _summed(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _mismatches(known_at: dt.datetime) -> list[object]:
    """Return the roll-ups that are not what their blocks say, and blocks without a slice."""
    batches = MeterSlice.objects.values_list("batch_id", flat=True)
    orphans = DayBlock.objects.exclude(batch_id__in=set(batches)).values_list("day")[:100]
    first_months = Period(PERIOD.starts_on, Period.month(2025, 4).starts_on)
    return [*metering.verify_blocks(period=first_months, known_at=known_at), *orphans]


def _prove_computed(tally: Tally, moments: Sequence[dt.datetime]) -> None:
    """Each moment's statements and shares stand once, and say what the first moment's say."""
    calm = moments[0]  # nothing was confirmed between the moments: they know the same
    shares = AttributionStatement.objects.filter(known_at=calm).count()
    for known_at in moments:
        runs = StatementRun.objects.filter(known_at=known_at)
        tally.expect("drawings", runs.count(), 1)
        drawn = Statement.objects.filter(known_at=known_at)
        tally.expect("statements", drawn.count(), runs[0].count)
        tally.note(tally.torn, "totals", int(_said(known_at) != _said(calm)))
        stated = AttributionStatement.objects.filter(known_at=known_at)
        tally.expect("attributions", stated.count(), shares)
        places = stated.values("project", "contract", "method").distinct().count()
        tally.note(tally.doubled, "attributions", stated.count() - places)
    tally.note(tally.lost, "attributions", int(shares == 0))
    tally.note(tally.lost, "statements", int(not Statement.objects.exists()))


def _said(known_at: dt.datetime) -> list[tuple[object, ...]]:
    """Return what the statements of a moment say, without their ids and hashes."""
    totals = carbon.totals(period=PERIOD, known_at=known_at)
    return [(each.project_id, each.method, each.energy_wh, each.avoided) for each in totals]


def _prove_disclosed(tally: Tally, moments: Sequence[dt.datetime]) -> None:
    """One set of figures a version, one file a form and language, one publication."""
    for number, known_at in enumerate(moments[:2], start=1):
        sets = FigureSet.objects.filter(known_at=known_at)
        tally.expect("figure sets", sets.count(), 1)
        tally.expect("figures", Figure.objects.filter(figure_set__in=sets).count(), sets[0].count)
        versions = DisclosureVersion.objects.filter(known_at=known_at)
        tally.expect("versions", versions.count(), 1)
        kinds = Count("pk", filter=Q(is_published=False)), Count("pk", filter=Q(is_published=True))
        found = Artefact.objects.filter(version__in=versions).aggregate(
            review=kinds[0], out=kinds[1]
        )
        tally.expect("review copies", found["review"], COPIES)
        tally.expect("published files", found["out"], 0 if number == 1 else COPIES + 1)
        steps = StateChange.objects.filter(version__in=versions, to_state="published").count()
        tally.expect("publications", steps, number - 1)
        try:
            call_command("verify", versions[0].disclosure.code, number=number, stdout=_Silent())
        except SystemExit:
            tally.note(tally.torn, f"verify of version {number}", 1)


class _Silent:
    """Swallows what a command says."""

    def write(self, text: str) -> None:
        """Say nothing."""
