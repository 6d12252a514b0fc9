"""Questions about two bases of a disclosure: compared or not, what moved, what is decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.errors import NotFoundHere
from config.kernel.models import Decision
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.registry import queries as registry
from reporting.disclosures.kinds.restated import CHARTED, Basis, Restated
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import (
    Disclosure,
    DisclosureVersion,
    MaterialityPolicy,
    Restatement,
    Treatment,
)
from reporting.disclosures.queries import entry_of
from reporting.disclosures.restating.numbers import (
    MovedNumber,
    moved_numbers,
    place_of,
    places_printed,
)
from reporting.disclosures.rules.book import Entry
from reporting.figures.indicators import bases
from reporting.figures.indicators.collected import METHOD as COLLECTED
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries import comparing, sets
from reporting.figures.rules.bases import PRODUCT, PROJECT
from reporting.figures.rules.bridge import ORDER, Cause


@dataclass(frozen=True)
class Moved:
    """One number on both bases, with the difference and the steps that lead to it, as figures."""

    old: Figure
    new: Figure
    difference: Figure
    steps: tuple[Figure, ...]

    @property
    def indicator(self) -> str:
        """Return the indicator's code."""
        return self.old.indicator

    @property
    def project(self) -> str:
        """Return the project's code; empty for all."""
        found: str = self.old.dimension.get(PROJECT, "")
        return found

    @property
    def product(self) -> str:
        """Return the product's code; empty for all."""
        found: str = self.old.dimension.get(PRODUCT, "")
        return found

    @property
    def has_moved(self) -> bool:
        """Return whether the number is another one."""
        return bool(self.difference.value)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return the causes whose step is not zero, in the order of the bridge."""
        return tuple(Cause(each.dimension["step"]) for each in self.steps if each.value)


def latest_drawing(period: Period, known_at: dt.datetime) -> dt.datetime | None:
    """Return the latest moment that statements of the period were drawn for; None if none were."""
    terms = registry.projects_known(as_of=period.last_day, known_at=known_at)
    moments = [
        carbon.latest_drawing(period=period, known_at=known_at, project_id=each.project_id)
        for each in terms
    ]
    return max((each for each in moments if each is not None), default=None)


def comparisons_of(version: DisclosureVersion) -> list[FigureSet]:
    """Return the comparisons of a version's basis with later ones, the latest first."""
    rows = FigureSet.objects.filter(compares_id=version.figure_set_id)
    return list(rows.order_by("-known_at", "-id"))


def comparison_of(
    version: DisclosureVersion, known_at: dt.datetime | None = None
) -> FigureSet | None:
    """Return the comparison with what was known at a moment, the latest one; None if none was."""
    rows = FigureSet.objects.filter(compares_id=version.figure_set_id)
    if known_at is not None:
        rows = rows.filter(known_at=known_at)
    found: FigureSet | None = rows.order_by("-known_at", "-id").first()
    return found


def new_basis(comparison: FigureSet) -> FigureSet:
    """Return the set on the new basis of a comparison."""
    return sets.basis(comparison.period, comparison.known_at)


def totals_of(figure_set: FigureSet, *, product: str = "") -> dict[str, Decimal]:
    """Return the totals of a set by indicator, or the numbers of one product."""
    scope = {PRODUCT: product} if product else {}
    rows = Figure.objects.filter(figure_set=figure_set, dimension=scope, value__isnull=False)
    return {
        each.indicator: each.value
        for each in rows.only("indicator", "value")
        if each.value is not None
    }


def moved(comparison: FigureSet, *, product: str = "") -> list[Moved]:
    """
    Return every number that the comparison tells, totals first, in the order of the old set.

    Of the house and its projects, or of one product alone.
    """
    drawn = [each for each in sets.figures_of(comparison) if _product(each) == product]
    ends = {
        each.figure_id: each
        for each in Figure.objects.filter(
            figure_set__in=[comparison.compares_id, new_basis(comparison).pk]
        )
    }
    steps: dict[tuple[str, str], list[Figure]] = {}
    for each in drawn:
        if each.indicator == bases.STEP:
            steps.setdefault(_place(each), []).append(each)
    found = [
        Moved(
            old=ends[each.attributes["old"]],
            new=ends[each.attributes["new"]],
            difference=each,
            steps=tuple(sorted(steps.get(_place(each), ()), key=_rank)),
        )
        for each in drawn
        if each.indicator == bases.DIFFERENCE
    ]
    return sorted(found, key=lambda each: (bool(each.project), each.old.pk))


def _product(figure: Figure) -> str:
    found: str = figure.dimension.get(PRODUCT, "")
    return found


def _place(figure: Figure) -> tuple[str, str]:
    return figure.dimension["indicator"], figure.dimension.get(PROJECT, "")


def _rank(figure: Figure) -> int:
    cause = Cause(figure.dimension["step"])
    return ORDER.index(cause) if cause in ORDER else len(ORDER)


def others_moved(version: DisclosureVersion, new: FigureSet) -> list[MovedNumber]:
    """Return every number of a version's basis, or of its product, that the new one has not."""
    axis, subject = kind_of(version.disclosure.kind).about, version.disclosure.subject
    found = moved_numbers(version.figure_set, new)
    return [each for each in found if not axis or each.shown.dimension.get(axis) == subject]


