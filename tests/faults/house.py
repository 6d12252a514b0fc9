"""A house of its own for a fault: an empty database, the cast, and many hands at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import django
from django.db import connection, connections

from config.embedded import broker, postgres

HANDS = 32


def open_house() -> None:
    """Set Django up on the fault's own home and bring the tables up."""
    environment = os.environ | {"GREEN_TRUST_PROCESS": "owner"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, env=environment
    )
    django.setup()


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
