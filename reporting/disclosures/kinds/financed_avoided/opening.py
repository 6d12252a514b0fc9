"""The numbers that the report opens with, and what they cover."""

from __future__ import annotations

from reporting.disclosures.kinds.cards import Card, cards
from reporting.disclosures.kinds.kind import Brief, Voice, sample_notice
from reporting.rendering.document import Block, Bullets, Note, Run, Section, Strong

CARDS: tuple[Card, ...] = (
    ("E-FE-10", "期末存续规模", "Outstanding"),
    ("E-FE-05", "融资排放纳入比例", "Covered by financed emissions"),
    ("E-AT-23", "避免排放归因比例", "Avoided emissions attributed"),
    ("E-FE-01", "融资排放 范围一", "Financed, scope 1"),
    ("E-FE-02", "融资排放 范围二", "Financed, scope 2"),
    ("E-FE-03", "融资排放 范围三", "Financed, scope 3"),
    ("E-AT-01", "归因避免排放量，PCAF 口径", "Attributed avoided, PCAF"),
    ("E-AT-02", "归因避免排放量，绿色信贷指引口径", "Attributed avoided, green-credit guide"),
    ("E-AT-43", "扣除出售后的归因避免排放量，PCAF 口径", "Attributed net of sales, PCAF"),
    ("E-AT-44", "扣除出售后的归因避免排放量，绿色信贷指引口径", "Attributed net of sales, guide"),
    ("E-AT-21", "避免排放数据质量得分", "Data quality of avoided emissions"),
)
#: The asset class of money in projects, and what stands apart from all classes.
PROJECT_FINANCE, REST, MANAGED = "project_finance", "not_attributed", "E-FE-10"


def key_figures(brief: Brief, say: Voice) -> Section | None:
    """Return the cards."""
    found = cards(brief, say, CARDS)
    if found is None:
        return None
    return Section(heading=say("关键数字", "Key figures"), blocks=(found,))


def boundary(brief: Brief, say: Voice) -> Section:
    """Return what is covered, the consolidation choice, and what is never added."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("采用资产管理口径。", "As an asset manager.")),
            say(
                "信托财产不在信托公司的资产负债表内。本报告按资产管理的口径列示：分母为在册信托产品"
                "期末受托资金余额，不含信托公司的固有资金。",
                " Trust property is off the trust company's balance sheet. The report takes the "
                "view of an asset manager: the whole is the entrusted capital outstanding in the "
                "products on the register, the company's own funds apart.",
            ),
        ),
        (
            Strong(say("三类数字从不相加。", "Three kinds, never added.")),
            say(
                "融资排放是所投项目自身排放中归因于信托资金的部分；避免排放是项目产出所替代的排放；"
                "清除是从大气中移出的量。避免排放不冲抵融资排放。",
                " Financed emissions are the part of a project's own emissions that falls to the "
                "trusts; avoided emissions are what its output displaced; removals were taken out "
                "of the air. Avoided emissions offset no financed ones.",
            ),
        ),
        (
            Strong(say("范围分列。", "Scopes apart.")),
            say(
                "范围一、范围二、范围三的融资排放分别列示。",
                " Financed scopes 1, 2 and 3 stand apart.",
            ),
        ),
        (
            Strong(say("归因。", "Attribution.")),
            _attribution(brief, say),
        ),
    ]
    blocks: list[Block] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(title=say("样本数据", "Sample data"), runs=(sample_notice(say),), tone="caution")
        )
    return Section(heading=say("口径与边界", "Boundary"), blocks=tuple(blocks))


def _attribution(brief: Brief, say: Voice) -> str:
    """Return by what the money is attributed: one class, or each by its own denominator."""
    classes = {each.dimension["asset_class"] for each in brief.book.along(MANAGED, "asset_class")}
    if classes <= {PROJECT_FINANCE, REST}:
        return say(
            "资产类别为项目融资：存续金额除以项目权益与债务之和，权益为负按零计，比例不超过一，"
            "按期末余额。其他资产类别的资金没有归因，列入“未归因到项目的资金”。",
            " The asset class is project finance: the outstanding amount over equity plus debt "
            "of the project, negative equity counted as zero, at most one, on the balance at "
            "the end of the period. Money in other classes is not attributed and stands apart.",
        )
    return say(
        "各资产类别按自身的分母归因：上市主体为含现金企业价值，企业与项目为权益与债务之和"
        "（权益为负按零计，不明时以资产总计代替），不动产与车辆为发放时价值，专项用途与证券化为"
        "资产或资产池价值，主权为购买力平价 GDP；比例不超过一，按期末余额。"
        "没有归因的资金列入“未归因到项目的资金”。",
        " Each asset class has its own denominator: the enterprise value including cash of listed "
        "issuers, equity plus debt of companies and projects (negative equity counted as zero, "
        "total assets where they are unknown), the value at origination of property and vehicles, "
        "the value of the asset or the pool, the PPP-adjusted GDP of states; at most one, on the "
        "balance at the end of the period. What is not attributed stands apart.",
    )
