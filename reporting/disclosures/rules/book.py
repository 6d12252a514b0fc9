"""The figures of a set as a document binds them: found by indicator and dimension."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reporting.figures.rules.measures import MEASURES
from reporting.rendering.document import Cell, Figure, FigureRecord, Language


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One figure of the set, as it was stored."""

    figure_id: str
    indicator: str
    dimension: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    label_zh: str
    label_en: str
    value: Decimal | None
    text_value: str
    unit: str
    measure: str
    displayed_zh: str
    displayed_en: str
    method: str
    method_version: str
    formula: Mapping[str, Any]
    factors: tuple[Mapping[str, Any], ...]
    policies: tuple[Mapping[str, str], ...]
    approvals: tuple[Mapping[str, Any], ...]
    data_quality: Mapping[str, Any]
    attributes: Mapping[str, Any]
    explanation_zh: str
    explanation_en: str
    period: str
    known_at: dt.datetime
    sha256: str

    @property
    def bound(self) -> Figure:
        """Return the number bound to its record."""
        if self.value is None:
            raise ValueError(f"{self.figure_id} is a word, not a number.")
        return Figure(
            figure_id=self.figure_id, value=self.value, text=self.displayed_zh, unit=self.unit
        )

    @property
    def is_number(self) -> bool:
        """Return whether the figure is a number."""
        return self.value is not None

    def shown(self, language: Language) -> str:
        """Return the figure as it is shown."""
        return self.displayed_en if language == "en" else self.displayed_zh

    def label(self, language: Language) -> str:
        """Return the figure's whole label."""
        return self.label_en if language == "en" else self.label_zh

    def word(self, attribute: str, language: Language) -> str:
        """Return an attribute that has a name, in the language."""
        found: str = self.attributes[attribute]["en" if language == "en" else "zh"]
        return found

    def member(self, axis: str, language: Language) -> str:
        """Return the name of the member of ``axis`` that the figure is about."""
        return self.names[axis]["en" if language == "en" else "zh"]

    def record(self, language: Language) -> FigureRecord:
        """Return where the number came from, as the document's annex lists it."""
        return FigureRecord(
            figure_id=self.figure_id,
            label_zh=self.label_zh,
            label_en=self.label_en,
            value=self.value if self.value is not None else Decimal(0),
            unit=self.unit,
            measure=MEASURES[self.measure]["en" if language == "en" else "zh"],
            method=f"{self.indicator} v{self.method_version}",
            period=self.dimension.get("month", self.period),
            known_at=self.known_at,
            sha256=self.sha256,
            explanation=self.explanation_en if language == "en" else self.explanation_zh,
            text=self.shown(language),
            indicator=self.indicator,
            members=tuple(sorted(self.dimension.items())),
        )


@dataclass(frozen=True)
class Book:
    """All figures of one set."""

    entries: tuple[Entry, ...]
    _places: dict[tuple[str, frozenset[tuple[str, str]]], Entry] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _groups: dict[tuple[str, frozenset[str]], list[Entry]] = field(
        init=False, repr=False, compare=False, default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for each in self.entries:
            self._places[each.indicator, frozenset(each.dimension.items())] = each
            self._groups[each.indicator, frozenset(each.dimension)].append(each)

    def one(self, indicator: str, **dimension: str) -> Entry | None:
        """Return the figure of an indicator for a dimension; None if there is none."""
        return self._places.get((indicator, frozenset(dimension.items())))

    def along(self, indicator: str, *axes: str) -> list[Entry]:
        """Return the figures of an indicator along some axes, by their members' codes."""
        found = self._groups.get((indicator, frozenset(axes)), [])
        return sorted(found, key=lambda each: [each.dimension[axis] for axis in axes])

    def cell(self, indicator: str, **dimension: str) -> Cell:
        """Return the bound number for a table's cell; nothing where there is no figure."""
        found = self.one(indicator, **dimension)
        return found.bound if found is not None and found.is_number else None

    def member_name(self, axis: str, code: str, language: Language) -> str:
        """Return what a member of an axis is called; nothing if no figure names it."""
        found = (each for each in self.entries if code and each.dimension.get(axis) == code)
        return next((each.member(axis, language) for each in found), "")

    def records(self, used: Iterable[Figure], language: Language) -> Iterator[FigureRecord]:
        """Yield the record of each figure that a document uses, once, in the order of use."""
        by_id = {each.figure_id: each for each in self.entries}
        for figure_id in dict.fromkeys(each.figure_id for each in used):
            yield by_id[figure_id].record(language)
