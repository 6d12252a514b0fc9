"""The clock's tick, and the room's jobs: make what a run is about, send it, try a destination."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import close_old_connections

from config.jobs.models import Run
from config.jobs.registry import Progress, handler
from reporting.exports import operations
from reporting.exports.models import Destination, Dispatch, ExpectedRun
from reporting.exports.operations.destinations import CHECK_RUN
from reporting.exports.operations.sending import SEND_RUN
from reporting.exports.operations.ticking import DELIVER_RUN


@shared_task(name="reporting.exports.tick")
def tick(**_kwargs: Any) -> dict[str, int]:
    """Write runs ahead, take what is due, mark what was missed, tell who is concerned."""
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


@handler(SEND_RUN, queue="deliver")
def send(
    *,
    run: Run,  # noqa: ARG001 (every handler is given its run)
    progress: Progress,
    dispatch_id: int,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Try once to hand a file over; what failed is asked for again by the clock."""
    dispatch = operations.send(dispatch=Dispatch.objects.get(pk=dispatch_id), progress=progress)
    return {"state": dispatch.state, "error_code": dispatch.error_code}


@handler(CHECK_RUN, queue="deliver", permission="reporting.exports.propose")
def try_destination(
    *,
    run: Run,
    progress: Progress,
    destination_id: int,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Send a small test file to a destination."""
    progress(0, 1)
    check = operations.try_destination(
        destination=Destination.objects.get(pk=destination_id), key=str(run.pk), by=run.asked_by
    )
    return {"check": check.pk, "is_passed": check.is_passed, "error_code": check.error_code}
