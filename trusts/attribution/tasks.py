"""Work of attribution that takes longer than a request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from config.kernel.periods import Period
from trusts.attribution.operations import RUN_KIND, attribute


@handler(RUN_KIND, queue="compute")
def run_attribution(
    *, run: Run, progress: Progress, period: str, known_at: str, **_later: Any
) -> dict[str, Any]:
    """State the shares of a period; ``known_at`` is an ISO instant that was pinned before."""
    progress(0, 1, period)
    outcome = attribute(
        period=Period.parse(period),
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
    )
    progress(1, 1, period)
    return outcome.to_json()
