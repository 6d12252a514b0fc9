"""Draw a period again with each input taken from the old or from the new basis."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.table import method as method_of
from projects.metering import queries as metering
from projects.reference.queries import FactorLibrary
from projects.registry import queries as registry
from reporting.figures.indicators.energy import GJ_PER_WH, MWH_PER_WH
from reporting.figures.rules.bases import PRODUCT, PROJECT
from reporting.figures.rules.bridge import Cause
from trusts.attribution import queries as attribution
from trusts.attribution.projects import METERED, PROJECTS
from trusts.attribution.sources import Avoided, Finances

#: (project id, province, carrier, month) -> Wh
Readings = Mapping[tuple[int, str, str, dt.date], int]
#: (indicator, axis, member) -> the number; axis and member are empty for all
Numbers = Mapping[tuple[str, str, str], Decimal]

ALL = ("", "")
ENERGY = {"electricity": ("E-EN-01", MWH_PER_WH), "heat": ("E-EN-02", GJ_PER_WH)}
SPARED = {"electricity": "E-AV-01", "heat": "E-AV-02"}
ALL_SPARED = "E-AV-03"
SHARED = {"pcaf": "E-AT-01", "guide": "E-AT-02"}
#: By which causes each of the re-drawn indicators can move.
_OF_READINGS = (Cause.BOUNDARY, Cause.LATE_DATA, Cause.CORRECTION)
_OF_TONNES = (Cause.FACTOR, Cause.METHOD, *_OF_READINGS)
CAUSES: Mapping[str, tuple[Cause, ...]] = {
    **{code: _OF_READINGS for code, _per_wh in ENERGY.values()},
    **dict.fromkeys((*SPARED.values(), ALL_SPARED), _OF_TONNES),
    **dict.fromkeys(SHARED.values(), (*_OF_TONNES, Cause.SHARES)),
}
#: Along which axes each is re-drawn, beside its total.
BRIDGED_ALONG: Mapping[str, tuple[str, ...]] = {
    code: ("", PRODUCT if code in SHARED.values() else PROJECT) for code in CAUSES
}


@dataclass(frozen=True)
class Row:
    """Energy of one project, province, carrier and month, as a drawing reads it."""

    project_id: int
    province: str
    carrier: str
    month: dt.date
    total_wh: int
    stations: int = 0
    station_days: int = 0
    readings: int = 0
    estimated: int = 0
    set_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """All that a drawing rests on; the bridge moves one of these at a time."""

    energy: Readings
    methods: Mapping[int, Method]
    library: FactorLibrary
    #: The moment whose contracts, splits and balance sheets share the tonnes out.
    money_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Redrawn:
    """The numbers on the old basis, and after each input was moved, in the bridge's order."""

    old: Numbers
    after: Mapping[Cause, Numbers]
    projects_in: tuple[str, ...]
    projects_out: tuple[str, ...]
    stations_in: int
    days_added: int
    files: tuple[str, ...]
    methods_moved: tuple[str, ...]


