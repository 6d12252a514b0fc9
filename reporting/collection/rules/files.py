"""A file of answers: its columns in both languages, and how a cell becomes a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from config.kernel.findings import Finding

#: field -> the names that its column may bear.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "指标", "指标代码"),
    "department": ("department", "部门", "部门代码"),
    "site": ("site", "场所"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位"),
    "text": ("text", "文字"),
    "note": ("note", "explanation", "说明"),
}
REQUIRED = ("code", "department")


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One row of a file of answers."""

    row: int
    code: str
    department: str
    site: str
    value: str
    unit: str
    text: str
    note: str


def columns_of(headers: Sequence[str]) -> tuple[dict[str, int], list[Finding]]:
    """Return field -> index of its column, and what is wrong with the header."""
    places: dict[str, int] = {}
    faults = []
    for index, header in enumerate(headers):
        field = next((name for name, known in COLUMNS.items() if header.lower() in known), None)
        if field is None or field in places:
            faults.append(
                Finding(
                    code="unknown_column",
                    row=1,
                    field=header,
                    value=header,
                    message="No such column, or the same column twice.",
                    remedy="The columns are: {columns}.",
                    facts={"columns": ", ".join(COLUMNS)},
                )
            )
            continue
        places[field] = index
    faults += [
        Finding(
            code="column_missing",
            row=1,
            field=name,
            message="The column is missing.",
            remedy="The columns are: {columns}.",
            facts={"columns": ", ".join(COLUMNS)},
        )
        for name in REQUIRED
        if name not in places
    ]
    return places, faults


def number_of(cell: str) -> Decimal | None:
    """
    Return the number in a cell, thousands separated by commas or not; None for an empty cell.

    :raises InvalidOperation: if it is no number.

    >>> number_of("1,234.5")
    Decimal('1234.5')
    """
    text = cell.replace(",", "").strip()
    if not text:
        return None
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation
    return number
