"""Who answers indicators: rooms above the library say so here, so that gaps can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from config.kernel.periods import Period
from reporting.indicators.rules.gaps import Given

#: Returns the answers that a room has for a period as known at a moment, by indicator code.
Source = Callable[[Period, dt.datetime], Mapping[str, Given]]

_SOURCES: dict[str, Source] = {}


def answers(room: str) -> Callable[[Source], Source]:
    """Register what a room answers; the name of the room keeps it from being asked twice."""

    def register(source: Source) -> Source:
        _SOURCES[room] = source
        return source

    return register


def given(period: Period, known_at: dt.datetime) -> dict[str, Given]:
    """Return every answer that stands for the period, by code; of two rooms the first by name."""
    found: dict[str, Given] = {}
    for room in sorted(_SOURCES, reverse=True):
        found |= _SOURCES[room](period, known_at)
    return found
