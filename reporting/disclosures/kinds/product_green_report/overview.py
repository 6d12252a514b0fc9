"""The product at a glance, and what the report rests on."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.disclosures.kinds.tables import table
from reporting.rendering.document import (
    Block,
    Bullets,
    Column,
    KeyFigure,
    KeyFigures,
    Note,
    Run,
    Section,
    Strong,
)

PCAF, GUIDE = {"method": "pcaf"}, {"method": "guide"}
#: indicator, further axes, label in Chinese, label in English.
CARDS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("G-GT-02", {}, "存续规模", "Outstanding"),
    ("G-UF-01", {}, "落到项目", "On projects"),
    ("G-UF-02", {}, "尚未落到项目", "On no project"),
    ("G-GL-06", {}, "绿色资金占比", "Green share"),
    ("G-UF-14", {}, "再融资比例", "Refinancing share"),
    ("E-AT-01", {}, "归因避免排放量，PCAF", "Avoided, PCAF"),
    ("E-AT-02", {}, "归因避免排放量，指引", "Avoided, guide"),
    ("E-AT-31", PCAF, "归因发电量，PCAF", "Electricity, PCAF"),
    ("E-AT-32", PCAF, "归因供热量，PCAF", "Heat, PCAF"),
)


def key_figures(brief: Brief, say: Voice) -> Section | None:
    """Return the cards, and what the product is."""
    cards = tuple(
        KeyFigure(label=say(zh, en), figure=alone(say, found.bound, measure=found.measure))
        for code, more, zh, en in CARDS
        if (found := brief.book.one(code, product=brief.subject, **more)) is not None
    )
    blocks: list[Block] = [KeyFigures(cards)] if cards else []
    if state := _state(brief, say):
        blocks.append(state)
    return Section(heading=say("关键数字", "Key figures"), blocks=tuple(blocks)) if blocks else None


def _state(brief: Brief, say: Voice) -> Block | None:
    found = brief.book.one("G-GT-03", product=brief.subject)
    if found is None:
        return None
    lines = (
        (say("产品", "Product"), found.member("product", say.language)),
        (say("产品代码", "Code"), brief.subject),
        (say("信托类别", "Class"), found.word("class", say.language)),
        (say("品种", "Kind"), found.word("kind", say.language)),
        (say("绿色形式", "Green form"), found.word("form", say.language)),
        (say("期末状态", "State on the last day"), found.shown(say.language)),
    )
    return table(
        say,
        say("产品概况", "The product"),
        (
            Column(heading=say("项目", "Item"), width=30),
            Column(heading=say("内容", "What it is"), width=70),
        ),
        lines,
    )


def about(brief: Brief, say: Voice) -> Section:
    """Return what the report rests on, and what it does not claim."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("只说这一个产品。", "One product alone.")),
            say(
                "全部数字只涉及本产品及其资金所落项目；公司合计数不在本报告内。",
                " Every number is about this product and the projects on which its money stands; "
                "no total of the company is in this report.",
            ),
        ),
        (
            Strong(say("影响按比例归因。", "Impact is attributed by share.")),
            say(
                "项目的发电、供热、容量与避免排放按本产品的融资比例归因，"
                "PCAF 与绿色信贷指引两种口径并列，不相加；其余部分属于项目的其他出资人。",
                " Electricity, heat, capacity and avoided emissions of the projects are attributed "
                "by the share that this product finances, by two rule-books side by side that are "
                "never added; the rest belongs to the projects' other financiers.",
            ),
        ),
        (
            Strong(say("避免排放不是抵销。", "Avoided emissions offset nothing.")),
            say(
                "避免排放量与融资排放量、碳配额、核证减排量性质不同，本报告不将其相加。",
                " Avoided emissions, financed emissions, allowances and credits are different "
                "things and are never added.",
            ),
        ),
        (
            Strong(say("参照而非声明一致。", "A reference, no claim of conformity.")),
            say(
                "报告结构参照 ICMA 募集资金使用与影响报告的通行做法，"
                "核心指标为自编工作清单（转述，置信度 B）；框架原文未逐条核对，"
                "不声明与其一致，也不构成第三方评估意见。",
                " The structure follows the common practice of reports on use of proceeds and "
                "impact after ICMA; the core indicators are our own working list (paraphrased, "
                "confidence B). The framework's text was not checked item by item; no conformity "
                "is claimed, and this is no second-party opinion.",
            ),
        ),
    ]
    blocks: list[Block] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(
                title=say("样本数据", "Sample data"),
                runs=(
                    say(
                        "计量读数、账簿金额与资产负债表为样本数据；官方排放因子为真实公开信息。",
                        "Readings, amounts in the books and balance sheets are sample data; "
                        "official factors are real and public.",
                    ),
                ),
                tone="caution",
            )
        )
    return Section(heading=say("关于本报告", "About this report"), blocks=tuple(blocks))
