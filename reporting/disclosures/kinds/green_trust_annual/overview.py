"""The year at a glance, and what the report rests on."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.rendering.document import (
    Bullets,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Run,
    Section,
    Strong,
)

#: indicator, label in Chinese, label in English.
CARDS = (
    ("G-GT-01", "存续绿色信托产品（只）", "Green trust products in run"),
    ("G-GT-02", "存续规模", "Outstanding"),
    ("E-IN-01", "发电装机容量", "Electric capacity"),
    ("E-IN-04", "电站（座）", "Stations"),
    ("E-EN-01", "计量发电量", "Metered electricity"),
    ("E-EN-02", "计量供热量", "Metered heat"),
    ("E-AV-03", "避免排放量", "Avoided emissions"),
    ("E-AV-05", "扣除证书与减排量出售后的避免排放量", "Avoided emissions, net of sales"),
    ("E-AT-01", "归因避免排放量，PCAF 口径", "Attributed, PCAF"),
    ("E-AT-02", "归因避免排放量，绿色信贷指引口径", "Attributed, green-credit guide"),
)


def key_figures(brief: Brief, say: Voice) -> Section | None:
    """Return the cards, and the year in two sentences."""
    cards = tuple(
        KeyFigure(label=say(zh, en), figure=alone(say, found.bound))
        for code, zh, en in CARDS
        if (found := brief.book.one(code)) is not None
    )
    if not cards:
        return None
    return Section(
        heading=say("关键数字", "Key figures"),
        blocks=(KeyFigures(cards), Paragraph(_summary(brief, say))),
    )


def _summary(brief: Brief, say: Voice) -> tuple[Run, ...]:
    products, amount = brief.book.one("G-GT-01"), brief.book.one("G-GT-02")
    avoided, energy = brief.book.one("E-AV-03"), brief.book.one("E-EN-01")
    runs: list[Run] = []
    if products and amount:
        runs += [
            say("期末存续绿色信托产品 ", "At the end of the period there were "),
            alone(say, products.bound),
            say(" 只，存续规模 ", " green trust products in run, with "),
            alone(say, amount.bound),
            say("。", " outstanding. "),
        ]
    if energy:
        runs += [
            say("报告期内所投项目计量发电 ", "The projects they finance metered "),
            alone(say, energy.bound),
            say("。", " of electricity in the period. "),
        ]
    if avoided:
        runs += [
            say("按电网替代与供热替代计算，避免排放 ", "By grid and heat displacement, "),
            alone(say, avoided.bound),
            say("。", " were avoided."),
        ]
    runs = runs or [say("本期无可披露数字。", "There is no figure to disclose for this period.")]
    return tuple(runs)


def about(brief: Brief, say: Voice) -> Section:
    """Return what the report rests on: the basis, the moment of knowledge, the marks."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("每个数字都有编号。", "Every number has an id.")),
            say(
                "凭编号可查到算式与代入值、所用声明、因子版本与来源、提出人与复核人，"
                "直至电站、日数据块与原始文件。",
                " It leads to the formula with its values, the statements, the factors' editions "
                "and "
                "sources, who proposed and who confirmed, and on to stations, day blocks and "
                "files.",
            ),
        ),
        (
            Strong(say("数字截至一个时刻。", "Numbers are as known at one moment.")),
            say(
                "本报告所有数字都按封面所载“数据截至”时刻所知的事实得出；此后到达的更正不改变本报告，"
                "只在以后的报告中列示差额。",
                " All numbers follow from the facts known at the moment named on the cover; what "
                "came "
                "later does not change this report and is shown as a difference in a later one.",
            ),
        ),
        (
            Strong(say("避免排放不是抵销。", "Avoided emissions offset nothing.")),
            say(
                "避免排放量、融资排放量、碳配额与核证减排量同以吨计而性质不同，本报告不将其相加。",
                " Avoided and financed emissions, allowances and credits are all in tonnes and are "
                "different things; this report never adds them.",
            ),
        ),
        (
            Strong(say("公告数值与计算数值并列。", "Announced beside computed.")),
            say(
                "发起人公告的数值只作为公告登记，不代入任何计算。",
                " What a sponsor announced is held as an announcement and enters no calculation.",
            ),
        ),
    ]
    blocks: list[Bullets | Note] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(
                title=say("样本数据", "Sample data"),
                runs=(
                    say(
                        "计量读数、账簿金额与资产负债表为样本数据；官方排放因子与公告数值为真实公开信息。",
                        "Readings, amounts in the books and balance sheets are sample data; "
                        "official "
                        "factors and announced numbers are real and public.",
                    ),
                ),
                tone="caution",
            )
        )
    return Section(heading=say("关于本报告", "About this report"), blocks=tuple(blocks))
