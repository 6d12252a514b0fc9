"""Use of proceeds: on which projects, under which entries; what waits; what is refinancing."""

from __future__ import annotations

from reporting.disclosures.kinds.breakdowns import Told, breakdown
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import Block, Cell, Column, Paragraph, Run, Section

#: As what the product holds its money; the parts of all assets in its books.
PARTS = (
    ("G-UF-01", "落到项目", "On projects"),
    ("G-UF-02", "合同项下尚未落到项目", "Under contracts, on no project"),
    ("G-UF-03", "现金", "Cash"),
    ("G-UF-04", "其他资产", "Other assets"),
)
ASSETS, ON_PROJECTS, WAITING = "G-UF-05", "G-UF-01", "G-UF-02"
LOOK_BACK = (
    ("G-UF-11", "再融资", "Refinancing"),
    ("G-UF-12", "新增融资", "New financing"),
    ("G-UF-13", "合同未说明", "Not stated by the terms"),
)


def use_of_proceeds(brief: Brief, say: Voice) -> Section | None:
    """Return where the money stands: in which form, on which projects, under which entries."""
    mine = {"product": brief.subject}
    if brief.book.one(ASSETS, **mine) is None:
        return None
    amount = Column(heading=say("金额", "Amount"), kind="number", unit="CNY", places=2)
    blocks: list[Block | None] = [
        Paragraph(
            (
                say(
                    "信托资金按期末账簿与合同分摊列示，四部分之和与账簿资产合计逐分相等。"
                    "资产合计含运用收益，因此可与存续规模（受托资金余额）不同。",
                    "The money is shown by the books and the splits of contracts on the last day; "
                    "the four parts are, to the fen, all assets in the books. Assets include what "
                    "was earned and so may differ from the entrusted capital outstanding.",
                ),
            )
        ),
        table(
            say,
            say("资金去向", "Where the money stands"),
            (Column(heading=say("去向", "Held as")), amount),
            [(say(zh, en), brief.book.cell(code, **mine)) for code, zh, en in PARTS],
            total=(say("信托资产合计", "Trust assets"), brief.book.cell(ASSETS, **mine)),
        ),
        _by_project(brief, say),
        breakdown(
            brief,
            say,
            say("按绿色产业目录条目（以标签为准）", "By catalogue entry, as labelled"),
            ("catalogue", "目录条目", "Catalogue entry"),
            (Told(code="G-UF-07", zh="资金运用余额", en="Placed"),),
            where=mine,
        ),
    ]
    return Section(
        heading=say("募集资金使用", "Use of proceeds"),
        blocks=tuple(each for each in blocks if each is not None),
    )


def _by_project(brief: Brief, say: Voice) -> Block | None:
    rows = [
        each
        for each in brief.book.along(ON_PROJECTS, "product", "project")
        if each.dimension["product"] == brief.subject
    ]
    if not rows:
        return None
    return table(
        say,
        say("按项目", "By project"),
        (
            Column(heading=say("项目", "Project")),
            Column(heading=say("技术", "Technology")),
            Column(heading=say("类别", "Category")),
            Column(heading=say("绿色认定", "Recognition")),
            Column(heading=say("金额", "Amount"), kind="number", unit="CNY", places=2),
        ),
        [(*_described(brief, say, each), each.bound) for each in rows],
        total=(
            say("合计", "Total"),
            None,
            None,
            None,
            brief.book.cell(ON_PROJECTS, product=brief.subject),
        ),
    )


def _described(brief: Brief, say: Voice, each: Entry) -> tuple[Cell, ...]:
    code = each.dimension["project"]
    category = brief.book.one("G-IM-01", project=code)
    decision = brief.book.one("G-RC-01", project=code)
    return (
        each.member("project", say.language),
        category.word("technology", say.language) if category else None,
        category.shown(say.language) if category else None,
        decision.shown(say.language) if decision else None,
    )


def waiting(brief: Brief, say: Voice) -> Section | None:
    """Return what stands on no project, and how long it has."""
    found = brief.book.one(WAITING, product=brief.subject)
    if found is None:
        return None
    heading = say("尚未落到项目的资金", "Money on no project")
    if not found.value:
        words = Paragraph(
            (say("合同项下资金已全部落到项目。", "All money under contracts stands on projects."),)
        )
        return Section(heading=heading, level=2, blocks=(words,))
    blocks: list[Block] = []
    oldest = brief.book.one("G-UF-06", product=brief.subject)
    if oldest:
        runs: tuple[Run, ...] = (
            say("其中最早一笔已等待 ", "The oldest of it has waited for "),
            alone(say, oldest.bound),
            say("；账龄按先进先出计。", "; ages are counted first in, first out."),
        )
        blocks.append(Paragraph(runs))
    ages = breakdown(
        brief,
        say,
        say("按账龄", "By age"),
        ("age", "账龄", "Age"),
        (Told(code=WAITING, zh="金额", en="Amount"),),
        where={"product": brief.subject},
    )
    return Section(heading=heading, level=2, blocks=(*blocks, *([ages] if ages else ())))


def refinancing(brief: Brief, say: Voice) -> Section | None:
    """Return what replaced earlier financing and what was new, as the terms of contracts say."""
    mine = {"product": brief.subject}
    if brief.book.one("G-UF-07", **mine) is None:
        return None
    share = brief.book.one("G-UF-14", **mine)
    runs: tuple[Run, ...] = (
        (
            say("在合同已说明的金额中，再融资占 ", "Of what the terms state, refinancing is "),
            share.bound,
            say("。", "."),
        )
        if share
        else (
            say(
                "合同条款未载再融资比例，因此不作推断。",
                "The terms state no refinancing share, and none is assumed.",
            ),
        )
    )
    return Section(
        heading=say("再融资", "Refinancing"),
        level=2,
        blocks=(
            Paragraph(runs),
            table(
                say,
                say("再融资与新增融资", "Refinancing and new financing"),
                (
                    Column(heading=say("用途", "Use")),
                    Column(heading=say("金额", "Amount"), kind="number", unit="CNY", places=2),
                ),
                [(say(zh, en), brief.book.cell(code, **mine)) for code, zh, en in LOOK_BACK],
                total=(say("资金运用余额", "Placed"), brief.book.cell("G-UF-07", **mine)),
            ),
        ),
    )
