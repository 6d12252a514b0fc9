"""Files for tests of intake: rows as CSV or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

HEADER = ("产品代码", "日期", "业务类型", "金额", "合同代码", "外部流水号", "备注")


def csv_of(
    *rows: Sequence[str], header: Sequence[str] = HEADER, encoding: str = "utf-8", comma: str = ","
) -> bytes:
    """Return rows below a header as CSV."""
    lines = [comma.join(each) for each in (header, *rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def xlsx_of(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> bytes:
    """Return rows below a header as a workbook; numbers are numbers, texts are texts."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("data")
        for at, row in enumerate((header, *rows)):
            sheet.write_row(at, 0, row)
    return stream.getvalue()
