"""The child process that reads a workbook: its XML judged, its cells as text, a row a line."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from config.tables.reading.sheet_xml import (
    SheetFacts,
    XmlRefused,
    check_part,
    scan_sheet,
    sheets_of,
)
from config.tables.reading.table import Limits
from config.tables.reading.workbook import OUT_OF_MEMORY

_EXACT = 10**15  # from here on a spreadsheet's number has lost digits


class Refused(Exception):
    """The workbook is not taken: the code of the finding, the row, and its facts."""

    def __init__(self, code: str, facts: dict[str, object], *, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.facts, self.row = code, facts, row


def main() -> int:
    """Read what standard input asks for; write what was read, or why not, and the rows."""
    asked = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in read(Path(asked["path"]), asked["sheet"], asked["header_row"], limits):
            sys.stdout.write(line + "\n")
    except Refused as fault:
        told = {"refused": fault.code, "row": fault.row, "facts": fault.facts}
        sys.stdout.write(_json(told) + "\n")
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def read(path: Path, wanted: str | None, header_row: int, limits: Limits) -> Iterator[str]:
    """Yield the sheet's name, then the header and every filled row below as lines of JSON."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                check_part(archive, part.filename)
            found = sheets_of(archive)
            book = CalamineWorkbook.from_path(path)
            name, facts = _chosen(book, archive, found, wanted)
        _check_extent(facts, header_row, limits)
        yield _json({"sheet": name})
        yield from _lines(book.get_sheet_by_name(name), facts, header_row)
    except XmlRefused as fault:
        raise Refused(fault.code, fault.facts) from fault


def _chosen(
    book: CalamineWorkbook, archive: zipfile.ZipFile, found: dict[str, str], wanted: str | None
) -> tuple[str, SheetFacts]:
    visible = [
        each.name
        for each in book.sheets_metadata
        if each.visible is SheetVisibleEnum.Visible
        and each.typ is SheetTypeEnum.WorkSheet
        and each.name in found
    ]
    if wanted is not None and wanted not in visible:
        raise Refused("sheet_missing", {"sheet": wanted, "sheets": ", ".join(visible)})
    asked = visible if wanted is None else [wanted]
    facts = {name: scan_sheet(archive, found[name]) for name in asked}
    filled = [name for name in asked if facts[name].last_row]
    if len(filled) > 1:
        raise Refused("several_sheets", {"sheets": ", ".join(filled)})
    if not asked:
        raise Refused("sheet_missing", {"sheet": "", "sheets": ""})
    name = filled[0] if filled else asked[0]
    return name, facts[name]


def _check_extent(facts: SheetFacts, header_row: int, limits: Limits) -> None:
    for first, last, text in facts.merged:
        if last >= header_row:
            raise Refused("merged_cells", {"range": text}, row=first)
    if facts.last_row - header_row > limits.rows:
        raise Refused("too_many_rows", {"limit": limits.rows}, row=header_row + limits.rows)
    if facts.last_column > limits.columns:
        raise Refused("too_many_columns", {"columns": facts.last_column, "limit": limits.columns})


def _lines(sheet: CalamineSheet, facts: SheetFacts, header_row: int) -> Iterator[str]:
    start = sheet.start
    if start is None:
        return
    before = [""] * start[1]
    for number, values in enumerate(sheet.iter_rows(), 1):
        if number < header_row:
            continue
        faults: list[tuple[int, str, str]] = []
        cells = list(before)
        for index, value in enumerate(values, start[1]):
            if isinstance(value, float) and abs(value) >= _EXACT:
                faults.append((index, "digits_lost", _text(value)))
            cells.append(_text(value))
        faults += [(index, code, "") for index, code in facts.faults.get(number, ())]
        if number == header_row or faults or any(cells):
            yield _json([number, cells, faults])


def _text(value: Any) -> str:
    """
    Return a cell as text: days in ISO, numbers plain with at most 15 significant digits.

    A workbook stores 0.3 as the nearest binary number; 15 digits are what it shows and keeps.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main())
