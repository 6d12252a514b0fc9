"""From a table of texts to rows of values: columns found, cells converted, faults collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from config.kernel.findings import Finding
from config.tables.converting import amount, fault
from config.tables.reading import Row, Table
from trusts.intake.rules.columns import ERROR, REMARK, REMEDY, Column, by_title, folded
from trusts.intake.rules.findings import finding
from trusts.intake.rules.mapping import Mapping as Profile
from trusts.intake.rules.mapping import Sign

#: Where the direction of money is kept beside a row's own fields: +1 in, -1 out.
DIRECTION = "direction"
AMOUNT = "amount"
IN, OUT = 1, -1


@dataclass(slots=True)
class ReadRow:
    """One row of a file: its number, its values by field, and what is wrong with it."""

    number: int
    values: dict[str, Any]
    faults: list[Finding] = field(default_factory=list)

    @property
    def is_faulty(self) -> bool:
        """Return whether an error keeps the row out."""
        return any(each.blocks for each in self.faults)


@dataclass(frozen=True)
class Layout:
    """Where in a row each field stands, and what the header lacks."""

    places: Mapping[str, int]
    direction_at: int | None
    in_at: int | None
    out_at: int | None
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Return whether rows can be read at all."""
        return not any(each.blocks for each in self.findings)


def lay_out(
    headers: Sequence[str], columns: Sequence[Column], profile: Profile, *, header_row: int
) -> Layout:
    """Return where each field stands in a file with these headers."""
    mapped = {folded(header): name for header, name in profile.columns.items()}
    named = by_title(columns)
    ignored = {folded(each) for each in (*profile.ignored, ERROR, REMEDY)}
    money = profile.money_columns()
    places: dict[str, int] = {}
    faults: list[Finding] = []
    at = {folded(header): index for index, header in enumerate(headers)}
    for index, header in enumerate(headers):
        key = folded(header)
        name = mapped.get(key) or (named[key].name if key in named else "")
        if key in ignored or key in money:
            continue
        if not name:
            faults.append(finding("column_unknown", row=header_row, field=header, value=header))
        elif name in places:
            faults.append(
                finding("column_twice", row=header_row, field=header, value=header, column=name)
            )
        else:
            places[name] = index
    given = set(places) | set(profile.constants)
    if profile.sign is Sign.TWO_COLUMNS:
        given.add(AMOUNT)
    faults += [
        _missing(each.name, each.title, header_row)
        for each in columns
        if each.is_required and each.name not in given
    ]
    beside = (profile.direction_column, profile.in_column, profile.out_column)
    faults += [
        _missing(each, each, header_row)
        for each in beside
        if folded(each) in money and folded(each) not in at
    ]
    direction_at, in_at, out_at = (at.get(folded(each)) if each else None for each in beside)
    return Layout(places, direction_at, in_at, out_at, tuple(faults))


def read_rows(
    table: Table, layout: Layout, columns: Sequence[Column], profile: Profile
) -> Iterator[ReadRow]:
    """Yield every row of the table that is no remark, its cells converted."""
    reader = _Reader(layout, columns, profile)
    for row in table.rows:
        if not row.cells[0].startswith(REMARK):
            yield reader.read(row)


def _missing(name: str, spellings: str, header_row: int) -> Finding:
    return finding("column_missing", row=header_row, field=name, column=name, spellings=spellings)


def amount_but_zero(text: str, *, row: int | None, field: str) -> Decimal | Finding:
    """Return an amount above or below zero."""
    found = amount(text, row=row, field=field)
    return found or fault("amount_not_positive", text, row=row, field=field)


class _Reader:
    """Converts the cells of one row after the other."""

    def __init__(self, layout: Layout, columns: Sequence[Column], profile: Profile) -> None:
        self._layout = layout
        self._profile = profile
        self._columns = [(each, layout.places.get(each.name)) for each in columns]
        self._words = {
            name: {folded(word): value for word, value in words.items()}
            for name, words in profile.values.items()
        }
        self._in = {folded(each) for each in profile.in_words}
        self._out = {folded(each) for each in profile.out_words}
        self._amount = next((each for each in columns if each.name == AMOUNT), None)

    def read(self, row: Row) -> ReadRow:
        """Return the row's values; a fault stands for each cell that has none."""
        read = ReadRow(row.number, {}, list(row.faults))
        if any(each.code == "row_ragged" for each in row.faults):
            return read  # its cells stand under other columns' names
        for column, place in self._columns:
            read.values[column.name] = self._value(column, place, row, read)
        if self._profile.sign is not Sign.BY_KIND and self._amount is not None:
            self._money(self._amount, row, read)
        return read

    def _value(self, column: Column, place: int | None, row: Row, read: ReadRow) -> Any:
        text = row.cells[place] if place is not None else ""
        text = text or self._profile.constants.get(column.name, "")
        if not text:
            if column.is_required and not self._is_elsewhere(column):
                read.faults.append(fault("cell_empty", "", row=row.number, field=column.name))
            return column.default
        words = self._words.get(column.name)
        if words is not None:
            text = words.get(folded(text), text)
        found = self._convert(column)(text, row=row.number, field=column.name)
        if isinstance(found, Finding):
            read.faults.append(found)
            return None
        return found

    def _convert(self, column: Column) -> Callable[..., Any]:
        is_signed = column.name == AMOUNT and self._profile.sign is Sign.SIGNED
        return amount_but_zero if is_signed else column.convert

    def _is_elsewhere(self, column: Column) -> bool:
        return column.name == AMOUNT and self._profile.sign is Sign.TWO_COLUMNS

    def _money(self, column: Column, row: Row, read: ReadRow) -> None:
        """Read the direction, where the source tells it; the amount is then above zero."""
        if self._profile.sign is Sign.SIGNED:
            value = read.values.get(AMOUNT)
            if isinstance(value, Decimal):
                read.values |= {AMOUNT: abs(value), DIRECTION: IN if value > 0 else OUT}
        elif self._profile.sign is Sign.BY_COLUMN:
            self._direction(row, read)
        else:
            self._two_columns(column, row, read)

    def _direction(self, row: Row, read: ReadRow) -> None:
        text = row.cells[self._layout.direction_at or 0]
        key = folded(text)
        if key not in self._in | self._out:
            words = ", ".join((*self._profile.in_words, *self._profile.out_words))
            read.faults.append(
                finding(
                    "direction_unknown",
                    row=row.number,
                    field=self._profile.direction_column,
                    value=text,
                    choices=words,
                )
            )
            return
        read.values[DIRECTION] = IN if key in self._in else OUT

    def _two_columns(self, column: Column, row: Row, read: ReadRow) -> None:
        texts = [row.cells[at or 0] for at in (self._layout.in_at, self._layout.out_at)]
        filled = [each not in {"", "0", "0.0", "0.00"} for each in texts]
        if sum(filled) != 1:
            shown = " / ".join(texts)
            read.faults.append(
                finding("two_amounts", row=row.number, field=column.name, value=shown)
            )
            return
        text = texts[filled.index(True)]
        value = column.convert(text, row=row.number, field=column.name)
        if isinstance(value, Finding):
            read.faults.append(value)
            return
        read.values |= {AMOUNT: value, DIRECTION: IN if filled[0] else OUT}