def causes_of(told: Sequence[Moved], others: Sequence[MovedNumber]) -> list[Cause]:
    """
    Return the causes that moved some number, in the order of the bridge.

    A number without a bridge moved by its method, if that is another one; if it rests on
    records alone, by what was recorded after the old basis was pinned: late data.
    """
    found = {cause for each in told for cause in each.causes}
    for each in others:
        if each.is_of_another_method:
            found.add(Cause.METHOD)
        elif _is_of_records(each.shown):
            found.add(Cause.LATE_DATA)
    return [each for each in Cause if each in found] or [Cause.OTHER]


def _is_of_records(figure: Figure) -> bool:
    return figure.method == COLLECTED or figure.indicator.startswith(comparing.OF_RECORDS)


def policies_of(kind: str, *, on: dt.date, known_at: dt.datetime) -> Sequence[MaterialityPolicy]:
    """Return the materiality policies of a kind that hold on a day, by indicator."""
    rows = MaterialityPolicy.objects.as_of(on, known_at=known_at).filter(kind=kind)
    return list(rows.order_by("indicator"))


def restated(disclosure: Disclosure, known_at: dt.datetime) -> Restated | None:
    """Return what a version of this moment says of the one that it restates; None if of none."""
    row = restatement_for(disclosure, known_at)
    return None if row is None else told(row)


def told(row: Restatement) -> Restated:
    """Return a restatement as its document tells it."""
    version = row.version
    return Restated(
        number=version.number,
        old_known_at=version.known_at,
        new_known_at=row.known_at,
        causes=tuple(Cause(each) for each in row.causes),
        explanation_zh=row.explanation_zh,
        explanation_en=row.explanation_en,
        judgment=tuple(row.judgment),
        decided_by=(str(row.proposed_by), str(row.decided_by or "")),
        bases=tuple(
            Basis(
                old=entry_of(each.old),
                new=entry_of(each.new),
                difference=entry_of(each.difference),
                steps=tuple(map(entry_of, each.steps)),
            )
            for each in _told(row)
        ),
        others=_others(row),
    )


def _told(row: Restatement) -> list[Moved]:
    if row.comparison is None:
        return []
    return moved(row.comparison, product=row.version.disclosure.subject)


def untold(version: DisclosureVersion, comparison: FigureSet) -> list[MovedNumber]:
    """Return what the published version printed and the table of both bases does not tell."""
    told_of = {
        place_of(each.indicator, each.old.dimension)
        for each in moved(comparison, product=version.disclosure.subject)
        if not each.project or each.indicator == CHARTED
    }
    places = places_printed([version])
    found = moved_numbers(version.figure_set, new_basis(comparison), places=places)
    return [each for each in found if each.place not in told_of]


def _others(row: Restatement) -> tuple[tuple[Entry | None, Entry | None], ...]:
    if row.comparison is None:
        return ()
    pairs = [(each.before, each.after) for each in untold(row.version, row.comparison)]
    whole = Figure.objects.in_bulk([side.pk for pair in pairs for side in pair if side])
    return tuple(
        (
            None if old is None else entry_of(whole[old.pk]),
            None if new is None else entry_of(whole[new.pk]),
        )
        for old, new in pairs
    )


def sets_beside(version: DisclosureVersion) -> list[FigureSet]:
    """Return the other sets whose figures a version binds: the old basis and the comparison."""
    row = restatement_for(version.disclosure, version.known_at)
    if row is None or row.comparison is None:
        return []
    return [row.version.figure_set, row.comparison]


def bound_beside(version: DisclosureVersion) -> list[Figure]:
    """Return the figures of those sets."""
    return [figure for each in sets_beside(version) for figure in sets.figures_of(each)]


def restatement_for(disclosure: Disclosure, known_at: dt.datetime) -> Restatement | None:
    """Return the confirmed decision to restate that a version of this moment is drafted from."""
    rows: Any = Restatement.objects.all()
    found: Restatement | None = (
        rows.filter(
            version__disclosure=disclosure,
            known_at=known_at,
            treatment=Treatment.RESTATE,
            decision=Decision.CONFIRMED,
        )
        .select_related("version", "version__figure_set", "comparison", "proposed_by", "decided_by")
        .order_by("-id")
        .first()
    )
    return found


def move_report(pk: int | None) -> Any:
    """
    Return the list of what would move with this id; None if none is asked for.

    :raises NotFoundHere: if there is none.
    """
    if pk is None:
        return None
    model: Any = Restatement._meta.get_field("move_report").related_model
    found = model.objects.select_related("edition", "policy").filter(pk=pk).first()
    if found is None:
        raise NotFoundHere(what="list of what would move", key=pk)
    return found


def left_to_the_next(version: DisclosureVersion, report: Any) -> Restatement | None:
    """Return what was proposed to count from now on, as a report foretold it, and may stand."""
    rows: Any = Restatement.objects.all()
    found: Restatement | None = rows.filter(
        version=version,
        move_report=report,
        treatment=Treatment.FROM_NOW_ON,
        decision__in=[Decision.PENDING, Decision.CONFIRMED],
    ).first()
    return found


def restatements_of(disclosure: Disclosure) -> list[Restatement]:
    """Return all that was proposed about published versions of a disclosure, the latest first."""
    rows: Any = Restatement.objects.all()
    rows = rows.filter(version__disclosure=disclosure)
    return list(rows.select_related("version__disclosure").order_by("-id"))
