"""What the report follows, how far, and what it does not claim."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice, sample_notice
from reporting.rendering.document import Block, Bullets, Note, Run, Section, Strong


def about(brief: Brief, say: Voice) -> Section:
    """Return the basis of preparation."""
    points: list[tuple[Run, ...]] = [
        (
            Strong(say("章节。", "Chapters.")),
            say(
                "按《金融机构环境信息披露指南》（JR/T 0227—2021）目录所列各章编排。"
                "编制所据为该指南的目录，正文未曾取得；章内条目为自编，本报告不声明与指南逐条一致。",
                " They follow the table of contents of JR/T 0227-2021. Its text was not at hand; "
                "what stands inside a chapter is our own choice, and conformity article by "
                "article is not claimed.",
            ),
        ),
        (
            Strong(say("经营活动定量表。", "Table of operations.")),
            say(
                "按深圳市金融机构环境信息披露模板的经营活动指标表逐行列示，含总量与人均；"
                "行号为自编。没有数据的行照列。",
                " It follows the rows of the Shenzhen template for the environmental impact of "
                "operations, with totals and amounts per head; row numbers are ours. Rows "
                "without data are there.",
            ),
        ),
        (
            Strong(say("口径变更。", "Changes of basis.")),
            say(
                "计量口径或边界变更时，由重述章节说明原因并列示两种口径的数字；没有该章节即没有变更。",
                " Where a measuring basis or boundary changes, a chapter of restatement gives the "
                "reason and the numbers on both bases; without that chapter nothing was restated.",
            ),
        ),
        (
            Strong(say("分别列示。", "Apart.")),
            say(
                "避免排放、融资排放与自身运营排放分别列示，从不相加；燃煤替代口径只作并列。",
                " Avoided, financed and own emissions stand apart and are never added; the coal "
                "route only stands beside.",
            ),
        ),
    ]
    blocks: list[Block] = [Bullets(tuple(points))]
    if brief.is_sample:
        blocks.append(
            Note(title=say("样本数据", "Sample data"), runs=(sample_notice(say),), tone="caution")
        )
    return Section(heading=say("编制说明", "Basis of preparation"), blocks=tuple(blocks))
