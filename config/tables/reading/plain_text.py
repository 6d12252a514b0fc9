"""CSV: the encoding proved, the separator seen in the header, every line bounded."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from config.tables.reading.findings import refusal
from config.tables.reading.table import Form, Limits, Row, Table, checked_headers, fitted

_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRIED = ("utf-8", "gb18030")
_DELIMITERS = "\t;,"
#: What a spreadsheet would take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def open_text(
    source: Path | bytes, *, name: str, header_row: int, encoding: str | None, limits: Limits
) -> Table:
    """
    Open a CSV file.

    :raises UnreadableTable: if it cannot be decoded, or its header is not one.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    found = _encoding_of(content, declared=encoding)
    lines = _bounded_lines(content, found, limits)
    skipped = [line for _number, line in zip(range(header_row - 1), lines, strict=False)]
    first = next(lines, None)
    if first is None:
        raise refusal("header_missing", row=header_row, header_row=header_row)
    delimiter = sniff_delimiter(first)
    reader = csv.reader(_once_more(first, lines), delimiter=delimiter, strict=True)
    offset = len(skipped)
    cells = _next_cells(reader, offset)
    headers = checked_headers(cells or [], header_row=header_row, limits=limits)
    return Table(
        name=name,
        form=Form.CSV,
        headers=headers,
        rows=_rows(reader, headers, offset, limits),
        encoding=found,
        delimiter=delimiter,
    )


def sniff_delimiter(line: str) -> str:
    """
    Return the separator that stands most often outside quotation marks; a comma if none does.

    >>> sniff_delimiter('日期;"金额,元";备注')
    ';'
    """
    outside = "".join(line.split('"')[::2])
    best = max(_DELIMITERS, key=outside.count)
    return best if best in outside else ","


def restored(cell: str) -> str:
    """
    Return a cell without the apostrophe that our own files put before a would-be formula.

    >>> restored("'=1+1"), restored("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _encoding_of(content: bytes, *, declared: str | None) -> str:
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    tried = (declared,) if declared and not marked else (marked,) if marked else _TRIED
    furthest = 0
    for encoding in tried:
        fault = _first_fault(content, encoding)
        if fault is None:
            return encoding
        furthest = max(furthest, fault)
    raise refusal(
        "encoding_unknown",
        row=(line := _line_of(content, furthest)),
        offset=furthest,
        line=line,
        encodings=" / ".join(each.upper() for each in tried),
    )


def _first_fault(content: bytes, encoding: str) -> int | None:
    """Return the offset of the first byte that is none of the encoding; None if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(content) + 1, _BLOCK):
        block = content[at : at + _BLOCK]
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(block, final=at + _BLOCK > len(content))
        except UnicodeDecodeError as fault:
            return max(0, at - waiting + fault.start)
    return None


def _line_of(content: bytes, offset: int) -> int:
    before = content[:offset]
    return 1 + (before.count(b"\n") or before.count(b"\r"))


def _bounded_lines(content: bytes, encoding: str, limits: Limits) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    number = 0
    while line := text.readline(limits.line_characters + 1):
        number += 1
        if len(line) > limits.line_characters:
            raise refusal("line_too_long", row=number, line=number, limit=limits.line_characters)
        if "\0" in line:
            raise refusal("nul_byte", row=number, line=number)
        yield line


def _once_more(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _next_cells(reader: Iterator[list[str]], offset: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as fault:
        line = offset + reader.line_num  # type: ignore[attr-defined]  # (csv's reader counts)
        raise refusal("not_csv", row=line, line=line, why=str(fault)) from fault


def _rows(
    reader: Iterator[list[str]], headers: tuple[str, ...], offset: int, limits: Limits
) -> Iterator[Row]:
    count = 0
    while True:
        number = offset + reader.line_num + 1  # type: ignore[attr-defined]  # (csv's reader counts)
        cells = _next_cells(reader, offset)
        if cells is None:
            return
        row = fitted(number, [restored(cell.strip()) for cell in cells], headers, is_ragged=True)
        if row is None:
            continue
        count += 1
        if count > limits.rows:
            raise refusal("too_many_rows", row=number, limit=limits.rows)
        yield row
