"""A table as it was read: its headers, its rows as text, and how it was stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from config.kernel.findings import Finding
from config.tables.reading.findings import UnreadableTable, finding

MEBIBYTE = 1 << 20


class Form(StrEnum):
    """In which form a table was stored."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a file is read at most; beyond that it is refused, never cut."""

    file_bytes: int = 64 * MEBIBYTE
    rows: int = 200_000
    columns: int = 200
    line_characters: int = 1_000_000
    unpacked_bytes: int = 512 * MEBIBYTE
    part_ratio: int = 120
    parts: int = 2_000
    memory_bytes: int = 1024 * MEBIBYTE
    seconds: int = 120


class Row(NamedTuple):
    """One row: its number as an editor shows it, its cells, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    A table that was opened; ``rows`` is read once, row by row.

    Reading on may still raise UnreadableTable: a file is long, and its end may be damaged.
    """

    name: str
    form: Form
    headers: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def column_letters(index: int) -> str:
    """
    Return the letters of a column counted from 0.

    >>> column_letters(27)
    'AB'
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def checked_headers(cells: Sequence[str], *, header_row: int, limits: Limits) -> tuple[str, ...]:
    """
    Return the names of the columns, empty ones at the end left out.

    :raises UnreadableTable: naming every column without a name or with another's.
    """
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableTable([finding("header_missing", row=header_row, header_row=header_row)])
    if len(names) > limits.columns:
        found = finding(
            "too_many_columns", row=header_row, columns=len(names), limit=limits.columns
        )
        raise UnreadableTable([found])
    faults = []
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        letters = column_letters(index)
        if not name:
            faults.append(finding("header_empty", row=header_row, field=letters, column=letters))
        elif name.casefold() in first:
            other = column_letters(first[name.casefold()])
            faults.append(
                finding(
                    "header_repeated",
                    row=header_row,
                    field=name,
                    value=name,
                    first=other,
                    column=letters,
                )
            )
        first.setdefault(name.casefold(), index)
    if faults:
        raise UnreadableTable(faults)
    return tuple(names)


def fitted(
    number: int, cells: Sequence[str], headers: tuple[str, ...], *, is_ragged: bool
) -> Row | None:
    """
    Return the row with as many cells as there are columns; None for an empty one.

    :param is_ragged: whether a missing cell is a fault, as in CSV, where it shifts the others.
    """
    if not any(cells):
        return None
    width = len(headers)
    if len(cells) == width:
        return Row(number, tuple(cells))
    beyond = [cell for cell in cells[width:] if cell]
    faults: tuple[Finding, ...] = ()
    if is_ragged and (beyond or len(cells) < width):
        faults = (finding("row_ragged", row=number, cells=len(cells), columns=width),)
    elif beyond:
        faults = (finding("cell_without_column", row=number, value=beyond[0]),)
    kept = [*cells[:width], *([""] * (width - len(cells)))]
    return Row(number, tuple(kept), faults)
