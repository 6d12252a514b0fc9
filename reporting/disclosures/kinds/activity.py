"""What entered activity was stated to come to: every result, and the tonnes that count, apart."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.printing import alone, unit_words
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import Block, Cell, Column, Note, Paragraph, Run, Section

RESULTS = "E-AC-01"
#: Gross, sold and net of what was avoided and of what was removed.
TONNES = (
    ("避免排放量", "Avoided", "E-AC-02", "E-AC-03", "E-AC-04"),
    ("清除量", "Removed", "E-AC-05", "E-AC-06", "E-AC-07"),
)
AXES = ("project", "activity", "result", "span")


def entered(brief: Brief, say: Voice) -> Section | None:
    """Return the results of entered activity and the tonnes that count; None without any."""
    rows = brief.book.along(RESULTS, *AXES)
    if not rows:
        return None
    blocks: tuple[Block, ...] = (
        Paragraph(
            (
                say(
                    "下列项目没有能量计量。填报的数据经两人确认，按方法卡逐步计算并冻结为声明；"
                    "每个结果的算式与代入值见数字索引。",
                    "No meter of energy counts these. The numbers were entered and confirmed by "
                    "two people, reckoned step by step and frozen as statements; the formula and "
                    "the values of each result stand in the index of figures.",
                ),
            )
        ),
        table(
            say,
            say("填报活动的声明结果", "Results of entered activity"),
            (
                Column(heading=say("项目", "Project")),
                Column(heading=say("方法", "Method")),
                Column(heading=say("期间", "Period")),
                Column(heading=say("结果", "Result")),
                Column(heading=say("数值", "Value"), kind="number"),
                Column(heading=say("单位", "Unit")),
                Column(heading=say("说明", "Remark")),
            ),
            [_row(say, each) for each in rows],
            is_sum=False,
        ),
        *_totals(brief, say),
        Note(
            title=say("不相加", "Never added"),
            runs=(
                say(
                    "填报活动的吨数与计量路径的避免排放量分列，不相加；避免与清除分列；"
                    "同一结果的并列口径不相加。",
                    "The tonnes of entered activity stand apart from the metered avoided emissions "
                    "and are not added to them; avoided and removed stand apart; alternatives of "
                    "one result are not added.",
                ),
            ),
            tone="caution",
        ),
    )
    return Section(
        heading=say("无能量计量的项目", "Projects without meters of energy"),
        level=2,
        blocks=blocks,
    )


def _row(say: Voice, each: Entry) -> tuple[Cell, ...]:
    return (
        *(each.member(axis, say.language) for axis in ("project", "activity", "span", "result")),
        each.bound,
        unit_words(say, each.unit) or None,
        _remark(say, each) or None,
    )


def _remark(say: Voice, each: Entry) -> str:
    """Return why a result is in no total, and how uncertain it is."""
    told = []
    if each.attributes["route"]:
        told.append(say("并列口径", "alternative"))
    aside = each.attributes["aside"]
    if aside and each.measure in {"avoided", "removed"}:
        told.append(aside[say.key])
    if each.attributes["uncertainty_percent"]:
        told.append(f"±{each.attributes['uncertainty_percent']}%")
    return say("；", "; ").join(told)


def _totals(brief: Brief, say: Voice) -> list[Block]:
    runs: list[Run] = []
    for zh, en, gross, sold, net in TONNES:
        found = brief.book.one(gross)
        if found is None:
            continue
        runs += [say(f"计入的{zh}：", f"{en}, counted: "), alone(say, found.bound)]
        took, left = brief.book.one(sold), brief.book.one(net)
        if took and left:
            runs += [say("，其中已出售 ", ", of which sold "), alone(say, took.bound)]
            runs += [say("，扣除后 ", ", net "), alone(say, left.bound)]
        runs.append(say("。", ". "))
    return [Paragraph(tuple(runs))] if runs else []
