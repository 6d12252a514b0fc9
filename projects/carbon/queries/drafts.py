"""What stored facts yield: the statements that a drawing would store, and what it leaves out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

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
from projects.registry.rules.technologies import TECHNOLOGIES

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
    """What a drawing would store: the cases with their tonnes, and what it leaves out."""

    cases: tuple[Case, ...]
    not_drawn: tuple[NotDrawn, ...]
    methods: Mapping[int, Method]

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Return the statements in full, as they would be frozen."""
        return tuple(map(draw, self.cases))

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
    rows = terms.order_by("project_id").values_list("project_id", "project__technology")
    for project_id, technology in rows:
        found = DRAWN.get(TECHNOLOGIES[technology].methodology)
        if found is None:
            left_out.append(NotDrawn(project_id, str(period), "no_method"))
        else:
            chosen[project_id] = found
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
    begun = registry.stations_begun(project_ids=list(methods), known_at=known_at)
    months = [(month, _Factors(library, month)) for month in period.months()]
    cases: list[Case] = []
    left_out: list[NotDrawn] = []
    for at, project_id in enumerate(sorted(methods)):
        chosen = methods[project_id]
        carrier = chosen.carrier
        for number, (month, factors) in enumerate(months, at * len(months) + 1):
            rows = by_place.get((project_id, month.starts_on), ())
            fitting = tuple(row for row in rows if row.carrier == carrier)
            if len(fitting) < len(rows):
                left_out.append(NotDrawn(project_id, str(month), "other_carrier"))
            if not fitting:
                left_out.append(NotDrawn(project_id, str(month), "no_energy"))
                continue
            cases.append(
                Case(
                    project_id=project_id,
                    month=month,
                    method=chosen,
                    rows=fitting,
                    factors=factors.of(chosen, fitting),
                    beside=factors.beside(chosen),
                    expected_station_days=expected_station_days(begun.get(project_id, {}), month),
                    known_at=library.known_at,
                )
            )
            if progress:
                progress(number, len(methods) * len(months), str(month))
    return Drafts(tuple(cases), tuple(left_out), methods)


class _Factors:
    """The factors of one month; the library is asked once for each method and province."""

    def __init__(self, library: FactorLibrary, month: Period) -> None:
        self._library = library
        self._month = month
        self._primary: dict[tuple[str, str], Resolution] = {}
        self._beside: dict[str, Resolution | str | None] = {}

    def of(self, chosen: Method, rows: Iterable[EnergyRow]) -> tuple[Resolution, ...]:
        """Return the factor that answers for each row."""
        return tuple(
            self._primary.get((chosen.code, row.province)) or self._asked(chosen, row.province)
            for row in rows
        )

    def beside(self, chosen: Method) -> Resolution | str | None:
        """Return the factor of the other route; where there is none, why."""
        if chosen.code not in self._beside:
            self._beside[chosen.code] = self._other(chosen)
        return self._beside[chosen.code]

    def _asked(self, chosen: Method, province: str) -> Resolution:
        need = chosen.drawn.primary
        answer = self._library.resolve_chosen if need.by_choice else self._library.resolve
        found = answer(
            kind=need.kind,
            region=need.region or province,
            data_year=need.data_year(self._month),
            unit=need.unit,
            on=self._month.last_day,
        )
        self._primary[chosen.code, province] = found
        return found

    def _other(self, chosen: Method) -> Resolution | str | None:
        need = chosen.drawn.beside
        if need is None or need.region is None:
            return None
        try:
            return self._library.resolve(
                kind=need.kind,
                region=need.region,
                data_year=need.data_year(self._month),
                unit=need.unit,
                on=self._month.last_day,
            )
        except DomainError as refusal:
            return str(refusal)


def _by_place(energy: Iterable[EnergyRow]) -> dict[tuple[int, dt.date], list[EnergyRow]]:
    found: dict[tuple[int, dt.date], list[EnergyRow]] = defaultdict(list)
    for row in energy:
        found[row.project_id, row.month].append(row)
    return found
