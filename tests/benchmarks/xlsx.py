"""
A workbook of a million rows in constant memory, against XlsxWriter called bare on the same rows.

Twice: a list taken out of the house (config.tables, straight from a generator), and a table of a
disclosure (reporting.rendering), whose document holds all its rows before the first is written.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.benchmarks.pdf import Watch, started_alone

ROWS = 1_000_000
HEADS = ("项目", "日期", "电量", "因子", "编号", "备注")
KNOWN_AT = dt.datetime(2026, 3, 31, 10, 0, tzinfo=dt.UTC)


def run(*, rows: int = ROWS) -> dict[str, Any]:
    """Measure each in a process of its own; seconds, processor seconds and peak memory."""
    found: dict[str, Any] = {"rows": rows}
    with tempfile.TemporaryDirectory(prefix="green-trust-bench-") as folder:
        for name in ("bare", "list", "bare_document", "document"):
            found[name] = started_alone("tests.benchmarks.xlsx", name, folder, str(rows))
    for ours, bare in (("list", "bare"), ("document", "bare_document")):
        found[f"{ours}_ratio"] = round(found[ours]["s"] / found[bare]["s"], 2)
        found[f"{ours}_ratio_of_cpu"] = round(found[ours]["cpu_s"] / found[bare]["cpu_s"], 2)
    return found


def lines(rows: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows: text, a day, two exact numbers, a code, a remark."""
    start, factor = dt.date(2025, 1, 1), Decimal("0.5703")
    days = [start + dt.timedelta(days=number) for number in range(365)]
    for number in range(rows):
        yield (
            f"第{number % 16_000}号电站",
            days[number % 365],
            Decimal(number * 13 % 1_000_003) / 10,
            factor,
            f"F-{number:08d}",
            "结算表计",
        )


def _bare(path: Path, rows: int | list[tuple[Any, ...]]) -> dict[str, float]:
    """Write the rows as shortly as XlsxWriter lets, typed, with a head and formats."""
    import xlsxwriter

    given = lines(rows) if isinstance(rows, int) else rows
    watch = Watch()
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        one = book.add_format({"num_format": "#,##0.0"})
        four = book.add_format({"num_format": "#,##0.0000"})
        for place, title in enumerate(HEADS):
            sheet.write_string(0, place, title, head)
        for at, (name, on, energy, factor, code, note) in enumerate(given, start=1):
            sheet.write_string(at, 0, name, text)
            sheet.write_datetime(at, 1, on, day)
            sheet.write_number(at, 2, float(energy), one)
            sheet.write_number(at, 3, float(factor), four)
            sheet.write_string(at, 4, code, text)
            sheet.write_string(at, 5, note, text)
    return watch.read()


def _list(path: Path, rows: int) -> dict[str, float]:
    from config.tables.writing import Column, number_format, write_xlsx

    formats = ("", "", number_format(1), number_format(4), "", "")
    columns = [Column(*each) for each in zip(HEADS, formats, strict=True)]
    watch = Watch()
    with path.open("w+b") as stream:
        write_xlsx(lines(rows), columns, stream, title="基准测试", created=KNOWN_AT)
    return watch.read()


def _document(path: Path, rows: int) -> dict[str, float]:
    from reporting.rendering import xlsx
    from reporting.rendering.document import Column, Document, Section, Table

    columns = (
        Column(heading=HEADS[0]),
        Column(heading=HEADS[1], kind="date"),
        Column(heading=HEADS[2], kind="number", places=1),
        Column(heading=HEADS[3], kind="number", places=4),
        Column(heading=HEADS[4]),
        Column(heading=HEADS[5]),
    )
    table = Table(caption="基准测试", columns=columns, rows=tuple(lines(rows)))
    document = Document(
        title="基准测试",
        organization="样本信托有限责任公司",
        identifier="BENCH-0002",
        version_label="v1",
        language="zh-Hans",
        period_text="2025 年",
        issued_on=dt.date(2026, 4, 30),
        known_at=KNOWN_AT,
        is_sample=True,
        sample_notice="样本数据",
        sections=(Section(heading="表", blocks=(table,)),),
    )
    watch = Watch()
    path.write_bytes(xlsx.render(document))
    return watch.read()


def _bare_document(path: Path, rows: int) -> dict[str, float]:
    """Write rows that stand in memory already, as those of a document do."""
    return _bare(path, list(lines(rows)))


if __name__ == "__main__":
    task, place, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    target = place / f"{task}.xlsx"
    makers = {"bare": _bare, "list": _list, "document": _document, "bare_document": _bare_document}
    taken = makers[task](target, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    outcome = {**taken, "bytes": target.stat().st_size, "peak_mb": peak}
    target.unlink()
    sys.stdout.write(json.dumps(outcome) + "\n")
