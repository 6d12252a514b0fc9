"""What was sold of the stated tonnes, as facts: certificates and credits by project and month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps

from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.carbon.queries import ClaimableAmount
from projects.carbon.rules.claimable import CERTIFICATE, CREDIT, SoldMonth
from reporting.figures.queries import from_carbon
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.rules.facts import Sold

TABLE = "projects_soldright"
_ZERO = Decimal(0)


def sold(
    codes: Mapping[int, str],
    period: Period,
    known_at: dt.datetime,
    *,
    methods: Mapping[str, str] | None = None,
) -> tuple[Sold, ...]:
    """Return what sales take from the statements that were drawn for the moment, by month."""
    selling = carbon.sellers(period=period, known_at=known_at)
    theirs = {pk: codes[pk] for pk in selling if pk in codes}
    if not theirs:
        return ()
    found = carbon.claimable_by_project(
        from_carbon.statements(theirs, period, known_at, methods),
        period=period,
        known_at=known_at,
    )
    return tuple(
        each for pk, amount in sorted(found.items()) for each in _by_month(theirs[pk], amount)
    )


def sales(ids: Sequence[int]) -> list[Any]:
    """Return sales by their keys, in the order of the keys."""
    rows = apps.get_model("projects", "SoldRight").objects.filter(pk__in=ids)
    return list(rows.select_related("project").order_by("pk"))


def _by_month(project: str, amount: ClaimableAmount) -> Iterator[Sold]:
    parts: dict[Period, list[tuple[Any, SoldMonth]]] = defaultdict(list)
    for part in amount.found.parts:
        for each in part.months:
            parts[each.month].append((amount.rights[part.right_id], each))
    taken = {month: tonnes for month, tonnes in amount.found.taken.items() if tonnes}
    everywhere = list(amount.rights.values())
    for month in sorted(parts.keys() | taken.keys(), key=lambda one: one.starts_on):
        sales = parts.get(month, [])
        rights = [right for right, _part in sales] or everywhere
        yield Sold(
            project=project,
            month=month,
            certificates_mwh=_amount(sales, CERTIFICATE),
            credits_tco2e=_amount(sales, CREDIT),
            sold=sum((part.tco2e for _right, part in sales), _ZERO),
            taken=taken.get(month, _ZERO),
            rows=tuple(map(ref_of, rights)),
            approvals=tuple(map(approval_of, rights)),
            is_sample=any(each.is_sample for each in rights),
        )


def _amount(sales: list[tuple[Any, SoldMonth]], kind: str) -> Decimal:
    return sum((part.amount for right, part in sales if right.kind == kind), _ZERO)
