"""The chart of a bridge: from the old number to the new one, each step where it begins and ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.rendering.charts import WIDTH, spec_of
from reporting.rendering.document import Language
from reporting.rendering.theme import GREEN, INK, PALETTE
from reporting.rendering.words import number_text

ROW_HEIGHT = 34
#: What is left free beside the bars for the numbers, as a share of their span.
ROOM = 0.22
_ENDS: Mapping[Language, tuple[str, str]] = {
    "zh-Hans": ("旧口径", "新口径"),
    "en": ("old basis", "new basis"),
}
_KINDS: Mapping[Language, tuple[str, str, str]] = {
    "zh-Hans": ("口径数值", "增加", "减少"),
    "en": ("on a basis", "up", "down"),
}
_NOT_FROM_ZERO: Mapping[Language, str] = {
    "zh-Hans": "（坐标轴不从零开始）",
    "en": " (the axis does not begin at zero)",
}
#: The smallest step is told with so many digits.
DIGITS = 2
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step: its name, and by how much the number moved."""

    name: str
    amount: Decimal


def bridge_bars(
    old: Decimal,
    steps: Sequence[BridgeStep],
    *,
    unit: str,
    language: Language,
    width: int = WIDTH,
) -> dict[str, Any]:
    """
    Return the spec of a bridge, top to bottom: old, each step, new.

    Bars of steps begin where the one before ended. The axis does not begin at zero where the
    steps are small beside the numbers that they lead between; its title says so.
    """
    whole, up, down = _KINDS[language]
    places = _places([each.amount for each in steps])
    first, last = _ENDS[language]
    marks: list[tuple[str, Decimal, Decimal, str, str]] = []
    at = old
    for each in steps:
        sign = "+" if each.amount > 0 else ""
        text = sign + number_text(each.amount, places=places)
        marks.append((each.name, at, at + each.amount, up if each.amount >= 0 else down, text))
        at += each.amount
    low, high = _span([old, at, *(each[2] for each in marks)])
    rows = [
        {"name": name, "from": float(begin), "to": float(end), "kind": kind, "shown": text}
        for name, begin, end, kind, text in (
            (first, low, old, whole, number_text(old, places=places)),
            *marks,
            (last, low, at, whole, number_text(at, places=places)),
        )
    ]
    for row in rows:
        row["end"] = max(float(str(row["from"])), float(str(row["to"])))
    names = [row["name"] for row in rows]
    title = f"{unit}{_NOT_FROM_ZERO[language]}" if low > 0 else unit
    shared_y = {
        "field": "name", "type": "nominal", "title": None, "sort": names,
        "axis": {"labelLimit": 240, "labelColor": INK, "grid": False},
    }  # fmt: skip
    scale = {"domain": [float(low), float(high)], "nice": False, "zero": False}
    return {
        **spec_of(width=width, height=ROW_HEIGHT * len(rows), rows=rows),
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.56}},
                "encoding": {
                    "y": shared_y,
                    "x": {
                        "field": "from", "type": "quantitative", "title": title, "scale": scale,
                        "axis": {"grid": True, "format": ",~f", "tickCount": 4},
                    },
                    "x2": {"field": "to"},
                    "color": {
                        "field": "kind", "type": "nominal", "title": None,
                        "scale": {
                            "domain": [whole, up, down],
                            "range": ["#c3cdc7", GREEN, PALETTE[6]],
                        },
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 10.5},
                "encoding": {
                    "y": shared_y,
                    "x": {"field": "end", "type": "quantitative", "scale": scale},
                    "text": {"field": "shown"},
                },
            },
        ],
    }  # fmt: skip


def _places(amounts: Sequence[Decimal]) -> int:
    """Return the decimals that tell the smallest step."""
    smallest = min((abs(each) for each in amounts if each), default=Decimal(1))
    return min(max(0, DIGITS - 1 - smallest.adjusted()), MOST_PLACES)


def _span(points: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return where the axis begins and ends: from zero, unless the steps would not be seen."""
    low, high = min(points), max(points)
    moved = high - low
    if low > 0 and moved * 4 < low:
        margin = moved / 2 or low / 10
        return low - margin, high + margin + (moved or margin) * Decimal(str(ROOM))
    low = min(low, Decimal(0))
    return low, high + ((high - low) or Decimal(1)) * Decimal(str(ROOM))
