"""What stored facts yield: the statements that a drawing would store, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from config.kernel.errors import DomainError, NotFoundHere
from config.kernel.periods import Period
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.table import DRAWN
from projects.carbon.rules.drawing import (
    Case,
    Drawn,
    EnergyRow,
    draw,
    expected_station_days,
    set_sha256,
)
from projects.metering import queries as metering
from projects.reference.queries import FactorLibrary
from projects.reference.rules.values import Resolution
from projects.registry import queries as registry

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class NotDrawn:
    """One project, or one of its months, of which no statement can be drawn, and why."""

    project_id: int
    period: str
    code: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return dict(vars(self))


@dataclass(frozen=True)
class Drafts:
    """What a drawing would store: statements as values, and what it leaves out."""

    drawn: tuple[Drawn, ...]
    not_drawn: tuple[NotDrawn, ...]
    methods: Mapping[int, Method]

    @property
    def set_sha256(self) -> str:
        """Return one hash for the set of statements."""
        return set_sha256(each.sha256 for each in self.drawn)


def methods_for(
    *, period: Period, known_at: dt.datetime, project_ids: Collection[int] | None = None
) -> tuple[dict[int, Method], list[NotDrawn]]:
    """
    Return the method of each project known on the last day of the period, by technology.

    :raises NotFoundHere: if one of ``project_ids`` was not known.
    """
    terms = registry.projects_known(as_of=period.last_day, known_at=known_at)
    if project_ids is not None:
        terms = terms.filter(project_id__in=project_ids)
    chosen: dict[int, Method] = {}
    left_out: list[NotDrawn] = []
    for each in terms.order_by("project_id"):
        found = DRAWN.get(registry.technology_of(each.project).methodology)
        if found is None:
            left_out.append(NotDrawn(each.project_id, str(period), "no_method"))
        else:
            chosen[each.project_id] = found
    known = {*chosen, *(each.project_id for each in left_out)}
    if missing := sorted(set(project_ids or ()) - known):
        raise NotFoundHere(what="project", key=", ".join(map(str, missing)))
    return chosen, left_out


def drafts(
    *,
    period: Period,
    known_at: dt.datetime,
    methods: Mapping[int, Method],
    progress: Progress | None = None,
    library: FactorLibrary | None = None,
    energy: Iterable[EnergyRow] | None = None,
) -> Drafts:
    """
    Return the statements that stored facts yield for each project and month; stores nothing.

    Fails closed: one factor that does not resolve refuses the whole. ``library`` is that
    of ``known_at`` unless another is given, to try what other factors would yield; so is
    ``energy``, in rows of whole months, to try what other readings would.

    :raises UnresolvedFactor: naming the missing factor and the remedy.
    :raises CompetingFactors: if several sources differ and no policy chooses.
    """
    library = library or FactorLibrary(known_at=known_at)
    if energy is None:
        energy = metering.energy_totals(project_ids=list(methods), period=period, known_at=known_at)
    by_place = _by_place(energy)
    commissioned = _commissioned(methods, known_at)
    pairs = [(project, month) for project in sorted(methods) for month in period.months()]
    drawn: list[Drawn] = []
    left_out: list[NotDrawn] = []
    for done, (project_id, month) in enumerate(pairs, 1):
        chosen = methods[project_id]
        rows = by_place.get((project_id, month.starts_on), [])
        fitting = tuple(row for row in rows if row.carrier == chosen.carrier)
        if len(fitting) < len(rows):
            left_out.append(NotDrawn(project_id, str(month), "other_carrier"))
        if not fitting:
            left_out.append(NotDrawn(project_id, str(month), "no_energy"))
            continue
        expected = expected_station_days(commissioned.get(project_id, ()), month)
        drawn.append(draw(_case(library, project_id, month, chosen, fitting, expected)))
        if progress:
            progress(done, len(pairs), str(month))
    return Drafts(tuple(drawn), tuple(left_out), methods)


def _case(
    library: FactorLibrary,
    project_id: int,
    month: Period,
    chosen: Method,
    rows: tuple[EnergyRow, ...],
    expected: int,
) -> Case:
    need = chosen.drawn.primary
    answer = library.resolve_chosen if need.by_choice else library.resolve
    factors = tuple(
        answer(
            kind=need.kind,
            region=need.region or row.province,
            data_year=need.data_year(month),
            unit=need.unit,
            on=month.last_day,
        )
        for row in rows
    )
    return Case(
        project_id=project_id,
        month=month,
        method=chosen,
        rows=rows,
        factors=factors,
        beside=_beside(library, month, chosen),
        expected_station_days=expected,
        known_at=library.known_at,
    )


def _beside(library: FactorLibrary, month: Period, chosen: Method) -> Resolution | str | None:
    """Return the factor of the other route; where there is none, the route says why."""
    need = chosen.drawn.beside
    if need is None or need.region is None:
        return None
    try:
        return library.resolve(
            kind=need.kind,
            region=need.region,
            data_year=need.data_year(month),
            unit=need.unit,
            on=month.last_day,
        )
    except DomainError as refusal:
        return str(refusal)


def _by_place(energy: Iterable[EnergyRow]) -> dict[tuple[int, dt.date], list[EnergyRow]]:
    found: dict[tuple[int, dt.date], list[EnergyRow]] = defaultdict(list)
    for row in energy:
        found[row.project_id, row.month].append(row)
    return found


def _commissioned(project_ids: Iterable[int], known_at: dt.datetime) -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = defaultdict(list)
    for station in registry.stations_for_metering(project_ids=list(project_ids), known_at=known_at):
        found[station.project_id].append(station.commissioned_on)
    return found
