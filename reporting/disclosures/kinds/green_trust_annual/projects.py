"""The projects, and why they are recognized as green."""

from __future__ import annotations

import datetime as dt

from reporting.disclosures.kinds.kind import Brief, Voice
from reporting.disclosures.kinds.tables import table
from reporting.disclosures.rules.book import Entry
from reporting.rendering.document import Cell, Column, Paragraph, Section, Table
from reporting.rendering.words import BEIJING

CAPACITIES = ("E-IN-01", "E-IN-02", "E-IN-03")


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
            _table(brief, say, rows),
            table(
                say,
                say("绿色认定", "Recognition"),
                _decision_columns(say),
                [_decision(brief, say, each) for each in rows],
            ),
        ),
    )


def _columns(say: Voice, unit: str) -> tuple[Column, ...]:
    return (
        Column(heading=say("项目", "Project")),
        Column(heading=say("技术", "Technology")),
        Column(heading=say("所在省份", "Provinces")),
        Column(heading=say("容量", "Capacity"), kind="number", unit=unit, places=3),
        Column(heading=say("单位", "Unit")),
        Column(heading=say("电站", "Stations"), kind="integer"),
    )


def _table(brief: Brief, say: Voice, rows: list[Entry]) -> Table:
    """Return the projects; a unit that all capacities share stands in the heading."""
    found = [_capacity(brief, each) for each in rows]
    units = {each.unit for each in found if each}
    shared = units.pop() if len(units) == 1 else ""
    return table(
        say,
        say("项目", "Projects"),
        _columns(say, shared),
        [
            (
                each.member("project", say.language),
                each.word("technology", say.language),
                each.attributes[f"provinces_{say.key}"] or None,
                capacity.bound if capacity else None,
                capacity.unit if capacity and not shared else None,
                brief.book.cell("E-IN-04", project=each.dimension["project"]),
            )
            for each, capacity in zip(rows, found, strict=True)
        ],
    )


def _capacity(brief: Brief, each: Entry) -> Entry | None:
    places = (brief.book.one(code, project=each.dimension["project"]) for code in CAPACITIES)
    return next((found for found in places if found is not None), None)


def _decision_columns(say: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=say("项目", "Project")),
        Column(heading=say("结论", "Decision")),
        Column(heading=say("标准版本", "Criteria")),
        Column(heading=say("满足", "Met"), kind="integer"),
        Column(heading=say("提出", "Proposed by")),
        Column(heading=say("复核", "Confirmed by")),
        Column(heading=say("复核日", "Confirmed on"), kind="date"),
    )


def _decision(brief: Brief, say: Voice, each: Entry) -> tuple[Cell, ...]:
    approval = each.approvals[0] if each.approvals else {}
    confirmed_at = approval.get("confirmed_at")
    return (
        each.member("project", say.language),
        each.shown(say.language),
        each.word("criteria", say.language),
        brief.book.cell("G-RC-02", project=each.dimension["project"]),
        approval.get("proposed_by"),
        approval.get("confirmed_by"),
        dt.datetime.fromisoformat(confirmed_at).astimezone(BEIJING).date()
        if confirmed_at
        else None,
    )
