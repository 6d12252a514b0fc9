"""The room's job: compare the two bases of a published version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.restating import operations


@handler(operations.COMPARE_RUN, queue="compute", permission=operations.PROPOSE)
def compare(
    *, run: Run, progress: Progress, version_id: int, known_at: str, **_kwargs: Any
) -> dict[str, Any]:
    """Draw the new basis, and what differs from the published one."""
    version = DisclosureVersion.objects.select_related("disclosure", "figure_set").get(
        pk=version_id
    )
    found = operations.compare(
        version=version,
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
        progress=progress,
    )
    return {"comparison": found.pk, "count": found.count, "sha256": found.figures_sha256}
