"""What may still be claimed of what statements say, as the sales were known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from config.kernel.periods import Period
from projects.carbon.methodologies.table import DRAWN
from projects.carbon.models import SoldRight, Statement, sold_rights
from projects.carbon.rules.claimable import Claimable, Spared, claimable


@dataclass(frozen=True)
class ClaimableAmount:
    """What may still be claimed, with the statements and the sales that it rests on."""

    project_id: int
    period: Period
    known_at: dt.datetime
    statement_ids: tuple[int, ...]
    found: Claimable
    rights: Mapping[int, SoldRight]


def claimable_in(
    *, project_id: int, period: Period, known_at: dt.datetime, drawn_at: dt.datetime | None = None
) -> ClaimableAmount:
    """
    Return what a project may still claim of a period of whole months, as known then.

    Of each month the statement counts that was drawn for the latest moment by then, or for
    ``drawn_at``. The statements stay as they are.

    :raises ValueError: if the period is not made of whole months.
    """
    period.months()
    drawn = _standing(project_id, known_at, drawn_at)
    return _amount(project_id, period, known_at, drawn)


def claimable_of(statement: Statement, *, known_at: dt.datetime) -> ClaimableAmount:
    """Return what may still be claimed of one statement, as the sales were known then."""
    siblings = Statement.objects.filter(
        project_id=statement.project_id,
        method=statement.method,
        method_version=statement.method_version,
        known_at=statement.known_at,
    )
    drawn = {each.period: each for each in siblings}
    return _amount(statement.project_id, statement.period, known_at, drawn)


def _standing(
    project_id: int, known_at: dt.datetime, drawn_at: dt.datetime | None
) -> dict[Period, Statement]:
    """Return one statement a month: the latest of a method that statements are drawn by."""
    rows = Statement.objects.known(known_at).filter(project_id=project_id, method__in=DRAWN)
    if drawn_at is not None:
        rows = rows.filter(known_at=drawn_at)
    return {each.period: each for each in rows.order_by("known_at", "id")}


def _amount(
    project_id: int, period: Period, known_at: dt.datetime, drawn: Mapping[Period, Statement]
) -> ClaimableAmount:
    rights = {
        each.pk: each
        for each in sold_rights(project_ids=[project_id], known_at=known_at)
        if each.period.overlaps(period) and each.amount
    }
    spared = [Spared(month, each.energy_wh, each.avoided_tco2e) for month, each in drawn.items()]
    return ClaimableAmount(
        project_id=project_id,
        period=period,
        known_at=known_at,
        statement_ids=tuple(each.pk for month, each in drawn.items() if period.covers(month)),
        found=claimable(period, spared, [each.sold for each in rights.values()]),
        rights=rights,
    )
