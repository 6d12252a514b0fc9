"""Which numbers two sets of figures do not say alike, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.disclosures import queries
from reporting.disclosures.models import DisclosureVersion
from reporting.figures.models import Figure, FigureSet

#: What a figure is about: its indicator and the members of its dimension.
Place = tuple[str, frozenset[tuple[str, str]]]
#: What a comparison of two figures does not look at.
_LONG = ("formula", "inputs", "approvals", "policies", "data_quality")


@dataclass(frozen=True, kw_only=True)
class MovedNumber:
    """One number, or word, that two sets do not say alike; None where one of them lacks it."""

    before: Figure | None
    after: Figure | None

    @property
    def shown(self) -> Figure:
        """Return the side that says what it is about, the later one if there are two."""
        found = self.after or self.before
        if found is None:
            raise ValueError("What neither set has has not moved.")
        return found

    @property
    def place(self) -> Place:
        """Return what it is about."""
        return place_of(self.shown.indicator, self.shown.dimension)

    @property
    def is_of_another_method(self) -> bool:
        """Return whether the two were computed by different methods, or versions of one."""
        one, other = self.before, self.after
        if one is None or other is None:
            return False
        return (one.method, one.method_version) != (other.method, other.method_version)


def place_of(indicator: str, dimension: Mapping[str, str]) -> Place:
    """Return what a figure is about."""
    return indicator, frozenset(dimension.items())


def moved_numbers(
    old: FigureSet, new: FigureSet, *, places: Collection[Place] | None = None
) -> list[MovedNumber]:
    """
    Return what two sets do not say alike, in their order; ``places`` keeps those alone.

    A number that only one set has counts: who reads both would miss it in one of them.
    """
    if old == new:
        return []
    before, after = _by_place(old, places), _by_place(new, places)
    found = (
        MovedNumber(before=before.get(place), after=after.get(place))
        for place in dict.fromkeys((*before, *after))
    )
    return [each for each in found if _said(each.before) != _said(each.after)]


def places_printed(versions: Iterable[DisclosureVersion]) -> set[Place]:
    """Return what the figures are about that the documents of some versions print."""
    ids = {
        figure_id
        for version in versions
        for language in version.disclosure.languages
        for figure_id in queries.signed_document(version, language).records()
    }
    rows = Figure.objects.filter(figure_id__in=ids).only("indicator", "dimension")
    return {place_of(each.indicator, each.dimension) for each in rows}


def _by_place(figures: FigureSet, places: Collection[Place] | None) -> dict[Place, Figure]:
    rows = Figure.objects.filter(figure_set=figures).defer(*_LONG).order_by("id")
    if places is not None:
        rows = rows.filter(indicator__in={indicator for indicator, _dimension in places})
    found = {place_of(each.indicator, each.dimension): each for each in rows}
    return {place: each for place, each in found.items() if places is None or place in places}


def _said(figure: Figure | None) -> tuple[Decimal | None, str, str] | None:
    """Return what a figure says: a number with its unit, or words as they are shown."""
    if figure is None:
        return None
    return figure.value, figure.unit, figure.displayed_zh if figure.value is None else ""
