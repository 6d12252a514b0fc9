"""The chart of a cut: a bar for each part, and beside it the day compared with."""

from __future__ import annotations

from typing import Any

from config.console.dashboard import Chart
from config.console.record import Text
from trusts.statistics import queries, rules
from trusts.statistics.admin import words

#: Then is quiet, now is the house's green.
_NOW, _THEN = "#157138", "#94a3b8"
#: Amounts are drawn in hundreds of millions: 亿元.
_HUNDRED_MILLION = 100_000_000


def bars(found: queries.Statistics, *, title: Text, summary: Text = "", url: str = "") -> Chart:
    """Return the parts of a cut as lying bars, by the measure asked for."""
    measure = found.measure
    is_count = measure in rules.COUNTS
    scale = 1 if is_count else _HUNDRED_MILLION
    sides = [("now", found.now.on.isoformat())]
    if found.then is not None:
        sides.append(("then", found.then.on.isoformat()))
    values = [
        {
            "part": words.name_of(group),
            "day": day,
            "value": float(figures.of(measure)) / scale,
        }
        for group in found.groups
        for side, day in sides
        if (figures := getattr(group, side)) is not None
    ]
    days = [day for _side, day in sides]
    encoding: dict[str, Any] = {
        "y": {"field": "part", "type": "nominal", "sort": None, "title": None},
        "x": {
            "field": "value",
            "type": "quantitative",
            "title": str(words.MEASURES[measure]) if is_count else str(words.IN_HUNDRED_MILLION),
            **({"axis": {"tickMinStep": 1, "format": "d"}} if is_count else {}),
        },
        "color": {
            "field": "day",
            "type": "nominal",
            "title": None,
            "sort": days,
            "scale": {"domain": days, "range": [_NOW, _THEN][: len(days)]},
            **({"legend": None} if len(days) == 1 else {}),
        },
        "tooltip": [
            {"field": "part", "title": " "},
            {"field": "day", "title": str(words.DAY)},
            {"field": "value", "title": str(words.MEASURES[measure]), "format": ",.4~f"},
        ],
    }
    if len(days) > 1:
        encoding["yOffset"] = {"field": "day", "sort": days}
    spec = {"data": {"values": values}, "mark": "bar", "encoding": encoding}
    return Chart(title=title, spec=spec, summary=summary, url=url, is_sample=found.has_sample_data)
