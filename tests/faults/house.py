"""A house of its own for a fault: an empty database, the cast, and many hands at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import django
from django.conf import settings
from django.db import connection, connections

from config.celery import use_broker
from config.embedded import broker, places, postgres

HANDS = 32


def open_house(*, demo: bool = False) -> None:
    """Set Django up on the fault's own home, with empty tables or the small sample portfolio."""
    words = ["demo", "--scale", "small"] if demo else ["migrate", "--verbosity", "0"]
    environment = os.environ | ({} if demo else {"GREEN_TRUST_PROCESS": "owner"})
    with (places.home() / "preparation.log").open("wb") as log:
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *words],
            check=True,
            env=environment,
            stdout=log,
        )
    django.setup()


def use_embedded_broker() -> None:
    """Start the broker and have this process and its children send through it."""
    url = broker.ensure_broker()
    os.environ["CELERY_BROKER_URL"] = url
    settings.CELERY_BROKER_URL = url
    use_broker(url)


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
