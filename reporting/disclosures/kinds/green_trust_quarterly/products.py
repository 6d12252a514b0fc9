"""The products: by class, by green form, one by one; what is in run and what is new."""

from __future__ import annotations

from reporting.disclosures.kinds.breakdowns import Told, breakdown
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.rendering.document import Block, Column, Section

COLUMNS = (
    Told(code="G-GT-01", zh="存续产品", en="In run", kind="integer"),
    Told(code="G-GT-02", zh="存续规模", en="Outstanding"),
    Told(code="G-GN-01", zh="新增产品", en="New", kind="integer"),
    Told(code="G-GN-02", zh="新增规模", en="Paid into new"),
)


def products(brief: Brief, say: Voice) -> Section | None:
    """Return the products by class and by green form, then each of them."""
    blocks: list[Block | None] = [
        breakdown(
            brief, say, say("按信托类别", "By class of trust"), ("class", "类别", "Class"), COLUMNS
        ),
        breakdown(
            brief, say, say("按绿色形式", "By green form"), ("form", "绿色形式", "Form"), COLUMNS
        ),
        _each(brief, say),
    ]
    found = tuple(each for each in blocks if each is not None)
    return Section(heading=say("产品", "Products"), blocks=found) if found else None


def _each(brief: Brief, say: Voice) -> Block | None:
    rows = brief.book.along("G-GT-03", "product")
    if not rows:
        return None
    return table(
        say,
        say("产品明细", "Each product"),
        (
            Column(heading=say("产品", "Product")),
            Column(heading=say("类别", "Class")),
            Column(heading=say("绿色形式", "Green form")),
            Column(heading=say("状态", "State")),
            Column(heading=say("存续规模", "Outstanding"), kind="number", unit="CNY", places=2),
            Column(heading=say("新增规模", "Paid into new"), kind="number", unit="CNY", places=2),
        ),
        [
            (
                each.member("product", say.language),
                each.word("class", say.language),
                each.word("form", say.language),
                each.shown(say.language),
                brief.book.cell("G-GT-02", **each.dimension),
                brief.book.cell("G-GN-02", **each.dimension),
            )
            for each in rows
        ],
        total=(
            say("合计", "Total"),
            None,
            None,
            None,
            brief.book.cell("G-GT-02"),
            brief.book.cell("G-GN-02"),
        ),
    )
