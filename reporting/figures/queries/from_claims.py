"""Announced numbers as facts: each beside what is computed, with what it implies and a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps

from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.queries import ClaimCheck
from projects.carbon.rules.plausibility import Verdict
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.rules.facts import Claim, Implied, Name, Project

MEASURES = {
    "avoided": ("减排量", "avoided emissions"),
    "coal_saved": ("节约标准煤", "standard coal saved"),
    "allowance": ("节约碳配额", "allowances saved"),
    "footprint": ("产品碳足迹", "product footprint"),
    "energy": ("发电量", "electricity"),
    "heat": ("供热量", "heat"),
    "area": ("造林面积", "area of afforestation"),
    "mass": ("质量", "mass"),
    "share": ("比例", "ratio"),
}
BASES = {
    "year": ("每年", "a year"),
    "cumulative": ("累计", "since the beginning"),
    "once": ("一次性", "once"),
    "unstated": ("期间未说明", "period not stated"),
}
VERDICTS = {
    "not_judged": ("没有可比的参考区间，未作判断", "no range to judge it by"),
    "fits": ("与参考区间相符", "fits the ranges"),
    "questionable": (
        "超出常见区间，口径须说明",
        "outside the usual range, its basis must be stated",
    ),
    "impossible": ("超出可能区间，不成立", "outside what is possible"),
}
#: What follows from one implied number, by itself.
FINDINGS = {
    "not_judged": ("未作判断", "Not judged"),
    "fits": ("常见", "Usual"),
    "questionable": ("超出常见区间", "Outside the usual range"),
    "impossible": ("超出可能区间", "Impossible"),
}
OUTSIDE = frozenset({Verdict.QUESTIONABLE, Verdict.IMPOSSIBLE})
_PLACES = Decimal("0.0001")


def claims(
    projects: Mapping[int, Project], period: Period, known_at: dt.datetime
) -> tuple[Claim, ...]:
    """Return every announced number that was known, judged and set beside the statements."""
    rows = (
        apps.get_model("projects", "Claim")
        .objects.known(known_at)
        .select_related("project", "proposed_by", "decided_by")
        .order_by("id")
    )
    return tuple(
        _claim(carbon.claim_check(row, period=period, known_at=known_at), projects) for row in rows
    )


def _claim(check: ClaimCheck, projects: Mapping[int, Project]) -> Claim:
    row = check.claim
    project = projects.get(row.project_id) if row.project_id else None
    return Claim(
        name=_name(row, project),
        project=project.name.code if project else "",
        measure=row.measure,
        unit=row.unit,
        announced=row.quantity.value,
        computed=check.comparison.computed.avoided_tco2e if check.comparison else None,
        implied=tuple(_implied(check)),
        verdict=_verdict(check),
        source=row.source,
        rows=(ref_of(row),),
        approvals=(approval_of(row),),
    )


def _name(row: Any, project: Project | None) -> Name:
    zh, en = MEASURES[row.measure]
    basis_zh, basis_en = BASES[row.basis]
    said_zh = project.name.zh if project else row.subject
    said_en = project.name.en if project else row.subject
    return Name(f"C{row.pk:05}", f"{said_zh}：{zh}（{basis_zh}）", f"{said_en}: {en} ({basis_en})")


def _implied(check: ClaimCheck) -> Iterator[Implied]:
    for each in check.checks:
        found = each.range
        yield Implied(
            name=Name(found.code, found.name_zh, found.name_en),
            value=each.printed,
            unit=found.unit,
            usual=_span(found.usual_low, found.usual_high),
            finding=Name(each.verdict.value, *FINDINGS[each.verdict.value]),
        )
    comparison = check.comparison
    if comparison is None:
        return
    if comparison.hours_needed is not None:
        yield Implied(
            name=Name(
                "hours_needed",
                "按计算因子反推所需等效利用小时",
                "full-load hours needed at the computed factor",
            ),
            value=comparison.hours_needed.quantize(_PLACES),
            unit="h",
        )
    if comparison.factor_needed is not None:
        yield Implied(
            name=Name(
                "factor_needed",
                "按计量能量反推所需排放因子",
                "factor needed at the metered energy",
            ),
            value=comparison.factor_needed.quantize(_PLACES),
            unit="tCO2/MWh",
        )


def _verdict(check: ClaimCheck) -> Name:
    zh, en = VERDICTS[check.verdict.value]
    words_zh, words_en = [zh], [en]
    if outside := [each for each in check.checks if each.verdict in OUTSIDE]:
        words_zh.append("、".join(each.range.name_zh for each in outside))
        words_en.append(", ".join(each.range.name_en for each in outside))
    if check.comparison is None:
        words_zh.append("未与计算值比较：计量对象或期间不同，或未登记项目")
        words_en.append(
            "not set beside a computed number: another measure or period, or no registered project"
        )
    return Name(check.verdict.value, "；".join(words_zh) + "。", "; ".join(words_en) + ".")


def _span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"≤ {high:f}" if high is not None else f"≥ {low:f}"
    return f"{low:f}–{high:f}"