class Redrawing:
    """Two bases of one period, and what each input of either would yield."""

    def __init__(
        self,
        period: Period,
        *,
        since: dt.datetime,
        known_at: dt.datetime,
        old_methods: Mapping[str, str],
        new_methods: Mapping[str, str],
    ) -> None:
        self._period, self._since, self._known_at = period, since, known_at
        self._before = _codes(period, since)
        self._now = _codes(period, known_at)
        self._codes = {**self._before, **self._now}
        self._old_methods = _methods(period, since, old_methods)
        self._new_methods = _methods(period, known_at, new_methods)
        self._new_versions = new_methods

    def redraw(self) -> Redrawn:
        """
        Return every number of the bridge.

        :raises UnresolvedFactor: if a factor of one basis does not answer for the other's energy.
        """
        common = self._before.keys() & self._now.keys()
        stations_in = self._stations_in(common)
        added = self._added(common, stations_in)
        inputs = self._on_old_basis()
        old = self._numbers(inputs)
        after: dict[Cause, Numbers] = {}
        moved: list[tuple[Cause, dict[str, object]]] = [
            (Cause.FACTOR, {"library": FactorLibrary(known_at=self._known_at)}),
            (Cause.METHOD, {"methods": self._methods_of_old_projects()}),
            (Cause.BOUNDARY, self._within_new_boundary(inputs.energy, common, stations_in)),
        ]
        for cause, change in moved:
            inputs = replace(inputs, **change)  # type: ignore[arg-type]
            after[cause] = self._numbers(inputs)
        inputs = replace(inputs, energy=_summed(inputs.energy, _wh(added)))
        after[Cause.LATE_DATA] = self._numbers(inputs)
        inputs = replace(inputs, energy=self._energy(self._now, self._known_at))
        after[Cause.CORRECTION] = self._numbers(inputs)
        inputs = replace(inputs, money_at=self._known_at)
        after[Cause.SHARES] = self._numbers(inputs)
        return Redrawn(
            old=old,
            after=after,
            projects_in=self._named(self._now.keys() - common),
            projects_out=self._named(self._before.keys() - common),
            stations_in=len(stations_in),
            days_added=sum(each.station_days for each in added),
            files=self._files(),
            methods_moved=self._methods_moved(),
        )

    def with_factors(self, library: FactorLibrary) -> Numbers:
        """Return the numbers of the old basis with the factors of another library."""
        return self._numbers(replace(self._on_old_basis(), library=library))

    def _on_old_basis(self) -> Inputs:
        return Inputs(
            energy=self._energy(self._before, self._since),
            methods=self._old_methods,
            library=FactorLibrary(known_at=self._since),
            money_at=self._since,
        )

    def _methods_of_old_projects(self) -> dict[int, Method]:
        """Return the new versions for the projects of the old basis."""
        return {
            pk: self._new_methods.get(pk) or method_of(old.code, self._new_versions.get(old.code))
            for pk, old in self._old_methods.items()
        }

    def _within_new_boundary(
        self, energy: Readings, common: Collection[int], stations_in: Collection[int]
    ) -> dict[str, object]:
        """
        Return energy and methods within the new boundary.

        Projects that went out take their energy with them; those that came in, and stations
        that came into a project, bring all that is known of them now.
        """
        came = self._now.keys() - common
        found = Counter({key: wh for key, wh in energy.items() if key[0] in common})
        if came:
            found.update(self._energy(came, self._known_at))
        if stations_in:
            found.update(self._of_stations(stations_in, self._known_at))
            found.subtract(self._of_stations(stations_in, self._since))
        return {"energy": _without_nothing(found), "methods": self._new_methods}

    def _stations_in(self, common: Collection[int]) -> list[int]:
        def ids(moment: dt.datetime) -> set[int]:
            known = registry.stations_for_metering(known_at=moment, project_ids=list(common))
            return {each.id for each in known}

        return sorted(ids(self._known_at) - ids(self._since))

    def _added(
        self, common: Collection[int], stations_in: Collection[int]
    ) -> list[metering.AddedEnergy]:
        """Return what came late of stations that were within the boundary already."""
        span = {"period": self._period, "since": self._since, "known_at": self._known_at}
        found = metering.energy_added(**span, project_ids=list(common))  # type: ignore[arg-type]
        if not stations_in:
            return found
        theirs = metering.energy_added(**span, station_ids=list(stations_in))  # type: ignore[arg-type]
        less = {_place(each): each for each in theirs}
        return [
            replace(
                each,
                station_days=each.station_days - less[_place(each)].station_days,
                total_wh=each.total_wh - less[_place(each)].total_wh,
            )
            if _place(each) in less
            else each
            for each in found
        ]

    def _energy(self, project_ids: Iterable[int], moment: dt.datetime) -> Readings:
        return _wh(
            metering.energy_totals(
                period=self._period, known_at=moment, project_ids=list(project_ids)
            )
        )

    def _of_stations(self, station_ids: Collection[int], moment: dt.datetime) -> Readings:
        return _wh(
            metering.energy_totals(
                period=self._period, known_at=moment, station_ids=list(station_ids)
            )
        )

    def _numbers(self, inputs: Inputs) -> Numbers:
        found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for (project_id, _province, carrier, _month), wh in inputs.energy.items():
            indicator, per_wh = ENERGY[carrier]
            for place in (ALL, (PROJECT, self._codes[project_id])):
                found[indicator, *place] += wh * per_wh
        spared = self._spared(inputs)
        for (project_id, carrier), tonnes in spared.items():
            for indicator in (SPARED[carrier], ALL_SPARED):
                for place in (ALL, (PROJECT, self._codes[project_id])):
                    found[indicator, *place] += tonnes
        for (indicator, product), tonnes in self._shared(inputs, spared).items():
            for place in (ALL, (PRODUCT, product)):
                found[indicator, *place] += tonnes
        return found

    def _spared(self, inputs: Inputs) -> dict[tuple[int, str], Decimal]:
        """Return the tonnes by project and carrier, each month rounded as a statement is."""
        rows = [Row(*key, total_wh=wh) for key, wh in inputs.energy.items()]
        drafts = carbon.drafts(
            period=self._period,
            known_at=inputs.library.known_at,
            methods=inputs.methods,
            library=inputs.library,
            energy=rows,
        )
        found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for each in drafts.cases:
            found[each.project_id, each.method.carrier] += each.avoided_tco2e
        return found

    def _shared(
        self, inputs: Inputs, spared: Mapping[tuple[int, str], Decimal]
    ) -> dict[tuple[str, str], Decimal]:
        """Return the tonnes by indicator and product code."""
        tonnes: dict[int, Decimal] = defaultdict(Decimal)
        for (project_id, _carrier), amount in spared.items():
            tonnes[project_id] += amount
        plan = attribution.plan(
            period=self._period, known_at=inputs.money_at, sources=_Given(tonnes)
        )
        found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for each in plan.statements:
            found[SHARED[each.method], each.product.code] += each.attributed_tco2e
        return found

    def _named(self, project_ids: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self._codes[each] for each in project_ids))

    def _files(self) -> tuple[str, ...]:
        """Return the names of the meter files that came to be known between the two moments."""
        known = metering.batches_known(period=self._period, known_at=self._known_at)
        return tuple(
            each.original_name
            for each in known
            if each.recorded_at is not None and each.recorded_at > self._since
        )

    def _methods_moved(self) -> tuple[str, ...]:
        old = {each.code: each.version for each in self._old_methods.values()}
        new = {each.code: each.version for each in self._new_methods.values()}
        return tuple(
            f"{code} {old[code]} → {new[code]}"
            for code in sorted(old.keys() & new.keys())
            if old[code] != new[code]
        )


