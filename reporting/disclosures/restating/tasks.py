"""The room's jobs: compare the two bases of a published version, foretell a change of factors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.restating import operations, queries


@handler(operations.COMPARE_RUN, queue="compute", permission=operations.PROPOSE)
def compare(
    *, run: Run, progress: Progress, version_id: int, known_at: str, **_kwargs: Any
) -> dict[str, Any]:
    """Draw the new basis, and what differs from the published one."""
    found = operations.compare(
        version=_version(version_id),
        known_at=dt.datetime.fromisoformat(known_at),
        by=run.asked_by,
        progress=progress,
    )
    return {"comparison": found.pk, "count": found.count, "sha256": found.figures_sha256}


@handler(operations.FORETELL_RUN, queue="compute", permission=operations.PROPOSE)
def foretell(
    *,
    run: Run,
    progress: Progress,
    version_id: int,
    move_report_id: int,
    explanation_zh: str,
    explanation_en: str,
    reason: str,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Draw what a proposal's factors would move, and propose that it counts from now on."""
    row = operations.foretell(
        version=_version(version_id),
        move_report=queries.move_report(move_report_id),
        explanation_zh=explanation_zh,
        explanation_en=explanation_en,
        by=run.asked_by,
        reason=reason,
        progress=progress,
    )
    progress(2, 2, str(row))
    return {"restatement_id": row.pk}


def _version(pk: int) -> DisclosureVersion:
    rows = DisclosureVersion.objects.select_related("disclosure", "figure_set")
    found: DisclosureVersion = rows.get(pk=pk)
    return found
