"""Find figures and sets."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from config.kernel.errors import NotFoundHere
from config.kernel.periods import Period
from reporting.figures.models import Figure, FigureSet


def figures_of(figure_set: FigureSet) -> list[Figure]:
    """Return the figures of a set in the order in which they were drawn."""
    return list(Figure.objects.filter(figure_set=figure_set).order_by("id"))


def figures_about(figure_set: FigureSet, axis: str, member: str) -> list[Figure]:
    """
    Return the figures of a set about one member of an axis and about the projects that it names.

    What is about another member, about another project, or about nobody in particular
    (totals of the house) is left out, so that none of it can leave the house with the member's.
    """
    rows = Figure.objects.filter(figure_set=figure_set)
    mine = rows.filter(**{f"dimension__{axis}": member})
    projects = mine.filter(dimension__has_key="project").values_list("dimension__project")
    named = {project for (project,) in projects}
    of_projects = Q(dimension__project__in=named) & ~Q(dimension__has_key=axis)
    return list(rows.filter(Q(**{f"dimension__{axis}": member}) | of_projects).order_by("id"))


def basis(period: Period, known_at: dt.datetime) -> FigureSet:
    """
    Return the set of a period's figures as known at a moment; comparisons are not among them.

    :raises NotFoundHere: if none was drawn.
    """
    found: FigureSet | None = FigureSet.objects.filter(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        known_at=known_at,
        compares__isnull=True,
    ).first()
    if found is None:
        raise NotFoundHere(what="set of figures", key=f"{period} @ {known_at.isoformat()}")
    return found


def figure_of(figure_id: str) -> Figure:
    """
    Return the figure with this id.

    :raises NotFoundHere: if there is none.
    """
    found = Figure.objects.select_related("figure_set").filter(figure_id=figure_id).first()
    if found is None:
        raise NotFoundHere(what="figure", key=figure_id)
    return found
