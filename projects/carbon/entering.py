"""State the entered activity of a whole period, each project, method and span once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from config.accounts.models import User
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.carbon import operations, queries
from projects.carbon.models import ActivityStatement
from projects.registry.models import Project


@dataclass(frozen=True)
class NotStated:
    """Entered activity of one project, method and span that could not be stated, and why."""

    project_id: int
    method: str
    period: str
    code: str

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        return dict(vars(self))


@dataclass(frozen=True)
class StatedActivity:
    """What was stated of a period for a moment, and what could not be."""

    statements: tuple[ActivityStatement, ...]
    not_stated: tuple[NotStated, ...]


def state_activities(
    *,
    period: Period,
    known_at: dt.datetime,
    by: User,
    project_ids: Collection[int] | None = None,
) -> StatedActivity:
    """
    Freeze what all entered activity within a period comes to, as known at ``known_at``.

    Longer spans come first: of what was entered by year and by month too, the year is stated.
    What its method cannot be reckoned from yet is left out and named. The same again returns
    what stands.

    :raises NotAllowed: if ``by`` may not run it.
    """
    by.check_may(operations.RUN)
    spans = [
        each
        for each in queries.with_activity(period=period, known_at=known_at)
        if project_ids is None or each[0] in project_ids
    ]
    projects = Project.objects.in_bulk({project_id for project_id, _code, _span in spans})
    stated: list[ActivityStatement] = []
    left: list[NotStated] = []
    for project_id, code, span in sorted(spans, key=lambda each: -each[2].days):
        try:
            row = operations.state_activity(
                project=projects[project_id], method=code, period=span, known_at=known_at, by=by
            )
        except operations.MomentToCome:
            raise
        except DomainError as refusal:
            left.append(NotStated(project_id, code, str(span), refusal.code))
        else:
            stated.append(row)
    return StatedActivity(tuple(stated), tuple(left))
