"""Recompute every figure of a set from stored facts, and say which one no longer holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.kernel.canonical import sha256_of
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.metering import queries as metering
from projects.registry import queries as registry
from reporting.figures.indicators import bases, table
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries import (
    comparing,
    from_activity,
    from_carbon,
    from_financing,
    from_trusts,
    gathering,
    sets,
)
from reporting.figures.queries.sets import figures_of
from reporting.figures.rules.values import Drawn, hash_of_set
from trusts.attribution import queries as attribution
from trusts.attribution.queries import AttributionStatement, FinancedStatement

NAMED = 200


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A figure that a mismatch touches, by its id and its label."""

    figure_id: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """
    One thing that is not as it was: where, what it is about, and the figures it touches.

    ``layer`` is figure, set, statement, attribution or reading.
    """

    layer: str
    fact: str
    stored: str
    found: str
    figures: tuple[Touched, ...]


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What came out: how much was recomputed, and every mismatch."""

    figures: int
    statements: int
    attributions: int
    mismatches: tuple[Mismatch, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether everything holds."""
        return not self.mismatches

    @property
    def touched(self) -> tuple[Touched, ...]:
        """Return every figure that some mismatch touches, once, by id."""
        found = {each.figure_id: each for one in self.mismatches for each in one.figures}
        return tuple(found[key] for key in sorted(found))


def verify(figure_set: FigureSet) -> Verification:
    """
    Return whether the figures of a set still follow from the stored facts.

    Everything is asked at the set's own moment of knowledge: the figures' own rows, the
    figures drawn afresh, the statements they rest on computed afresh, and the day blocks
    below those added up afresh. Reads only.
    """
    figures = figures_of(figure_set)
    below = Below(figure_set.period, figure_set.known_at, figures, figure_set.methods)
    found: list[Mismatch] = [
        *_rows_as_stored(figure_set, figures),
        *_drawn_afresh(figure_set, figures),
    ]
    statements, mismatches = below.statements()
    found += mismatches
    attributions, mismatches = below.attributions()
    found += mismatches
    found += below.activity()
    found += below.readings()
    return Verification(
        figures=len(figures),
        statements=statements,
        attributions=attributions,
        mismatches=tuple(found),
    )


def touch(figures: Iterable[Figure]) -> tuple[Touched, ...]:
    """Return the figures as a mismatch names them."""
    return tuple(
        Touched(figure_id=each.figure_id, label_zh=each.label_zh, label_en=each.label_en)
        for each in figures
    )


def _rows_as_stored(figure_set: FigureSet, figures: list[Figure]) -> Iterator[Mismatch]:
    """Yield each figure whose row no longer has its hash, and the set if it misses one."""
    for each in figures:
        computed = each.computed_sha256()
        if computed != each.sha256:
            yield Mismatch(
                layer="figure",
                fact=f"the stored row of {each.figure_id}",
                stored=each.sha256,
                found=computed,
                figures=touch([each]),
            )
    whole = hash_of_set(figures)
    if whole != figure_set.figures_sha256 or len(figures) != figure_set.count:
        yield Mismatch(
            layer="set",
            fact=f"the set of {figure_set.count} figures, {len(figures)} found",
            stored=figure_set.figures_sha256,
            found=whole,
            figures=(),
        )


def _drawn_afresh(figure_set: FigureSet, figures: list[Figure]) -> Iterator[Mismatch]:
    """Yield each figure that comes out otherwise, is gone, or is new, when drawn afresh."""
    try:
        fresh = {each.identity: each for each in _afresh(figure_set)}
    except DomainError as refusal:
        yield Mismatch(
            layer="figure",
            fact=str(refusal),
            stored=figure_set.figures_sha256,
            found="-",
            figures=touch(figures),
        )
        return
    for each in figures:
        again = fresh.pop(each.identity, None)
        if again is None or again.sha256 != each.sha256:
            yield Mismatch(
                layer="figure",
                fact=_difference(each, again.content if again else None),
                stored=each.sha256,
                found=again.sha256 if again else "-",
                figures=touch([each]),
            )
    if figure_set.table_version != table.TABLE_VERSION:
        return  # an indicator that came later is no fault of a set drawn before it
    for extra in fresh.values():
        yield Mismatch(
            layer="figure",
            fact=f"{extra.content['label_en']} follows from the facts and is not in the set",
            stored="-",
            found=extra.sha256,
            figures=(),
        )


def _afresh(figure_set: FigureSet) -> list[Drawn]:
    """Return the set's figures drawn again: from facts, or from the two sets that it compares."""
    if figure_set.compares is not None:
        new = sets.basis(figure_set.period, figure_set.known_at)
        return bases.draw(comparing.compare(figure_set.compares, new))
    facts = gathering.gather(
        figure_set.period, figure_set.known_at, methods=figure_set.methods or None
    )
    return table.draw(facts)


def _difference(figure: Figure, again: Mapping[str, Any] | None) -> str:
    if again is None:
        return f"{figure.figure_id} no longer follows from the stored facts"
    if again["displayed_en"] != figure.displayed_en or again["value"] != figure.value:
        return f"{figure.figure_id} says {figure.value}, the stored facts give {again['value']}"
    stored = figure.content()
    changed = [name for name, value in again.items() if sha256_of(value) != sha256_of(stored[name])]
    return f"{figure.figure_id} has the same value; it differs in {', '.join(changed)}"


