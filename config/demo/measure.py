"""How long a step took and how much memory it and its children held at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

_EVERY_SECONDS = 0.25


@dataclass
class Step:
    """One step of the main job, as it was measured."""

    name: str
    seconds: float = 0.0
    peak_mb: int = 0
    facts: dict[str, object] = field(default_factory=dict)


class Stopwatch:
    """Measures steps; memory is that of this process and all it started, servers apart."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Measure what happens inside the block."""
        step = Step(name)
        stop = threading.Event()
        sampler = threading.Thread(target=self._sample, args=(step, stop), daemon=True)
        begun = time.perf_counter()
        sampler.start()
        try:
            yield step
        finally:
            stop.set()
            sampler.join()
            step.seconds = round(time.perf_counter() - begun, 2)
            self.steps.append(step)

    def _sample(self, step: Step, stop: threading.Event) -> None:
        while True:
            step.peak_mb = max(step.peak_mb, _held_mb())
            if stop.wait(_EVERY_SECONDS):
                return


def _held_mb() -> int:
    """Return the memory of this process and its children's children, in MB."""
    here = psutil.Process()
    total = 0
    for process in [here, *here.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total >> 20
