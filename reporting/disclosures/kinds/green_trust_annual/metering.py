"""What the meters said, and how complete and how good the data is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering import months
from reporting.rendering.document import Block, Chart, Column, Paragraph, Section, Table

ELECTRICITY, HEAT = "E-EN-01", "E-EN-02"
#: indicator, names, unit in tables, unit in charts and how many of the former it holds.
CARRIERS = (
    (ELECTRICITY, "发电量", "Electricity", "MWh", "GWh", Decimal(1000)),
    (HEAT, "供热量", "Heat", "GJ", "TJ", Decimal(1000)),
)
COMPLETENESS, SCORE = "Q-DQ-01", "Q-DQ-02"


def metering(brief: Brief, say: Voice) -> Section | None:
    """Return metered energy by project, by month and by province, drawn and in tables."""
    if all(brief.book.one(code) is None for code, *_rest in CARRIERS):
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
    blocks: tuple[Block, ...] = (
        lead,
        _by(brief, say, "project", say("各项目计量能量", "Metered energy by project")),
        *_charts(brief, say),
        _by(brief, say, "month", say("各月计量能量", "Metered energy by month")),
        _by(brief, say, "province", say("各省计量能量", "Metered energy by province")),
    )
    return Section(heading=say("计量", "Metering"), blocks=blocks)


HEADINGS = {
    "project": ("项目", "Project"),
    "month": ("月份", "Month"),
    "province": ("省份", "Province"),
}


def _by(brief: Brief, say: Voice, axis: str, caption: str) -> Table:
    members: dict[str, Entry] = {}
    for code, *_rest in CARRIERS:
        members |= {each.dimension[axis]: each for each in brief.book.along(code, axis)}
    return table(
        say,
        caption,
        (
            Column(heading=say(*HEADINGS[axis])),
            *(
                Column(heading=say(zh, en), kind="number", unit=unit, places=3)
                for _code, zh, en, unit, *_chart in CARRIERS
            ),
        ),
        [
            (
                each.member(axis, say.language),
                *(brief.book.cell(code, **each.dimension) for code, *_rest in CARRIERS),
            )
            for _member, each in sorted(members.items())
        ],
        total=(say("合计", "Total"), *(brief.book.cell(code) for code, *_rest in CARRIERS)),
    )


def _charts(brief: Brief, say: Voice) -> Iterator[Chart]:
    for code, zh, en, _unit, unit, per in CARRIERS:
        parts = brief.book.along(code, "month", "project")
        if not parts:
            continue
        caption = say(f"各月{zh}", f"{en} by month")
        yield Chart(
            caption=caption,
            alt=say(f"{caption}，按项目", f"{caption}, by project"),
            spec=months.monthly_bars(
                [
                    months.MonthlyValue(
                        each.dimension["month"],
                        each.member("project", say.language),
                        (each.value or Decimal(0)) / per,
                    )
                    for each in parts
                ],
                unit=say(f"{zh}（{unit}）", f"{en} ({unit})"),
                language=say.language,
            ),
        )


def quality(brief: Brief, say: Voice) -> Section | None:
    """Return completeness and PCAF's score by project."""
    rows = brief.book.along(COMPLETENESS, "project")
    if not rows:
        return None
    return Section(
        heading=say("数据质量", "Data quality"),
        level=2,
        blocks=(
            Paragraph(
                (
                    say(
                        "完整率为有数据的站日与应有站日之比；得分按 PCAF 评分表，"
                        "1 为最好，5 为最差。",
                        "Completeness is station-days metered over those expected; the score is "
                        "PCAF's, 1 best and 5 worst.",
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
                        brief.book.cell(SCORE, project=each.dimension["project"]),
                    )
                    for each in rows
                ],
                total=(say("合计", "Total"), brief.book.cell(COMPLETENESS), None),
                is_sum=False,
            ),
        ),
    )
