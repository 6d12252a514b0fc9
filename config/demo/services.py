"""Worker and beat for the length of the main job, started as make up would start them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from config.celery import use_broker
from config.embedded.broker import ensure_broker

_STOP_SECONDS = 90


def prepare(*, say: Path) -> None:
    """Bring the tables up, as the owner; what it prints goes to the file ``say``."""
    environment = os.environ | {"GREEN_TRUST_PROCESS": "owner"}
    with say.open("ab") as log:
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", "migrate", "--no-input", "-v", "0"],
            check=True,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=settings.BASE_DIR,
        )


@contextmanager
def worker_and_beat(*, say: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker and the beat while the block lasts; their words go to the file ``say``."""
    url = settings.CELERY_BROKER_URL or ensure_broker()
    settings.CELERY_BROKER_URL = url
    use_broker(url)
    command = [sys.executable, "-W", "ignore", "manage.py", "up", "--no-web", "--no-migrate"]
    with say.open("ab") as log:
        process = subprocess.Popen(
            command,
            env=os.environ | {"CELERY_BROKER_URL": url},
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
