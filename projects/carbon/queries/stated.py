"""Statements of entered activity: which stand, and which of their tonnes are counted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from config.kernel.periods import Period
from projects.carbon.models import ActivityStatement
from projects.carbon.rules.counted import LeftOut, Told, left_out, own_tonnes
from projects.registry import queries as registry


@dataclass(frozen=True)
class Counted:
    """One statement with its tonnes; ``left_out`` says why they stand beside, if they do."""

    statement: ActivityStatement
    told: Told
    left_out: LeftOut | None

    @property
    def is_counted(self) -> bool:
        """Return whether its tonnes are the project's own."""
        return self.left_out is None and bool(self.told.tonnes)


def latest_stated(
    *, project_ids: Collection[int], period: Period, known_at: dt.datetime
) -> list[ActivityStatement]:
    """Return the latest statement of each project, method and span within a period, as known."""
    rows = (
        ActivityStatement.objects.known(known_at)
        .filter(
            project_id__in=project_ids,
            starts_on__gte=period.starts_on,
            ends_on__lte=period.ends_on,
        )
        .select_related("project")
        .order_by("project_id", "method", "starts_on", "ends_on", "-known_at", "-id")
    )
    return list(rows.distinct("project_id", "method", "starts_on", "ends_on"))


def stated_over(
    period: Period, *, project_id: int, code: str, at: dt.datetime
) -> ActivityStatement | None:
    """Return the statement for exactly this moment that speaks of some of the same days."""
    found: ActivityStatement | None = (
        ActivityStatement.objects.filter(
            project_id=project_id,
            method=code,
            known_at=at,
            starts_on__lt=period.ends_on,
            ends_on__gt=period.starts_on,
        )
        .select_related("project")
        .first()
    )
    return found


def counted(
    statements: Iterable[ActivityStatement], *, metered: Mapping[int, Collection[Period]]
) -> list[Counted]:
    """
    Return statements of entered activity, each with its tonnes and whether they are counted.

    ``metered`` are the months of each project that its meters' statements speak of.
    """
    by_project: dict[int, list[ActivityStatement]] = defaultdict(list)
    for each in statements:
        by_project[each.project_id].append(each)
    found = []
    for project_id, rows in by_project.items():
        told = [told_of(row) for row in rows]
        reasons = left_out(
            told,
            methodology=registry.technology_of(rows[0].project).methodology,
            metered=metered.get(project_id, ()),
        )
        found += [
            Counted(row, each, reasons.get(row.pk)) for row, each in zip(rows, told, strict=True)
        ]
    return found


def told_of(row: ActivityStatement) -> Told:
    """Return what a statement says in tonnes."""
    return Told(row.pk, row.method, row.period, own_tonnes(row.results))
