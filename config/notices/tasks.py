"""The clock's job: mail what people are to be told."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.db import close_old_connections

from config.notices import operations


@shared_task(name="notices.post")
def post(**_kwargs: Any) -> dict[str, int]:
    """Mail what waits, one letter a person."""
    close_old_connections()
    return operations.post()
