"""Files that people send: read as they are, or refused in words; nothing guessed."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from config.tables.reading import Form, Limits, Table, UnreadableTable, open_table

MEBIBYTE = 1 << 20


def book(
    *rows: Any,
    sheet: str = "data",
    more: Callable[[Any, Any], object] | None = None,
    **options: Any,
) -> bytes:
    """Return a workbook of rows; ``more(book, sheet)`` does to it what it wants."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd", **options})
    page = made.add_worksheet(sheet)
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    if more is not None:
        more(made, page)
    made.close()
    return stream.getvalue()


def with_part(content: bytes, name: str, data: bytes, *, instead: bool = False) -> bytes:
    """Return a workbook with one more part, or one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            if not (instead and each.filename == name):
                new.writestr(each.filename, old.read(each))
        new.writestr(name, data)
    return stream.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with some bytes of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read(name)
    assert old in part
    return with_part(content, name, part.replace(old, new), instead=True)


def opened(content: bytes, name: str = "a.csv", **more: Any) -> tuple[Table, list[Any]]:
    """Return the table and all its rows."""
    table = open_table(content, name=name, **more)
    return table, list(table.rows)


def refused(content: bytes, name: str, **more: Any) -> str:
    """Return the code for which a file is refused, now or while it is read."""
    with pytest.raises(UnreadableTable) as caught:
        opened(content, name, **more)
    first = caught.value.findings[0]
    assert first.remedy
    assert "{" not in str(first)
    return first.code


SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
GOOD = book(("a", "b"), (1, "x"))


def bomb() -> bytes:
    """Return a workbook below 1 MB whose sheet unpacks to 500 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, size, crc = b" " * MEBIBYTE, 0, 0
    data = io.BytesIO()
    for _ in range(500):
        data.write(packer.compress(block))
        crc, size = zlib.crc32(block, crc), size + len(block)
    data.write(packer.flush())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(TYPES, "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    # The bomb's entry is written by hand, so that the test needs no 500 MB itself.
    whole = stream.getvalue()
    end = whole.rindex(b"PK\x05\x06")
    start, count = struct.unpack_from("<LH", whole, end + 16)[0], 2
    directory, body, packed = whole[start:end], whole[:start], data.getvalue()
    name = SHEET.encode()
    common = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + packed
    entry = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
    directory += entry
    tail = struct.pack("<HHHHLLH", 0, 0, count + 1, count + 1, len(directory), len(body + local), 0)
    return body + local + directory + b"PK\x05\x06" + tail


def many_parts() -> bytes:
    """Return an archive of very many tiny parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"p{number}", b"")
    return stream.getvalue()


def merged(made: Any, page: Any) -> None:
    page.merge_range("A3:B3", "both")


def two_sheets(made: Any, page: Any) -> None:
    made.add_worksheet("more").write(0, 0, "x")


def uncomputed(content: bytes) -> bytes:
    return changed(content, SHEET, b"<v>2</v>", b"<v></v>")


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
WORKBOOKS: dict[str, tuple[str, bytes, str]] = {
    "bomb": ("workbook_bomb", bomb(), "a.xlsx"),
    "parts": ("workbook_too_many_parts", many_parts(), "a.xlsx"),
    "macros": ("workbook_active", with_part(GOOD, "xl/vbaProject.bin", b"x"), "a.xlsx"),
    "macros under another name": (
        "workbook_active",
        changed(GOOD, TYPES, b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
        "a.xlsx",
    ),
    "external links": (
        "workbook_active",
        with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "a.xlsx",
    ),
    "embedded objects": (
        "workbook_active",
        with_part(GOOD, "xl/embeddings/oleObject1.bin", b"x"),
        "a.xlsx",
    ),
    "data connections": (
        "workbook_active",
        with_part(GOOD, "xl/connections.xml", b"<x/>"),
        "a.xlsx",
    ),
    "an external relation": (
        "workbook_active",
        changed(
            GOOD,
            "xl/_rels/workbook.xml.rels",
            b'Target="worksheets/sheet1.xml"',
            b'Target="http://example.com/x" TargetMode="External"',
        ),
        "a.xlsx",
    ),
    "macro ending": ("form_unlike_name", GOOD, "a.xlsm"),
    "workbook called csv": ("form_unlike_name", GOOD, "a.csv"),
    "text called xlsx": ("form_unlike_name", b"a,b\n1,2\n", "a.xlsx"),
    "old": ("old_workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xls"),
    "old called xlsx": ("old_workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xlsx"),
    "encrypted": (
        "workbook_encrypted",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "a.xlsx",
    ),
    "binary": (
        "workbook_binary",
        with_part(with_part(GOOD, "xl/workbook.xml", b"", instead=True), "x", b"").replace(
            b"xl/workbook.xml", b"xl/workbook.bin"
        ),
        "a.xlsx",
    ),
    "document type in the sheet": (
        "workbook_declares_entities",
        with_part(GOOD, SHEET, DTD + b"<worksheet/>", instead=True),
        "a.xlsx",
    ),
    "document type in the strings": (
        "workbook_declares_entities",
        with_part(GOOD, "xl/sharedStrings.xml", DTD + b"<sst/>", instead=True),
        "a.xlsx",
    ),
    "document type in the types": (
        "workbook_declares_entities",
        with_part(GOOD, TYPES, DTD + b"<Types/>", instead=True),
        "a.xlsx",
    ),
    "truncated": ("workbook_damaged", GOOD[: len(GOOD) // 2], "a.xlsx"),
    "broken xml": (
        "workbook_damaged",
        with_part(GOOD, SHEET, b"<worksheet><sheetData>", instead=True),
        "a.xlsx",
    ),
    "a part twice": ("workbook_damaged", with_part(GOOD, "XL/workbook.xml", b"x"), "a.xlsx"),
    "a part outside": ("workbook_damaged", with_part(GOOD, "../../etc/x", b"x"), "a.xlsx"),
    "merged cells": ("merged_cells", book(("a", "b"), more=merged), "a.xlsx"),
    "several sheets": ("several_sheets", book(("a", "b"), more=two_sheets), "a.xlsx"),
    "no header": ("header_missing", book((), ("a", "b")), "a.xlsx"),
    "nothing": ("header_missing", book(), "a.xlsx"),
    "header repeated": ("header_repeated", book(("a", "b", "A ")), "a.xlsx"),
    "header empty": ("header_empty", book(("a", "", "b")), "a.xlsx"),
    "far cell": (
        "too_many_rows",
        changed(GOOD, SHEET, b'<c r="A2">', b'<c r="A1048576">'),
        "a.xlsx",
    ),
    "wide cell": (
        "too_many_columns",
        changed(GOOD, SHEET, b'<c r="A2">', b'<c r="XFD2">'),
        "a.xlsx",
    ),
}
TEXTS: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("file_empty", b"", "a.csv"),
    "pdf": ("form_unknown", b"%PDF-1.7 a,b", "a.csv"),
    "gzip": ("form_unknown", b"\x1f\x8b\x08a", "a.csv"),
    "parquet": ("form_unknown", b"PAR1abc", "a.csv"),
    "html called csv": ("form_unknown", b"\n <HTML><table>", "a.csv"),
    "another ending": ("form_unlike_name", b"a,b\n", "a.docx"),
    "no ending": ("form_unlike_name", b"a,b\n", "a"),
    "no encoding": ("encoding_unknown", "日期,b\n".encode("gb18030")[:1] + b"\xff\n,\n", "a.csv"),
    "UTF-16 without a mark": ("nul_byte", "a,b\n1,2\n".encode("utf-16-le"), "a.csv"),
    "a NUL": ("nul_byte", b"a,b\n1,\x002\n", "a.csv"),
    "an endless line": ("line_too_long", b"a,b\n" + b"1" * 1_000_002, "a.csv"),
    "an open quotation": ("not_csv", b'a,b\n"1,2\n', "a.csv"),
    "signs after a quotation": ("not_csv", b'a,b\n"1"x,2\n', "a.csv"),
    "a repeated header": ("header_repeated", b"a,b,a\n", "a.csv"),
    "an empty header": ("header_empty", b"a,,b\n", "a.csv"),
    "no header": ("header_missing", b",,\n1,2,3\n", "a.csv"),
    "too wide": ("too_many_columns", b",".join(b"c%d" % n for n in range(201)), "a.csv"),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_that_is_none_is_refused_in_words(name: str) -> None:
    code, content, file = WORKBOOKS[name]
    assert len(content) < MEBIBYTE
    assert refused(content, file) == code


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_table_is_refused_in_words(name: str) -> None:
    code, content, file = TEXTS[name]
    assert refused(content, file) == code


def test_what_is_beyond_the_limits_is_refused_and_never_cut() -> None:
    small = Limits(rows=2, file_bytes=100_000, unpacked_bytes=1_000, memory_bytes=32 * MEBIBYTE)
    assert refused(b"a\n1\n2\n3\n", "a.csv", limits=small) == "too_many_rows"
    assert refused(b"a" * 100_001, "a.csv", limits=small) == "file_too_large"
    assert refused(GOOD, "a.xlsx", limits=small) == "workbook_too_large"
    assert refused(GOOD, "a.xlsx", limits=Limits(seconds=0)) == "workbook_too_hungry"
    three = book(("a",), (1,), (2,), (3,))
    assert refused(three, "a.xlsx", limits=Limits(rows=2)) == "too_many_rows"


def test_a_workbook_that_needs_too_much_memory_ends_the_child_alone() -> None:
    rows = [(f"text {number}" * 20, number) for number in range(20_000)]
    tight = Limits(memory_bytes=16 * MEBIBYTE)
    assert refused(book(("a", "b"), *rows), "a.xlsx", limits=tight) in {
        "workbook_too_hungry",
        "workbook_damaged",
    }


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
@pytest.mark.parametrize("comma", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects_of_csv_are_read_as_they_are(
    encoding: str, found: str, comma: str, end: str
) -> None:
    lines = [
        comma.join(each) for each in (("日期", "金额"), ("一", '"1,5"'), ("", ""), ("三", "3"))
    ]
    table, rows = opened(end.join([*lines, ""]).encode(encoding))
    assert (table.form, table.encoding, table.delimiter) == (Form.CSV, found, comma)
    assert table.headers == ("日期", "金额")
    assert [(row.number, row.cells) for row in rows] == [(2, ("一", "1,5")), (4, ("三", "3"))]


def test_a_row_that_is_too_long_or_too_short_is_named() -> None:
    _table, rows = opened(b"a,b\n1\n1,2,3\n1,2,,\n")
    codes = [[each.code for each in row.faults] for row in rows]
    assert codes == [["row_ragged"], ["row_ragged"], []]


def test_rows_above_the_header_are_not_read() -> None:
    table, rows = opened("某公司\n\n日期,金额\n1,2\n".encode(), header_row=3)
    assert (table.headers, rows[0].number) == (("日期", "金额"), 4)
    titled = book(
        ("", ""), ("a", "b"), (1, 2), more=lambda _made, page: page.merge_range("A1:B1", "title")
    )
    table, rows = opened(titled, "a.xlsx", header_row=2)
    assert (table.headers, rows[0].cells, rows[0].number) == (("a", "b"), ("1", "2"), 3)


def test_cells_of_a_workbook_become_text_by_their_kind() -> None:
    cells = (dt.date(2025, 1, 31), 0.1 + 0.2, 110101, "007", True, 1234567.5, " x ")
    table, rows = opened(book("abcdefg", cells), "a.xlsx")
    assert (table.form, table.sheet) == (Form.XLSX, "data")
    assert rows[0].cells == ("2025-01-31", "0.3", "110101", "007", "TRUE", "1234567.5", "x")
    _old, rows = opened(book("a", (dt.date(2025, 1, 31),), date_1904=True), "a.xlsx")
    assert rows[0].cells == ("2025-01-31",)


def test_cells_without_a_value_are_faults_of_their_row() -> None:
    def formulas(_made: Any, page: Any) -> None:
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        page.write(3, 0, 123456789012345678)
        page.write(4, 1, "beyond")

    content = book(("a",), more=formulas)
    codes = [[each.code for each in row.faults] for row in opened(content, "a.xlsx")[1]]
    assert codes == [[], ["cell_error"], ["digits_lost"], ["cell_without_column"]]
    faults = opened(uncomputed(content), "a.xlsx")[1][0].faults
    assert [(each.code, each.row, each.field) for each in faults] == [("cell_not_computed", 2, "a")]


def test_a_hidden_sheet_is_never_read_and_a_named_one_is() -> None:
    def hide(made: Any, page: Any) -> None:
        hidden = made.add_worksheet("hidden")
        hidden.write(0, 0, "secret")
        hidden.hide()

    assert opened(book(("a",), (1,), more=hide), "a.xlsx")[0].sheet == "data"
    assert refused(book(("a",), more=hide), "a.xlsx", sheet="hidden") == "sheet_missing"
    named = opened(book(("a",), more=two_sheets), "a.xlsx", sheet="more")[0]
    assert named.headers == ("x",)


def test_a_file_is_read_from_its_path_too(tmp_path: Path) -> None:
    for name, content in (("a.csv", b"a\n1\n"), ("a.xlsx", book(("a",), (1,)))):
        (tmp_path / name).write_bytes(content)
        table = open_table(tmp_path / name, name=name)
        assert [row.cells for row in table.rows] == [("1",)]


def test_what_was_made_neutral_on_the_way_out_is_restored() -> None:
    _table, rows = opened("a,b\n'=1+1,'t Hooft\n'＝x,'-5\n".encode())
    assert [row.cells for row in rows] == [("=1+1", "'t Hooft"), ("＝x", "-5")]


def test_an_undecodable_byte_is_named_by_offset_and_line() -> None:
    content = "日期\n".encode() * 5 + b"ok\n\xff\xff\n"
    with pytest.raises(UnreadableTable) as caught:
        opened(content)
    facts = caught.value.findings[0].facts
    assert (facts["offset"], facts["line"]) == (content.index(b"\xff"), 7)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_end_in_anything_but_rows_or_a_refusal(content: bytes) -> None:
    with suppress(UnreadableTable):
        opened(content)
