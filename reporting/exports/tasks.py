"""The clock's tick, and the room's job: deliver one expected run."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import close_old_connections

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.exports import operations
from reporting.exports.models import ExpectedRun
from reporting.exports.operations.ticking import DELIVER_RUN


@shared_task(name="reporting.exports.tick")
def tick(**_kwargs: Any) -> dict[str, int]:
    """Write runs ahead, take what is due, mark what was missed."""
    close_old_connections()
    return operations.tick()


@handler(DELIVER_RUN, queue="deliver")
def deliver(
    *,
    run: Run,  # noqa: ARG001 (every handler is given its run)
    progress: Progress,
    expected_run_id: int,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Deliver what an expected run is about."""
    progress(0, 1)
    expected = ExpectedRun.objects.select_related("schedule", "schedule__owner").get(
        pk=expected_run_id
    )
    delivery = operations.deliver(expected_run=expected)
    progress(1, 1)
    return {"delivery": delivery.pk, "sha256": delivery.sha256, "bytes": delivery.size_bytes}
