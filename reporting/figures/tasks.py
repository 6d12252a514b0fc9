"""The room's job: draw the figures of a period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from config.kernel.periods import Period
from reporting.figures import operations


@handler("reporting.figures.draw", queue="compute")
def draw(
    *, run: Run, progress: Progress, period: str, known_at: str, **_kwargs: Any
) -> dict[str, Any]:
    """Draw every figure of a period as known at a moment."""
    progress(0, 1)
    found = operations.draw_figures(
        period=Period.parse(period),
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
        key=run.key,
    )
    progress(1, 1)
    return {"figure_set": found.pk, "count": found.count, "sha256": found.figures_sha256}