class Below:
    """What lies below the figures of one set, computed afresh."""

    def __init__(
        self,
        period: Period,
        known_at: dt.datetime,
        figures: list[Figure],
        methods: Mapping[str, str],
    ) -> None:
        self.period, self.known_at, self.figures = period, known_at, figures
        self.methods = methods or None
        terms = registry.projects_known(as_of=period.last_day, known_at=known_at)
        self.codes = {each.project_id: each.project.code for each in terms}

    def statements(self) -> tuple[int, list[Mismatch]]:
        """Return how many carbon statements were computed afresh, and those that differ."""
        rows = from_carbon.statements(self.codes, self.period, self.known_at, self.methods)
        try:
            afresh = carbon.recompute_all(rows)
        except DomainError as refusal:
            return len(rows), [self._refused("statement", str(refusal))]
        return len(rows), [
            Mismatch(
                layer="statement",
                fact=(
                    f"carbon statement {row.pk}: {self.codes[row.project_id]} "
                    f"{row.period} {row.method}"
                ),
                stored=row.sha256,
                found=f"row {row.drawn.sha256}, facts {afresh[row.pk].sha256}",
                figures=touch(self.resting_on(from_carbon.TABLE, row.pk)),
            )
            for row in rows
            if not row.sha256 == row.drawn.sha256 == afresh[row.pk].sha256
        ]

    def attributions(self) -> tuple[int, list[Mismatch]]:
        """Return how many attribution statements were computed afresh, and those that differ."""
        of_projects = from_trusts.statements(self.period, self.known_at)
        of_investees = from_financing.statements(self.period, self.known_at)
        count = len(of_projects) + len(of_investees)
        try:
            afresh = attribution.recompute(of_projects)
            financed = attribution.recompute_financed(of_investees)
        except DomainError as refusal:
            return count, [self._refused("attribution", str(refusal))]
        return count, [
            *self._stated_otherwise(from_trusts.TABLE, of_projects, afresh),
            *self._stated_otherwise(from_financing.TABLE, of_investees, financed),
        ]

    def activity(self) -> list[Mismatch]:
        """Return the statements of entered activity that the stored facts no longer yield."""
        rows = carbon.activity_statements(period=self.period, known_at=self.known_at)
        return [
            Mismatch(
                layer="statement",
                fact=f"statement of entered activity {row.pk}: {row}",
                stored=row.sha256,
                found=f"row {row.entered.sha256}, facts differ",
                figures=touch(self.resting_on(from_activity.TABLE, row.pk)),
            )
            for row in rows
            if row.project_id in self.codes and not carbon.holds(row)
        ]

    def _stated_otherwise(
        self,
        table_name: str,
        rows: Iterable[AttributionStatement | FinancedStatement],
        afresh: Mapping[int, str | None],
    ) -> Iterator[Mismatch]:
        for row in rows:
            if not row.sha256 == row.computed_sha256() == afresh[row.pk]:
                yield Mismatch(
                    layer="attribution",
                    fact=f"{row._meta.verbose_name_raw} {row.pk}: {row}",
                    stored=row.sha256,
                    found=f"row {row.computed_sha256()}, facts {afresh[row.pk] or '-'}",
                    figures=touch(self.resting_on(table_name, row.pk)),
                )

    def readings(self) -> list[Mismatch]:
        """Return the station-months whose day blocks are not what was loaded."""
        found = metering.verify_blocks(
            period=self.period, known_at=self.known_at, project_ids=list(self.codes)
        )
        projects = registry.stations_for_metering(
            sorted({each.station for each in found}), known_at=self.known_at
        )
        project_of = {each.code: self.codes.get(each.project_id, "") for each in projects}
        return [
            Mismatch(
                layer="reading",
                fact=(
                    f"station {each.station}, {each.month:%Y-%m}, "
                    f"batch {each.batch_id}: {each.what}"
                ),
                stored=f"{each.told_wh} Wh",
                found=f"{each.found_wh} Wh",
                figures=touch(
                    self.metered_in(project_of.get(each.station, ""), f"{each.month:%Y-%m}")
                ),
            )
            for each in found
        ]

    def resting_on(self, table_name: str, row_id: int) -> list[Figure]:
        """Return the figures whose inputs name a row; those of its set if they name a set."""
        return [
            each
            for each in self.figures
            if any(
                ref["table"] == table_name and ref["id"] == row_id
                for ref in each.inputs.get("rows", ())
            )
            or table_name in each.inputs.get("set", {}).get("query", "")
        ]

    def metered_in(self, project: str, month: str) -> list[Figure]:
        """Return the figures that rest on what a project's meters said in a month."""
        return [
            each
            for each in self.figures
            if project in each.inputs["projects"]
            and each.dimension.get("month", month) == month
            and (each.inputs["sets"] or each.inputs.get("rows") or each.inputs.get("set"))
            and _is_measured(each)
        ]

    def _refused(self, layer: str, words: str) -> Mismatch:
        return Mismatch(
            layer=layer,
            fact=words,
            stored="-",
            found="-",
            figures=touch(each for each in self.figures if _is_measured(each)),
        )


def _is_measured(figure: Figure) -> bool:
    """Return whether the figure follows from readings: energy, avoided, attributed, claims."""
    return figure.indicator.startswith(
        ("E-EN", "E-AV", "E-AT", "E-FE", "E-CL-02", "E-CL-05", "Q-DQ-01", "R-BA")
    )
