"""What of the avoided tonnes went with sold certificates and credits: gross, sold, net."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone
from reporting.disclosures.kinds.tables import table
from reporting.rendering.document import Block, Column, Note, Paragraph, Table

GROSS, SOLD, NET, BEYOND = "E-AV-03", "E-AV-04", "E-AV-05", "E-AV-06"
#: What of a product's part was sold and what is left, by PCAF and by the guide.
PARTS = ("E-AT-41", "E-AT-43", "E-AT-42", "E-AT-44")
TONNES = "tCO2e"


def of_projects(brief: Brief, say: Voice) -> list[Block]:
    """Return gross, sold and net of each project that sold; that no sale is known, in words."""
    if brief.book.one(SOLD) is None:
        return []
    if brief.book.one(NET) is None:
        return [
            Paragraph(
                (
                    say(
                        "截至封面所载时刻，未登记所投项目出售绿色电力证书或减排量；上列避免排放量未作扣除。",
                        "As known at the moment on the cover, no certificate or credit of the "
                        "projects was sold; nothing is taken from the avoided emissions above.",
                    ),
                )
            )
        ]
    return [
        Paragraph(
            (
                say(
                    "绿色电力证书或减排量售出后，同一减排由受让方声明。上列避免排放量为扣除前数字；"
                    "下表为已登记的出售与扣除后仍可声明的部分。",
                    "Who buys a certificate or a credit claims the reduction. The avoided "
                    "emissions above are before sales; below stand the sales on record and what "
                    "may still be claimed.",
                ),
            )
        ),
        _by_project(brief, say),
        *_beyond(brief, say),
    ]


def _by_project(brief: Brief, say: Voice) -> Table:
    codes = (GROSS, SOLD, NET)
    return table(
        say,
        say("已出售证书与减排量的项目", "Projects that sold certificates or credits"),
        (Column(heading=say("项目", "Project")), *_columns(say)),
        [
            (
                each.member("project", say.language),
                *(brief.book.cell(code, **each.dimension) for code in codes),
            )
            for each in brief.book.along(SOLD, "project")
        ],
        total=(say("全部项目", "All projects"), *(brief.book.cell(code) for code in codes)),
    )


def _columns(say: Voice) -> list[Column]:
    return [
        Column(heading=heading, kind="number", unit=TONNES, places=3)
        for heading in (say("扣除前", "Before sales"), say("已出售", "Sold"), say("扣除后", "Net"))
    ]


def _beyond(brief: Brief, say: Voice) -> list[Block]:
    found = brief.book.one(BEYOND)
    if found is None:
        return []
    return [
        Note(
            title=say("出售多于避免排放", "More sold than avoided"),
            runs=(
                say(
                    "登记的出售超出所属项目避免排放量 ",
                    "The sales exceed what their projects avoided by ",
                ),
                alone(say, found.bound),
                say("，须核对出售记录。", "; they are to be looked at."),
            ),
            tone="caution",
        )
    ]


def of_products(brief: Brief, say: Voice) -> list[Block]:
    """Return what of each product's part was sold and what is left, by both rule-books."""
    rows = {
        each.dimension["product"]: each
        for code in PARTS[::2]
        for each in brief.book.along(code, "product")
    }
    if not rows:
        return []
    headings = (
        say("PCAF 已出售", "PCAF, sold"),
        say("PCAF 扣除后", "PCAF, net"),
        say("指引 已出售", "Guide, sold"),
        say("指引 扣除后", "Guide, net"),
    )
    return [
        table(
            say,
            say("各产品随证书与减排量出售的部分", "Sold part of each product's avoided emissions"),
            (
                Column(heading=say("产品", "Product")),
                *(Column(heading=each, kind="number", unit=TONNES, places=3) for each in headings),
            ),
            [
                (
                    each.member("product", say.language),
                    *(brief.book.cell(code, **each.dimension) for code in PARTS),
                )
                for _code, each in sorted(rows.items())
            ],
            total=(say("全部产品", "All products"), *(brief.book.cell(code) for code in PARTS)),
        )
    ]
