"""How green the money is by its labels; the company's own funds, apart."""

from __future__ import annotations

from reporting.disclosures.kinds.breakdowns import Told, breakdown
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.rendering.document import Block, Note, Section

DIVIDED = (
    Told(code="G-GL-01", zh="绿色", en="Green"),
    Told(code="G-GL-03", zh="绿色份额以外", en="Beside"),
    Told(code="G-GL-04", zh="非绿色", en="Not green"),
    Told(code="G-GL-05", zh="未贴标", en="Not labelled"),
    Told(code="G-UF-07", zh="资金运用余额", en="Placed"),
)
GREEN = Told(code="G-GL-01", zh="绿色", en="Green")
SUPPORTED = Told(code="G-GL-02", zh="其中有支撑", en="Supported")


def labels(brief: Brief, say: Voice) -> Section | None:
    """Return what labels say of each product's money, by catalogue entry and by green form."""
    if brief.book.one("G-GL-01") is None:
        return None
    blocks: list[Block | None] = [
        breakdown(
            brief,
            say,
            say("各产品的贴标情况", "Labels by product"),
            ("product", "产品", "Product"),
            DIVIDED,
        ),
        breakdown(
            brief,
            say,
            say("绿色金额及其支撑", "Green amounts and their support"),
            ("product", "产品", "Product"),
            (GREEN, SUPPORTED),
        ),
        breakdown(
            brief,
            say,
            say("绿色金额按目录条目", "Green amounts by catalogue entry"),
            ("catalogue", "目录条目", "Catalogue entry"),
            (GREEN,),
        ),
        breakdown(
            brief,
            say,
            say("绿色金额按绿色形式", "Green amounts by green form"),
            ("form", "绿色形式", "Form"),
            (GREEN,),
        ),
    ]
    return Section(
        heading=say("绿色标签", "Green labels"),
        blocks=tuple(each for each in blocks if each is not None),
    )


def own_funds(brief: Brief, say: Voice) -> Section | None:
    """Return the company's own money in green assets, which no total above holds."""
    found = breakdown(
        brief,
        say,
        say("固有资金投向绿色资产", "Own funds in green assets"),
        ("placement", "投放", "Placement"),
        (Told(code="G-GL-11", zh="余额", en="Outstanding"),),
    )
    if found is None:
        return None
    return Section(
        heading=say("固有资金", "Own funds"),
        blocks=(
            Note(
                title=say("不相加", "Never added"),
                runs=(
                    say(
                        "固有资金为公司自有财产，与信托财产分开记录；上文任何合计都不包含本表。",
                        "Own funds are the company's property and recorded apart from trust "
                        "property; no total above holds them.",
                    ),
                ),
                tone="caution",
            ),
            found,
        ),
    )
