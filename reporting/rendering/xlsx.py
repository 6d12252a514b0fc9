"""Workbooks: one sheet a table, real numbers and days, and where every figure came from."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from typing import Any

import xlsxwriter

from reporting.rendering.blocks import Column
from reporting.rendering.document import Cell, Document, Figure, KeyFigure, KeyFigures, Table
from reporting.rendering.sheet_looks import (
    Looks,
    defined_name,
    header_text,
    headline_names,
    number_format,
    sheet_names,
    written_format,
)
from reporting.rendering.units import unit_words
from reporting.rendering.words import (
    WORDS,
    cell_text,
    day_text,
    display_width,
    instant_text,
    number_text,
    sign_off,
)

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
TABLE_HEAD = 3  # caption, sample mark or empty, headings
LOOKED_AT = 1_000
UPRIGHT_LETTERS = 110
NARROWEST, WIDEST = 8, 60


def render(document: Document) -> bytes:
    """
    Return ``document`` as a workbook: cover, a sheet a table, provenance.

    Each figure has a note with its id where it stands, and its id (with _ for -) as the defined
    name of its value in the provenance sheet; a key figure is named by its label too. Text is
    never a formula.

    :raises ValueError: if a table has more rows than a sheet holds.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": True,
            "in_memory": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    _Writer(book, document).write()
    book.close()
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.document = document
        self.words = WORDS[document.language]
        self.records = document.records()
        self.formats = Looks(book, font="Arial" if document.language == "en" else "微软雅黑")
        self.tables = [
            block
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Table)
        ]
        self.names = sheet_names(
            [
                self.words["sheet_cover"],
                *(t.caption for t in self.tables),
                self.words["sheet_provenance"],
            ]
        )

    def write(self) -> None:
        document = self.document
        self.book.set_properties(
            {
                "title": document.title,
                "subject": document.identifier,
                "author": document.organization,
                "keywords": self.words["sample"] if document.is_sample else "",
                # Excel keeps no time zone; the moment of knowledge stands in for the clock.
                "created": document.known_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        self._cover()
        for table, name in zip(self.tables, self.names[1:-1], strict=True):
            self._table(table, name)
        self._provenance()

    def _sheet(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        if sum(widths) > UPRIGHT_LETTERS:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        header = f"&R{self.words['sample']}" if self.document.is_sample else ""
        sheet.set_header(f"&L{header_text(self.document.organization)}{header}")
        sheet.set_footer(f"&L{header_text(self.document.identifier)}&R&P / &N")
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        return sheet

    def _cover(self) -> None:
        document, words, plain = self.document, self.words, self.formats
        sheet = self._sheet(self.names[0], (40, 26, 13, 30))
        sheet.set_row(1, 34)
        sheet.write_string(1, 0, document.title, plain("title"))
        row = 2
        if document.subtitle:
            sheet.write_string(row, 0, document.subtitle, plain("muted"))
            row += 1
        if document.is_sample:
            sheet.set_row(row, 32)
            notice = f"{words['sample']}: {document.sample_notice}"
            sheet.merge_range(row, 0, row, 3, notice, plain("notice"))
            row += 1
        row += 1
        for label, value in (
            (words["organization"], document.organization),
            (words["period"], document.period_text),
            (words["identifier"], document.identifier),
            (words["version"], document.version_label),
            (words["issued_on"], day_text(document.issued_on, document.language)),
            (words["known_at"], instant_text(document.known_at, document.language)),
            *sign_off(document),
        ):
            sheet.write_string(row, 0, label, plain("muted"))
            sheet.write_string(row, 1, value, plain("text"))
            row += 1
        row = self._key_figures(sheet, row + 1)
        sheet.write_string(row + 1, 0, words["sheet_list"], plain("heading"))
        captions = [
            f"{words['table']} {n}  {t.caption}" for n, t in enumerate(self.tables, start=1)
        ]
        captions.append(words["index"])
        for offset, (name, caption) in enumerate(
            zip(self.names[1:], captions, strict=True), start=2
        ):
            target = "internal:'" + name.replace("'", "''") + "'!A1"
            sheet.write_url(row + offset, 0, target, plain("link"), string=name)
            sheet.write_string(row + offset, 1, caption, plain("muted"))

    def _key_figures(self, sheet: Any, row: int) -> int:
        cards = list(_cards(self.document))
        if not cards:
            return row
        sheet.write_string(row, 0, self.words["key_figures"], self.formats("heading"))
        quoted = "'" + self.names[0].replace("'", "''") + "'"
        named = headline_names([card.label for card in cards])
        for row_number, (card, name) in enumerate(zip(cards, named, strict=True), start=row + 1):
            column = Column(heading=card.label, kind="number")
            sheet.write_string(row_number, 0, card.label, self.formats("text"))
            self._cell(sheet, row_number, 1, card.figure, column)
            sheet.write_string(row_number, 2, self._unit(card.figure.unit), self.formats("muted"))
            sheet.write_string(row_number, 3, card.note, self.formats("muted"))
            self.book.define_name(name, f"={quoted}!$B${row_number + 1}")
        return row + len(cards) + 1

    def _table(self, table: Table, name: str) -> None:
        if len(table.rows) + TABLE_HEAD + 2 > MOST_ROWS:
            raise ValueError(
                f"Table {table.caption!r} has {len(table.rows)} rows; a sheet holds {MOST_ROWS}."
            )
        sheet = self._sheet(name, _widths(table))
        sheet.freeze_panes(TABLE_HEAD, 0)
        sheet.repeat_rows(TABLE_HEAD - 1)
        sheet.write_string(0, 0, table.caption, self.formats("heading"))
        if self.document.is_sample:
            sheet.write_string(1, 0, self.words["sample"], self.formats("sample"))
        for place, column in enumerate(table.columns):
            unit = self.words["in_head"].format(unit=column.unit) if column.unit else ""
            look = "head_text" if column.kind in ("text", "date") else "head_number"
            sheet.write_string(TABLE_HEAD - 1, place, column.heading + unit, self.formats(look))
        row = TABLE_HEAD
        for cells in table.rows:
            self._row(sheet, row, cells, table.columns)
            row += 1
        if table.rows:
            sheet.autofilter(TABLE_HEAD - 1, 0, row - 1, len(table.columns) - 1)
        if table.total is not None:
            self._row(sheet, row, table.total, table.columns, total=True)
            row += 1
        for offset, note in enumerate(table.notes, start=1):
            sheet.write_string(row + offset, 0, note, self.formats("muted"))

    def _row(
        self,
        sheet: Any,
        row: int,
        cells: Sequence[Cell],
        columns: Sequence[Column],
        *,
        total: bool = False,
    ) -> None:
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            self._cell(sheet, row, place, cell, column, total=total)

    def _cell(
        self, sheet: Any, row: int, place: int, cell: Cell, column: Column, *, total: bool = False
    ) -> None:
        if isinstance(cell, Figure):
            look = self.formats(self._number_format(cell, column), total=total)
            sheet.write_number(row, place, float(cell.value), look)
            sheet.write_comment(row, place, self._remark(cell), {"x_scale": 1.6, "author": ""})
        elif cell is None:
            sheet.write_blank(row, place, None, self.formats("text", total=total))
        elif isinstance(cell, str):
            sheet.write_string(row, place, cell[:LONGEST_TEXT], self.formats("text", total=total))
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self.formats("date", total=total))
        else:
            look = self.formats(number_format(cell, column), total=total)
            sheet.write_number(row, place, float(cell), look)

    def _number_format(self, figure: Figure, column: Column) -> str:
        """Return the format of the exact value: the column's places, else its record's."""
        record = self.records[figure.figure_id]
        if column.places is None and column.kind == "number" and record.text:
            return written_format(record.text)
        return number_format(figure.value, column, shown=figure.text)

    def _remark(self, figure: Figure) -> str:
        shown = " ".join(filter(None, (figure.text, figure.printed_unit)))
        return f"{figure.figure_id}\n{self.words['shown_as']}: {shown}"

    def _unit(self, unit: str) -> str:
        return unit_words(unit, self.document.language)

    def _label_width(self) -> int:
        labels = (each.label(self.document.language) for each in self.document.provenance)
        return min(WIDEST, max((display_width(each) for each in labels), default=NARROWEST)) + 3

    def _provenance(self) -> None:
        words, document = self.words, self.document
        heads = (
            ("id", 16), ("label", self._label_width()), ("value", 22), ("unit", 14), ("exact", 26),
            ("measure", 18), ("method", 14), ("span", 14), ("known_at", 32), ("fingerprint", 68),
            ("explanation", 100), ("url", 66),
        )  # fmt: skip
        name = self.names[-1]
        sheet = self._sheet(name, [width for _, width in heads])
        sheet.freeze_panes(1, 1)
        for place, (key, _) in enumerate(heads):
            sheet.write_string(0, place, words[key], self.formats("head_text"))
        quoted = "'" + name.replace("'", "''") + "'"
        for row, record in enumerate(document.provenance, start=1):
            texts = {
                0: record.figure_id,
                1: record.label(document.language),
                3: self._unit(record.unit),
                4: number_text(record.value).replace(",", "").replace("−", "-"),
                5: record.measure,
                6: record.method,
                7: record.period,
                8: instant_text(record.known_at, document.language),
                9: record.sha256,
                10: record.explanation,
                11: document.base_url + record.figure_id if document.base_url else "",
            }
            for place in range(len(heads)):
                if place in texts:
                    sheet.write_string(
                        row, place, texts[place][:LONGEST_TEXT], self.formats("text")
                    )
                else:
                    shown = record.text or number_text(record.value)
                    look = self.formats(written_format(shown))
                    sheet.write_number(row, place, float(record.value), look)
            self.book.define_name(defined_name(record.figure_id), f"={quoted}!$C${row + 1}")


def _cards(document: Document) -> Iterator[KeyFigure]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                yield from block.cards


def _widths(table: Table) -> list[int]:
    rows = (*table.rows[:LOOKED_AT], *([table.total] if table.total else ()))
    widths = []
    for place, column in enumerate(table.columns):
        longest = max((display_width(cell_text(row[place], column)) for row in rows), default=0)
        heading = display_width(column.heading) + (
            display_width(column.unit) + 4 if column.unit else 0
        )
        widths.append(min(WIDEST, max(NARROWEST, longest, heading)) + 3)
    return widths
