"""The room's job: list what a proposal would move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.moves import operations


@handler(operations.RUN_KIND, queue="compute", permission=operations.RUN)
def list_moves(
    *, run: Run, progress: Progress, subject: str, pk: int, known_at: str, **_kwargs: Any
) -> dict[str, Any]:
    """Draw and store the list."""
    progress(0, 1, f"{subject} {pk}")
    report = operations.list_moves(
        subject=subject, pk=pk, known_at=dt.datetime.fromisoformat(known_at), by=run.asked_by
    )
    progress(1, 1, str(report))
    return {
        "report_id": report.pk,
        "statements": len(report.statements),
        "products": len(report.products),
        "disclosures": len(report.disclosures),
    }
