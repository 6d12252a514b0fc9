"""Charts of months: bars side by side, stacked while they are alike, in panels where not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.rendering.charts import SCHEMA, WIDTH, spec_of
from reporting.rendering.document import Language
from reporting.rendering.theme import MUTED, PALETTE
from reporting.rendering.words import display_width

UNLIKE = Decimal("2.5")  # how many times the smaller series fits into the larger, to part them
PANEL_HEIGHT, PANEL_MARGIN = 78, 52
MONTH_BAR: Mapping[str, Any] = {"type": "bar", "width": {"band": 0.62}}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class MonthlyValue:
    """What one series came to in one month, "2025-03"."""

    month: str
    series: str
    value: Decimal


def month_label(month: str, language: Language) -> str:
    """Return "2025-03" as 3月 or Mar."""
    number = int(month[5:7])
    return _MONTHS_EN[number - 1] if language == "en" else f"{number}月"


def monthly_bars(
    values: Sequence[MonthlyValue],
    *,
    unit: str,
    language: Language,
    width: int = WIDTH,
    height: int = 165,
) -> dict[str, Any]:
    """
    Return the spec of bars by month, stacked by series in the order given.

    Series of unlike size stand in panels of their own, one below the other, each with its scale:
    stacked, the small one could not be read.
    """
    series = list(dict.fromkeys(each.series for each in values))
    if _are_unlike(values, series):
        return _panels(values, series, unit=unit, language=language)
    rows = [{**_row(each, values, language), "order": series.index(each.series)} for each in values]
    color: dict[str, Any] = {"field": "series", "type": "nominal", "title": None, "sort": series}
    # The unit stands between legend and bars; one series needs no legend.
    color["legend"] = (
        {"offset": 34, "columns": _legend_columns(series, width=width)} if series[1:] else None
    )
    return spec_of(
        width=width,
        height=height,
        rows=rows,
        mark=dict(MONTH_BAR),
        encoding={
            **_month_axes(values, unit, language),
            "color": color,
            "order": {"field": "order", "type": "quantitative"},
        },
    )


def _are_unlike(values: Sequence[MonthlyValue], series: Sequence[str]) -> bool:
    """Return whether the largest month of one series is hardly seen beside that of another."""
    tops = [max(abs(v.value) for v in values if v.series == name) for name in series]
    return len(tops) > 1 and min(tops) * UNLIKE < max(tops)


def _panels(
    values: Sequence[MonthlyValue], series: Sequence[str], *, unit: str, language: Language
) -> dict[str, Any]:
    axes = _month_axes(values, unit, language)
    axes["y"] |= {"title": None}
    axes["y"]["axis"] |= {"minExtent": PANEL_MARGIN, "tickCount": 4}
    return {
        "$schema": SCHEMA,
        "spacing": 26,
        "data": {"values": [_row(each, values, language) for each in values]},
        "vconcat": [
            {
                "title": {
                    "text": name,
                    "subtitle": unit,
                    "fontSize": 11.5,
                    "subtitleFontSize": 11,
                    "subtitleColor": MUTED,
                    "anchor": "start",
                    "offset": 6,
                },
                "width": WIDTH - PANEL_MARGIN,
                "height": PANEL_HEIGHT,
                "transform": [{"filter": {"field": "series", "equal": name}}],
                "mark": {**MONTH_BAR, "color": PALETTE[number % len(PALETTE)]},
                "encoding": axes,
            }
            for number, name in enumerate(series)
        ],
    }


def _row(each: MonthlyValue, values: Sequence[MonthlyValue], language: Language) -> dict[str, Any]:
    month = _month_words(values, language)[each.month]
    return {"month": month, "series": each.series, "value": float(each.value)}


def _month_words(values: Sequence[MonthlyValue], language: Language) -> dict[str, str]:
    months = sorted({each.month for each in values})
    within_a_year = len({month[:4] for month in months}) == 1
    return {month: month_label(month, language) if within_a_year else month for month in months}


def _month_axes(values: Sequence[MonthlyValue], unit: str, language: Language) -> dict[str, Any]:
    words = list(_month_words(values, language).values())
    shown = words[:: -(-len(words) // 12)]  # twelve labels fit a line
    return {
        "x": {
            "field": "month",
            "type": "ordinal",
            "title": None,
            "sort": words,
            "axis": {"values": shown},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": unit,
            "axis": {"format": ",~f"},
        },
    }


def _legend_columns(names: Sequence[str], *, width: int) -> int:
    """Return how many entries stand side by side: a Latin letter of the legend is 6 pixels wide."""
    widest = max((display_width(name) for name in names), default=1) * 6 + 40
    return max(1, width // widest)
