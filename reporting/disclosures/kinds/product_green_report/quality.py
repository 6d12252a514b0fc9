"""How good the data behind the impact is, and what the report cannot say."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.rendering.document import Bullets, Column, Paragraph, Section

COMPLETENESS, SCORE = "Q-DQ-01", "Q-DQ-02"


def quality(brief: Brief, say: Voice) -> Section | None:
    """Return completeness and PCAF's score of each of the product's projects."""
    rows = brief.book.along(COMPLETENESS, "project")
    if not rows:
        return None
    return Section(
        heading=say("数据质量", "Data quality"),
        level=2,
        blocks=(
            Paragraph(
                (
                    say(
                        "完整率为有数据的站日与应有站日之比；缺测不补。得分按 PCAF 评分表，"
                        "1 为最好，5 为最差。",
                        "Completeness is station-days metered over those expected; gaps are not "
                        "filled. The score is PCAF's, 1 best and 5 worst.",
                    ),
                )
            ),
            table(
                say,
                say("完整率与质量得分", "Completeness and score"),
                (
                    Column(heading=say("项目", "Project")),
                    Column(heading=say("完整率", "Completeness"), kind="percent", places=2),
                    Column(heading=say("PCAF 得分", "PCAF score"), kind="integer"),
                ),
                [
                    (
                        each.member("project", say.language),
                        each.bound,
                        brief.book.cell(SCORE, project=each.dimension["project"]),
                    )
                    for each in rows
                ],
            ),
        ),
    )


def limits(brief: Brief, say: Voice) -> Section:
    """Return what the report does not cover."""
    unsupported = _is_unsupported(brief)
    points = [
        say(
            "只报告有计量、有方法版本的影响；没有计量的效益不估计、不列示。",
            "Only what is metered and has a versioned method is reported; other benefits are "
            "neither estimated nor shown.",
        ),
        say(
            "归因按期末存续金额一次计算，不按报告期内资金占用天数加权。",
            "Attribution uses what is outstanding on the last day; it is not weighted by the days "
            "for which money stood there.",
        ),
        say(
            "避免排放为与替代情景相比的结果，取决于所用排放因子及其年份；因子更新时以重述列示差额。",
            "Avoided emissions compare with what is displaced and depend on the factors and their "
            "year; a changed factor is shown by a restatement.",
        ),
        _sales(brief, say),
        say(
            "未报告项目的负面影响与生命周期排放。",
            "Adverse effects and life-cycle emissions of the projects are not reported.",
        ),
    ]
    if unsupported:
        points.append(
            say(
                "部分绿色金额目前没有项目认定或文件支撑，正在复核。",
                "Part of the green amount is at present supported by no recognition or document "
                "and is to be looked at again.",
            )
        )
    return Section(
        heading=say("局限", "Limits"),
        level=2,
        blocks=(Bullets(tuple((point,) for point in points)),),
    )


def _sales(brief: Brief, say: Voice) -> str:
    """Return how far sold certificates and credits are taken off."""
    if brief.book.one("E-AT-43", product=brief.subject):
        return say(
            "已登记的绿色电力证书与减排量出售已从避免排放量中扣除并单列；发电量、供热量为扣除前数字。"
            "未登记的出售不在其中。",
            "Certificates and credits on record as sold are taken from the avoided emissions and "
            "stand apart; electricity and heat are before sales. Sales that are not on record are "
            "not in it.",
        )
    return say(
        "未登记本产品所投项目出售绿色电力证书或减排量，因而未作扣除；未登记的出售不在其中。",
        "No sale of certificates or credits of the product's projects is on record, so nothing is "
        "taken off; sales that are not on record are not in it.",
    )


def _is_unsupported(brief: Brief) -> bool:
    green = brief.book.one("G-GL-01", product=brief.subject)
    supported = brief.book.one("G-GL-02", product=brief.subject)
    return bool(green and supported and (green.value or 0) > (supported.value or 0))
