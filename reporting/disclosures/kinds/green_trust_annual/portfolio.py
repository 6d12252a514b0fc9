"""The products: each one, and the portfolio by class and by green form."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering import charts
from reporting.rendering.document import Block, Chart, Column, Section, Table


def portfolio(brief: Brief, say: Voice) -> Section | None:
    """Return the products with what is outstanding, and the two cuts of the portfolio."""
    products = brief.book.along("G-GT-03", "product")
    if not products:
        return None
    blocks: list[Block] = [_products(brief, say, products)]
    blocks += [
        _cut(brief, say, "class", say("按信托类别", "By class of trust")),
        _cut(brief, say, "form", say("按绿色形式", "By green form")),
    ]
    parts = [each for each in brief.book.along("G-GT-02", "class") if (each.value or 0) > 0]
    if len(parts) > 1:
        blocks.append(
            Chart(
                caption=say("存续规模按类别的构成", "Outstanding by class"),
                alt=say("各类别占存续规模的比例", "Share of each class in the amount outstanding"),
                spec=charts.shares(
                    [
                        charts.Share(each.member("class", say.language), each.value)
                        for each in parts
                        if each.value is not None
                    ],
                    language=say.language,
                ),
            )
        )
    return Section(
        heading=say("绿色信托产品组合", "The green trust portfolio"), blocks=tuple(blocks)
    )


def _products(brief: Brief, say: Voice, products: list[Entry]) -> Table:
    return table(
        say,
        say("绿色信托产品", "Green trust products"),
        (
            Column(heading=say("产品", "Product")),
            Column(heading=say("类别", "Class")),
            Column(heading=say("品种", "Kind")),
            Column(heading=say("绿色形式", "Green form")),
            Column(heading=say("状态", "State")),
            Column(heading=say("存续规模", "Outstanding"), kind="number", unit="CNY", places=2),
        ),
        [
            (
                each.member("product", say.language),
                each.word("class", say.language),
                each.word("kind", say.language),
                each.word("form", say.language),
                each.shown(say.language),
                brief.book.cell("G-GT-02", product=each.dimension["product"]),
            )
            for each in products
        ],
        total=(
            say("合计", "Total"),
            None,
            None,
            None,
            None,
            brief.book.cell("G-GT-02"),
        ),
    )


def _cut(brief: Brief, say: Voice, axis: str, caption: str) -> Table:
    return table(
        say,
        caption,
        (
            Column(heading=say("类别", "Class") if axis == "class" else say("绿色形式", "Form")),
            Column(heading=say("产品数", "Products"), kind="integer"),
            Column(heading=say("存续规模", "Outstanding"), kind="number", unit="CNY", places=2),
        ),
        [
            (
                each.member(axis, say.language),
                each.bound,
                brief.book.cell("G-GT-02", **each.dimension),
            )
            for each in brief.book.along("G-GT-01", axis)
        ],
        total=(say("合计", "Total"), brief.book.cell("G-GT-01"), brief.book.cell("G-GT-02")),
    )
