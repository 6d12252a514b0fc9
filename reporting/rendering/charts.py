"""Charts: one Vega-Lite spec, drawn here for documents and by the browser for pages."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst
import vl_convert

from reporting.rendering.document import Language
from reporting.rendering.glyphs import FONTS, Legible
from reporting.rendering.theme import GREEN, HOUSE_THEME, INK
from reporting.rendering.words import display_width

VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

PIXELS_PER_INCH = 96
WIDTH = 660  # of the whole picture, in pixels
ROOM_FOR_VALUE = 1.14  # bars stop short, so that the value behind the longest one fits
_ON_WHITE = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("chart.svg")\n'
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DECLARED = re.compile(r'<(?:linearGradient|radialGradient|clipPath)[^>]* id="([a-z]+_?[0-9]+)"')


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def draw_svg(spec: Mapping[str, Any]) -> str:
    """Return ``spec`` as SVG with real text; the same spec gives the same bytes in any process."""
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(
        dict(spec), vl_version=VEGA_LITE, config=HOUSE_THEME, allowed_base_urls=[]
    )
    return _number_from_zero(svg)


def draw_png(spec: Mapping[str, Any], *, scale: int = 2) -> bytes:
    """
    Return ``spec`` as a PNG on white, ``scale`` pixels to a pixel of the spec.

    Typst paints it, as it paints the page: with our fonts only, whatever the machine has.
    """
    svg = draw_svg(Legible().tree(dict(spec)))
    with tempfile.TemporaryDirectory(prefix="chart-") as folder:
        root = Path(folder)
        (root / "chart.svg").write_text(svg, encoding="utf-8")
        (root / "chart.typ").write_text(_ON_WHITE)
        png = typst.compile(
            root / "chart.typ",
            root=root,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="png",
            ppi=PIXELS_PER_INCH * scale,
        )
    return bytes(png)


def _number_from_zero(svg: str) -> str:
    """Rename generated ids by order of appearance: the library counts on from chart to chart."""
    names = {name: f"d{number}" for number, name in enumerate(_DECLARED.findall(svg))}
    for name, plain in names.items():
        svg = svg.replace(f'id="{name}"', f'id="{plain}"').replace(
            f"url(#{name})", f"url(#{plain})"
        )
    return svg


@dataclass(frozen=True, slots=True)
class MonthlyValue:
    """What one series came to in one month, "2025-03"."""

    month: str
    series: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class ClaimedAndComputed:
    """What was announced for one project and what the facts give; either may be unknown."""

    name: str
    claimed: Decimal | None
    computed: Decimal | None


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole."""

    name: str
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
    height: int = 260,
) -> dict[str, Any]:
    """Return the spec of bars by month, stacked by series in the order given."""
    months = sorted({each.month for each in values})
    years = {month[:4] for month in months}
    label = {month: month_label(month, language) if len(years) == 1 else month for month in months}
    shown = list(label.values())[:: -(-len(months) // 12)]  # twelve labels fit a line
    series = list(dict.fromkeys(each.series for each in values))
    return _spec(
        width=width,
        height=height,
        rows=[
            {
                "month": label[each.month],
                "series": each.series,
                "order": series.index(each.series),
                "value": float(each.value),
            }
            for each in values
        ],
        mark={"type": "bar", "width": {"band": 0.62}},
        encoding={
            "x": {
                "field": "month",
                "type": "ordinal",
                "title": None,
                "sort": list(label.values()),
                "axis": {"values": shown},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": unit,
                "axis": {"format": ",~f"},
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "title": None,
                "sort": series,
                # The unit stands between legend and bars.
                "legend": {"offset": 34, "columns": _legend_columns(series, width=width)},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    )


def _legend_columns(names: Sequence[str], *, width: int) -> int:
    """Return how many entries stand side by side: a Latin letter of the legend is 6 pixels wide."""
    widest = max((display_width(name) for name in names), default=1) * 6 + 40
    return max(1, width // widest)


_SIDES: Mapping[Language, tuple[str, str]] = {
    "zh-Hans": ("公告宣称", "按事实核算"),
    "en": ("Announced", "Computed from facts"),
}


def claimed_and_computed(
    values: Sequence[ClaimedAndComputed], *, unit: str, language: Language, width: int = WIDTH
) -> dict[str, Any]:
    """Return the spec of two bars a project: what was announced, and what was computed."""
    sides = _SIDES[language]
    rows = [
        {"name": each.name, "side": side, "value": float(value), "shown": f"{value:,.0f}"}
        for each in values
        for side, value in zip(sides, (each.claimed, each.computed), strict=True)
        if value is not None
    ]
    names = [each.name for each in values]
    longest = float(max((v for e in values for v in (e.claimed, e.computed) if v), default=1))
    shared = {
        "y": {
            "field": "name", "type": "nominal", "title": None, "sort": names,
            "axis": {"labelLimit": 240, "labelColor": INK, "grid": False},
            "scale": {"paddingInner": 0.35},
        },
        "yOffset": {"field": "side", "sort": list(sides)},
        "x": {"field": "value", "type": "quantitative", "title": unit,
              "scale": {"domainMax": longest * ROOM_FOR_VALUE},
              "axis": {"format": ",~f", "grid": True, "tickCount": 5}},
    }  # fmt: skip
    color = {
        "color": {
            "field": "side", "type": "nominal", "title": None, "sort": list(sides),
            "scale": {"domain": list(sides), "range": ["#c3cdc7", GREEN]},
        }
    }  # fmt: skip
    return {
        **_spec(width=width, height=max(120, 58 * len(names)), rows=rows),
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {**shared, **color}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 10.5},
                "encoding": {**shared, "text": {"field": "shown"}},
            },
        ],
    }


def shares(values: Sequence[Share], *, language: Language, width: int = WIDTH) -> dict[str, Any]:
    """
    Return the spec of parts of a whole as bars from large to small, each with its percentage.

    :raises ValueError: if the whole is not above zero or a part is negative.
    """
    whole = sum((each.value for each in values), Decimal(0))
    if whole <= 0 or any(each.value < 0 for each in values):
        raise ValueError("Shares need parts that are not negative and a whole above zero.")
    ordered = sorted(values, key=lambda each: (-each.value, each.name))
    rows = [
        {
            "name": each.name,
            "value": float(each.value / whole),
            "shown": f"{each.value / whole:.1%}",
        }
        for each in ordered
    ]
    names = [each.name for each in ordered]
    longest = float(ordered[0].value / whole)
    shared = {
        "y": {
            "field": "name", "type": "nominal", "title": None, "sort": names,
            "axis": {"labelLimit": 240, "labelColor": INK, "grid": False},
        },
        "x": {
            "field": "value", "type": "quantitative",
            "scale": {"domain": [0, longest * ROOM_FOR_VALUE], "nice": False},
            "title": "Share of the whole" if language == "en" else "占比",
            "axis": {"format": ".0%", "grid": True, "tickCount": 5},
        },
    }  # fmt: skip
    return {
        **_spec(width=width, height=max(90, 34 * len(rows)), rows=rows),
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.58}}, "encoding": shared},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {**shared, "text": {"field": "shown"}},
            },
        ],
    }


def _spec(*, width: int, height: int, rows: list[dict[str, Any]], **rest: Any) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        # Labels come out of the width, so that every chart's type has one size on the page.
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": rows},
        **rest,
    }
