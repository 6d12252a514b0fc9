"""The house look of charts, one for documents and pages: colors, lines and type."""

import json
from typing import Any

from reporting.rendering.glyphs import FAMILIES

GREEN = "#1b6b4a"
INK = "#1f2a24"
MUTED = "#5d6b64"
HAIRLINE = "#dfe7e2"
# Told apart in gray and by color-blind eyes: neighbors differ in lightness as well as in hue.
PALETTE = ("#1b6b4a", "#8cc5a2", "#d69e2e", "#2f6690", "#b9a3d0", "#7d8a84", "#a23b3b", "#d9d2b6")
_FONT = ", ".join(FAMILIES)

HOUSE_THEME: dict[str, Any] = {
    "background": "transparent",
    "font": _FONT,
    "padding": 4,
    "view": {"stroke": None},
    "range": {"category": list(PALETTE)},
    "axis": {
        "labelAngle": 0,
        "labelColor": MUTED,
        "labelFontSize": 11,
        "titleColor": MUTED,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": HAIRLINE,
        "domainColor": "#b8c4bd",
        "tickColor": "#b8c4bd",
        "tickSize": 3,
        "labelPadding": 5,
    },
    "axisX": {"grid": False},
    "axisY": {
        "domain": False,
        "ticks": False,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleX": 0,
        "titleY": -12,
        "titleBaseline": "bottom",
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "titleFontSize": 11,
        "labelFontSize": 11,
        "labelColor": INK,
        "symbolType": "square",
        "symbolSize": 90,
        "labelLimit": 320,
        "columnPadding": 18,
        "offset": 12,
    },
    "bar": {"color": GREEN},
    "text": {"color": INK, "fontSize": 11},
    "title": {"color": INK, "fontSize": 13, "anchor": "start"},
}


def house_theme_json() -> str:
    """Return the theme as JSON, for the pages that draw the same specs in a browser."""
    return json.dumps(HOUSE_THEME, ensure_ascii=False, sort_keys=True)
