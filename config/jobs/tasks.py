"""The two tasks that Celery knows: do one run, and sweep."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import close_old_connections

from config.jobs import execution, operations


@shared_task(name="jobs.execute")
def execute(*, run_id: int, **_kwargs: Any) -> str:
    """Do the run with this id, if it is to be had."""
    close_old_connections()
    return execution.execute(run_id)


@shared_task(name="jobs.sweep")
def sweep(**_kwargs: Any) -> dict[str, int]:
    """Send what was not sent and take back what was dropped."""
    close_old_connections()
    return operations.sweep()
