"""
A file of movements taken in whole: judged, staged, confirmed; time and memory of each step.

The file has a year of subscriptions, drawdowns, interest, fees, repayments and distributions
of many products, each row with its own reference, and is read as CSV or as a workbook.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROWS, PRODUCTS = 100_000, 200
HEADER = ("产品代码", "日期", "业务类型", "金额", "合同代码", "外部流水号", "备注")
START = dt.date(2025, 1, 1)


def run(*, rows: int = ROWS, products: int = PRODUCTS) -> dict[str, Any]:
    """Measure a CSV and a workbook of the same rows, each in a house of its own."""
    found: dict[str, Any] = {"rows": rows, "products": products}
    for form in ("csv", "xlsx"):
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.movements"]
        asked = ["--form", form, "--rows", str(rows), "--products", str(products)]
        done = subprocess.run([*command, *asked], check=True, capture_output=True, text=True)
        found[form] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def lines(rows: int, products: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the file, the days in order, no balance ever below zero."""
    for number in range(rows):
        product, turn = number % products, number // products
        day = START + dt.timedelta(days=turn * 330 // max(1, rows // products))
        kind, amount, contract = (
            ("认购", "1000.00", ""),
            ("放款", "400.00", f"C-{product}"),
            ("利息收入", "3.50", f"C-{product}"),
            ("信托报酬", "1.25", ""),
            ("收回本金", "100.00", f"C-{product}"),
            ("分配收益", "2.00", ""),
        )[turn % 6]
        yield (f"T-{product}", day.isoformat(), kind, amount, contract, f"R-{number}", "")


def _measured(form: str, *, rows: int, products: int) -> dict[str, Any]:
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    os.environ["GREEN_TRUST_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        from tests.benchmarks.ingest import _open_house

        _open_house()
        return _taken(home, form, rows=rows, products=products)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _taken(home: Path, form: str, *, rows: int, products: int) -> dict[str, Any]:
    from config.jobs.execution import run_now
    from config.jobs.models import Run
    from config.kernel import proposals
    from tests.people import make_alice, make_bob
    from tests.trusts.books import Books
    from trusts.intake import operations
    from trusts.intake.models import Import
    from trusts.ledger.models import Line
    from trusts.ledger.operations import load_chart
    from trusts.register.operations import load_editions

    alice, bob = make_alice(), make_bob()
    load_editions(by=alice)
    load_chart(by=alice)
    books = Books(alice, bob)
    for number in range(products):
        books.contract(books.product(f"T-{number}"), f"C-{number}", committed="1000000000.00")
    path = _written(home, form, rows, products)
    size, before = path.stat().st_size, _peak_mb()
    started = time.perf_counter()
    asked, _stood = operations.send_file(
        file=path, name=path.name, subject="movements", source="TA", by=alice, reason="bench"
    )
    sent = time.perf_counter()
    if isinstance(asked, Run):  # a small file is judged at once
        done = run_now(asked)
        assert done.state == "done", done.error
    taken = time.perf_counter()
    row = Import.objects.get()
    assert (row.rows_accepted, row.findings) == (rows, [])
    proposals.confirm(row, by=bob, seen_sha256=row.content_sha256)
    confirmed = time.perf_counter()
    assert Line.objects.count() == 2 * rows
    return {
        "file_mb": round(size / 1e6, 1),
        "send_s": round(sent - started, 2),
        "judge_and_stage_s": round(taken - sent, 2),
        "confirm_s": round(confirmed - taken, 2),
        "before_mb": before,
        "peak_mb": _peak_mb(),
        "child_peak_mb": _peak_mb(resource.RUSAGE_CHILDREN),
        "cash": str(sum((Decimal(row.plan["cash_in"]), -Decimal(row.plan["cash_out"])))),
    }


def _written(home: Path, form: str, rows: int, products: int) -> Path:
    """Write the file in another process, so that its memory is not counted as ours."""
    path = home / f"movements.{form}"
    command = [sys.executable, "-m", "tests.benchmarks.movements", "--write", str(path)]
    asked = ["--form", form, "--rows", str(rows), "--products", str(products)]
    subprocess.run([*command, *asked], check=True)
    return path


def _write(path: Path, form: str, rows: int, products: int) -> None:
    if form == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(lines(rows, products))
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate([HEADER, *lines(rows, products)]):
            for column, text in enumerate(cells):
                if column == 3 and at:
                    sheet.write_number(at, column, float(text))
                else:
                    sheet.write_string(at, column, text)


def _peak_mb(who: int = resource.RUSAGE_SELF) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", type=Path)
    parser.add_argument("--form", default="csv")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    given = parser.parse_args()
    if given.write:
        _write(given.write, given.form, given.rows, given.products)
    else:
        outcome = _measured(given.form, rows=given.rows, products=given.products)
        sys.stdout.write(json.dumps(outcome) + "\n")
