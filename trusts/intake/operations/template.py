"""A template to fill in: titles in both languages, an example that is not read, lists."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from config.tables import converting
from config.tables.writing import display_width
from trusts.intake.rules.columns import REMARK, Column
from trusts.intake.subjects import Subject

LAST_ROW = 5_000
CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LISTS = "lists"
_LONGEST_PROMPT = 250


def template_of(subject: Subject) -> bytes:
    """Return a workbook with the titles of a subject, one example that is a remark, and lists."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})  # the same template has the same bytes
    sheet = book.add_worksheet(str(subject.title)[:31])
    lists = book.add_worksheet(LISTS)
    lists.hide()
    looks = _Looks(book)
    for at, column in enumerate(subject.columns):
        _column(sheet, at, column, looks)
        if choices := list(column.choices):
            lists.write_column(0, at, choices)
            letters = xlsxwriter.utility.xl_col_to_name(at)
            source = f"={LISTS}!${letters}$1:${letters}${len(choices)}"
            sheet.data_validation(
                2,
                at,
                LAST_ROW,
                at,
                {
                    "validate": "list",
                    "source": source,
                    "error_type": "warning",
                    "error_message": _("Pick one of the list, or write its code."),
                },
            )
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


class _Looks:
    """How the cells of a template look."""

    def __init__(self, book: Any) -> None:
        self.required = book.add_format({"bold": True, "bg_color": "#BBF7D0", "bottom": 1})
        self.optional = book.add_format({"bold": True, "bg_color": "#F1F5F9", "bottom": 1})
        self.example = book.add_format({"italic": True, "font_color": "#64748B"})
        self.text = book.add_format({"num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.money = book.add_format({"num_format": "#,##0.00"})

    def of(self, column: Column) -> Any:
        """Return how the cells of a column are formatted."""
        if column.convert is converting.day:
            return self.day
        return self.money if column.convert is converting.positive else self.text


def _column(sheet: Any, at: int, column: Column, looks: _Looks) -> None:
    sheet.write_string(
        0, at, column.title, looks.required if column.is_required else looks.optional
    )
    shown = f"{REMARK} {_('example')}: {column.example}" if at == 0 else column.example
    sheet.write_string(1, at, shown, looks.example)
    width = max(display_width(column.title), display_width(shown)) + 3
    sheet.set_column(at, at, min(max(width, 12), 40), looks.of(column))
    note = _("Required.") if column.is_required else _("May stay empty.")
    if choices := list(column.choices):
        note = f"{note} {_('One of')}: {', '.join(choices)}"
    sheet.write_comment(0, at, note[:_LONGEST_PROMPT])
