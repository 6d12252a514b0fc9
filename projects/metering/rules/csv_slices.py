"""Reads a CSV file in slices: fast where all is well, line by line where something is not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

import numpy as np
import polars as pl

from projects.metering.rules.layout import FileLayout
from projects.metering.rules.slices import Slice, UnreadableFile

LONGEST_LINE = 1 << 16


def header_of(path: Path, encoding: str = "utf-8") -> str:
    """Return the first line of a CSV file, for a proposal of its layout."""
    with path.open("rb") as file:
        return _decoded(file.readline(LONGEST_LINE), encoding, row=1).strip("\r\n")


def csv_slices(path: Path, layout: FileLayout, slice_bytes: int) -> Iterator[Slice]:
    """
    Yield slices of whole lines, the header left out.

    :raises UnreadableFile: if the header, the encoding or a line's length is not as declared.
    """
    with path.open("rb") as file:
        names = _checked_header(file, layout)
        row, size = 2, max(path.stat().st_size, 1)
        for lines in _whole_lines(file, slice_bytes):
            share = file.tell() / size
            plain = layout.encoding == "utf-8"
            text = lines if plain else _decoded(lines, layout.encoding, row=row).encode()
            read = _fast(text, names, layout, row, share) or _exact(text, names, layout, row, share)
            row += len(read)
            yield read


def _checked_header(file: BufferedReader, layout: FileLayout) -> list[str]:
    line = file.readline(LONGEST_LINE)
    text = _decoded(line, layout.encoding, row=1).lstrip("\ufeff").rstrip("\r\n")
    names = [name.strip() for name in _fields(text, layout.delimiter)]
    missing = [name for name in layout.columns if name not in names]
    if missing or len(set(names)) != len(names):
        raise UnreadableFile(
            "wrong_header",
            row=1,
            field=missing[0] if missing else "",
            value=text,
            columns=", ".join(layout.columns),
        )
    return names


def _whole_lines(file: BufferedReader, size: int) -> Iterator[bytes]:
    while block := file.read(size):
        if not block.endswith(b"\n"):
            block += file.readline(LONGEST_LINE)
            if not block.endswith(b"\n"):
                if file.peek(1):
                    raise UnreadableFile("line_too_long", bytes=LONGEST_LINE)
                block += b"\n"
        yield block


def _fast(
    text: bytes, names: list[str], layout: FileLayout, row: int, share: float
) -> Slice | None:
    """Return the slice as polars reads it, or None if a row or a number needs a closer look."""
    energy = set(layout.energy_columns)
    schema = {name: pl.Float64() if name in energy else pl.String() for name in names}
    try:
        frame = pl.read_csv(text, schema=schema, has_header=False, separator=layout.delimiter)
    except pl.exceptions.PolarsError:
        return None
    values = frame.select(layout.energy_columns)
    matrix = values.to_numpy(order="c")
    gaps = sum(column.null_count() for column in values)
    if int((~np.isfinite(matrix)).sum()) != gaps or not _whole(text, frame, layout.delimiter):
        return None
    lines = _Lines(text, layout.delimiter)
    return Slice(
        first_row=row,
        station=frame[layout.station_column],
        when=frame[layout.when_column],
        energy=matrix,
        unreadable=None,
        ragged=None,
        names=names,
        texts=lines,
        share=share,
    )


def _whole(text: bytes, frame: pl.DataFrame, delimiter: str) -> bool:
    """
    Return whether each line is one row with all its fields.

    The reader refuses a line with too many fields and fills one with too few; so only where a
    last field is empty, or a quote could hide a line's end, are delimiters and lines counted.
    """
    if not frame[:, -1].null_count() and b'"' not in text:
        return True
    rows = text.count(b"\n")
    fields = text.count(delimiter.encode()) + rows
    return len(frame) == rows and fields == rows * frame.width


def _exact(text: bytes, names: list[str], layout: FileLayout, row: int, share: float) -> Slice:
    """Return the slice read line by line, so that each faulty line and cell can be named."""
    lines = _Lines(_valid(text, row), layout.delimiter)
    fields = [lines(at) for at in range(len(lines))]
    ragged = np.array([len(each) != len(names) for each in fields], bool)
    blank = np.array([not any(cell.strip() for cell in each) for each in fields], bool)
    nothing = [""] * len(names)
    whole = [
        nothing if bad or empty else each
        for each, bad, empty in zip(fields, ragged, blank, strict=True)
    ]
    frame = pl.DataFrame(whole, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_columns(pl.all().replace("", None))
    words = frame.select(pl.col(layout.energy_columns).str.strip_chars().replace("", None))
    numbers = words.cast(pl.Float64, strict=False).to_numpy(order="c")
    said = words.select(pl.all().is_not_null()).to_numpy(order="c")
    return Slice(
        first_row=row,
        station=frame[layout.station_column],
        when=frame[layout.when_column],
        energy=np.where(np.isfinite(numbers), numbers, np.nan),
        unreadable=said & ~np.isfinite(numbers),
        ragged=ragged & ~blank,
        names=names,
        texts=lines,
        share=share,
    )


class _Lines:
    """The fields of a line of the slice, by its position; split only when asked."""

    def __init__(self, text: bytes, delimiter: str) -> None:
        self._text, self._delimiter = text, delimiter
        self._lines: list[str] | None = None

    def __call__(self, at: int) -> list[str]:
        return _fields(self._split()[at].rstrip("\r"), self._delimiter)

    def __len__(self) -> int:
        return len(self._split())

    def _split(self) -> list[str]:
        if self._lines is None:
            self._lines = self._text.decode().split("\n")[:-1]
        return self._lines


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a carriage return inside, or a quote without end
        return [line]


def _decoded(text: bytes, encoding: str, *, row: int) -> str:
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UnreadableFile(
            "wrong_encoding",
            row=row + text[: fault.start].count(b"\n"),
            value=text[fault.start : fault.start + 8].hex(" "),
            encoding=encoding,
        ) from fault


def _valid(text: bytes, row: int) -> bytes:
    _decoded(text, "utf-8", row=row)
    return text
