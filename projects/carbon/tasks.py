"""Work of carbon that takes longer than a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from config.kernel.periods import Period
from projects.carbon import entering, operations, requesting


@handler(requesting.RUN_KIND, queue="compute")
def draw(
    *,
    run: Run,
    progress: Progress,
    period: str,
    known_at: str,
    project_ids: Sequence[int] | None = None,
    **_later: Any,
) -> dict[str, Any]:
    """
    Draw the statements of a period, of meters and of entered activity.

    ``known_at`` is an ISO instant that was pinned before.
    """
    drawn = operations.draw_statements(
        period=Period.parse(period),
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
        project_ids=project_ids,
        progress=progress,
    )
    stated = entering.state_activities(
        period=drawn.period,
        known_at=drawn.known_at,
        by=run.asked_by,
        project_ids=project_ids,
    )
    return {
        "statement_run": drawn.pk,
        "statements": drawn.count,
        "set_sha256": drawn.set_sha256,
        "not_drawn": len(drawn.not_drawn),
        "activity_statements": len(stated.statements),
        "activity_not_stated": [each.to_json() for each in stated.not_stated],
    }
