"""The machine-readable form: canonical JSON out, the same document back in."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reporting.rendering.blocks import Column
from reporting.rendering.document import (
    SCHEMA_ID,
    Block,
    Bullets,
    Cell,
    Chart,
    Document,
    Figure,
    FigureRecord,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Section,
    Strong,
    Table,
)

SCHEMA = Path(__file__).parent / "schema" / f"{SCHEMA_ID}.json"

Plain = Mapping[str, Any]


def render(document: Document) -> bytes:
    """Return ``document`` as canonical JSON that ``schema/document-1.json`` describes."""
    return document.to_json()


def read(data: bytes) -> Document:
    """
    Return the document that ``render`` wrote, ready to be rendered in any form.

    :raises ValueError: if ``data`` is not such a document, naming what is wrong.
    """
    try:
        plain = json.loads(data)
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA_ID:
            raise ValueError(f"This is not a {SCHEMA_ID} file.")
        return _document(plain)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"This {SCHEMA_ID} file is damaged: {error!r}.") from error


def _rest(plain: Plain, *taken: str) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key not in {"kind", *taken}}


def _document(plain: Plain) -> Document:
    taken = ("schema", "issued_on", "known_at", "sections", "provenance")
    return Document(
        issued_on=date.fromisoformat(plain["issued_on"]),
        known_at=datetime.fromisoformat(plain["known_at"]),
        sections=tuple(_section(each) for each in plain["sections"]),
        provenance=tuple(_record(each) for each in plain["provenance"]),
        **_rest(plain, *taken),
    )


def _record(plain: Plain) -> FigureRecord:
    return FigureRecord(
        value=Decimal(plain["value"]),
        known_at=datetime.fromisoformat(plain["known_at"]),
        members=tuple((axis, member) for axis, member in plain.get("members", ())),
        **_rest(plain, "value", "known_at", "members"),
    )


def _section(plain: Plain) -> Section:
    return Section(blocks=tuple(_block(each) for each in plain["blocks"]), **_rest(plain, "blocks"))


def _block(plain: Plain) -> Block:
    kind = plain["kind"]
    match kind:
        case "paragraph":
            return Paragraph(_runs(plain["runs"]))
        case "bullets":
            return Bullets(tuple(_runs(item) for item in plain["items"]))
        case "note":
            return Note(runs=_runs(plain["runs"]), **_rest(plain, "runs"))
        case "key_figures":
            return KeyFigures(tuple(_card(each) for each in plain["cards"]))
        case "chart":
            return Chart(**_rest(plain))
        case "table":
            return _table(plain)
    raise ValueError(f"No block is of the kind {kind!r}.")


def _card(plain: Plain) -> KeyFigure:
    return KeyFigure(figure=_figure(plain["figure"]), **_rest(plain, "figure"))


def _figure(plain: Plain) -> Figure:
    return Figure(value=Decimal(plain["value"]), **_rest(plain, "value"))


def _runs(plain: list[Any]) -> tuple[Run, ...]:
    return tuple(_run(each) for each in plain)


def _run(plain: Any) -> Run:
    if isinstance(plain, str):
        return plain
    return Strong(plain["text"]) if plain["kind"] == "strong" else _figure(plain)


def _table(plain: Plain) -> Table:
    columns = tuple(_column(each) for each in plain["columns"])

    def row(cells: list[Any]) -> tuple[Cell, ...]:
        return tuple(_cell(cell, column) for cell, column in zip(cells, columns, strict=True))

    return Table(
        caption=plain["caption"],
        columns=columns,
        rows=tuple(row(cells) for cells in plain["rows"]),
        total=None if plain["total"] is None else row(plain["total"]),
        notes=tuple(plain["notes"]),
    )


def _column(plain: Plain) -> Column:
    width = plain["width"]
    fields = {key: value for key, value in plain.items() if key != "width"}
    return Column(width=Decimal(width) if isinstance(width, str) else width, **fields)


def _cell(plain: Any, column: Column) -> Cell:
    """Return the cell; text that ``column`` would refuse as text is its number or its day."""
    if isinstance(plain, dict):
        return _figure(plain)
    if not isinstance(plain, str) or column.accepts(plain):
        return plain  # type: ignore[no-any-return]
    return date.fromisoformat(plain) if column.kind == "date" else Decimal(plain)
