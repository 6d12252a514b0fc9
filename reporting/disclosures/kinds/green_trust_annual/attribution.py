"""What falls to each product: two rule-books side by side, and why they differ."""

from __future__ import annotations

from reporting.disclosures.kinds import sales
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.rendering.document import Block, Column, Paragraph, Section

TONNES = "tCO2e"
PCAF, GUIDE, DIFFERENCE = "E-AT-01", "E-AT-02", "E-AT-03"
PCAF_SHARE, GUIDE_SHARE = "E-AT-11", "E-AT-12"


def attribution(brief: Brief, say: Voice) -> Section | None:
    """Return the attributed tonnes by product, the shares by project, and the difference."""
    if not brief.book.along(DIFFERENCE, "product"):
        return None
    blocks: tuple[Block, ...] = (
        Paragraph(
            (
                say(
                    "同一产品按两种规则分别归因：PCAF 以存续金额除以项目权益与债务之和；"
                    "绿色信贷项目节能减排量测算指引以存续金额除以项目总投资。两者为并列口径，不相加。",
                    "Each product's part is measured by two rule-books: PCAF divides the "
                    "outstanding amount "
                    "by equity plus debt of the project, the green-credit guide by its total "
                    "investment. "
                    "They stand side by side and are never added.",
                ),
            )
        ),
        _by_product(brief, say),
        *sales.of_products(brief, say),
        _shares(brief, say),
        Paragraph(
            (
                say(
                    "差异来自分母：总投资为建设时的投入，权益与债务为报告期末的账面余额；"
                    "项目还本付息或亏损后，后者通常小于前者，PCAF 口径的比例随之升高。",
                    "The difference lies in the denominator: total investment is what was put "
                    "in, equity "
                    "plus debt is what the books hold at the end of the period. As debt is "
                    "repaid or "
                    "losses are made the latter falls below the former, and PCAF's share rises.",
                ),
            )
        ),
    )
    return Section(heading=say("归因", "Attribution"), blocks=blocks)


def _by_product(brief: Brief, say: Voice) -> Block:
    tonnes = [
        Column(heading=heading, kind="number", unit=TONNES, places=3)
        for heading in (
            "PCAF",
            say("绿色信贷指引", "Guide"),
            say("指引减 PCAF", "Guide less PCAF"),
        )
    ]
    return table(
        say,
        say("各产品归因避免排放量", "Attributed avoided emissions by product"),
        (Column(heading=say("产品", "Product")), *tonnes),
        [
            (
                each.member("product", say.language),
                brief.book.cell(PCAF, **each.dimension),
                brief.book.cell(GUIDE, **each.dimension),
                each.bound,
            )
            for each in brief.book.along(DIFFERENCE, "product")
        ],
        total=(
            say("合计", "Total"),
            brief.book.cell(PCAF),
            brief.book.cell(GUIDE),
            brief.book.cell(DIFFERENCE),
        ),
    )


def _shares(brief: Brief, say: Voice) -> Block:
    places = {
        tuple(sorted(each.dimension.items())): each
        for code in (PCAF_SHARE, GUIDE_SHARE)
        for each in brief.book.along(code, "product", "project")
    }
    return table(
        say,
        say("归因比例", "Attributed shares"),
        (
            Column(heading=say("产品", "Product")),
            Column(heading=say("项目", "Project")),
            Column(heading="PCAF", kind="percent", places=2),
            Column(heading=say("绿色信贷指引", "Guide"), kind="percent", places=2),
        ),
        [
            (
                each.member("product", say.language),
                each.member("project", say.language),
                brief.book.cell(PCAF_SHARE, **each.dimension),
                brief.book.cell(GUIDE_SHARE, **each.dimension),
            )
            for _place, each in sorted(places.items())
        ],
    )
