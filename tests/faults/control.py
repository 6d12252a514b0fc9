"""The house's Celery app, and beside it one task written as Celery's defaults invite to."""

from __future__ import annotations

import time
from pathlib import Path

from config.celery import app

SIZE = 3 * 1000


@app.task(name="faults.control.write", acks_late=False, reject_on_worker_lost=False)
def write(*, folder: str, number: int) -> None:
    """Write a file in three parts straight to its final name, acknowledged before it begins."""
    with (Path(folder) / f"{number}").open("wb", buffering=0) as file:
        for _ in range(3):
            file.write(b"x" * (SIZE // 3))
            time.sleep(0.15)
