"""What was announced beside what we compute, and what does not fit, in words."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Run,
    Section,
    Strong,
)

ANNOUNCED, COMPUTED, IMPLIED, VERDICT, RATIO = (f"E-CL-0{number}" for number in range(1, 6))


def claims(brief: Brief, say: Voice) -> Section | None:
    """Return the announced numbers, the computed ones, what each implies, and the verdicts."""
    rows = brief.book.along(ANNOUNCED, "claim")
    if not rows:
        return None
    blocks: list[Block] = [
        Paragraph(
            (
                say(
                    "下列公告数值均为发起人或媒体所述，四舍五入后刊出。本报告不采用它们，"
                    "只说明它们意味着什么、与计算数值相差多少。",
                    "The announced numbers are their sponsors', printed with rounding. This "
                    "report does not "
                    "use them; it says what they imply and how far they are from what is computed.",
                ),
            )
        ),
        table(
            say,
            say("公告数值与计算数值", "Announced and computed"),
            _columns(say),
            [_row(brief, say, each) for each in rows],
        ),
    ]
    implied = brief.book.along(IMPLIED, "claim", "implied")
    if implied:
        blocks.append(_implied(say, implied))
    blocks.append(Bullets(tuple(_verdict(brief, say, each) for each in rows)))
    return Section(
        heading=say("公告数值与计算数值对照", "Announced against computed"), blocks=tuple(blocks)
    )


def _columns(say: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=say("公告事项", "Announcement")),
        Column(heading=say("单位", "Unit")),
        Column(heading=say("公告", "Announced"), kind="number"),
        Column(heading=say("计算", "Computed"), kind="number", places=3),
        Column(heading=say("计算 ÷ 公告", "Computed ÷ announced"), kind="percent", places=2),
        Column(heading=say("来源", "Source")),
    )


def _row(brief: Brief, say: Voice, each: Entry) -> tuple[Cell, ...]:
    return (
        each.member("claim", say.language),
        each.unit or None,
        each.bound,
        brief.book.cell(COMPUTED, **each.dimension),
        brief.book.cell(RATIO, **each.dimension),
        each.attributes["source"] or None,
    )


def _implied(say: Voice, rows: list[Entry]) -> Block:
    return table(
        say,
        say("公告数值意味着什么", "What the announcements imply"),
        (
            Column(heading=say("公告事项", "Announcement")),
            Column(heading=say("隐含参数", "Implied")),
            Column(heading=say("数值", "Value"), kind="number", places=3),
            Column(heading=say("单位", "Unit")),
        ),
        [
            (
                each.member("claim", say.language),
                each.member("implied", say.language),
                each.bound,
                each.unit or None,
            )
            for each in rows
        ],
    )


def _verdict(brief: Brief, say: Voice, each: Entry) -> tuple[Run, ...]:
    found = brief.book.one(VERDICT, **each.dimension)
    words = found.shown(say.language) if found else say("未判断。", "Not judged.")
    return (Strong(each.member("claim", say.language) + say("：", ": ")), words)
