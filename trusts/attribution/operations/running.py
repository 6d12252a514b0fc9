"""The act of attribution: state both shares of a period, at a pinned moment of knowledge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction

from config.accounts.models import User
from config.jobs.models import Run
from config.jobs.operations import request
from config.kernel.canonical import instant
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.periods import Period
from trusts.attribution import queries
from trusts.attribution.models import AttributionStatement, FinancedStatement
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries import Gap
from trusts.attribution.sources import Sources

RUN_KIND = "trusts.attribution.run"
RUN_PERMISSION = "trusts.attribution.run"
Stated = TypeVar("Stated", AttributionStatement, FinancedStatement)


class StatedDifferently(DomainError):
    """{statement} was stated otherwise at the same moment of knowledge; verify the facts first."""

    code = "stated_differently"


@dataclass(frozen=True)
class Outcome:
    """
    What a run did: statements added, those that stood already, and what is missing.

    ``financed`` of them, added or standing, are of the asset classes at large.
    """

    added: int
    standing: int
    financed: int
    gaps: tuple[Gap, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "added": self.added,
            "standing": self.standing,
            "financed": self.financed,
            "gaps": [gap.to_json() for gap in self.gaps],
        }


@transaction.atomic
def attribute(
    *, period: Period, known_at: dt.datetime, by: Actor, sources: Sources = PROJECTS
) -> Outcome:
    """
    Record the shares of ``period`` as known at ``known_at``, by both methods side by side.

    Of every contract in every project that spared something, and in every investee: companies,
    projects, properties, vehicles, pools and states, each in its asset class. All or nothing; a
    second call at the same moment adds what is missing, which is nothing.

    :raises NotAllowed: if ``by`` may not run attributions.
    :raises SharesAboveOne: naming the financiers who would claim more than there is.
    :raises StatedDifferently: if facts known at that moment have changed since it was stated.
    """
    by.check_may(RUN_PERMISSION)
    asked: dict[str, Any] = {"period": period, "known_at": known_at}
    plan = queries.plan(**asked, sources=sources)
    financed = queries.financed_plan(**asked, sources=sources)
    of_projects = _missing(plan.statements, queries.statements(**asked))
    of_investees = _missing(financed.statements, queries.financed(**asked))
    AttributionStatement.objects.bulk_create(of_projects)
    FinancedStatement.objects.bulk_create(of_investees)
    whole = len(plan.statements) + len(financed.statements)
    added = len(of_projects) + len(of_investees)
    return Outcome(
        added=added,
        standing=whole - added,
        financed=len(financed.statements),
        gaps=(*plan.gaps, *financed.gaps),
    )


def _missing(planned: Iterable[Stated], standing: Iterable[Stated]) -> list[Stated]:
    """
    Return the planned statements that do not stand yet.

    :raises StatedDifferently: if one stands that says something else.
    """
    hashes = {each.place: each.sha256 for each in standing}
    found = []
    for each in planned:
        if each.place not in hashes:
            found.append(each)
        elif hashes[each.place] != each.sha256:
            raise StatedDifferently(statement=str(each))
    return found


def request_run(*, period: Period, known_at: dt.datetime, by: User) -> Run:
    """
    Ask for the attribution of ``period`` as a job; the same period and moment is one run.

    :raises NotAllowed: if ``by`` may not run attributions.
    """
    moment = instant(known_at)
    return request(
        kind=RUN_KIND,
        key=f"{period}@{moment}",
        by=by,
        payload={"period": str(period), "known_at": moment},
    )
