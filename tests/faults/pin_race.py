"""
Writers write while moments of knowledge are pinned.

Lost: a fact that a pin saw and that is no longer there at that pin. Doubled: a fact with
an earlier ``recorded_at`` that came to light only after the pin. The control takes the
moment from the clock without waiting for the writers; facts must slip under it.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.faults import house

SEED = 20250101
WRITERS = 12
PINS = 300


def run() -> dict[str, Any]:
    """Race writers against pins, then against the control."""
    house.open_house()
    from config.kernel.pin import pin_known_at

    ours = _race(pin_known_at, pins=PINS)
    control = _race(_clock_only, pins=PINS)
    return {
        "attempts": PINS,
        "lost": ours["lost"],
        "doubled": ours["slipped"],
        "torn": 0,
        "control_bit": control["slipped"] > 0,
        "control_slipped": control["slipped"],
        "facts": ours["facts"],
        "seed": SEED,
    }


def _clock_only() -> dt.datetime:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


def _race(pin: Callable[[], dt.datetime], *, pins: int) -> dict[str, int]:
    """Return how many facts were lost or slipped under ``pins`` pins."""
    stop = threading.Event()
    writers = [threading.Thread(target=_write, args=(n, stop)) for n in range(WRITERS)]
    for thread in writers:
        thread.start()
    seen = []
    for _ in range(pins):
        moment = pin()
        seen.append((moment, _known_at(moment)))
    stop.set()
    for thread in writers:
        thread.join()
    final = [_known_at(moment) for moment, _ in seen]
    return {
        "lost": sum(len(then - now) for (_, then), now in zip(seen, final, strict=True)),
        "slipped": sum(len(now - then) for (_, then), now in zip(seen, final, strict=True)),
        "facts": len(final[-1]),
    }


def _write(number: int, stop: threading.Event) -> None:
    from django.db import connection, transaction

    from tests.shelf.models import Sighting

    luck = random.Random(SEED + number)  # noqa: S311 (a repeatable race, not a secret)
    while not stop.is_set():
        with transaction.atomic():
            for _ in range(luck.randint(1, 4)):
                Sighting.objects.create(text=f"writer {number}")
            time.sleep(luck.random() / 100)
    connection.close()


def _known_at(moment: dt.datetime) -> frozenset[int]:
    from tests.shelf.models import Sighting

    return frozenset(Sighting.objects.all().known(moment).values_list("pk", flat=True))
