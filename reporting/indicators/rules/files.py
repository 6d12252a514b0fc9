"""Reading a list: every row judged, findings collected, nothing guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from config.kernel.findings import Finding
from config.tables.reading import Limits, open_table
from reporting.indicators.rules.kinds import Answer, Kind, ListKind
from reporting.indicators.rules.layouts import LAYOUTS, Column, Row

#: A list has hundreds of rows; what is far longer is no list of indicators.
LIMITS = Limits(file_bytes=8 << 20, rows=20_000, unpacked_bytes=64 << 20)


@dataclass(frozen=True)
class JudgedList:
    """What a file holds once every row was judged; ``rows`` are the acceptable ones."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    rows_read: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that keep the file out."""
        return tuple(each for each in self.findings if each.blocks)


def judge_list(
    kind: ListKind, content: bytes, *, name: str, source: str, known: Collection[str] | None = None
) -> JudgedList:
    """
    Return the rows of a CSV or XLSX file and everything that was found about them.

    A row without a source of its own has the file's. ``known`` are the codes that a
    framework's items may name; without it they are not judged.

    :raises UnreadableTable: if the file is no table.
    """
    table = open_table(content, name=name, limits=LIMITS)
    columns = LAYOUTS[kind]
    places, findings = _places(table.headers, columns)
    if any(each.blocks for each in findings):
        return JudgedList((), tuple(findings), 0)
    rows: list[Row] = []
    read = 0
    for number, cells, faults in table.rows:
        read += 1
        row, found = _judge_row(number, cells, columns, places)
        found = [*faults, *found]
        if not found:
            found += _judge_whole(kind, row, known)
        findings += found
        if not any(each.blocks for each in found):
            rows.append({**row, "source": row["source"] or source})
    findings += _doubles(rows)
    if not read:
        findings.append(
            Finding(code="empty_file", message="The file has no rows.", remedy="Add the rows.")
        )
    return JudgedList(tuple(rows), tuple(findings), read)


def _places(
    headers: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, int], list[Finding]]:
    """Return where each column stands, and what the header lacks or has too much."""
    names = {each.heading_zh: each.name for each in columns} | {
        each.name: each.name for each in columns
    }
    places: dict[str, int] = {}
    findings = []
    for index, header in enumerate(headers):
        name = names.get(header) or names.get(header.casefold())
        if name is None or name in places:
            findings.append(
                Finding(
                    code="unknown_column",
                    message="Nothing is known of this column, or it is there twice.",
                    remedy="The columns are: {columns}.",
                    facts={"columns": ", ".join(each.name for each in columns)},
                    row=1,
                    field=header,
                )
            )
        else:
            places[name] = index
    findings += [
        Finding(
            code="missing_column",
            message="The column is missing.",
            remedy="Add the column {heading}, also spelled {spelled}.",
            facts={"heading": each.name, "spelled": each.heading_zh},
            row=1,
            field=each.name,
        )
        for each in columns
        if each.required and each.name not in places
    ]
    return places, findings


def _judge_row(
    number: int, cells: Sequence[str], columns: Sequence[Column], places: dict[str, int]
) -> tuple[Row, list[Finding]]:
    row: Row = {"row": number}
    findings = []
    for column in columns:
        cell = cells[places[column.name]].strip() if column.name in places else ""
        if not cell:
            row[column.name] = column.empty
            if column.required:
                findings.append(_empty_cell(number, column))
            continue
        value = column.read(cell, row=number, field=column.name)
        if isinstance(value, Finding):
            findings.append(value)
        row[column.name] = value
    return row, findings


def _empty_cell(number: int, column: Column) -> Finding:
    return Finding(
        code="cell_empty",
        message="The cell is empty.",
        remedy="Fill in the cell.",
        row=number,
        field=column.name,
    )


def _judge_whole(kind: ListKind, row: Row, known: Collection[str] | None) -> list[Finding]:
    """Judge what the cells of one row say together."""
    if kind is ListKind.FRAMEWORK:
        return [] if known is None else list(_unknown(row, known))
    return list(_judge_indicator(row))


def _unknown(row: Row, known: Collection[str]) -> Iterable[Finding]:
    for code in row["indicators"]:
        if code not in known:
            yield Finding(
                code="unknown_indicator",
                message="The library has no indicator of this code.",
                remedy="Take the indicator in first, or leave the cell empty: a gap is shown.",
                row=row["row"],
                field="indicators",
                value=code,
            )


def _judge_indicator(row: Row) -> Iterable[Finding]:
    if row["kind"] == Kind.COLLECTED and not row["owner_department"]:
        yield Finding(
            code="no_owner",
            message="A collected indicator is asked of a department.",
            remedy="Write the code of the department.",
            row=row["row"],
            field="owner_department",
        )
    if row["kind"] == Kind.COMPUTED and not row["method"]:
        yield Finding(
            code="no_method",
            message="A computed indicator names its method.",
            remedy="Write the method, or make the indicator a collected one.",
            row=row["row"],
            field="method",
        )
    if row["answer"] == Answer.MIXED:
        yield Finding(
            code="mixed_indicator",
            message="An indicator is a number or a text.",
            remedy="Make two indicators of it.",
            row=row["row"],
            field="answer",
            value=row["answer"],
        )
    lowest, highest = row["lowest"], row["highest"]
    if lowest is not None and highest is not None and lowest > highest:
        yield Finding(
            code="range_upside_down",
            message="The lower end of the usual range lies above the upper end.",
            remedy="Exchange the two.",
            row=row["row"],
            field="lowest",
            value=str(lowest),
        )


def _doubles(rows: Sequence[Row]) -> list[Finding]:
    first: dict[str, int] = {}
    findings = []
    for row in rows:
        if row["code"] in first:
            findings.append(
                Finding(
                    code="double_row",
                    message="Row {first} has the same code.",
                    remedy="Keep one of the two.",
                    facts={"first": first[row["code"]]},
                    row=row["row"],
                    field="code",
                    value=row["code"],
                )
            )
        first.setdefault(row["code"], row["row"])
    return findings
