"""The clock's job: take away what a killed process left half-written."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task

from config.archive import operations

#: Nothing writes for so long: a job is ended by Celery after one hour.
HALF_WRITTEN_SECONDS = 6 * 3600


@shared_task(name="archive.sweep_incoming")
def sweep_incoming(**_kwargs: Any) -> dict[str, int]:
    """Remove the temporary files of the archive that nobody writes any more."""
    removed = operations.sweep_incoming(older_than_seconds=HALF_WRITTEN_SECONDS, now=time.time())
    return {"removed": removed}
