"""What may still be claimed of what statements say, as the sales were known at a moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.periods import Period
from projects.carbon.methodologies.table import DRAWN
from projects.carbon.models import SoldRight, Statement, sold_rights
from projects.carbon.queries.stated import Counted, counted, latest_stated
from projects.carbon.rules.claimable import Claimable, Spared, claimable
from projects.metering import queries as metering

#: Energy of a project by carrier and month, in Wh.
_Energy = Counter[tuple[str, Period]]


@dataclass(frozen=True)
class ClaimableAmount:
    """What may still be claimed, with the statements and the sales that it rests on."""

    project_id: int
    period: Period
    known_at: dt.datetime
    statements: Mapping[Period, Statement]
    entered: tuple[Counted, ...]
    found: Claimable
    rights: Mapping[int, SoldRight]

    @property
    def statement_ids(self) -> tuple[int, ...]:
        """Return the statements whose tonnes are counted."""
        return tuple(each.pk for each in self.statements.values())

    @property
    def activity_statement_ids(self) -> tuple[int, ...]:
        """Return the statements of entered activity whose tonnes are counted."""
        return tuple(each.statement.pk for each in self.entered)


def claimable_in(
    *, project_id: int, period: Period, known_at: dt.datetime, drawn_at: dt.datetime | None = None
) -> ClaimableAmount:
    """
    Return what a project may still claim of a period of whole months, as known then.

    Of each month the statement counts that was drawn for the latest moment by then, or for
    ``drawn_at``; of what no meter counts, the latest statement of entered activity of each span
    within the period. The statements stay as they are.

    :raises ValueError: if the period is not made of whole months.
    """
    period.months()
    drawn = _standing(project_id, period, known_at, drawn_at)
    stated = latest_stated(project_ids=[project_id], period=period, known_at=known_at)
    entered = counted(stated, metered={project_id: list(drawn)})
    return _amounts({project_id: drawn}, entered, period, known_at)[project_id]


def claimable_of(statement: Statement, *, known_at: dt.datetime) -> ClaimableAmount:
    """Return what may still be claimed of one statement, as the sales were known then."""
    project_id, month = statement.project_id, statement.period
    return _amounts({project_id: {month: statement}}, (), month, known_at)[project_id]


def sellers(*, period: Period, known_at: dt.datetime) -> list[int]:
    """Return the projects of which something produced in the period was sold, as known then."""
    rows = SoldRight.objects.known(known_at).filter(
        starts_on__lt=period.ends_on, ends_on__gt=period.starts_on
    )
    return sorted(set(rows.values_list("project_id", flat=True)))


def claimable_by_project(
    statements: Iterable[Statement],
    entered: Iterable[Counted],
    *,
    period: Period,
    known_at: dt.datetime,
) -> dict[int, ClaimableAmount]:
    """Return what may still be claimed of statements of a period, by project; in few questions."""
    drawn: dict[int, dict[Period, Statement]] = defaultdict(dict)
    for each in statements:
        drawn[each.project_id][each.period] = each
    return _amounts(drawn, entered, period, known_at)


def _standing(
    project_id: int, period: Period, known_at: dt.datetime, drawn_at: dt.datetime | None
) -> dict[Period, Statement]:
    """Return one statement a month: the latest of a method that statements are drawn by."""
    rows = Statement.objects.known(known_at).filter(
        project_id=project_id,
        method__in=DRAWN,
        starts_on__gte=period.starts_on,
        ends_on__lte=period.ends_on,
    )
    if drawn_at is not None:
        rows = rows.filter(known_at=drawn_at)
    return {each.period: each for each in rows.order_by("known_at", "id")}


def _amounts(
    drawn: Mapping[int, Mapping[Period, Statement]],
    entered: Iterable[Counted],
    period: Period,
    known_at: dt.datetime,
) -> dict[int, ClaimableAmount]:
    own: dict[int, list[Counted]] = defaultdict(list)
    for one in entered:
        if one.is_counted:
            own[one.statement.project_id].append(one)
    project_ids = sorted(drawn.keys() | own.keys())
    rights: dict[int, dict[int, SoldRight]] = defaultdict(dict)
    for each in sold_rights(project_ids=project_ids, known_at=known_at):
        if each.period.overlaps(period) and each.amount:
            rights[each.project_id][each.pk] = each
    energy = _energy(rights, known_at)
    return {
        project_id: ClaimableAmount(
            project_id=project_id,
            period=period,
            known_at=known_at,
            statements=drawn.get(project_id, {}),
            entered=tuple(own[project_id]),
            found=claimable(
                period,
                _spared(drawn.get(project_id, {}), own[project_id], energy[project_id]),
                [each.sold for each in rights[project_id].values()],
            ),
            rights=rights[project_id],
        )
        for project_id in project_ids
    }


def _energy(
    rights: Mapping[int, Mapping[int, SoldRight]], known_at: dt.datetime
) -> dict[int, _Energy]:
    """Return the metered energy of all the months that something was sold of."""
    found: dict[int, _Energy] = defaultdict(Counter)
    spans = [each.period for sales in rights.values() for each in sales.values()]
    if not spans:
        return found
    whole = Period(min(each.starts_on for each in spans), max(each.ends_on for each in spans))
    rows = metering.energy_totals(period=whole, known_at=known_at, project_ids=list(rights))
    for row in rows:
        month = Period.month(row.month.year, row.month.month)
        found[row.project_id][row.carrier, month] += row.total_wh
    return found


def _spared(
    statements: Mapping[Period, Statement], entered: Iterable[Counted], energy: _Energy
) -> list[Spared]:
    """Return what was stated by month; months that were metered only weigh and avoid nothing."""
    weights: Counter[Period] = Counter()
    tonnes: dict[Period, Decimal] = defaultdict(Decimal)
    carriers = {each.carrier for each in statements.values()}
    for (carrier, month), wh in energy.items():
        if not carriers or carrier in carriers:
            weights[month] = wh
    for month, each in statements.items():
        weights[month] = each.energy_wh
        tonnes[month] += each.avoided_tco2e
    for one in entered:
        for month, part in one.told.by_month().items():
            tonnes[month] += part
    return [
        Spared(month, weights[month], tonnes[month])
        for month in sorted(weights.keys() | tonnes.keys(), key=lambda each: each.starts_on)
    ]
