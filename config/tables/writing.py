"""Write a table as CSV or as a workbook: numbers as numbers, text as text, never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, BinaryIO

import xlsxwriter

from config.kernel.errors import DomainError


class TooManyForASheet(DomainError):
    """A sheet holds {most} rows and the list has more; take it as CSV, or narrow it."""

    code = "too_many_for_a_sheet"


class Form(StrEnum):
    """The files that a table can become."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: A sheet's rows, its head among them, and the letters that one cell takes.
MOST_ROWS, LONGEST_TEXT = 1_048_576, 32_767
#: A spreadsheet keeps so many digits of a number; what has more stays text, digit by digit.
EXACT_DIGITS = 15
#: The first day that a spreadsheet counts rightly: its calendar has a 29 February 1900.
FIRST_DAY = dt.date(1900, 3, 1)
#: How a cell begins that a spreadsheet may take for a formula; the full-width forms as well.
LEAD_INS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_MEASURED_ROWS = 1_000
_NARROWEST, _WIDEST = 8, 60


@dataclass(frozen=True)
class Column:
    """One column: its heading, and how its numbers are written in a sheet."""

    title: str
    number_format: str = ""


@dataclass(frozen=True)
class Written:
    """What was written: how many rows, and how many texts were longer than a cell takes."""

    rows: int
    cut: int = 0


def neutral(text: str) -> str:
    """
    Return ``text`` so that no spreadsheet takes it for a formula.

    What begins like one gets an apostrophe before it: ``=1+1`` becomes ``'=1+1``.
    """
    return f"'{text}" if text.startswith(LEAD_INS) else text


def number_format(places: int) -> str:
    """Return the sheet's format of a number with so many decimal places."""
    return "#,##0" + ("." + "0" * places if places else "")


def write_csv(
    rows: Iterable[Sequence[Any]], columns: Sequence[Column], stream: BinaryIO
) -> Written:
    """
    Write a heading and ``rows`` as CSV (RFC 4180), with the mark by which Excel knows UTF-8.

    Decimals and whole numbers are written as they are, days and instants in ISO 8601; text that
    begins like a formula is made neutral.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(each.title) for each in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return Written(count)


def write_xlsx(
    rows: Iterable[Sequence[Any]],
    columns: Sequence[Column],
    stream: BinaryIO,
    *,
    title: str,
    provenance: Callable[[Written], Sequence[tuple[str, Any]]] | None = None,
    provenance_title: str = "Provenance",
    created: dt.datetime | None = None,
) -> Written:
    """
    Write a heading and ``rows`` as a workbook, in constant memory.

    The head is frozen and filters; numbers are numbers, days are dates, text is text with its
    leading zeros and all its digits. ``provenance`` gives the lines of the second sheet once it
    is known how many rows there are. An instant is given in the zone in which it is read.

    :raises TooManyForASheet: if the sheet cannot hold the rows.
    """
    book = xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    try:
        if created is not None:
            book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        written = _Sheet(book, sheet_name(title), columns).write(rows)
        if provenance is not None:
            _lines(book, sheet_name(provenance_title), provenance(written))
    finally:
        # What a refusal leaves half-written is closed as well: its temporary files go with it.
        book.close()
    return written


def sheet_name(title: str) -> str:
    """Return a title as a name that a sheet may have."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31].strip() or "Sheet"


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return neutral(str(value))


class _Sheet:
    """One sheet that is written from its head down."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column]) -> None:
        self.sheet = book.add_worksheet(name)
        self.columns = columns
        self.cut = 0
        self.head = book.add_format({"bold": True, "bg_color": "#DCFCE7", "bottom": 1})
        # The prefix keeps a text a text even after a person has edited the cell.
        self.text = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = book.add_format({"num_format": DAY})
        self.instant = book.add_format({"num_format": INSTANT})
        formats = {each.number_format for each in columns} | {""}
        made = {each: book.add_format({"num_format": each}) for each in sorted(formats) if each}
        self.numbers = [made.get(each.number_format) for each in columns]
        self.widths = [display_width(each.title) + 3 for each in columns]

    def write(self, rows: Iterable[Sequence[Any]]) -> Written:
        for place, column in enumerate(self.columns):
            self.sheet.write_string(0, place, column.title, self.head)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count >= MOST_ROWS:
                raise TooManyForASheet(most=MOST_ROWS - 1)
            for place, value in enumerate(row):
                said = self._cell(count, place, value)
                if count <= _MEASURED_ROWS:
                    self.widths[place] = max(self.widths[place], display_width(said) + 2)
        self.sheet.freeze_panes(1, 0)
        if self.columns:
            self.sheet.autofilter(0, 0, count, len(self.columns) - 1)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, min(max(width, _NARROWEST), _WIDEST))
        return Written(count, self.cut)

    def _cell(self, row: int, place: int, value: Any) -> str:
        """Write one cell; return about what is read there."""
        if value is None or value == "":
            return ""
        if type(value) is str and len(value) <= LONGEST_TEXT:
            self.sheet.write_string(row, place, value, self.text)
            return value
        if isinstance(value, bool):
            self.sheet.write_boolean(row, place, value)
            return str(value)
        if isinstance(value, int | float | Decimal) and _is_exact(value):
            self.sheet.write_number(row, place, float(value), self.numbers[place])
            return f"{value:,}" if row <= _MEASURED_ROWS else ""
        if isinstance(value, dt.datetime) and value.date() >= FIRST_DAY:
            plain = value.replace(tzinfo=None, microsecond=0)
            self.sheet.write_datetime(row, place, plain, self.instant)
            return INSTANT
        if isinstance(value, dt.date) and value >= FIRST_DAY:
            self.sheet.write_datetime(row, place, value, self.day)
            return DAY
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        if len(text) > LONGEST_TEXT:
            text, self.cut = text[: LONGEST_TEXT - 1] + "…", self.cut + 1
        self.sheet.write_string(row, place, text, self.text)
        return text


def _is_exact(value: float | Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, Decimal) and len(str(value)) <= EXACT_DIGITS and value.is_finite():
        return True  # so short a text holds no more digits: the usual case, without counting them
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= EXACT_DIGITS


def _lines(book: Any, name: str, lines: Sequence[tuple[str, Any]]) -> None:
    sheet = _Sheet(book, name, [Column(""), Column("")])
    for row, (label, value) in enumerate(lines):
        sheet.sheet.write_string(row, 0, label, sheet.head)
        sheet._cell(row, 1, value)  # noqa: SLF001 (a sheet's own writer)
    sheet.sheet.set_column(0, 0, 24)
    sheet.sheet.set_column(1, 1, _WIDEST)
