"""Find figures and sets."""

from __future__ import annotations

from config.kernel.errors import NotFoundHere
from reporting.figures.models import Figure, FigureSet


def figures_of(figure_set: FigureSet) -> list[Figure]:
    """Return the figures of a set in the order in which they were drawn."""
    return list(Figure.objects.filter(figure_set=figure_set).order_by("id"))


def figure_of(figure_id: str) -> Figure:
    """
    Return the figure with this id.

    :raises NotFoundHere: if there is none.
    """
    found = Figure.objects.select_related("figure_set").filter(figure_id=figure_id).first()
    if found is None:
        raise NotFoundHere(what="figure", key=figure_id)
    return found
