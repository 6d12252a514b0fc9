"""The room's job: judge a file that was sent, and stage what it brings."""

from __future__ import annotations

from typing import Any

from config.archive.models import StoredFile
from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from trusts.intake import operations
from trusts.intake.models import TAKE
from trusts.intake.rules.sending import Sending


@handler(TAKE, queue="ingest")
def take_import(
    *,
    run: Run,
    progress: Progress,
    stored_id: int,
    sent: dict[str, Any],
    reason: str,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Judge a file that was sent, propose it and stage its entries."""
    batch, _stood = operations.take(
        stored=StoredFile.objects.get(pk=stored_id),
        sent=Sending.from_json(sent),
        by=run.asked_by,
        reason=reason,
        progress=progress,
    )
    return {
        "import": batch.pk,
        "rows_read": batch.rows_read,
        "rows_accepted": batch.rows_accepted,
        "rows_faulty": batch.rows_faulty,
        "findings": batch.finding_counts,
    }
