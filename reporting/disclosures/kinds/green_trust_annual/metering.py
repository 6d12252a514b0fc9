"""What the meters said, and how complete and how good the data is."""

from __future__ import annotations

from decimal import Decimal

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.rendering import charts
from reporting.rendering.document import Block, Chart, Column, Paragraph, Section, Table

CARRIERS = (
    ("E-EN-01", "发电量", "electricity", "MWh"),
    ("E-EN-02", "供热量", "heat", "GJ"),
)


def metering(brief: Brief, say: Voice) -> Section | None:
    """Return metered energy by project, by month and by province, drawn and in tables."""
    blocks: list[Block] = []
    for code, zh, en, unit in CARRIERS:
        if brief.book.one(code) is None:
            continue
        blocks += [
            _by(
                brief,
                say,
                code,
                "project",
                unit,
                say(f"各项目计量{zh}", f"Metered {en} by project"),
            ),
            _chart(brief, say, code, unit, say(f"各月计量{zh}", f"Metered {en} by month")),
            _by(brief, say, code, "month", unit, say(f"各月计量{zh}", f"Metered {en} by month")),
            _by(
                brief,
                say,
                code,
                "province",
                unit,
                say(f"各省计量{zh}", f"Metered {en} by province"),
            ),
        ]
    if not blocks:
        return None
    lead = Paragraph(
        (
            say(
                "电量与热量为各电站（计量点）日数据块之和。缺测不补，估读另计，后到更正以新批次数据块为准。",
                "Energy is the sum of the stations' day blocks. Gaps are not filled, estimates are "
                "counted apart, and a later batch's block stands for the one it corrects.",
            ),
        )
    )
    return Section(heading=say("计量", "Metering"), blocks=(lead, *blocks))


HEADINGS = {
    "project": ("项目", "Project"),
    "month": ("月份", "Month"),
    "province": ("省份", "Province"),
}


def _by(brief: Brief, say: Voice, code: str, axis: str, unit: str, caption: str) -> Table:
    return table(
        say,
        caption,
        (
            Column(heading=say(*HEADINGS[axis])),
            Column(heading=say("计量值", "Metered"), kind="number", unit=unit, places=3),
        ),
        [(each.member(axis, say.language), each.bound) for each in brief.book.along(code, axis)],
        total=(say("合计", "Total"), brief.book.cell(code)),
    )


def _chart(brief: Brief, say: Voice, code: str, unit: str, caption: str) -> Chart:
    return Chart(
        caption=caption,
        alt=say(f"{caption}，按项目堆叠", f"{caption}, stacked by project"),
        spec=charts.monthly_bars(
            [
                charts.MonthlyValue(
                    each.dimension["month"],
                    each.member("project", say.language),
                    each.value or Decimal(0),
                )
                for each in brief.book.along(code, "month", "project")
            ],
            unit=unit,
            language=say.language,
        ),
    )


def quality(brief: Brief, say: Voice) -> Section | None:
    """Return completeness and PCAF's score by project."""
    rows = brief.book.along("Q-DQ-01", "project")
    if not rows:
        return None
    return Section(
        heading=say("数据质量", "Data quality"),
        blocks=(
            Paragraph(
                (
                    say(
                        "完整率为有数据的站日与应有站日之比；得分按 PCAF 评分表，1 为最好，5 "
                        "为最差。",
                        "Completeness is station-days metered over those expected; the score is "
                        "PCAF's, "
                        "1 best and 5 worst.",
                    ),
                )
            ),
            table(
                say,
                say("完整率与质量得分", "Completeness and score"),
                (
                    Column(heading=say("项目", "Project")),
                    Column(heading=say("完整率", "Completeness"), kind="percent", places=2),
                    Column(heading=say("PCAF 得分", "PCAF score"), kind="integer"),
                ),
                [
                    (
                        each.member("project", say.language),
                        each.bound,
                        brief.book.cell("Q-DQ-02", project=each.dimension["project"]),
                    )
                    for each in rows
                ],
                total=(say("合计", "Total"), brief.book.cell("Q-DQ-01"), None),
                is_sum=False,
            ),
        ),
    )
