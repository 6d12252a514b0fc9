"""A table of figures as a template asks for it: which figures, which columns, in what order."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from config.kernel.canonical import instant
from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding
from reporting.disclosures.rules.book import Entry
from reporting.figures.rules.measures import MEASURES
from reporting.rendering.document import Language

MOST_COLUMNS = 60
LONGEST_HEADING = 100
#: What a column may show, and whether it is a number.
FIELDS: Mapping[str, Callable[[Entry, Language], Any]] = {
    "figure_id": lambda entry, _: entry.figure_id,
    "indicator": lambda entry, _: entry.indicator,
    "label": lambda entry, language: entry.label(language),
    "label_zh": lambda entry, _: entry.label_zh,
    "label_en": lambda entry, _: entry.label_en,
    "value": lambda entry, _: entry.value if entry.is_number else entry.text_value,
    "shown": lambda entry, language: entry.shown(language),
    "unit": lambda entry, _: entry.unit,
    "measure": lambda entry, language: MEASURES[entry.measure]["en" if language == "en" else "zh"],
    "method": lambda entry, _: entry.method,
    "method_version": lambda entry, _: entry.method_version,
    "period": lambda entry, _: entry.dimension.get("month", entry.period),
    "known_at": lambda entry, _: instant(entry.known_at),
    "explanation": lambda entry, language: (
        entry.explanation_en if language == "en" else entry.explanation_zh
    ),
    "sha256": lambda entry, _: entry.sha256,
}
CODE_OF, NAME_OF = "code:", "name:"
_KEYS = ("field", "heading_zh", "heading_en")


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: what it shows, and what it is called in both languages."""

    field: str
    heading_zh: str
    heading_en: str

    def heading(self, language: Language) -> str:
        """Return what the column is called."""
        return self.heading_en if language == "en" else self.heading_zh

    def of(self, entry: Entry, language: Language) -> Any:
        """Return what the column shows of a figure; nothing where it has no such axis."""
        if self.field.startswith(CODE_OF):
            return entry.dimension.get(self.field.removeprefix(CODE_OF))
        if self.field.startswith(NAME_OF):
            axis = self.field.removeprefix(NAME_OF)
            return entry.member(axis, language) if axis in entry.names else None
        return FIELDS[self.field](entry, language)


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """What a template asks for, read and found in order."""

    indicators: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    order: tuple[str, ...]

    def chosen(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the figures asked for, in the order asked for; without one, as drawn."""
        found = [
            each
            for each in entries
            if not self.indicators
            or any(fnmatchcase(each.indicator, pattern) for pattern in self.indicators)
        ]
        for key in reversed(self.order):
            column = TableColumn(field=key.removeprefix("-"), heading_zh="", heading_en="")
            keys = {each.figure_id: _sortable(column.of(each, "zh-Hans")) for each in found}
            found = sorted(found, key=partial(_key_of, keys), reverse=key.startswith("-"))
        return found

    def rows(self, entries: Sequence[Entry], language: Language) -> Iterator[list[Any]]:
        """Yield a row a figure."""
        for entry in self.chosen(entries):
            yield [column.of(entry, language) for column in self.columns]


def _key_of(keys: Mapping[str, tuple[int, Any]], entry: Entry) -> tuple[int, Any]:
    return keys[entry.figure_id]


def _sortable(value: Any) -> tuple[int, Any]:
    """Numbers first, then texts, then nothing: unlike things are never compared."""
    if value is None:
        return (2, "")
    return (0, value) if isinstance(value, Decimal) else (1, str(value))


def read_table(
    *, indicators: Any, columns: Any, order: Any, known: Sequence[str], axes: Sequence[str]
) -> FigureTable:
    """
    Return the table that a template asks for; ``known`` are the codes of indicators there are.

    :raises InvalidInput: naming every entry that does not fit, its place and its remedy.
    """
    findings = [
        *_unfit_lists(indicators=indicators, columns=columns, order=order),
    ] or [
        *_unfit_columns(columns, axes),
        *_unfit_order(order, axes),
        *_unfit_indicators(indicators, known),
    ]
    if findings:
        raise InvalidInput(findings)
    return FigureTable(
        indicators=tuple(indicators),
        columns=tuple(TableColumn(**each) for each in columns),
        order=tuple(order),
    )


def _unfit_lists(**lists: Any) -> Iterator[Finding]:
    for name, value in lists.items():
        if not isinstance(value, list):
            yield _found("not_a_list", name, value, "A list is wanted here.",
                         "Write it in square brackets.")  # fmt: skip
    columns = lists["columns"]
    if isinstance(columns, list) and not 1 <= len(columns) <= MOST_COLUMNS:
        yield _found("columns_missing", "columns", len(columns), "A table has 1 to {most} columns.",
                     "Name the columns that it shall have.", most=MOST_COLUMNS)  # fmt: skip


def _unfit_columns(columns: Sequence[Any], axes: Sequence[str]) -> Iterator[Finding]:
    for number, column in enumerate(columns, start=1):
        if not isinstance(column, dict) or set(column) != set(_KEYS):
            yield _found("column_unclear", "columns", column, "A column has {keys}.",
                         "Give each of them once.", row=number, keys=", ".join(_KEYS))  # fmt: skip
            continue
        for key in _KEYS:
            text = column[key]
            if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_HEADING:
                yield _found("text_missing", key, text, "A text of 1 to {most} letters is wanted.",
                             "Write it out.", row=number, most=LONGEST_HEADING)  # fmt: skip
        if isinstance(column["field"], str):
            yield from _unfit_field(column["field"], axes, name="field", row=number)


def _unfit_order(order: Sequence[Any], axes: Sequence[str]) -> Iterator[Finding]:
    for number, key in enumerate(order, start=1):
        plain = key.removeprefix("-") if isinstance(key, str) else ""
        yield from _unfit_field(plain, axes, name="order", row=number)


def _unfit_field(text: str, axes: Sequence[str], *, name: str, row: int) -> Iterator[Finding]:
    known = [*FIELDS, *(f"{lead}{axis}" for axis in axes for lead in (CODE_OF, NAME_OF))]
    if text not in known:
        near = difflib.get_close_matches(text, known, n=1)
        yield _found("unknown_field", name, text, "There is nothing called {text} to show.",
                     "Did you mean {near}?" if near else "There are: {known}.", row=row,
                     text=text, near=near[0] if near else "", known=", ".join(known))  # fmt: skip


def _unfit_indicators(indicators: Sequence[Any], known: Sequence[str]) -> Iterator[Finding]:
    for number, pattern in enumerate(indicators, start=1):
        text = pattern if isinstance(pattern, str) else ""
        if not any(fnmatchcase(code, text) for code in known):
            near = difflib.get_close_matches(text, list(known), n=1)
            yield _found("unknown_indicator", "indicators", pattern,
                         "No indicator is called {text}.",
                         "Did you mean {near}?" if near else "Write a code, or {sample}.",
                         row=number, text=text, near=near[0] if near else "",
                         sample="E-AV-*")  # fmt: skip


def _found(
    code: str, name: str, value: object, message: str, remedy: str, *, row: int | None = None,
    **facts: object,
) -> Finding:  # fmt: skip
    return Finding(
        code=code, message=message, remedy=remedy, row=row, field=name, value=str(value)[:80],
        facts=facts,
    )  # fmt: skip
