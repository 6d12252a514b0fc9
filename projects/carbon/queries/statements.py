"""What was drawn: statements, their totals, and whether the stored facts still yield them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, QuerySet

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from config.kernel.quantities import Measure, Quantity, total
from projects.carbon.methodologies.table import DRAWN, METHODS, method
from projects.carbon.models import Statement
from projects.carbon.queries.drafts import drafts
from projects.carbon.rules.drawing import Drawn, set_sha256


class NothingToRecompute(DomainError):
    """The stored facts no longer yield the statement {statement}: its energy is not there."""

    code = "nothing_to_recompute"


@dataclass(frozen=True)
class ProjectTotal:
    """What one project spared in a period: a sum of statements, and which ones."""

    project_id: int
    carrier: str
    method: str
    method_version: str
    energy_wh: int
    avoided: Quantity
    statement_ids: tuple[int, ...]
    set_sha256: str

    @property
    def avoided_tco2e(self) -> Decimal:
        """Return the tonnes of the sum."""
        return self.avoided.value

    @property
    def count(self) -> int:
        """Return how many statements were summed."""
        return len(self.statement_ids)


def recompute(statement: Statement) -> Drawn:
    """
    Return what the stored facts yield today for a statement, at its moment of knowledge.

    :raises NothingToRecompute: if the energy that it was drawn from is not there.
    :raises UnknownMethod: if its method is no longer in the table.
    """
    return recompute_all([statement])[statement.pk]


def recompute_all(statements: Iterable[Statement]) -> dict[int, Drawn]:
    """
    Return what :func:`recompute` returns for each statement, by its id; in few questions.

    :raises NothingToRecompute: as there.
    """
    groups: dict[tuple[dt.datetime, str, str], list[Statement]] = defaultdict(list)
    for each in statements:
        groups[each.known_at, each.method, each.method_version].append(each)
    found: dict[int, Drawn] = {}
    for (known_at, code, version), members in groups.items():
        chosen = method(code, version)
        span = Period(
            min(each.starts_on for each in members), max(each.ends_on for each in members)
        )
        methods = {each.project_id: chosen for each in members}
        again = drafts(period=span, known_at=known_at, methods=methods)
        by_key = {(each.project_id, each.starts_on): each for each in again.drawn}
        for each in members:
            if (each.project_id, each.starts_on) not in by_key:
                raise NothingToRecompute(statement=str(each))
            found[each.pk] = by_key[each.project_id, each.starts_on]
    return found


def statements(
    *,
    period: Period,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
    methods: Mapping[str, str] | None = None,
) -> QuerySet[Statement]:
    """
    Return the statements drawn for exactly ``known_at`` whose months lie in the period.

    ``methods`` says which version of each method counts (code -> version); by default the
    newest that was drawn for the moment, so that what rests on an earlier one still finds it.
    One project and month has one statement then.
    """
    found = Statement.objects.filter(
        known_at=known_at, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
    )
    if project_ids is not None:
        found = found.filter(project_id__in=project_ids)
    versions = methods or _newest_drawn(found)
    counted = Statement.objects.none()
    for code, version in versions.items():
        counted = counted | found.filter(method=code, method_version=version)
    return counted.order_by("project_id", "starts_on", "id")


def _newest_drawn(found: QuerySet[Statement]) -> dict[str, str]:
    """Return the newest version of each method among the statements; of none, the current."""
    drawn = set(found.order_by().values_list("method", "method_version").distinct())
    current = {code: each.version for code, each in DRAWN.items()}
    return {**current, **dict(each for each in METHODS if each in drawn and each[0] in DRAWN)}


def latest_drawing(*, period: Period, known_at: dt.datetime, project_id: int) -> dt.datetime | None:
    """Return the latest moment, not after ``known_at``, for which the project was drawn."""
    drawn = Statement.objects.filter(
        project_id=project_id,
        known_at__lte=known_at,
        starts_on__gte=period.starts_on,
        ends_on__lte=period.ends_on,
    )
    found: dt.datetime | None = drawn.aggregate(moment=Max("known_at"))["moment"]
    return found


def totals(
    *,
    period: Period,
    known_at: dt.datetime,
    project_ids: Collection[int] | None = None,
    methods: Mapping[str, str] | None = None,
) -> list[ProjectTotal]:
    """Return what each project spared in the period, by method, as sums of its statements."""
    groups: dict[tuple[int, str, str], list[Statement]] = defaultdict(list)
    found = statements(
        period=period, known_at=known_at, project_ids=project_ids, methods=methods
    ).defer("lines", "alternatives", "inputs", "data_quality", "explanation")
    for each in found:
        groups[each.project_id, each.method, each.method_version].append(each)
    return [_total(members) for members in groups.values()]


def _total(members: list[Statement]) -> ProjectTotal:
    first = members[0]
    return ProjectTotal(
        project_id=first.project_id,
        carrier=first.carrier,
        method=first.method,
        method_version=first.method_version,
        energy_wh=sum(each.energy_wh for each in members),
        avoided=total([each.avoided for each in members], unit="tCO2e", measure=Measure.AVOIDED),
        statement_ids=tuple(each.pk for each in members),
        set_sha256=set_sha256(each.sha256 for each in members),
    )
