"""Statements of entered activity: what would be stated, and whether what was stated still holds."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from config.kernel.periods import Period
from projects.carbon.methodologies.table import method
from projects.carbon.models import Activity, ActivityStatement
from projects.carbon.queries.activities import activities, province_of, yields_of
from projects.carbon.rules.entered import Entered, Spread, frozen, spread
from projects.carbon.rules.given import Amount


def entered(
    *,
    project_id: int,
    code: str,
    period: Period,
    known_at: dt.datetime,
    region: str = "",
    version: str | None = None,
) -> Entered:
    """
    Return the statement that the entered activity of a project and period yields.

    ``region`` is where the library is asked for factors; by default the province of the
    project's stations, if it has one alone.

    :raises InvalidInput: naming what the method asks for and nobody entered.
    :raises UnresolvedFactor: if a factor that the method needs does not resolve.
    """
    chosen = method(code, version)
    place = region or province_of(project_id, known_at)
    rows = activities(project_id=project_id, code=code, period=period, known_at=known_at)
    amounts = {name: Amount(row.value, row.unit, row.source) for name, row in rows.items()}
    stated = {
        name: row.uncertainty_percent
        for name, row in rows.items()
        if row.uncertainty_percent is not None
    }
    base = yields_of(chosen, amounts, period=period, known_at=known_at, region=place)
    uncertain = (
        spread(
            base,
            amounts,
            stated,
            lambda name, amount: yields_of(
                chosen,
                {**amounts, name: amount},
                period=period,
                known_at=known_at,
                region=place,
            ),
        )
        if stated
        else Spread({}, ())
    )
    return frozen(
        base,
        project_id=project_id,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        known_at=known_at,
        region=place,
        inputs=tuple(_ref(rows[name]) for name in sorted(rows)),
        uncertain=uncertain,
        is_sample=any(row.is_sample for row in rows.values()),
    )


def recompute_entered(statement: ActivityStatement) -> Entered:
    """
    Return what the stored facts yield today at the statement's own moment and version.

    :raises DomainError: if they yield nothing any more.
    """
    return entered(
        project_id=statement.project_id,
        code=statement.method,
        period=statement.period,
        known_at=statement.known_at,
        region=statement.region,
        version=statement.method_version,
    )


def holds(statement: ActivityStatement) -> bool:
    """Return whether row, hash and stored facts still say the same."""
    afresh = recompute_entered(statement).sha256
    return bool(statement.sha256 == statement.entered.sha256 == afresh)


def with_activity(*, period: Period, known_at: dt.datetime) -> list[tuple[int, str, Period]]:
    """Return each project, method and period within ``period`` that has confirmed activity."""
    rows = (
        Activity.objects.known(known_at)
        .filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
        .values_list("project_id", "method", "starts_on", "ends_on")
        .distinct()
        .order_by("project_id", "method", "starts_on", "ends_on")
    )
    return [(project, code, Period(first, end)) for project, code, first, end in rows]


def activity_statements(*, period: Period, known_at: dt.datetime) -> QuerySet[ActivityStatement]:
    """Return the statements of entered activity within a period that were drawn for a moment."""
    return (
        ActivityStatement.objects.filter(
            known_at=known_at, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
        )
        .select_related("project")
        .order_by("project_id", "method", "starts_on", "id")
    )


def _ref(row: Activity) -> dict[str, object]:
    return {
        "id": row.pk,
        "quantity": row.quantity,
        "sha256": row.content_sha256,
        "uncertainty_percent": None
        if row.uncertainty_percent is None
        else f"{row.uncertainty_percent.normalize():f}",
    }
