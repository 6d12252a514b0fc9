"""What entered activity yields: the calculation that the numbers of a project and period make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from config.kernel.periods import Period
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.table import method
from projects.carbon.models import Activity
from projects.carbon.queries.calculations import Place, calculation
from projects.carbon.rules.calculator import Calculation
from projects.carbon.rules.given import Amount
from projects.registry import queries as registry


def activities(
    *, project_id: int, code: str, period: Period, known_at: dt.datetime
) -> Mapping[str, Activity]:
    """
    Return the numbers that hold for exactly the period, by quantity, as known then.

    Of several confirmed for the same quantity the last one holds.
    """
    rows = (
        Activity.objects.known(known_at)
        .filter(
            project_id=project_id,
            method=code,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        )
        .order_by("recorded_at", "id")
    )
    return {row.quantity: row for row in rows}


def activity_yields(
    *, project_id: int, code: str, period: Period, known_at: dt.datetime, province: str = ""
) -> Calculation:
    """
    Return what the entered activity of a project and period comes to by a method.

    Nothing is stored. ``province`` is where the library is asked for factors; the province of
    the project's stations if it has one alone. The data year follows from the period's last day.

    :raises InvalidInput: naming what the method asks for and nobody entered.
    :raises UnresolvedFactor: if a factor that the method needs does not resolve.
    """
    amounts = {
        quantity: Amount(row.value, row.unit, row.source)
        for quantity, row in activities(
            project_id=project_id, code=code, period=period, known_at=known_at
        ).items()
    }
    return yields_of(
        method(code),
        amounts,
        period=period,
        known_at=known_at,
        region=province or province_of(project_id, known_at),
    )


def yields_of(
    chosen: Method,
    amounts: Mapping[str, Amount],
    *,
    period: Period,
    known_at: dt.datetime,
    region: str,
) -> Calculation:
    """Return what entered amounts come to by a method; see ``activity_yields``."""
    inputs = {each.code for each in chosen.inputs}
    return calculation(
        chosen,
        known_at=known_at,
        inputs={code: each for code, each in amounts.items() if code in inputs},
        factors={},
        parameters={code: each for code, each in amounts.items() if code not in inputs},
        place=Place(region, period.last_day.year),
    )


def province_of(project_id: int, known_at: dt.datetime) -> str:
    """Return the one province of the project's stations; nothing if there are several or none."""
    counts = registry.station_counts(known_at=known_at, project_ids=[project_id])
    return counts[0].province if len(counts) == 1 else ""
