"""The clock's job: remind who owes a number."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from reporting.collection import operations


@shared_task(name="reporting.collection.remind")
def remind(**_kwargs: Any) -> dict[str, int]:
    """Write the reminders that today calls for, by the house's calendar."""
    close_old_connections()
    now = timezone.now()
    return {"reminders": operations.remind(on=timezone.localdate(now), known_at=now)}
