"""What a file is, by its content and not by its name; then the way to read it."""

from __future__ import annotations

import io
from pathlib import Path

from config.tables.reading import plain_text, workbook
from config.tables.reading.findings import refusal
from config.tables.reading.table import Limits, Table

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: How other forms begin that people send by mistake.
_OTHERS = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"PAR1": "Parquet",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"<html": "HTML",
    b"<!DOCTYPE": "HTML",
    b"<?xml": "XML",
    b"PK\x05\x06": "an empty archive",
}
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
_BOOK_ENDINGS = frozenset({".xlsx"})


def open_table(
    source: Path | bytes,
    *,
    name: str,
    sheet: str | None = None,
    header_row: int = 1,
    encoding: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 (a frozen value)
) -> Table:
    """
    Open a CSV or XLSX file that somebody sent.

    :param name: the file's name as it was sent; its ending must be that of the content.
    :param sheet: the sheet to read; without it the workbook holds one visible sheet with data.
    :param header_row: the row that names the columns, counted from 1; rows above are not read.
    :param encoding: the encoding of a CSV file; without it a byte order mark decides, then
        UTF-8 where every byte is UTF-8, then GB18030 where every byte is GB18030.
    :raises UnreadableTable: with a stable code and a remedy for whatever is wrong.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise refusal("file_empty")
    if size > limits.file_bytes:
        raise refusal("file_too_large", size=size, limit=limits.file_bytes)
    head = _head(source)
    ending = Path(name).suffix.lower()
    if head.startswith(_OLE):
        raise refusal("workbook_encrypted" if _holds(source, _ENCRYPTED) else "old_workbook")
    if head.startswith(_ZIP):
        if ending not in _BOOK_ENDINGS:
            workbook.check_parts(source, limits=limits)
            raise refusal("form_unlike_name", ending=ending or "nothing", found="XLSX")
        return workbook.open_workbook(
            source, name=name, sheet=sheet, header_row=header_row, limits=limits
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, found in _OTHERS.items():
        if start[: len(magic)].lower() == magic.lower():
            raise refusal("form_unknown", found=found)
    if ending not in _TEXT_ENDINGS:
        raise refusal("form_unlike_name", ending=ending or "nothing", found="text (CSV)")
    return plain_text.open_text(
        source, name=name, header_row=header_row, encoding=encoding, limits=limits
    )


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:64]
    with source.open("rb") as file:
        return file.read(64)


def _holds(source: Path | bytes, wanted: bytes) -> bool:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        kept = b""
        while block := file.read(1 << 20):
            if wanted in kept + block:
                return True
            kept = block[-len(wanted) :]
    return False
