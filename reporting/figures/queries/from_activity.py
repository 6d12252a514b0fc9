"""Statements of entered activity as facts, each with the numbers and the people behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps

from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon import queries as carbon
from projects.carbon.methodologies.table import method
from projects.carbon.queries import Counted
from projects.carbon.rules.counted import LeftOut
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.queries.from_carbon import Library
from reporting.figures.rules.facts import Factor, Name, Ref, Result, Saved, Stated, Used

TABLE = "projects_activitystatement"
ASIDE: Mapping[LeftOut, Name] = {
    LeftOut.METERED: Name(
        "metered", "该项目同期已由计量声明，不重复计入", "its meters state the same time already"
    ),
    LeftOut.ANOTHER_METHOD: Name(
        "another_method",
        "同一项目同期另有方法声明，并列不计入",
        "another method speaks of the same time; an alternative",
    ),
    LeftOut.OVERLAPS: Name(
        "overlaps", "期间与已计入的声明重叠，不重复计入", "its time overlaps one that is counted"
    ),
}


def counted(
    codes: Mapping[int, str], period: Period, known_at: dt.datetime, *, saved: Iterable[Saved]
) -> tuple[Counted, ...]:
    """Return the statements that were made for exactly the moment, and which of them count."""
    stated = [
        row
        for row in carbon.activity_statements(period=period, known_at=known_at)
        if row.project_id in codes
    ]
    if not stated:
        return ()
    ids = {code: pk for pk, code in codes.items()}
    months: dict[int, set[Period]] = {}
    for each in saved:
        if not each.is_alternative:
            months.setdefault(ids[each.project], set()).add(each.month)
    return tuple(carbon.counted(stated, metered=months))


def stated(
    codes: Mapping[int, str], found: Sequence[Counted], known_at: dt.datetime
) -> tuple[Stated, ...]:
    """Return statements of entered activity as facts."""
    entered = _entered({ref["id"] for each in found for ref in each.statement.inputs})
    library = Library(known_at)
    return tuple(
        _stated(each, codes[each.statement.project_id], entered, library) for each in found
    )


def statements(ids: Collection[int]) -> list[Any]:
    """Return statements by their keys, in the order of the keys."""
    rows = apps.get_model("projects", "ActivityStatement").objects.filter(pk__in=ids)
    return list(rows.select_related("project").order_by("pk"))


def _entered(ids: Collection[int]) -> Mapping[int, Any]:
    rows = apps.get_model("projects", "Activity").objects.filter(pk__in=ids)
    return {row.pk: row for row in rows.select_related("proposed_by", "decided_by")}


def _stated(each: Counted, project: str, entered: Mapping[int, Any], library: Library) -> Stated:
    row, named = each.statement, method(each.statement.method, each.statement.method_version)
    behind = [entered[ref["id"]] for ref in row.inputs]
    return Stated(
        ref=Ref(table=TABLE, id=row.pk, sha256=row.sha256),
        project=project,
        method=Name(row.method, named.name_zh, named.name_en),
        method_version=row.method_version,
        span=row.period,
        results=tuple(_results(row)),
        used=tuple(
            Used(
                symbol=one["symbol"],
                name=Name(one["code"], one["name_zh"], one["name_en"]),
                value=Decimal(one["value"]),
                unit=one["unit"],
            )
            for one in row.numbers
        ),
        avoided=each.told.tonnes.get(Measure.AVOIDED),
        removed=each.told.tonnes.get(Measure.REMOVED),
        aside=ASIDE[each.left_out] if each.left_out else None,
        factors=tuple(_factors(row, library)),
        rows=tuple(map(ref_of, behind)),
        approvals=tuple(map(approval_of, behind)),
        is_sample=row.data_quality["is_sample"],
    )


def _results(row: Any) -> Iterator[Result]:
    formulas = {each["symbol"]: each["formula"] for each in row.steps}
    for each in row.results:
        yield Result(
            name=Name(each["symbol"], each["name_zh"], each["name_en"]),
            symbol=each["symbol"],
            formula=formulas[each["symbol"]],
            value=Decimal(each["value"]),
            unit=each["unit"],
            measure=Measure(each["measure"]),
            route=each["route"],
            uncertainty_percent=each["uncertainty_percent"] or "",
        )


def _factors(row: Any, library: Library) -> Iterator[Factor]:
    for each in row.numbers:
        if found := each["factor"]:
            line = {**found, **{name: each[name] for name in ("value", "unit", "source")}}
            yield library.factor(line)
