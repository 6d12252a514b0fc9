"""A worker under fire: kill -9 to one process of its pool, or to all of it at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil

CHILD_SHARE = 0.7
QUEUES = "default,ingest,compute,render,deliver,control"
PATIENCE_SECONDS = 240


class Stuck(RuntimeError):
    """The work neither began nor ended in the time that a slow machine would need."""


class Worker:
    """A real Celery worker that is started again whenever it is dead."""

    def __init__(self, luck: random.Random, *, pool: int) -> None:
        self._luck = luck
        self._pool = pool
        self._process = _start(pool)

    def keep_up(self) -> None:
        """Start the worker again if it has ended."""
        if self._process.poll() is not None:
            self._process = _start(self._pool)

    def kill(self) -> str:
        """Kill one process of the pool, or the whole group; return which."""
        children = _children(self._process)
        if children and self._luck.random() < CHILD_SHARE:
            self._luck.choice(children).kill()
            return "child"
        self.end()
        self._process = _start(self._pool)
        return "group"

    def end(self) -> None:
        """Kill the whole group and leave it dead."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def wait_until(
    is_so: Callable[[], bool], *, worker: Worker, seconds: float = PATIENCE_SECONDS
) -> None:
    """
    Look again and again, keeping the worker up, until it is so.

    :raises Stuck: if it does not come to be so in time.
    """
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise Stuck
        worker.keep_up()
        time.sleep(0.02)


def fire(
    worker: Worker,
    *,
    kills: int,
    at_work: Callable[[], set[str]],
    is_over: Callable[[], bool],
    delay: Callable[[], float],
) -> int:
    """
    Kill so often while work is under way, each time ``delay`` after something was begun anew.

    ``at_work`` names the attempts that seem to be under way. What a kill left behind seems
    so for a while, so only a name that the last kill did not see calls for the next one, and
    the kill counts if such an attempt is still there at that very moment. Ends early when the
    work is over; returns how many kills counted.
    """
    hits = 0
    seen: set[str] = set()

    def is_time() -> bool:
        return is_over() or bool(at_work() - seen)

    while hits < kills:
        wait_until(is_time, worker=worker)
        if is_over():
            break
        time.sleep(delay())
        found = at_work()
        if found - seen:
            worker.kill()
            seen.update(found)
            hits += 1
    return hits


def _children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the pool's processes, oldest first; none while it starts or is dead."""
    try:
        found = psutil.Process(process.pid).children()
        return sorted(found, key=lambda child: child.create_time())
    except psutil.Error:
        return []


def _start(pool: int) -> subprocess.Popen[bytes]:
    name = f"fire-{time.monotonic_ns()}@localhost"
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.faults.control"]
    return subprocess.Popen(
        [*command, "worker", "-Q", QUEUES, "-c", str(pool), "-n", name, "--loglevel", "ERROR"],
        env=os.environ | {"GREEN_TRUST_PROCESS": "worker"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
