"""
A report of 120 pages with 20 tables, one of them of 5,000 rows, and 12 charts, made into PDF.

What we take is set against Typst called bare: the same page template, the same data and the same
pictures, already drawn and laid out, in one call of the compiler and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

TABLES, LONG_ROWS, CHARTS, CHAPTERS = 20, 5_000, 12, 20
TURNS = 3
KNOWN_AT = dt.datetime(2026, 3, 31, 10, 0, tzinfo=dt.UTC)


def run(*, turns: int = TURNS) -> dict[str, Any]:
    """Measure ours and Typst bare, each in a process of its own, turn about; medians."""
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "bare": [], "child": []}
    with tempfile.TemporaryDirectory(prefix="green-trust-bench-") as folder:
        _one("lay-out", folder)
        for _turn in range(turns):
            for name, taken in found.items():
                taken.append(_one(name, folder))
    assert len({each["sha256"] for each in (*found["ours"], *found["child"])}) == 1
    seconds = {
        name: statistics.median(each["s"] for each in taken) for name, taken in found.items()
    }
    cpu = {
        name: statistics.median(each["cpu_s"] for each in taken) for name, taken in found.items()
    }
    return {
        "tables": TABLES,
        "long_rows": LONG_ROWS,
        "charts": CHARTS,
        "pages": found["ours"][0]["pages"],
        "bytes": found["ours"][0]["bytes"],
        "ours_s": seconds["ours"],
        "through_the_child_s": seconds["child"],
        "bare_typst_s": seconds["bare"],
        "ratio": round(seconds["ours"] / seconds["bare"], 2),
        "ratio_of_cpu": round(cpu["ours"] / cpu["bare"], 2),
        "ratio_through_the_child": round(seconds["child"] / seconds["bare"], 2),
        "ours_mb": max(each["peak_mb"] for each in found["ours"]),
        "bare_mb": max(each["peak_mb"] for each in found["bare"]),
        "parts_s": found["ours"][0]["parts"],
    }


def started_alone(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module of ours in a process of its own; return the JSON that it says last."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _one(name: str, folder: str) -> dict[str, Any]:
    return started_alone("tests.benchmarks.pdf", name, folder)


def report() -> Any:
    """Return the document: chapters of text, tables and charts with bound figures."""
    from reporting.rendering.document import (
        Chart,
        Column,
        Document,
        Figure,
        FigureRecord,
        Paragraph,
        Section,
        Table,
    )
    from reporting.rendering.months import MonthlyValue, monthly_bars

    values = {f"F-{number:08d}": Decimal(1_000 + number * 37) for number in range(400)}
    figures = {
        key: Figure(figure_id=key, value=value, text=f"{value:,.0f}", unit="tCO₂e")
        for key, value in values.items()
    }
    columns = (
        Column(heading="项目"),
        Column(heading="上网电量", kind="number", unit="MWh", places=1),
        Column(heading="因子", kind="number", unit="tCO₂/MWh", places=4),
        Column(heading="占比", kind="percent", places=1),
        Column(heading="并网日期", kind="date"),
        Column(heading="避免排放量", kind="number", unit="tCO₂e", places=0),
    )
    keys = list(figures)

    def table(number: int, rows: int) -> Table:
        return Table(
            caption=f"第 {number} 表 各电站上网电量与避免排放量",
            columns=columns,
            rows=tuple(
                (
                    f"第{number}-{row}号分布式屋顶光伏电站",
                    Decimal(1_234_567 + row * 13) / 10,
                    Decimal("0.5703"),
                    Decimal("0.185"),
                    dt.date(2024, 6, 1),
                    figures[keys[(number * 17 + row) % len(keys)]]
                    if rows < 100
                    else Decimal(row * 3),
                )
                for row in range(rows)
            ),
            total=("合计", Decimal(9), None, Decimal(1), None, figures[keys[number]]),
        )

    def chart(number: int) -> Chart:
        months = [
            MonthlyValue(f"2025-{month:02}", name, Decimal(900 + 37 * month * scale + number))
            for scale, name in enumerate(("屋顶光伏", "核能供汽", "风电"), start=1)
            for month in range(1, 13)
        ]
        return Chart(
            caption=f"分月避免排放量之{number}",
            alt="堆叠柱形图：三类项目 2025 年各月避免排放量，逐月增加。",
            spec=monthly_bars(months, unit="tCO₂e", language="zh-Hans"),
        )

    text = (
        "报告期内，受托人以信托财产投向的分布式光伏、风电与核能供汽项目按电网替代法与热力替代法核算，"
        "读数取自结算表计，缺测时段不补数，因子取自国家与省级公布的最近一版，避免温室气体排放 "
    )
    sections = []
    for number in range(1, CHAPTERS + 1):
        paragraphs = tuple(
            Paragraph((text * 2, figures[keys[(number * 7 + place) % len(keys)]], "。"))
            for place in range(22)
        )
        blocks: list[Any] = [*paragraphs[:8]]
        blocks.append(table(number, LONG_ROWS if number == TABLES else 24))
        if number <= CHARTS:
            blocks.append(chart(number))
        sections.append(Section(heading=f"第 {number} 类资产的环境效益", blocks=tuple(blocks)))
        sections.append(Section(heading="方法与局限", level=2, blocks=paragraphs[8:]))
    records = tuple(
        FigureRecord(
            figure_id=key,
            label_zh=f"避免排放量 {key}",
            label_en=f"Avoided emissions {key}",
            value=value,
            unit="tCO₂e",
            measure="avoided",
            method="E-AV-01 v1",
            period="2025",
            known_at=KNOWN_AT,
            sha256="ab" * 32,
            explanation="Σ(E × EF)",
        )
        for key, value in values.items()
    )
    return Document(
        title="2025 年度绿色信托信息披露报告（基准测试）",
        organization="样本信托有限责任公司",
        identifier="BENCH-0001",
        version_label="v1",
        language="zh-Hans",
        period_text="2025 年",
        issued_on=dt.date(2026, 4, 30),
        known_at=KNOWN_AT,
        is_sample=True,
        sample_notice="本报告为基准测试所用的样本数据。",
        sections=tuple(sections),
        provenance=records,
        base_url="https://green.example/figures/",
    )


def _ours() -> dict[str, Any]:
    from reporting.rendering import pdf

    document = report()
    watch = Watch()
    made = pdf.render(document)
    return _said(made, watch.read(), parts=_parts(document))


def _parts(document: Any) -> dict[str, float]:
    """Return how long each step of ours takes, once more and by itself."""
    from reporting.rendering import charts, pdf
    from reporting.rendering.pages import Pages

    charts._drawn.cache_clear()
    found = {}
    started = time.perf_counter()
    pages = Pages(document, cap=pdf.CAP)
    data = pages.data()
    found["lay_out"] = time.perf_counter() - started
    started = time.perf_counter()
    for spec in pages.specs:
        pdf.draw_svg(spec)
    found["charts"] = time.perf_counter() - started
    started = time.perf_counter()
    json.dumps(data, ensure_ascii=False)
    document.to_json()
    found["json"] = time.perf_counter() - started
    return {name: round(seconds, 2) for name, seconds in found.items()}


def _child() -> dict[str, Any]:
    from reporting.rendering import child

    document = report()
    watch = Watch()
    made = child.render(document, "pdf")
    return _said(made, watch.read())


def _lay_out(folder: Path) -> dict[str, Any]:
    """Write what the compiler is given: template, data, pictures, attachments."""
    from reporting.rendering import pdf

    pdf._lay_out(folder, document=report(), attachments=(), cap=pdf.CAP)
    return {}


def _bare(folder: Path) -> dict[str, Any]:
    import typst

    from reporting.rendering.glyphs import FONTS
    from reporting.rendering.pdf import STANDARDS

    watch = Watch()
    made = typst.compile(
        folder / "report.typ",
        root=folder,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
        timestamp=int(KNOWN_AT.timestamp()),
    )
    return _said(bytes(made), watch.read())


class Watch:
    """Reads the seconds that have passed, and those that processors of ours worked."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), self._worked()

    @staticmethod
    def _worked() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(each.ru_utime + each.ru_stime for each in used)

    def read(self) -> dict[str, float]:
        """Return both since the watch was made."""
        return {
            "s": round(time.perf_counter() - self._wall, 2),
            "cpu_s": round(self._worked() - self._cpu, 2),
        }


def _said(made: bytes, taken: dict[str, float], **rest: Any) -> dict[str, Any]:
    import io

    import pikepdf

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with pikepdf.open(io.BytesIO(made)) as opened:
        pages = len(opened.pages)
    return {
        **taken,
        "pages": pages,
        "bytes": len(made),
        "peak_mb": peak,
        "sha256": sha256(made).hexdigest(),
        **rest,
    }


if __name__ == "__main__":
    task, place = sys.argv[1], Path(sys.argv[2])
    outcome = {
        "ours": _ours,
        "child": _child,
        "lay-out": lambda: _lay_out(place),
        "bare": lambda: _bare(place),
    }[task]()
    sys.stdout.write(json.dumps(outcome) + "\n")
