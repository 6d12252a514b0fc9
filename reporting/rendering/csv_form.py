"""CSV: every figure in reading order and every table whole, in one ZIP with a manifest."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from config.kernel.canonical import instant, plain_decimal
from config.tables import writing
from reporting.rendering.archives import packed
from reporting.rendering.document import (
    Bullets,
    Cell,
    Chart,
    Document,
    Figure,
    KeyFigures,
    Note,
    Paragraph,
    Section,
    Table,
)
from reporting.rendering.words import WORDS

SCHEMA = "tables-1"
FIGURES, MANIFEST = "figures.csv", "manifest.json"
_TYPES = {
    "text": "string",
    "number": "decimal",
    "percent": "fraction",
    "integer": "integer",
    "date": "date",
}
FIGURE_COLUMNS = (
    "order",
    "figure_id",
    "label_zh",
    "label_en",
    "value",
    "unit",
    "measure",
    "method",
    "period",
    "known_at",
    "shown",
    "shown_unit",
    "section",
    "place",
    "sha256",
)


def render(document: Document) -> bytes:
    """
    Return ``document`` as a ZIP: figures.csv, a file a table, manifest.json.

    Every CSV is UTF-8 with its mark, comma-separated, CRLF; numbers are exact and plain, shares
    are fractions, days are ISO 8601. What begins like a formula has an apostrophe before it.
    """
    parts = {FIGURES: figures_csv(document)}
    listed = [_listed(FIGURES, parts[FIGURES], _figure_columns(), title="")]
    for number, table in enumerate(tables_of(document), start=1):
        name = table_name(number)
        parts[name] = table_csv(table)
        listed.append(_listed(name, parts[name], _table_columns(table), title=table.caption))
    manifest = {
        "schema": SCHEMA,
        "identifier": document.identifier,
        "version": document.version_label,
        "title": document.title,
        "organization": document.organization,
        "language": document.language,
        "period": document.period_text,
        "known_at": instant(document.known_at),
        "issued_on": document.issued_on.isoformat(),
        "is_sample": document.is_sample,
        "sample_notice": document.sample_notice,
        "files": listed,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    return packed({MANIFEST: text.encode() + b"\n", **parts})


def tables_of(document: Document) -> list[Table]:
    """Return the tables in reading order: their numbers are those that the pages print."""
    return [
        block for section in document.sections for block in section.blocks
        if isinstance(block, Table)
    ]  # fmt: skip


def table_name(number: int) -> str:
    """Return the name of a table's file: its number on the pages, the same in every language."""
    return f"table-{number:02}.csv"


def table_csv(table: Table) -> bytes:
    """
    Return one table whole, its total last.

    A column that holds figures has one beside it with their ids, and the first column says
    whether a row is the total. Numbers are the exact values in the column's unit.
    """
    heads = _table_columns(table)
    marked = _marked(table)

    def lines() -> Iterator[list[object]]:
        for row in table.rows:
            yield _line("", row, marked)
        if table.total is not None:
            yield _line("total", table.total, marked)

    return _written([head["name"] for head in heads], lines())


def _line(kind: str, row: Sequence[Cell], marked: Sequence[bool]) -> list[object]:
    made: list[object] = [kind]
    for cell, is_marked in zip(row, marked, strict=True):
        made.append(cell.value if isinstance(cell, Figure) else cell)
        if is_marked:
            made.append(cell.figure_id if isinstance(cell, Figure) else "")
    return made


def _marked(table: Table) -> list[bool]:
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    return [
        any(isinstance(row[place], Figure) for row in rows) for place in range(len(table.columns))
    ]


def figures_csv(document: Document) -> bytes:
    """Return every place where a bound figure stands, in reading order, with its provenance."""
    records = document.records()
    rows: list[list[object]] = []
    for order, (section, place, figure) in enumerate(_places(document), start=1):
        record = records[figure.figure_id]
        rows.append(
            [
                order,
                figure.figure_id,
                record.label_zh,
                record.label_en,
                Decimal(record.value),
                record.unit,
                record.measure,
                record.method,
                record.period,
                instant(record.known_at),
                figure.text,
                figure.printed_unit,
                section.heading,
                place,
                record.sha256,
            ]
        )
    return _written(FIGURE_COLUMNS, iter(rows))


def _places(document: Document) -> Iterator[tuple[Section, str, Figure]]:
    """Yield each bound figure with its section and what it stands in there."""
    tables = 0
    words = WORDS[document.language]
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Table():
                    tables += 1
                    for row in (*block.rows, block.total or ()):
                        yield from ((section, f"{words['table']} {tables}", each)
                                    for each in row if isinstance(each, Figure))  # fmt: skip
                case KeyFigures():
                    yield from ((section, each.label, each.figure) for each in block.cards)
                case Paragraph() | Note():
                    yield from ((section, "", each) for each in block.runs
                                if isinstance(each, Figure))  # fmt: skip
                case Bullets():
                    yield from ((section, "", each) for item in block.items for each in item
                                if isinstance(each, Figure))  # fmt: skip
                case Chart():
                    pass


def _written(heads: Sequence[str], rows: Iterator[list[object]]) -> bytes:
    stream = io.BytesIO()
    columns = [writing.Column(each) for each in heads]
    writing.write_csv(([_plain(cell) for cell in row] for row in rows), columns, stream)
    return stream.getvalue()


def _plain(cell: object) -> object:
    """Return a cell as it is written: one spelling for 1.5 and 1.50."""
    return Decimal(plain_decimal(cell)) if isinstance(cell, Decimal) else cell


def _figure_columns() -> list[dict[str, str]]:
    numbers = {"order": "integer", "value": "decimal", "known_at": "instant"}
    return [{"name": each, "type": numbers.get(each, "string")} for each in FIGURE_COLUMNS]


def _table_columns(table: Table) -> list[dict[str, str]]:
    """Return the columns of a table's file: names that are unlike, types, units."""
    found = [{"name": "row_kind", "type": "string"}]
    taken = {"row_kind"}
    for column, is_marked in zip(table.columns, _marked(table), strict=True):
        name = _unlike(column.heading + (f" ({column.unit})" if column.unit else ""), taken)
        found.append({"name": name, "type": _TYPES[column.kind], "unit": column.unit})
        if is_marked:
            found.append({"name": _unlike(f"{name} figure_id", taken), "type": "string"})
    return found


def _unlike(name: str, taken: set[str]) -> str:
    chosen, number = name, 1
    while chosen in taken:
        number += 1
        chosen = f"{name} {number}"
    taken.add(chosen)
    return chosen


def _listed(
    name: str, content: bytes, columns: Sequence[Mapping[str, str]], *, title: str
) -> dict[str, Any]:
    """Return what the manifest says of one file."""
    return {
        "name": name,
        "title": title,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "columns": [dict(each) for each in columns],
    }
