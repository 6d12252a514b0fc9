"""Everything for which a file is refused, or a row of it, each with its remedy."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.errors import InvalidInput
from config.kernel.findings import Finding

VALUE_SHOWN = 80

#: code -> (what is wrong, how to mend it)
REFUSALS: Mapping[str, tuple[str, str]] = {
    # --- the file as a whole
    "file_too_large": (
        "The file has {size} bytes; at most {limit} are taken.",
        "Split the file and send the parts.",
    ),
    "file_empty": (
        "The file is empty.",
        "Write the names of the columns into the first row and the data below.",
    ),
    "form_unknown": (
        "The file is neither CSV nor XLSX; its content begins like {found}.",
        "Save the sheet as XLSX or as CSV UTF-8 and send that.",
    ),
    "form_unlike_name": (
        "The name ends in {ending}, the content is {found}.",
        "Do not rename files by hand; save the sheet as XLSX or as CSV and send that.",
    ),
    "old_workbook": (
        "This is a workbook of the old kind (XLS).",
        "Open it and save it as XLSX.",
    ),
    "workbook_encrypted": (
        "The workbook is protected by a password.",
        "Remove the password (File, Info, Protect Workbook) and send it again.",
    ),
    "workbook_binary": (
        "This is a binary workbook (XLSB) or another kind of archive, not XLSX.",
        "Open it and save it as XLSX.",
    ),
    "workbook_active": (
        "The workbook carries active content: {part}.",
        "Save it as XLSX without macros, external links and embedded objects; paste values only.",
    ),
    "workbook_damaged": (
        "The workbook cannot be read: {why}.",
        "Open it, save it as XLSX under a new name and send that.",
    ),
    "workbook_too_many_parts": (
        "The workbook has {parts} parts; at most {limit} are opened.",
        "Copy the sheet into a new workbook and send that.",
    ),
    "workbook_bomb": (
        "Unpacked, {part} would have {size} bytes, {ratio} times its packed size.",
        "Copy the filled rows into a new workbook and send that.",
    ),
    "workbook_too_large": (
        "Unpacked, the workbook has {size} bytes; at most {limit} are read.",
        "Copy the filled rows into a new workbook, or send the sheet as CSV.",
    ),
    "workbook_declares_entities": (
        "The part {part} declares a document type, which no spreadsheet program writes.",
        "Copy the sheet into a new workbook and send that.",
    ),
    "workbook_too_hungry": (
        "Reading the workbook took more than {limit_mb} MB of memory or {seconds} seconds.",
        "Send the sheet as CSV, or split it.",
    ),
    "sheet_missing": (
        "There is no visible sheet {sheet}; there are: {sheets}.",
        "Name the sheet as the profile does, or correct the profile.",
    ),
    "several_sheets": (
        "Several visible sheets hold data: {sheets}.",
        "Leave one of them, or name the sheet in the profile.",
    ),
    "merged_cells": (
        "The cells {range} are merged.",
        "Unmerge them and fill every cell.",
    ),
    # --- CSV
    "encoding_unknown": (
        "Byte {offset}, in line {line}, is no {encodings}.",
        "Save the file as CSV UTF-8.",
    ),
    "nul_byte": (
        "Line {line} holds a NUL byte.",
        "Save the file as CSV UTF-8; UTF-16 is read only with its byte order mark.",
    ),
    "line_too_long": (
        "Line {line} has more than {limit} characters.",
        "Check that every quotation mark is closed and that lines end.",
    ),
    "not_csv": (
        "Line {line} is not CSV: {why}.",
        "Close every quotation mark.",
    ),
    # --- the header and the size
    "header_missing": (
        "Row {header_row} should name the columns and is empty.",
        "Write the names of the columns there, or correct the row of the header in the profile.",
    ),
    "header_empty": (
        "Column {column} has no name.",
        "Name the column, or remove it.",
    ),
    "header_repeated": (
        "The name stands twice: in columns {first} and {column}.",
        "Keep one of the columns, or rename one.",
    ),
    "too_many_columns": (
        "The table has {columns} columns; at most {limit} are read.",
        "Remove empty columns to the right.",
    ),
    "too_many_rows": (
        "The table has more than {limit} rows.",
        "Split the file and send the parts.",
    ),
    # --- one row
    "row_ragged": (
        "The row has {cells} cells; the header has {columns}.",
        "Quote cells that hold the separator, and fill or remove the odd ones.",
    ),
    "cell_without_column": (
        "A cell stands to the right of the last named column.",
        "Name its column, or clear the cell.",
    ),
    "cell_error": (
        "The formula in the cell ends in an error.",
        "Correct the formula, or write the value.",
    ),
    "cell_not_computed": (
        "The cell holds a formula whose value was never computed.",
        "Open the file in a spreadsheet program and save it, or paste values only.",
    ),
    "digits_lost": (
        "The number has more than 15 digits; the workbook has lost the last ones.",
        "Format the column as text and type the number again.",
    ),
}


class UnreadableTable(InvalidInput):
    """The file cannot be taken: {count} fault(s); nothing was stored."""

    code = "unreadable_table"


def finding(
    code: str, *, row: int | None = None, field: str = "", value: str = "", **facts: object
) -> Finding:
    """Return the finding of this code, its sentences taken from the table above."""
    message, remedy = REFUSALS[code]
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        row=row,
        field=field,
        value=value[:VALUE_SHOWN],
        facts=facts,
    )


def refusal(code: str, *, row: int | None = None, **facts: object) -> UnreadableTable:
    """Return the refusal of a whole file for one reason."""
    message, remedy = REFUSALS[code]
    return UnreadableTable(
        [Finding(code=code, message=message, remedy=remedy, row=row, facts=facts)]
    )
