"""The projects, and why they are recognized as green."""

from __future__ import annotations

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import Cell, Column, Paragraph, Section

CAPACITIES = (("E-IN-01", "MW"), ("E-IN-02", "MW"), ("E-IN-03", "t/h"))


def projects(brief: Brief, say: Voice) -> Section | None:
    """Return the projects with place and size, then the decision on each with its criteria."""
    rows = brief.book.along("G-RC-01", "project")
    if not rows:
        return None
    return Section(
        heading=say("项目与绿色认定", "Projects and their recognition"),
        blocks=(
            Paragraph(
                (
                    say(
                        "绿色认定由一人依据标准版本逐条评价后提出，由另一人复核；结论、证据与到期日均留档。",
                        "A project is recognized as green by an edition of criteria, judged one "
                        "by one, "
                        "proposed by one person and confirmed by another; decision, evidence and "
                        "expiry "
                        "stay on record.",
                    ),
                )
            ),
            table(
                say,
                say("项目", "Projects"),
                _columns(say),
                [_row(brief, say, each) for each in rows],
            ),
            table(
                say,
                say("绿色认定", "Recognition"),
                _decision_columns(say),
                [_decision(brief, say, each) for each in rows],
            ),
        ),
    )


def _columns(say: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=say("项目", "Project")),
        Column(heading=say("技术", "Technology")),
        Column(heading=say("所在省份", "Provinces")),
        Column(heading=say("容量", "Capacity"), kind="number", places=3),
        Column(heading=say("单位", "Unit")),
        Column(heading=say("电站", "Stations"), kind="integer"),
    )


def _row(brief: Brief, say: Voice, each: Entry) -> tuple[Cell, ...]:
    code = each.dimension["project"]
    capacity = next(
        (found for name, _unit in CAPACITIES if (found := brief.book.one(name, project=code))), None
    )
    return (
        each.member("project", say.language),
        each.attributes["technology"][say.key],
        each.attributes[f"provinces_{say.key}"] or None,
        capacity.bound if capacity else None,
        capacity.unit if capacity else None,
        brief.book.cell("E-IN-04", project=code),
    )


def _decision_columns(say: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=say("项目", "Project"), width=24),
        Column(heading=say("结论", "Decision"), width=11),
        Column(heading=say("标准版本", "Criteria"), width=26),
        Column(heading=say("满足", "Met"), kind="integer", width=8),
        Column(heading=say("提出", "Proposed by"), width=12),
        Column(heading=say("复核", "Confirmed by"), width=12),
        Column(heading=say("复核日", "Confirmed on"), width=13),
    )


def _decision(brief: Brief, say: Voice, each: Entry) -> tuple[Cell, ...]:
    approval = each.approvals[0] if each.approvals else {}
    confirmed_at = str(approval.get("confirmed_at", ""))
    return (
        each.member("project", say.language),
        each.shown(say.language),
        each.attributes["criteria"][say.key],
        brief.book.cell("G-RC-02", project=each.dimension["project"]),
        approval.get("proposed_by"),
        approval.get("confirmed_by"),
        confirmed_at[:10] or None,
    )