class _Given:
    """Answers attribution with tonnes that were drawn here instead of stored statements."""

    def __init__(self, tonnes: Mapping[int, Decimal]) -> None:
        self._tonnes = tonnes

    def avoided(
        self,
        project_ids: Collection[int],
        *,
        period: Period,  # noqa: ARG002 (the question is attribution's)
        known_at: dt.datetime,  # noqa: ARG002
    ) -> Mapping[int, Avoided]:
        """Return the tonnes of each project that has some."""
        return {
            pk: Avoided(
                tco2e=self._tonnes[pk],
                statement_count=0,
                statements_sha256="",
                evidence=METERED,
                is_sample=False,
            )
            for pk in project_ids
            if pk in self._tonnes
        }

    def finances(
        self, project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
    ) -> Mapping[int, Finances]:
        """Return what the registry knows."""
        return PROJECTS.finances(project_ids, on=on, known_at=known_at)


def _codes(period: Period, moment: dt.datetime) -> dict[int, str]:
    terms = registry.projects_known(as_of=period.last_day, known_at=moment)
    return {each.project_id: each.project.code for each in terms}


def _methods(period: Period, moment: dt.datetime, versions: Mapping[str, str]) -> dict[int, Method]:
    """Return the method of each project in the version that counted; the current by default."""
    chosen, _left_out = carbon.methods_for(period=period, known_at=moment)
    return {pk: method_of(each.code, versions.get(each.code)) for pk, each in chosen.items()}


def _place(row: metering.AddedEnergy | metering.MonthlyEnergy) -> tuple[int, str, str, dt.date]:
    return (row.project_id, row.province, row.carrier, row.month)


def _wh(
    rows: Iterable[metering.AddedEnergy | metering.MonthlyEnergy],
) -> dict[tuple[int, str, str, dt.date], int]:
    return {_place(each): each.total_wh for each in rows}


def _summed(energy: Readings, more: Readings) -> Readings:
    found = Counter(energy)
    found.update(more)
    return _without_nothing(found)


def _without_nothing(energy: Counter[tuple[int, str, str, dt.date]]) -> Readings:
    return {key: wh for key, wh in energy.items() if wh}
