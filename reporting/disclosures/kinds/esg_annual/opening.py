"""The year at a glance, and what the report covers and rests on."""

from __future__ import annotations

from reporting.disclosures.kinds.answers import texts
from reporting.disclosures.kinds.cards import Card, cards
from reporting.disclosures.kinds.kind import Brief, Voice, sample_notice
from reporting.rendering.document import Block, Bullets, Note, Run, Section, Strong

CARDS: tuple[Card, ...] = (
    ("G-GT-01", "存续绿色信托产品（只）", "Green trust products in run"),
    ("G-GT-02", "绿色信托存续规模", "Green trust assets outstanding"),
    ("E-AV-03", "所投项目避免排放量", "Avoided by the projects financed"),
    ("E-AT-01", "归因避免排放量，PCAF 口径", "Attributed avoided emissions, PCAF"),
    ("E-OF-01", "自身运营排放 范围一", "Own emissions, scope 1"),
    ("E-OF-02", "自身运营排放 范围二（位置）", "Own emissions, scope 2 (location)"),
    ("S-01", "员工总数", "Employees"),
    ("S-05", "反腐败培训覆盖率", "Anti-corruption training coverage"),
    ("G-01-B", "董事会女性占比", "Women on the board"),
)


def key_figures(brief: Brief, say: Voice) -> Section | None:
    """Return the cards of the year."""
    found = cards(brief, say, CARDS)
    if found is None:
        return None
    return Section(heading=say("关键数字", "Key figures"), blocks=(found,))


def about(brief: Brief, say: Voice) -> Section:
    """Return the boundary, the basis and the marks of the report."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("两条边界。", "Two boundaries.")),
            say(
                "经营活动指信托公司自身的办公与人员；投融资活动指在册绿色信托产品所投的项目。"
                "信托财产不属于信托公司的资产，两者的排放分别列示，从不相加。",
                " Operations are the trust company's own offices and people; financing is what the "
                "registered green trust products put money in. Trust property is not the company's "
                "own; the emissions of the two stand apart and are never added.",
            ),
        ),
        (
            Strong(say("两种来源。", "Two origins.")),
            say(
                "“系统计算”的数字由台账、计量与因子得出；“填报”的数字由责任部门报送、另一人复核确认。",
                " Computed numbers follow from books, meters and factors; entered ones were "
                "submitted by the department in charge and confirmed by a second person.",
            ),
        ),
        (
            Strong(say("缺口照列。", "Gaps are listed.")),
            say(
                "没有数据的指标写明“本期无数据”或不可得的原因，不以零或空白代替。",
                " An indicator without data says so, or says why there is none; neither a zero nor "
                "a blank stands for it.",
            ),
        ),
        (
            Strong(say("工作清单。", "A working list.")),
            say(
                "指标按本系统自编代码的工作清单组织。行业协会的信托业披露指南全文与代码"
                "未曾取得，本报告不声明与其一致。",
                " Indicators follow a working list under codes of this system's own. The "
                "association's guide for the trust industry was not at hand, and conformity "
                "with it is not claimed.",
            ),
        ),
    ]
    blocks: list[Block] = [*texts(brief, say, "G-ENV-01"), Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(title=say("样本数据", "Sample data"), runs=(sample_notice(say),), tone="caution")
        )
    return Section(heading=say("关于本报告", "About this report"), blocks=tuple(blocks))
