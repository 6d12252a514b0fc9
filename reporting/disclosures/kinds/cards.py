"""Cards of the numbers that a report opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone, unit_words
from reporting.rendering.document import Figure, KeyFigure, KeyFigures

#: indicator, label in Chinese, label in English.
Card = tuple[str, str, str]


def cards(brief: Brief, say: Voice, wanted: Sequence[Card]) -> KeyFigures | None:
    """Return a card for each indicator that has a number; None where none has."""
    found = []
    for code, zh, en in wanted:
        entry = brief.book.one(code)
        if entry is None or not entry.is_number:
            continue
        figure = alone(say, entry.bound, measure=entry.measure)
        found.append(KeyFigure(label=say(zh, en), figure=_named(say, figure)))
    return KeyFigures(tuple(found)) if found else None


def _named(say: Voice, figure: Figure) -> Figure:
    """Return a figure whose unit is in the document's language."""
    words = unit_words(say, figure.printed_unit)
    return figure if words == figure.printed_unit else replace(figure, shown_unit=words)
