"""Reading an edition's file: every row judged, findings collected, nothing raised."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from config.kernel.findings import Finding
from projects.reference.rules.kinds import FACTOR_KINDS, EditionKind, converted
from projects.reference.rules.layouts import (
    KEYS,
    LAYOUTS,
    Column,
    Row,
    UnreadableCell,
    read_cell,
)


@dataclass(frozen=True)
class JudgedFile:
    """What a file holds once every row was judged; ``rows`` are the acceptable ones."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    rows_read: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that keep the file out."""
        return tuple(each for each in self.findings if each.blocks)


def judge_file(kind: EditionKind, content: bytes) -> JudgedFile:
    """Return the rows of a CSV file in UTF-8 and everything that was found about them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return JudgedFile((), (_not_utf8(fault),), 0)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = LAYOUTS[kind]
    try:
        lines = [(reader.line_num, line) for line in reader if line]
    except csv.Error as fault:
        return JudgedFile((), (_not_csv(reader.line_num, fault),), 0)
    headings = [cell.strip() for cell in lines[0][1]] if lines else []
    faults = _judge_headings(headings, columns)
    if faults:
        return JudgedFile((), faults, 0)
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, line in lines[1:]:
        row, found = _judge_line(kind, number, headings, line)
        findings += found
        if row is not None:
            rows.append(row)
    findings += _doubles(kind, rows)
    if not lines[1:]:
        findings.append(_empty())
    return JudgedFile(tuple(rows), tuple(findings), len(lines) - 1)


def _judge_line(
    kind: EditionKind, number: int, headings: Sequence[str], line: Sequence[str]
) -> tuple[Row | None, list[Finding]]:
    if len(line) != len(headings):
        return None, [_wrong_width(number, len(line), len(headings))]
    cells = dict(zip(headings, (cell.strip() for cell in line), strict=True))
    row: Row = {"row": number}
    findings: list[Finding] = []
    for column in LAYOUTS[kind]:
        cell = cells[column.heading]
        try:
            row[column.name] = read_cell(column, cell)
        except UnreadableCell as fault:
            findings.append(
                Finding(
                    code=fault.code,
                    message=fault.message,
                    remedy=fault.remedy,
                    row=number,
                    field=column.heading,
                    value=cell,
                )
            )
    if not findings and kind is EditionKind.FACTORS:
        findings += _judge_factor(row)
    return (None if any(each.blocks for each in findings) else row), findings


def _judge_factor(row: Row) -> list[Finding]:
    """Judge what one factor's cells say together: kind, unit, year and size."""
    kind = FACTOR_KINDS.get(row["kind"])
    if kind is None:
        return [
            Finding(
                code="unknown_factor_kind",
                message="The library has no such kind of factor.",
                remedy="Use one of: {known}.",
                facts={"known": ", ".join(FACTOR_KINDS)},
                row=row["row"],
                field="kind",
                value=row["kind"],
            )
        ]
    in_kind_unit = converted(row["value"], unit=row["unit"], into=kind.units[0])
    if row["unit"] not in kind.units or in_kind_unit is None:
        return [
            Finding(
                code="wrong_unit",
                message="A factor of this kind is stated in {units}.",
                remedy="Restate the value, or correct the unit.",
                facts={"units": ", ".join(kind.units)},
                row=row["row"],
                field="unit",
                value=row["unit"],
            )
        ]
    findings = []
    if not kind.lowest <= in_kind_unit <= kind.highest:
        findings.append(
            Finding(
                code="out_of_bounds",
                message="No true value of this kind leaves {lowest} to {highest} {unit}.",
                remedy="Check the unit: grams for kilograms, or kilograms for tonnes?",
                facts={"lowest": kind.lowest, "highest": kind.highest, "unit": kind.units[0]},
                row=row["row"],
                field="value",
                value=str(row["value"]),
            )
        )
    if kind.dated and row["data_year"] is None:
        findings.append(
            Finding(
                code="missing_value",
                message="A factor of this kind belongs to a data year.",
                remedy="Fill it in.",
                row=row["row"],
                field="year",
            )
        )
    return findings


def _doubles(kind: EditionKind, rows: Sequence[Row]) -> list[Finding]:
    first: dict[tuple[object, ...], int] = {}
    findings = []
    for row in rows:
        key = tuple(row[name] for name in KEYS[kind])
        if key in first:
            findings.append(
                Finding(
                    code="double_row",
                    message="Row {first} says the same thing.",
                    remedy="Keep one of the two; sources that differ are told apart by source.",
                    facts={"first": first[key]},
                    row=row["row"],
                    field=", ".join(KEYS[kind]),
                    value=" / ".join(str(part) for part in key if part is not None),
                )
            )
        first.setdefault(key, row["row"])
    return findings


def _judge_headings(headings: Sequence[str], columns: Sequence[Column]) -> tuple[Finding, ...]:
    wanted = [column.heading for column in columns]
    missing = [heading for heading in wanted if heading not in headings]
    surplus = [heading for heading in headings if heading not in wanted]
    doubled = sorted({heading for heading in headings if headings.count(heading) > 1})
    remedy = "The columns are: {columns}."
    facts = {"columns": ", ".join(wanted)}
    found = (
        ("missing_column", "The column is missing.", missing),
        ("unknown_column", "Nothing is known of this column.", surplus),
        ("double_column", "The column is there twice.", doubled),
    )
    return tuple(
        Finding(code=code, message=message, remedy=remedy, facts=facts, row=1, field=heading)
        for code, message, names in found
        for heading in names
    )


def _wrong_width(number: int, cells: int, columns: int) -> Finding:
    return Finding(
        code="wrong_width",
        message="The row has {cells} cells where the file has {columns} columns.",
        remedy="Quote cells that hold a comma.",
        facts={"cells": cells, "columns": columns},
        row=number,
    )


def _not_utf8(fault: UnicodeDecodeError) -> Finding:
    return Finding(
        code="not_utf8",
        message="Byte {position} is not UTF-8.",
        remedy="Save the file as CSV in UTF-8.",
        facts={"position": fault.start},
    )


def _not_csv(number: int, fault: csv.Error) -> Finding:
    return Finding(
        code="not_csv",
        message="The line is not CSV: {fault}.",
        remedy="Check the quotation marks.",
        facts={"fault": str(fault)},
        row=number,
    )


def _empty() -> Finding:
    return Finding(code="empty_file", message="The file has no rows.", remedy="Add the rows.")
