"""What the main job says while it works: plain lines, and a bar where a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from config.jobs.models import Run, RunState
from config.kernel.errors import DomainError

_WIDTH = 32
_POLL_SECONDS = 0.5
_PLAIN_EVERY_SECONDS = 15


class RunsFailed(DomainError):
    """{count} run(s) did not end well: {errors}"""

    code = "runs_failed"


class Screen:
    """Writes to standard output; a bar on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._is_terminal = sys.stdout.isatty()
        self._last_line_at = 0.0

    def say(self, text: str = "") -> None:
        """Write one line."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def bar(self, text: str, share: float) -> None:
        """Show how much of something is done."""
        share = min(max(share, 0.0), 1.0)
        line = f"  [{'#' * int(share * _WIDTH):{_WIDTH}}] {share:6.1%}  {text}"
        if self._is_terminal:
            sys.stdout.write(f"\r\033[K{line}")
            sys.stdout.flush()
        elif time.monotonic() - self._last_line_at > _PLAIN_EVERY_SECONDS:
            self._last_line_at = time.monotonic()
            self.say(line)

    def bar_ends(self) -> None:
        """Leave the bar behind."""
        if self._is_terminal:
            sys.stdout.write("\r\033[K")
            sys.stdout.flush()

    def follow(
        self,
        runs: Sequence[Run],
        *,
        text: str,
        meanwhile: Callable[[], object] = lambda: None,
        expected: int | None = None,
    ) -> list[Run]:
        """
        Watch runs until all have ended; ``meanwhile`` is called between two looks.

        :raises RunsFailed: naming what went wrong.
        """
        keys = [run.pk for run in runs]
        while True:
            standing = list(Run.objects.filter(pk__in=keys).order_by("id"))
            share = sum(_share(run) for run in standing) / max(expected or len(keys), 1)
            self.bar(text, share)
            if all(run.is_finished for run in standing):
                break
            meanwhile()
            time.sleep(_POLL_SECONDS)
        self.bar_ends()
        bad = [run for run in standing if run.state != RunState.DONE]
        if bad:
            errors = "; ".join(f"{run}: {run.error.strip().splitlines()[-1]}" for run in bad)
            raise RunsFailed(count=len(bad), errors=errors)
        return standing


def _share(run: Run) -> float:
    if run.state == RunState.DONE:
        return 1.0
    return min(run.done / run.total, 1.0) if run.total else 0.0
