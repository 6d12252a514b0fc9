"""A file as a source sends it: opened by its profile's hints, its rows as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.tables.reading import Limits, Table, open_table
from trusts.intake.rules.columns import Column
from trusts.intake.rules.mapping import Mapping
from trusts.intake.rules.reading import Layout, ReadRow, lay_out, read_rows


@dataclass(frozen=True, kw_only=True)
class Hints:
    """How the files of a source are read; without a profile, by our own titles."""

    mapping: Mapping = field(default_factory=Mapping)
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file whose header is understood, or the findings that say why it is not."""

    table: Table
    layout: Layout
    rows: Iterator[ReadRow]


def open_rows(
    source: Path | bytes,
    *,
    name: str,
    columns: Sequence[Column],
    hints: Hints,
    limits: Limits = Limits(),  # noqa: B008 (a frozen value)
) -> OpenedFile:
    """
    Return the rows of a file; none, and the findings, where its header is not understood.

    :raises UnreadableTable: if the file cannot be taken at all.
    """
    table = open_table(
        source,
        name=name,
        sheet=hints.sheet,
        header_row=hints.header_row,
        encoding=hints.encoding,
        limits=limits,
    )
    layout = lay_out(table.headers, columns, hints.mapping, header_row=hints.header_row)
    rows = read_rows(table, layout, columns, hints.mapping) if layout.is_usable else iter(())
    return OpenedFile(table=table, layout=layout, rows=rows)
