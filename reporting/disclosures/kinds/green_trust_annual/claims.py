"""What was announced beside what we compute, and what does not fit, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import unit_words, with_digits
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering import charts
from reporting.rendering.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Paragraph,
    Run,
    Section,
    Strong,
    Table,
)

ANNOUNCED, COMPUTED, IMPLIED, VERDICT, RATIO = (f"E-CL-0{number}" for number in range(1, 6))
TONNES = "tCO2e"


def claims(brief: Brief, say: Voice) -> Section | None:
    """Return the announced numbers, the computed ones, what each implies, and the verdicts."""
    rows = brief.book.along(ANNOUNCED, "claim")
    if not rows:
        return None
    blocks: tuple[Block, ...] = (
        Paragraph(
            (
                say(
                    "下列公告数值均为发起人或媒体所述，四舍五入后刊出。本报告不采用它们，"
                    "只说明它们意味着什么、与计算数值相差多少。",
                    "The announced numbers are their sponsors', printed with rounding. This "
                    "report does not use them; it says what they imply and how far they are from "
                    "what is computed.",
                ),
            )
        ),
        _beside(brief, say, rows),
        *_chart(brief, say, rows),
        Bullets(tuple(_verdict(brief, say, each) for each in rows)),
        *(_implied(brief, say, each) for each in rows if _implied_by(brief, each)),
    )
    return Section(
        heading=say("公告数值与计算数值对照", "Announced against computed"), blocks=blocks
    )


def _beside(brief: Brief, say: Voice, rows: list[Entry]) -> Table:
    units = {each.unit for each in rows}
    unit = units.pop() if len(units) == 1 else ""
    sources: dict[str, list[str]] = {}
    for each in rows:
        if each.attributes["source"]:
            name = each.member("claim", say.language)
            sources.setdefault(each.attributes["source"], []).append(name)
    return table(
        say,
        say("公告数值与计算数值", "Announced and computed"),
        (
            Column(heading=say("公告事项", "Announcement")),
            Column(heading=say("公告", "Announced"), kind="number", unit=unit),
            Column(heading=say("计算", "Computed"), kind="number", unit=unit, places=3),
            Column(heading=say("单位", "Unit")),
            Column(heading=say("计算 ÷ 公告", "Computed ÷ announced"), kind="percent", places=1),
        ),
        [
            (
                each.member("claim", say.language),
                each.bound,
                brief.book.cell(COMPUTED, **each.dimension),
                None if unit else unit_words(say, each.unit) or None,
                brief.book.cell(RATIO, **each.dimension),
            )
            for each in rows
        ],
        notes=[
            say("公告来源：", "Announced in: ")
            + source
            + (
                ""
                if len(sources) == 1
                else say("（", " (") + say("、", ", ").join(of) + say("）", ")")
            )
            for source, of in sources.items()
        ],
    )


def _chart(brief: Brief, say: Voice, rows: list[Entry]) -> Iterator[Chart]:
    """Yield the picture of the announced tonnes that there are computed ones for."""
    per = Decimal(10_000) if say.key == "zh" else Decimal(1000)
    pairs = [
        charts.ClaimedAndComputed(
            each.attributes["project"].get(say.key, each.member("claim", say.language)),
            each.value / per,
            found.value / per,
        )
        for each in rows
        if each.unit == TONNES
        and each.value
        and (found := brief.book.one(COMPUTED, **each.dimension)) is not None
        and found.value is not None
    ]
    if pairs:
        yield Chart(
            caption=say("公告与计算的避免排放量", "Avoided emissions, announced and computed"),
            alt=say(
                "各项目公告数值与计算数值，以公告数值为 100%",
                "Announced and computed by project, the announced number being 100%",
            ),
            spec=charts.claimed_and_computed(
                pairs, unit=say("万吨", "kt"), places=2, language=say.language
            ),
        )


def _implied_by(brief: Brief, claim: Entry) -> list[Entry]:
    return [
        each
        for each in brief.book.along(IMPLIED, "claim", "implied")
        if each.dimension["claim"] == claim.dimension["claim"]
    ]


def _implied(brief: Brief, say: Voice, claim: Entry) -> Table:
    name = claim.member("claim", say.language)
    return table(
        say,
        say(f"{name}——公告意味着什么", f"{name}: what it implies"),
        (
            Column(heading=say("隐含参数", "Implied")),
            Column(heading=say("数值", "Value"), kind="number"),
            Column(heading=say("单位", "Unit")),
            Column(heading=say("常见区间", "Usual range")),
            Column(heading=say("判断", "Finding")),
        ),
        [_implied_row(say, each) for each in _implied_by(brief, claim)],
    )


def _implied_row(say: Voice, each: Entry) -> tuple[Cell, ...]:
    finding = each.attributes["finding"]
    name = each.member("implied", say.language)
    return (
        name[:1].upper() + name[1:],
        with_digits(each.bound),
        unit_words(say, each.unit) or None,
        each.attributes["usual"] or None,
        finding[say.key] if finding else None,
    )


def _verdict(brief: Brief, say: Voice, each: Entry) -> tuple[Run, ...]:
    found = brief.book.one(VERDICT, **each.dimension)
    words = found.shown(say.language) if found else say("未判断。", "Not judged.")
    return (Strong(each.member("claim", say.language) + say("：", ": ")), words)
