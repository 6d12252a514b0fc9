"""The room's jobs: take a file that was sent, load one that is proposed, make months ahead."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from projects.metering import operations
from projects.metering.models import LOAD, TAKE, MeterBatch


@handler(LOAD, queue="ingest")
def load(*, run: Run, progress: Progress, batch_id: int, **_kwargs: Any) -> dict[str, Any]:  # noqa: ARG001
    """Load a proposed file."""
    batch: Any = MeterBatch.objects.get(pk=batch_id)
    operations.load(batch=batch, progress=progress)
    return _result(batch)


@handler(TAKE, queue="ingest")
def take(
    *,
    run: Run,
    progress: Progress,
    stored_id: int,
    sent: dict[str, Any],
    known_at: str,
    reason: str,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Judge, propose and load a file that was sent."""
    batch = operations.take(
        stored_id=stored_id,
        sent=sent,
        known_at=known_at,
        reason=reason,
        by=run.asked_by,
        progress=progress,
    )
    return _result(batch)


@shared_task(name="projects.metering.ensure_months_ahead")
def ensure_months_ahead(**_kwargs: Any) -> int:
    """Make the partitions of this month and the next ones."""
    return operations.ensure_months_ahead(today=timezone.localdate())


def _result(batch: MeterBatch) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "refused": batch.is_refused,
        "rows_read": batch.rows_read,
        "readings": batch.readings,
        "total_wh": batch.total_wh,
        "findings": batch.finding_counts,
    }
