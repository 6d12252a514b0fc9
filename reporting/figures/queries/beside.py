"""A figure beside the last period, the year before, and the same period on other bases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from config.kernel.periods import Period
from reporting.figures.models import Figure
from reporting.figures.rules.beside import Difference, difference

MONTH = "month"
MOST_BASES = 20


@dataclass(frozen=True)
class Beside:
    """Another figure of the same indicator and dimension, and how the asked one differs from it."""

    figure: Figure
    difference: Difference


@dataclass(frozen=True)
class Comparison:
    """
    All that a figure can be held against; None or nothing where it was not drawn.

    ``year_before`` is None too where the last period is the year before.
    """

    figure: Figure
    last_period: Beside | None
    year_before: Beside | None
    other_bases: tuple[Beside, ...]


def comparison(figure: Figure) -> Comparison:
    """
    Return a figure beside the last period, the year before and other bases of its period.

    Of another period, the figure as known at the same moment; else as known last before it,
    else first after it. Other bases are the same period as known at other moments, the latest
    first, at most twenty.
    """
    asked = _asked(figure)
    last, before = asked.previous(), year_before(asked)
    return Comparison(
        figure=figure,
        last_period=_of_period(figure, last),
        year_before=_of_period(figure, before) if before not in {last, None} else None,
        other_bases=tuple(
            _beside(figure, each)
            for each in _alike(figure, figure.dimension)
            .filter(
                figure_set__starts_on=figure.figure_set.starts_on,
                figure_set__ends_on=figure.figure_set.ends_on,
            )
            .exclude(figure_set=figure.figure_set_id)
            .order_by("-known_at", "-id")[:MOST_BASES]
        ),
    )


def _asked(figure: Figure) -> Period:
    """Return what a figure is about: one month of its period, or all of it."""
    month = figure.dimension.get(MONTH)
    return Period.parse(month) if month else figure.figure_set.period


def year_before(period: Period) -> Period | None:
    """
    Return the same days of the year before; None where there was no such day.

    >>> str(year_before(Period.quarter(2025, 1)))
    '2024Q1'
    """
    try:
        return Period(
            period.starts_on.replace(year=period.starts_on.year - 1),
            period.ends_on.replace(year=period.ends_on.year - 1),
        )
    except ValueError:
        return None


def _of_period(figure: Figure, period: Period | None) -> Beside | None:
    if period is None:
        return None
    if MONTH in figure.dimension:
        rows = _alike(figure, {**figure.dimension, MONTH: str(period)}).filter(
            figure_set__starts_on__lte=period.starts_on, figure_set__ends_on__gte=period.ends_on
        )
    else:
        rows = _alike(figure, figure.dimension).filter(
            figure_set__starts_on=period.starts_on, figure_set__ends_on=period.ends_on
        )
    found = min(rows, key=lambda each: _distance(figure, each), default=None)
    return _beside(figure, found) if found else None


def _alike(figure: Figure, dimension: Mapping[str, str]) -> QuerySet[Figure]:
    found: QuerySet[Figure] = Figure.objects.filter(
        indicator=figure.indicator, dimension=dimension, figure_set__compares__isnull=True
    ).select_related("figure_set")
    return found


def _distance(mine: Figure, other: Figure) -> tuple[bool, bool, bool, dt.timedelta, int]:
    """Return how far another basis is: my set, my moment, what was known before it, the latest."""
    return (
        other.figure_set_id != mine.figure_set_id,
        other.known_at != mine.known_at,
        other.known_at > mine.known_at,
        abs(other.known_at - mine.known_at),
        -other.pk,
    )


def _beside(mine: Figure, other: Figure) -> Beside:
    return Beside(other, difference(mine.content(), other.content()))
