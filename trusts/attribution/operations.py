"""The act of attribution: state both shares of a period, at a pinned moment of knowledge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from config.accounts.models import User
from config.jobs.models import Run
from config.jobs.operations import request
from config.kernel.canonical import instant
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.periods import Period
from trusts.attribution import queries
from trusts.attribution.models import AttributionStatement
from trusts.attribution.projects import PROJECTS
from trusts.attribution.queries import Gap
from trusts.attribution.sources import Sources

RUN_KIND = "trusts.attribution.run"
RUN_PERMISSION = "trusts.attribution.run"


class StatedDifferently(DomainError):
    """{statement} was stated otherwise at the same moment of knowledge; verify the facts first."""

    code = "stated_differently"


@dataclass(frozen=True)
class Outcome:
    """What a run did: statements added, those that stood already, and what is missing."""

    added: int
    standing: int
    gaps: tuple[Gap, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "added": self.added,
            "standing": self.standing,
            "gaps": [gap.to_json() for gap in self.gaps],
        }


@transaction.atomic
def attribute(
    *, period: Period, known_at: dt.datetime, by: Actor, sources: Sources = PROJECTS
) -> Outcome:
    """
    Record both shares of every contract in every project for ``period`` as known at ``known_at``.

    All or nothing; a second call at the same moment adds what is missing, which is nothing.

    :raises NotAllowed: if ``by`` may not run attributions.
    :raises SharesAboveOne: naming the financiers who would claim more than a project spared.
    :raises StatedDifferently: if facts known at that moment have changed since it was stated.
    """
    by.check_may(RUN_PERMISSION)
    plan = queries.plan(period=period, known_at=known_at, sources=sources)
    standing = {
        each.place: each.sha256 for each in queries.statements(period=period, known_at=known_at)
    }
    for each in plan.statements:
        if standing.get(each.place, each.sha256) != each.sha256:
            raise StatedDifferently(statement=str(each))
    missing = [each for each in plan.statements if each.place not in standing]
    AttributionStatement.objects.bulk_create(missing)
    return Outcome(added=len(missing), standing=len(standing), gaps=plan.gaps)


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
