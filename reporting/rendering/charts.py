"""Charts: one Vega-Lite spec, drawn here for documents and by the browser for pages."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
import vl_convert

from reporting.rendering.document import Language
from reporting.rendering.glyphs import FONTS, Legible
from reporting.rendering.theme import GREEN, HOUSE_THEME, INK
from reporting.rendering.words import wrap

VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

PIXELS_PER_INCH = 96
WIDTH = 660  # of the whole picture, in pixels
ROOM_FOR_VALUE = 1.14  # bars stop short, so that the value behind the longest one fits
ROOM_FOR_NUMBER = 1.32  # the same for a number with its unit and percentage
LINE_END = "\u2016"  # of a label: a character that both faces hold and no name does
LABEL_LETTERS = 32  # of a line of a project's name
_ON_WHITE = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("chart.svg")\n'
_DECLARED = re.compile(r'<(?:linearGradient|radialGradient|clipPath)[^>]* id="([a-z]+_?[0-9]+)"')


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def draw_svg(spec: Mapping[str, Any]) -> str:
    """Return ``spec`` as SVG with real text; the same spec gives the same bytes in any process."""
    return _drawn(json.dumps(spec, ensure_ascii=False))


@lru_cache(maxsize=64)  # the forms of one document draw the same charts
def _drawn(spec: str) -> str:
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(
        json.loads(spec), vl_version=VEGA_LITE, config=HOUSE_THEME, allowed_base_urls=[]
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


_SIDES: Mapping[Language, tuple[str, str]] = {
    "zh-Hans": ("公告宣称", "按事实核算"),
    "en": ("Announced", "Computed from facts"),
}
_BASE: Mapping[Language, str] = {
    "zh-Hans": "公告宣称 = 100%",
    "en": "announced = 100%",
}


def claimed_and_computed(
    values: Sequence[ClaimedAndComputed],
    *,
    unit: str,
    language: Language,
    places: int = 0,
    width: int = WIDTH,
) -> dict[str, Any]:
    """
    Return the spec of two bars a project: what was announced, and what was computed.

    Bars are shares of what was announced, so that a small project is read as well as a large
    one; the numbers stand beside them in ``unit``. A project without both sides is left out.
    """
    sides = _SIDES[language]
    rows: list[dict[str, Any]] = [
        {
            "name": LINE_END.join(wrap(each.name, LABEL_LETTERS)),
            "side": side,
            "value": float(value / each.claimed),
            "shown": f"{value:,.{places}f} {unit}"
            + ("" if is_claimed else f" ({value / each.claimed:.0%})"),
        }
        for each in values
        if each.claimed and each.computed is not None
        for side, value, is_claimed in (
            (sides[0], each.claimed, True),
            (sides[1], each.computed, False),
        )
    ]
    names = list(dict.fromkeys(row["name"] for row in rows))
    longest = max((row["value"] for row in rows), default=1.0)
    shared = {
        "y": {
            "field": "name", "type": "nominal", "title": None, "sort": names,
            "axis": {"labelLimit": 240, "labelColor": INK, "grid": False,
                     "labelExpr": f"split(datum.label, '{LINE_END}')", "labelLineHeight": 14},
            "scale": {"paddingInner": 0.35},
        },
        "yOffset": {"field": "side", "sort": list(sides)},
        "x": {"field": "value", "type": "quantitative", "title": _BASE[language],
              "scale": {"domain": [0, longest * ROOM_FOR_NUMBER], "nice": False},
              "axis": {"format": ".0%", "grid": True, "tickCount": 5}},
    }  # fmt: skip
    color = {
        "color": {
            "field": "side", "type": "nominal", "title": None, "sort": list(sides),
            "scale": {"domain": list(sides), "range": ["#c3cdc7", GREEN]},
        }
    }  # fmt: skip
    return {
        **spec_of(width=width, height=max(120, 58 * len(names)), rows=rows),
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
        **spec_of(width=width, height=max(90, 34 * len(rows)), rows=rows),
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.58}}, "encoding": shared},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {**shared, "text": {"field": "shown"}},
            },
        ],
    }


def spec_of(
    *, width: int, height: int, rows: Sequence[Mapping[str, Any]], **rest: Any
) -> dict[str, Any]:
    """Return a spec as wide as the page that holds its own rows."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        # Labels come out of the width, so that every chart's type has one size on the page.
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(rows)},
        **rest,
    }
