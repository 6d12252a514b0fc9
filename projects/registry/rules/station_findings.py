"""Everything that can be wrong or odd about a station file, with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.kernel.findings import Finding, Severity

_VALUE_SHOWN = 80


@dataclass(frozen=True)
class Kind:
    """One kind of fault: how much it weighs, what is said about it and what mends it."""

    message: str
    remedy: str
    severity: Severity = Severity.ERROR


KINDS: Mapping[str, Kind] = {
    # --- the file
    "file_too_large": Kind(
        "The file has {size} bytes; a station file has at most {limit}.",
        "Split the file by project.",
    ),
    "too_many_rows": Kind(
        "The file has more than {limit} rows.",
        "Split the file by project.",
    ),
    "not_csv": Kind(
        "This is a workbook or an archive, not a CSV file.",
        "Save the sheet as CSV UTF-8 and send that.",
    ),
    "wrong_encoding": Kind(
        "The file is neither UTF-8 nor GB18030.",
        "Save the file as CSV UTF-8.",
    ),
    "empty_file": Kind(
        "The file has no station.",
        "Write the column names into the first line and one station into each line below.",
    ),
    "unreadable_line": Kind(
        "The line is not CSV: {fault}.",
        "Close every quotation mark and separate the cells by commas.",
    ),
    # --- the header
    "missing_column": Kind(
        "There is no column for {column}.",
        "Name a column: {spellings}.",
    ),
    "duplicated_column": Kind(
        "Two columns mean {column}.",
        "Keep one of them.",
    ),
    "personal_data_column": Kind(
        "The column holds data about a person; the register keeps a pseudonym only.",
        "Remove the column and send the file again.",
    ),
    "unknown_column": Kind(
        "The column is not known and was left out.",
        "Rename the column if it matters: {spellings}.",
        Severity.WARNING,
    ),
    # --- a line
    "wrong_cell_count": Kind(
        "The line has {cells} cells; the header has {columns}.",
        "Quote cells that hold a comma, and fill or remove the odd ones.",
    ),
    "missing_value": Kind("The cell is empty.", "Fill in the cell."),
    "unprintable": Kind(
        "The cell holds a control character.",
        "Type the cell anew.",
    ),
    "code_malformed": Kind(
        "A code has 1 to 64 letters, digits or . _ / - and starts with a letter or digit.",
        "Write the code without spaces and other signs.",
    ),
    "text_too_long": Kind(
        "The cell has more than {limit} characters.",
        "Shorten the cell.",
    ),
    "code_repeated": Kind(
        "The code stands already in row {first_row}.",
        "Give each station its own code, or remove the repeated line.",
    ),
    "code_taken": Kind(
        "A registered station has this code already.",
        "Remove the line, or give the new station its own code.",
    ),
    "unknown_project": Kind(
        "There is no confirmed project with this code.",
        "Register the project and have it confirmed first, or correct the code.",
    ),
    "unknown_province": Kind(
        "There is no province of this name.",
        "Write the province as 河南, 河南省, Henan or 410000.",
    ),
    "not_a_number": Kind(
        "The capacity is not a number.",
        "Write kilowatts in digits with a decimal point, such as 28.13.",
    ),
    "not_positive": Kind(
        "The capacity is not above zero.",
        "Write the installed capacity in kW.",
    ),
    "too_fine": Kind(
        "The capacity is finer than one watt.",
        "Give kilowatts with at most three decimals.",
    ),
    "capacity_absurd": Kind(
        "No station has more than {limit_kw} kW.",
        "Give kilowatts, not watts.",
    ),
    "large_for_a_household": Kind(
        "More than {limit_kw} kW is unusual on the roof of a household.",
        "Check the unit: the column is in kW.",
        Severity.WARNING,
    ),
    "unreadable_date": Kind(
        "The cell is not a day.",
        "Write the day as 2025-03-31, 2025/3/31, 20250331 or 2025年3月31日.",
    ),
    "date_out_of_range": Kind(
        "No station was connected before {earliest}.",
        "Correct the day.",
    ),
    "not_yet_connected": Kind(
        "The day lies after {today}.",
        "Check the day; the station counts from then on.",
        Severity.WARNING,
    ),
    "unknown_carrier": Kind(
        "A station meters electricity or heat.",
        "Write electricity (电) or heat (热).",
    ),
    "carrier_unlike_project": Kind(
        "The project {project} delivers {carrier}.",
        "Correct the cell, or leave it empty.",
    ),
    "carrier_missing": Kind(
        "The technology of the project {project} does not say what its stations meter.",
        "Add the column carrier with electricity (电) or heat (热).",
    ),
    "unknown_zone": Kind(
        "There is no time zone of this name.",
        "Write an IANA name such as Asia/Shanghai.",
    ),
    "personal_data": Kind(
        "The cell may name a person; the register keeps a pseudonym of 4 to 64 letters, "
        "digits, _ or -, without an identity, telephone or card number.",
        "Replace the cell by a pseudonym.",
    ),
}


def finding(
    code: str, *, row: int | None = None, field: str = "", value: str = "", **facts: object
) -> Finding:
    """Return the finding of kind ``code`` at its place in the file."""
    kind = KINDS[code]
    return Finding(
        code=code,
        message=kind.message,
        remedy=kind.remedy,
        severity=kind.severity,
        row=row,
        field=field,
        value=value[:_VALUE_SHOWN],
        facts=facts,
    )
