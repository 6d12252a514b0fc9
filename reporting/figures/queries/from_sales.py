"""What was sold of the stated tonnes, as facts: certificates and credits by project and month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps

from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon import queries as carbon
from projects.carbon.queries import ClaimableAmount, Counted
from projects.carbon.rules.claimable import CERTIFICATE, CREDIT, SoldMonth
from reporting.figures.queries import from_carbon
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.rules.claimed import Basis
from reporting.figures.rules.facts import Sold

TABLE = "projects_soldright"
_ZERO = Decimal(0)
_Tonnes = Mapping[Basis, Mapping[Period, Decimal]]
_Sales = Sequence[tuple[Any, SoldMonth]]


def sold(
    codes: Mapping[int, str],
    period: Period,
    known_at: dt.datetime,
    *,
    entered: Sequence[Counted] = (),
    methods: Mapping[str, str] | None = None,
) -> tuple[Sold, ...]:
    """Return what sales take from the statements that were drawn for the moment, by month."""
    selling = carbon.sellers(period=period, known_at=known_at)
    theirs = {pk: codes[pk] for pk in selling if pk in codes}
    if not theirs:
        return ()
    found = carbon.claimable_by_project(
        from_carbon.statements(theirs, period, known_at, methods),
        [each for each in entered if each.statement.project_id in theirs],
        period=period,
        known_at=known_at,
    )
    return tuple(
        each for pk, amount in sorted(found.items()) for each in _by_month(theirs[pk], amount)
    )


def sales(ids: Collection[int]) -> list[Any]:
    """Return sales by their keys, in the order of the keys."""
    rows = apps.get_model("projects", "SoldRight").objects.filter(pk__in=ids)
    return list(rows.select_related("project").order_by("pk"))


def _by_month(project: str, amount: ClaimableAmount) -> Iterator[Sold]:
    parts: dict[Period, list[tuple[Any, SoldMonth]]] = defaultdict(list)
    for part in amount.found.parts:
        for each in part.months:
            parts[each.month].append((amount.rights[part.right_id], each))
    tonnes = _tonnes(amount)
    taken = {month: grams for month, grams in amount.found.taken.items() if grams}
    for month in sorted(parts.keys() | taken.keys(), key=lambda one: one.starts_on):
        here = parts.get(month, [])
        rights = [right for right, _part in here] or list(amount.rights.values())
        for basis, part_taken, own in _shared(taken.get(month, _ZERO), month, tonnes, here):
            yield Sold(
                project=project,
                month=month,
                basis=basis,
                certificates_mwh=_amount(own, CERTIFICATE),
                credits_tco2e=_amount(own, CREDIT),
                sold=sum((part.tco2e for _right, part in own), _ZERO),
                taken=part_taken,
                rows=tuple(map(ref_of, rights)),
                approvals=tuple(map(approval_of, rights)),
                is_sample=any(each.is_sample for each in rights),
            )


def _shared(
    taken: Decimal, month: Period, tonnes: _Tonnes, sales_here: _Sales
) -> Iterator[tuple[Basis, Decimal, _Sales]]:
    """
    Yield how much is taken from each basis of a month, metered tonnes first.

    The sales of the month are told once, beside the first basis that there is.
    """
    untold: _Sales = sales_here
    for basis in tonnes:
        part = min(taken, tonnes[basis].get(month, _ZERO))
        if part or untold:
            yield basis, part, untold
        taken, untold = taken - part, ()


def _tonnes(amount: ClaimableAmount) -> _Tonnes:
    """Return the project's tonnes by what they rest on, as far as it has any."""
    found: dict[Basis, dict[Period, Decimal]] = {}
    if amount.statements:
        found[Basis.METERED] = {
            month: each.avoided_tco2e for month, each in amount.statements.items()
        }
    for measure, basis in (
        (Measure.AVOIDED, Basis.ENTERED),
        (Measure.REMOVED, Basis.REMOVED),
    ):
        months: dict[Period, Decimal] = defaultdict(Decimal)
        own = [each for each in amount.entered if measure in each.told.tonnes]
        for each in own:
            for month, grams in each.told.by_month().items():
                months[month] += grams
        if own:
            found[basis] = months
    return found or {Basis.METERED: {}}


def _amount(sales_here: _Sales, kind: str) -> Decimal:
    return sum((part.amount for right, part in sales_here if right.kind == kind), _ZERO)
