"""What a proposed edition or policy would move: statements as they are and as they would be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.models import Statement
from projects.carbon.queries.drafts import drafts
from projects.reference.queries import FactorLibrary
from projects.reference.rules.values import Trial

#: A drawing that is asked again: its moment of knowledge, its method and version.
_Drawing = tuple[dt.datetime, str, str]
_Place = tuple[int, dt.date]


@dataclass(frozen=True)
class StatementMove:
    """One statement, in tCO2e, by the factors that count now and by those that would count."""

    statement: Statement
    before_tco2e: Decimal | None
    after_tco2e: Decimal | None
    refusal: str = ""

    @property
    def difference_tco2e(self) -> Decimal | None:
        """Return after less before; None where one of them cannot be drawn."""
        if self.before_tco2e is None or self.after_tco2e is None:
            return None
        return self.after_tco2e - self.before_tco2e


def statements_moved(
    trial: Trial, *, known_at: dt.datetime, drawn_at: Collection[dt.datetime] = ()
) -> list[StatementMove]:
    """
    Return the statements that would be drawn differently if ``trial`` were confirmed.

    Both values rest on the energy that the statement itself rests on and on the method as it is
    now, so that nothing but the factors is compared: 1,000 MWh at 0.5703 and then 0.5600
    tCO2e/MWh moves by -10.3 tCO2e. Asked of the latest statement of each project, month and
    method, and of those drawn at the moments ``drawn_at``, which a published disclosure rests
    on. Where the trial leaves no factor, ``refusal`` says why.
    """
    standing = [*_latest(known_at), *_drawn(known_at, drawn_at)]
    now = FactorLibrary(known_at=known_at)
    then = FactorLibrary(known_at=known_at, trial=trial)
    groups: dict[_Drawing, dict[int, Statement]] = defaultdict(dict)
    for each in standing:
        groups[each.known_at, each.method, each.method_version][each.pk] = each
    moves = []
    for (moment, code, _version), members in groups.items():
        before = _values(members.values(), CURRENT[code], moment, now)
        after = _values(members.values(), CURRENT[code], moment, then)
        for each in members.values():
            place = (each.project_id, each.starts_on)
            if before[place] != after[place]:
                moves.append(_move(each, before[place], after[place]))
    return sorted(moves, key=lambda each: (each.statement.project_id, each.statement.starts_on))


def _latest(known_at: dt.datetime) -> list[Statement]:
    """Return the latest statement of each project, month and method, of whatever version."""
    found = _standing(known_at).order_by("project_id", "starts_on", "method", "-known_at", "-id")
    return list(found.distinct("project_id", "starts_on", "method"))


def _drawn(known_at: dt.datetime, moments: Collection[dt.datetime]) -> list[Statement]:
    return list(_standing(known_at).filter(known_at__in=moments)) if moments else []


def _standing(known_at: dt.datetime) -> QuerySet[Statement]:
    """Return the statements known then whose method is still in the table."""
    found: QuerySet[Statement] = Statement.objects.known(known_at).filter(method__in=CURRENT)
    return found


def _move(statement: Statement, before: Decimal | str, after: Decimal | str) -> StatementMove:
    return StatementMove(
        statement=statement,
        before_tco2e=None if isinstance(before, str) else before,
        after_tco2e=None if isinstance(after, str) else after,
        refusal=next((each for each in (after, before) if isinstance(each, str)), ""),
    )


def _values(
    members: Iterable[Statement], method: Method, moment: dt.datetime, library: FactorLibrary
) -> Mapping[_Place, Decimal | str]:
    """Return the tonnes at each statement's place, or the reason why there are none."""
    places = {(each.project_id, each.starts_on): each.period for each in members}
    try:
        return _redrawn(places, method, moment, library)
    except DomainError:
        found: dict[_Place, Decimal | str] = {}
        for place, period in places.items():
            try:
                found |= _redrawn({place: period}, method, moment, library)
            except DomainError as refusal:
                found[place] = str(refusal)
        return found


def _redrawn(
    places: Mapping[_Place, Period], method: Method, moment: dt.datetime, library: FactorLibrary
) -> dict[_Place, Decimal | str]:
    span = Period(
        min(each.starts_on for each in places.values()),
        max(each.ends_on for each in places.values()),
    )
    again = drafts(
        period=span,
        known_at=moment,
        methods=dict.fromkeys((project_id for project_id, _day in places), method),
        library=library,
    )
    found = {(each.project_id, each.month.starts_on): each.avoided_tco2e for each in again.cases}
    return {place: found[place] for place in places}
