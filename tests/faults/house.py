"""A house of its own for a fault: an empty database, the cast, and many hands at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections

from config.celery import use_broker
from config.embedded import broker, places, postgres

HANDS = 32


def open_house(*, demo: str = "") -> None:
    """Set Django up on a home of its own, with empty tables or the sample portfolio at a scale."""
    words = ["demo", "--scale", demo] if demo else ["migrate", "--verbosity", "0"]
    # Nothing is killed yet: what fails now fails for a reason, and is told after a few attempts.
    environment = os.environ | {"RUN_ATTEMPTS": "3", "RUN_LEASE_SECONDS": "30"}
    environment |= {"GREEN_TRUST_PROCESS": "" if demo else "owner"}
    path = places.home() / "preparation.log"
    with path.open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *words],
            check=False,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise RuntimeError(f"manage.py {words[0]} failed:\n{path.read_text('utf-8')[-3000:]}")
    django.setup()


def use_embedded_broker() -> None:
    """Start the broker and have this process and its children send through it."""
    url = broker.ensure_broker()
    os.environ["CELERY_BROKER_URL"] = url
    settings.CELERY_BROKER_URL = url
    use_broker(url)


def holders(run_ids: Sequence[int]) -> set[str]:
    """Return who holds one of the runs: a name for each attempt that is under way."""
    from config.jobs.models import Run, RunState

    found = Run.objects.filter(pk__in=run_ids, state=RunState.RUNNING)
    return {str(holder) for holder in found.values_list("holder", flat=True)}


def broken_off(run_ids: Sequence[int]) -> int:
    """Return how many attempts at the runs, all done by now, did not come to their end."""
    from config.jobs.models import Run

    attempts = Run.objects.filter(pk__in=run_ids).values_list("attempts", flat=True)
    return sum(attempts) - len(attempts)


def torn_files() -> int:
    """Return how many stored files are not what their hash says, or are left half-made."""
    from config.archive.models import StoredFile
    from config.archive.queries import DamagedFile, checked_path

    torn = len(list((Path(settings.ARCHIVE_ROOT) / "incoming").glob("*.part")))
    for stored in StoredFile.objects.all():
        try:
            checked_path(stored)
        except DamagedFile:
            torn += 1
    return torn


def close() -> None:
    """Stop what the fault started and take its data away."""
    connections.close_all()
    broker.stop_broker()
    postgres.remove()


def all_at_once(act: Callable[[int], None], *, hands: int = HANDS) -> None:
    """Call ``act`` with 0, 1, 2 ... from as many threads, all let go at the same moment."""
    barrier = threading.Barrier(hands)

    def run(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        barrier.wait()
        try:
            act(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
