"""What the tests' workers do: write a slip, take their time, or kill the process they run in."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

from config.jobs.registry import HANDLERS, handler

if TYPE_CHECKING:  # the worker reads this before Django is set up
    from config.jobs.models import Run

WRITE, LONG, POISON = (f"projects.carbon.{name}" for name in ("write", "long", "poison"))


def register(queue: str) -> None:
    """Have the work waited for in ``queue``, and the long kind in one of its own."""
    handler(WRITE, queue=queue)(write)
    handler(LONG, queue=f"{queue}-long")(write)
    handler(POISON, queue=queue)(die)


def queues(queue: str) -> list[str]:
    """Return the queue, the long kind's, and the one in which the beat's sweeps wait."""
    return [queue, f"{queue}-long", f"{queue}-sweeps"]


def forget() -> None:
    """Take the work back out of the registry."""
    for kind in (WRITE, LONG, POISON):
        del HANDLERS[kind]


def write(*, run: Run, seconds: float = 0, **_kwargs: Any) -> dict[str, Any]:
    """Take some time and write one slip; nothing keeps a second call from writing another."""
    from tests.shelf.models import Slip

    time.sleep(seconds)
    return {"slip": Slip.objects.create(text=f"run {run.pk}").pk, "pid": os.getpid()}


def die(**_kwargs: Any) -> dict[str, Any]:
    """End the process as the kernel does when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}
