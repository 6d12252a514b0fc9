"""What the figures answer of the library: every indicator that was drawn for a period."""

from __future__ import annotations

import datetime as dt

from config.kernel.periods import Period
from reporting.figures.models import Figure, FigureSet
from reporting.figures.rules.absent import ABSENT
from reporting.indicators.answering import answers
from reporting.indicators.rules.gaps import Given


@answers("figures")
def drawn(period: Period, known_at: dt.datetime) -> dict[str, Given]:
    """Return, of the latest drawing of the period known then, a figure for each indicator."""
    latest = (
        FigureSet.objects.known(known_at)
        .filter(starts_on=period.starts_on, ends_on=period.ends_on)
        .order_by("-known_at", "-id")
        .first()
    )
    if latest is None:
        return {}
    # What says why there is no number answers nothing. The figure without a dimension, where
    # there is one, stands for all of its indicator.
    rows = Figure.objects.filter(figure_set=latest).exclude(text_value__in=ABSENT)
    ordered = rows.order_by("indicator", "dimension", "id")
    first = ordered.distinct("indicator").values_list("indicator", "figure_id")
    return {indicator: Given(by="figures", ref=figure_id) for indicator, figure_id in first}
