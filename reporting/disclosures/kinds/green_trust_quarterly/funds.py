"""Where the money goes: by province, instrument, technology and catalogue; what still waits."""

from __future__ import annotations

from reporting.disclosures.kinds.breakdowns import Told, breakdown
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.rendering import charts
from reporting.rendering.document import Block, Chart, Paragraph, Section

PLACED = "G-UF-07"
AMOUNT = Told(code=PLACED, zh="资金运用余额", en="Placed")
CONTRACTS = Told(code="G-UF-08", zh="合同", en="Contracts", kind="integer")
HOLDS = (
    Told(code="G-UF-01", zh="落到项目", en="On projects"),
    Told(code="G-UF-02", zh="尚未落到项目", en="On no project"),
    Told(code="G-UF-03", zh="现金", en="Cash"),
    Told(code="G-UF-04", zh="其他资产", en="Other assets"),
    Told(code="G-UF-05", zh="信托资产合计", en="Trust assets"),
)


def placed(brief: Brief, say: Voice) -> Section | None:
    """Return what is placed under contracts, by each of the four cuts."""
    if not brief.book.along(PLACED, "province"):
        return None
    blocks: list[Block | None] = [
        breakdown(
            brief,
            say,
            say("按资金使用地", "By province of use"),
            ("province", "省份", "Province"),
            (CONTRACTS, AMOUNT),
        ),
        _chart(brief, say),
        breakdown(
            brief,
            say,
            say("按运用方式", "By instrument"),
            ("instrument", "运用方式", "Instrument"),
            (CONTRACTS, AMOUNT),
        ),
        breakdown(
            brief,
            say,
            say("按项目技术", "By technology of the projects"),
            ("technology", "技术", "Technology"),
            (AMOUNT,),
            notes=(say("“其他”为未落到项目的资金。", "Other is money on no project."),)
            if brief.book.one(PLACED, technology="OTHER")
            else (),
        ),
        breakdown(
            brief,
            say,
            say("按绿色产业目录条目（以标签为准）", "By catalogue entry, as labelled"),
            ("catalogue", "目录条目", "Catalogue entry"),
            (AMOUNT,),
        ),
    ]
    return Section(
        heading=say("资金投向", "Where the money goes"),
        blocks=tuple(each for each in blocks if each is not None),
    )


def _chart(brief: Brief, say: Voice) -> Chart | None:
    parts = [each for each in brief.book.along(PLACED, "province") if (each.value or 0) > 0]
    if len(parts) < 2:  # noqa: PLR2004 (one bar is no picture)
        return None
    return Chart(
        caption=say("资金运用余额按省份的构成", "Placed by province"),
        alt=say("各省占资金运用余额的比例", "Share of each province in what is placed"),
        spec=charts.shares(
            [
                charts.Share(each.member("province", say.language), each.value)
                for each in parts
                if each.value is not None
            ],
            language=say.language,
        ),
    )


def unallocated(brief: Brief, say: Voice) -> Section | None:
    """Return as what each product holds its money, and how long what waits has waited."""
    if not brief.book.along("G-UF-05", "product"):
        return None
    blocks: list[Block | None] = [
        Paragraph(
            (
                say(
                    "落到项目、未落到项目、现金与其他资产四部分之和，与账簿资产合计逐分相等。",
                    "Money on projects, on none, cash and other assets are, to the fen, all assets "
                    "in the books.",
                ),
            )
        ),
        breakdown(
            brief,
            say,
            say("各产品的资金去向", "Where each product's money stands"),
            ("product", "产品", "Product"),
            HOLDS,
        ),
        breakdown(
            brief,
            say,
            say("尚未落到项目的资金按账龄", "Money on no project, by age"),
            ("age", "账龄", "Age"),
            (Told(code="G-UF-02", zh="尚未落到项目", en="On no project"),),
        ),
    ]
    return Section(
        heading=say("资金落地情况", "What stands on projects and what waits"),
        blocks=tuple(each for each in blocks if each is not None),
    )
