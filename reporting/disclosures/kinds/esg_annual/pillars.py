"""The three pillars: every indicator of the list with its value, or with its gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.disclosures.kinds.answers import (
    is_text,
    items_table,
    origin,
    texts,
    value,
)
from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.asked import Framework, Item
from reporting.rendering.document import Block, Column, Paragraph, Section

#: How the indicators of the environment are told apart, by the beginning of their codes.
PARTS = (
    ("G-GT", "绿色信托业务", "Green trust business"),
    ("E-INV", "投融资活动的环境效益", "Environmental benefit of financing"),
    ("E-FE", "融资排放、避免排放与清除", "Financed, avoided and removed emissions"),
    ("E-OP", "经营活动的环境影响", "Environmental impact of operations"),
)
ENVIRONMENT, SOCIETY, GOVERNANCE = "环境", "社会", "治理"
WRITTEN = "G-ENV"


def environment(brief: Brief, say: Voice, asked: Framework) -> Iterator[Section]:
    """Yield the environmental indicators, part by part."""
    yield Section(
        heading=say("环境", "Environment"),
        blocks=(
            Paragraph(
                (
                    say(
                        "避免排放、融资排放与自身运营排放同以吨计而性质不同，分别列示。",
                        "Avoided, financed and own emissions are all in tonnes and are different "
                        "things; each stands apart.",
                    ),
                )
            ),
        ),
    )
    items = list(_of(asked, ENVIRONMENT))
    for prefix, zh, en in PARTS:
        found = [each for each in items if each.code.startswith(prefix)]
        if found:
            heading = say(zh, en)
            yield Section(
                heading=heading, level=2, blocks=(items_table(brief, say, heading, found),)
            )


def society(brief: Brief, say: Voice, asked: Framework) -> Iterator[Section]:
    """Yield the social indicators."""
    heading = say("社会", "Society")
    yield Section(
        heading=heading,
        blocks=(
            items_table(
                brief, say, say("社会指标", "Social indicators"), list(_of(asked, SOCIETY))
            ),
        ),
    )


def governance(brief: Brief, say: Voice, asked: Framework) -> Iterator[Section]:
    """Yield the indicators of governance, then what was written about it, item by item."""
    items = list(_of(asked, GOVERNANCE))
    numbers = [each for each in items if not each.code.startswith(WRITTEN)]
    yield Section(
        heading=say("治理", "Governance"),
        blocks=(items_table(brief, say, say("治理指标", "Indicators of governance"), numbers),),
    )
    written = [each for each in items if each.code.startswith(WRITTEN)]
    open_items = [each for each in written if not texts(brief, say, *each.codes)]
    for each in written:
        # The overview opens the report.
        if each not in open_items and each.code != "G-ENV-01":
            yield Section(
                heading=say(each.zh, each.en), level=2, blocks=tuple(texts(brief, say, *each.codes))
            )
    if open_items:
        yield Section(
            heading=say("尚未填报的文字", "Texts not written yet"),
            level=2,
            blocks=(_open(say, open_items),),
        )


def _open(say: Voice, items: Sequence[Item]) -> Block:
    names = say("、", ", ").join(say(each.zh, each.en) for each in items)
    return Paragraph(
        (
            say(
                f"下列内容本期没有经确认的文字：{names}。",
                f"There is no confirmed text for the period on: {names}.",
            ),
        )
    )


def others(brief: Brief, say: Voice, asked: Framework) -> Section | None:
    """Return what departments entered beyond the list, so that nothing collected is lost."""
    listed = {code for item in asked.items for code in item.codes}
    rows = []
    for entry in brief.book.entries:
        collected = entry.attributes.get("origin") == "collected"
        if not collected or entry.indicator in listed or set(entry.dimension) - {"place"}:
            continue
        if is_text(entry):
            continue
        shown, unit = value(entry, say)
        rows.append((entry.indicator, entry.label(say.language), shown, unit, origin(entry, say)))
    if not rows:
        return None
    return Section(
        heading=say("其他填报数据", "Other data entered"),
        blocks=(
            table(
                say,
                say("工作清单以外的填报数据", "Data entered beyond the working list"),
                (
                    Column(heading=say("编号", "Code"), width=11),
                    Column(heading=say("指标", "Indicator"), width=37),
                    Column(heading=say("数值", "Value"), kind="number", width=16),
                    Column(heading=say("单位", "Unit"), width=12),
                    Column(heading=say("来源", "Origin"), width=24),
                ),
                rows,
                is_sum=False,
            ),
        ),
    )


def _of(asked: Framework, section: str) -> Iterator[Item]:
    return (each for each in asked.items if each.section == section)
