"""What the projects' rooms know, as facts: projects, recognition, energy, statements, claims."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.kernel.periods import Period
from projects.metering import queries as metering
from projects.metering.queries import MeterBatch, MonthlyEnergy
from projects.recognition import queries as recognition
from projects.registry import queries as registry
from projects.registry.rules.technologies import TECHNOLOGIES
from reporting.figures.queries import from_activity, from_carbon, from_claims, from_sales
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.queries.names import province_name
from reporting.figures.rules.facts import (
    Carrier,
    Claim,
    Coverage,
    Energy,
    Name,
    Project,
    Recognition,
    RowSet,
    Saved,
    Sold,
    Stated,
)

VERDICTS = {
    "green": Name("green", "绿色", "Green"),
    "not_green": Name("not_green", "非绿色", "Not green"),
    "expired": Name("expired", "认定已到期", "Recognition expired"),
    "none": Name("none", "未认定", "Not judged"),
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The projects' side of the facts."""

    projects: tuple[Project, ...]
    recognitions: tuple[Recognition, ...]
    energy: tuple[Energy, ...]
    coverage: tuple[Coverage, ...]
    saved: tuple[Saved, ...]
    sold: tuple[Sold, ...]
    stated: tuple[Stated, ...]
    claims: tuple[Claim, ...]


def measured(period: Period, known_at: dt.datetime, methods: Mapping[str, str] | None) -> Measured:
    """
    Return what the projects' rooms knew of the period at the moment.

    :raises StatementsMissing: if meters measured and nothing was stated for this moment.
    """
    on = period.last_day
    projects = _projects(on, known_at)
    codes = {each.id: each.name.code for each in projects}
    rows = metering.energy_totals(period=period, known_at=known_at, project_ids=list(codes))
    batches = metering.batches_known(period=period, known_at=known_at)
    saved = from_carbon.saved(
        codes,
        period,
        known_at,
        metered={(row.project_id, row.month, row.carrier) for row in rows},
        methods=methods,
    )
    entered = from_activity.counted(codes, period, known_at, saved=saved)
    return Measured(
        projects=projects,
        recognitions=_recognitions(projects, on, known_at),
        energy=tuple(_energy(row, codes[row.project_id], batches) for row in rows),
        coverage=_coverage(rows, codes, period, known_at),
        saved=saved,
        sold=from_sales.sold(codes, period, known_at, entered=entered, methods=methods),
        stated=from_activity.stated(codes, entered, known_at),
        claims=from_claims.claims({each.id: each for each in projects}, period, known_at),
    )


def _projects(on: dt.date, known_at: dt.datetime) -> tuple[Project, ...]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for each in registry.station_counts(known_at=known_at):
        counts[each.project_id][province_name(each.province).code] = each.stations
    found = []
    terms = registry.projects_known(as_of=on, known_at=known_at)
    for row in terms.select_related("proposed_by", "decided_by").order_by("project__code"):
        technology = TECHNOLOGIES[row.project.technology]
        found.append(
            Project(
                id=row.project_id,
                name=Name(row.project.code, row.name_zh, row.name_en),
                technology=Name(technology.code, technology.name_zh, technology.name_en),
                provinces=tuple(province_name(short) for short in row.provinces),
                capacity=row.capacity,
                capacity_unit=row.capacity_unit,
                stations=dict(counts[row.project_id]),
                rows=(ref_of(row),),
                approvals=(approval_of(row),),
                is_sample=row.is_sample or row.project.is_sample,
            )
        )
    return tuple(found)


def _recognitions(
    projects: Iterable[Project], on: dt.date, known_at: dt.datetime
) -> tuple[Recognition, ...]:
    rows = recognition.recognitions_known(on=on, known_at=known_at).select_related(
        "project", "criteria_edition", "proposed_by", "decided_by"
    )
    standing = {row.project_id: row for row in rows}
    found = []
    for project in projects:
        row = standing.get(project.id)
        if row is None:
            found.append(_not_judged(project))
            continue
        state = row.verdict
        if state == "green" and not row.is_green_on(on):
            state = "expired"
        edition = row.criteria_edition
        found.append(
            Recognition(
                project=project.name.code,
                state=VERDICTS[state],
                criteria=Name(edition.code, edition.name_zh, edition.name_en),
                met=sum(each["outcome"] == "met" for each in row.results),
                of=len(row.results),
                rows=(ref_of(row), ref_of(edition)),
                approvals=(approval_of(row),),
            )
        )
    return tuple(found)


def _not_judged(project: Project) -> Recognition:
    return Recognition(
        project=project.name.code,
        state=VERDICTS["none"],
        criteria=Name("", "—", "—"),
        met=0,
        of=0,
        rows=(),
        approvals=(),
    )


def _energy(row: MonthlyEnergy, project: str, batches: Sequence[MeterBatch]) -> Energy:
    month = Period.month(row.month.year, row.month.month)
    behind = [
        each
        for each in batches
        if each.layout["carrier"] == row.carrier
        and each.starts_on < month.ends_on
        and each.ends_on > month.starts_on
    ]
    return Energy(
        project=project,
        province=province_name(row.province),
        month=month,
        approvals=tuple(map(approval_of, behind)),
        carrier=Carrier(row.carrier),
        energy_wh=row.total_wh,
        stations=row.stations,
        station_days=row.station_days,
        readings=row.readings,
        estimated=row.estimated,
        rows=_set_of(row, project),
    )


def _set_of(row: MonthlyEnergy, project: str) -> RowSet:
    return RowSet(
        query=(
            f"projects.metering.energy_totals project={project} province={row.province} "
            f"carrier={row.carrier} month={row.month:%Y-%m}"
        ),
        count=row.stations,
        sha256=row.set_hash,
    )


def _coverage(
    rows: Sequence[MonthlyEnergy],
    codes: Mapping[int, str],
    period: Period,
    known_at: dt.datetime,
) -> tuple[Coverage, ...]:
    """Return, by project and month, how many station-days had readings and should have had."""
    metered: Counter[tuple[int, dt.date]] = Counter()
    sets: dict[tuple[int, dt.date], list[RowSet]] = defaultdict(list)
    for row in rows:
        place = (row.project_id, row.month)
        metered[place] += row.station_days
        sets[place].append(_set_of(row, codes[row.project_id]))
    expected = _expected(codes, period, known_at)
    return tuple(
        Coverage(
            project=codes[project_id],
            month=Period.month(month.year, month.month),
            metered=metered[project_id, month],
            expected=days,
            sets=tuple(sets[project_id, month]),
        )
        for (project_id, month), days in sorted(expected.items())
    )


def _expected(
    project_ids: Collection[int], period: Period, known_at: dt.datetime
) -> Counter[tuple[int, dt.date]]:
    stations = registry.stations_for_metering(known_at=known_at, project_ids=project_ids)
    begun = Counter((each.project_id, each.commissioned_on) for each in stations)
    expected: Counter[tuple[int, dt.date]] = Counter()
    for (project_id, day), count in begun.items():
        for month in period.months():
            days = (month.ends_on - max(month.starts_on, day)).days
            if days > 0:
                expected[project_id, month.starts_on] += days * count
    return expected
