"""XLSX: judged by its zip directory, then read by a child process with limits."""

from __future__ import annotations

import io
import json
import mmap
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, BinaryIO

from config.tables.reading.findings import finding, refusal
from config.tables.reading.table import MEBIBYTE, Form, Limits, Row, Table, checked_headers, fitted

_ACTIVE = (
    "vbaproject",
    "/activex/",
    "/externallinks/",
    "/embeddings/",
    "/ctrlprops/",
    "/macrosheets/",
    "/dialogsheets/",
    "/querytables/",
    "xl/connections.xml",
    "/customui/",
)
_SUSPECT_BYTES = MEBIBYTE  # smaller parts may pack however well they like
_END_RECORD = b"PK\x05\x06"
_END_SEARCHED = 65_557  # an end record and the longest comment
_TOO_MANY = 0xFFFF  # what the end record says where only a zip64 record can count
# No address of a database, no secret: the child needs none.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_ROOT = Path(__file__).resolve().parents[3]
OUT_OF_MEMORY, REFUSED = 86, 87


def open_workbook(
    source: Path | bytes, *, name: str, sheet: str | None, header_row: int, limits: Limits
) -> Table:
    """
    Open an XLSX file.

    :raises UnreadableTable: if its parts, its sheets or its header are not as they should be.
    """
    check_parts(source, limits=limits)
    lines = _read_in_child(source, sheet=sheet, header_row=header_row, limits=limits)
    told = next(lines)
    if "refused" in told:
        raise refusal(told["refused"], row=told["row"], **told["facts"])
    first = next(lines, None)
    if first is None or first[0] != header_row:
        raise refusal("header_missing", row=header_row, header_row=header_row)
    headers = checked_headers(first[1], header_row=header_row, limits=limits)
    return Table(
        name=name,
        form=Form.XLSX,
        headers=headers,
        rows=_rows(lines, headers),
        sheet=told["sheet"],
    )


def check_parts(source: Path | bytes, *, limits: Limits) -> None:
    """
    Refuse a workbook by its zip directory: bombs, macros, other kinds, foreign content.

    :raises UnreadableTable: naming the part.
    """
    with _opened(source) as file:
        count = _entry_count(file)
        if count > limits.parts:
            raise refusal("workbook_too_many_parts", parts=count, limit=limits.parts)
        try:
            parts = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as fault:
            raise refusal("workbook_damaged", why=str(fault)[:120]) from fault
        if len(parts) > limits.parts:
            raise refusal("workbook_too_many_parts", parts=len(parts), limit=limits.parts)
        _check_names(parts)
        _check_sizes(parts, limits)
        _check_content_types(file)


def _entry_count(file: BinaryIO) -> int:
    """Return how many entries the zip's end record counts, before anything is listed."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _END_SEARCHED))
    tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) < at + 22:
        raise refusal("workbook_damaged", why="no end of the zip directory")
    count: int = struct.unpack_from("<H", tail, at + 10)[0]
    return count


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    folded = [f"/{name}".lower() for name in names]
    for name, plain in zip(names, folded, strict=True):
        if any(each in plain for each in _ACTIVE):
            raise refusal("workbook_active", part=name)
        if ".." in plain or "\\" in plain or "\0" in plain:
            raise refusal("workbook_damaged", why=f"part {name!r}")
    if len(set(folded)) < len(folded):
        raise refusal("workbook_damaged", why="a part stands twice")
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("workbook_encrypted")
    if "/xl/workbook.xml" not in folded:
        raise refusal("workbook_binary")


def _check_sizes(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = 0
    for part in parts:
        total += part.file_size
        ratio = part.file_size // max(1, part.compress_size)
        if part.file_size > _SUSPECT_BYTES and ratio > limits.part_ratio:
            raise refusal("workbook_bomb", part=part.filename, size=part.file_size, ratio=ratio)
    if total > limits.unpacked_bytes:
        raise refusal("workbook_too_large", size=total, limit=limits.unpacked_bytes)


def _check_content_types(file: BinaryIO) -> None:
    """Refuse what calls itself a macro workbook although its macros carry another name."""
    try:
        with zipfile.ZipFile(file).open("[Content_Types].xml") as part:
            said = part.read(4 * MEBIBYTE).lower()
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, ValueError) as fault:
        raise refusal("workbook_damaged", why="[Content_Types].xml") from fault
    for word in (b"macroenabled", b"vbaproject", b"sheet.binary", b"activex", b"oleobject"):
        if word in said:
            raise refusal("workbook_active", part=f"[Content_Types].xml: {word.decode()}")


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _read_in_child(
    source: Path | bytes, *, sheet: str | None, header_row: int, limits: Limits
) -> Iterator[Any]:
    """Return what the child wrote: what it read, then a row a line."""
    with tempfile.TemporaryDirectory(prefix="reading-") as name:
        folder = Path(name)
        path = folder / "workbook.xlsx"
        if isinstance(source, bytes):
            path.write_bytes(source)
        else:
            path = source
        asked = {
            "path": str(path.resolve()),
            "sheet": sheet,
            "header_row": header_row,
            "limits": asdict(limits),
        }
        with (folder / "rows").open("w+b") as rows:
            _run(asked, rows, folder, limits)
            # Mapped, the rows outlive their file and go with whoever reads them last.
            lines = mmap.mmap(rows.fileno(), 0, access=mmap.ACCESS_READ)
    return map(json.loads, iter(lines.readline, b""))


def _run(asked: dict[str, Any], rows: IO[bytes], folder: Path, limits: Limits) -> None:
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    hungry = refusal(
        "workbook_too_hungry", limit_mb=limits.memory_bytes // MEBIBYTE, seconds=limits.seconds
    )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "config.tables.reading.child"],
            input=json.dumps(asked).encode(),
            stdout=rows,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**known, "PYTHONPATH": path, "TMPDIR": str(folder)},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise hungry from fault
    if done.returncode == OUT_OF_MEMORY or done.returncode < 0:
        raise hungry
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1] if said else f"status {done.returncode}"
        raise refusal("workbook_damaged", why=why[:200])


def _rows(lines: Iterator[Any], headers: tuple[str, ...]) -> Iterator[Row]:
    for number, cells, faults in lines:
        row = fitted(number, cells, headers, is_ragged=False)
        if row is None and not faults:
            continue
        base = row or Row(number, ("",) * len(headers))
        found = [
            finding(code, row=number, field=_name_of(headers, index), value=text)
            for index, code, text in faults
        ]
        yield Row(number, base.cells, (*base.faults, *found))


def _name_of(headers: tuple[str, ...], index: int) -> str:
    return headers[index] if index < len(headers) else ""
