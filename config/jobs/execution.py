"""Do one run: claim it, keep its lease alive, call its handler, write the end."""

from __future__ import annotations

import resource
import sys
import threading
import time
import traceback
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import translation

from config.jobs import operations
from config.jobs.models import Run
from config.jobs.registry import LeaseLost, handler_of
from config.kernel.errors import DomainError

_WRITE_EVERY_SECONDS = 0.5


def execute(run_id: int, *, heartbeat: bool = True) -> str:
    """
    Do the run with this id if it is to be had; return the state it was left in.

    Safe to call any number of times, from any number of workers, for the same id.
    """
    run = operations.claim(run_id)
    if run is None:
        return "not_mine"
    with _Lease(run, heartbeat=heartbeat) as lease, translation.override(run.asked_by.language):
        try:
            handler = handler_of(run.kind)
            run.asked_by.check_may(handler.permission)
            result = handler.work(run=run, progress=lease.progress, **run.payload)
        except LeaseLost:
            return "lost"
        except DomainError as refusal:
            operations.fail(run, error=str(refusal), code=refusal.code)
            return "failed"
        except Exception:  # noqa: BLE001 (any accident is put back, and counted)
            operations.put_back(run, error=traceback.format_exc())
            return "put_back"
        lease.flush()
    return "done" if operations.finish(run, result=result, peak_mb=peak_mb()) else "lost"


def run_now(run: Run) -> Run:
    """Do a run in this process, without a worker; for tests and for small houses."""
    execute(run.pk, heartbeat=False)
    run.refresh_from_db()
    return run


def peak_mb() -> int:
    """Return the most memory this process or one of its children has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(usage.ru_maxrss for usage in usages) * unit // (1 << 20)


class _Lease:
    """Holds a run while its handler works; a thread renews it on a connection of its own."""

    def __init__(self, run: Run, *, heartbeat: bool) -> None:
        self._run = run
        self._lost = threading.Event()
        self._stop = threading.Event()
        self._latest: tuple[int, int, str] | None = None
        self._written_at = 0.0
        self._thread = threading.Thread(target=self._beat, daemon=True) if heartbeat else None

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Remember how far the work has come; the thread writes it, or this does without one."""
        if self._lost.is_set():
            raise LeaseLost
        self._latest = (done, total, message)
        if self._thread is None and time.monotonic() - self._written_at > _WRITE_EVERY_SECONDS:
            self._written_at = time.monotonic()
            self._write()

    def flush(self) -> None:
        """Write the last progress before the end is written."""
        self._stop.set()
        if self._thread:
            self._thread.join()
        if self._lost.is_set():
            return
        self._write()

    def _write(self) -> None:
        latest = self._latest
        fields: dict[str, Any] = {}
        if latest is not None:
            fields = {"done": latest[0], "total": latest[1], "message": latest[2]}
        if not operations.renew(self._run, **fields):
            self._lost.set()

    def _beat(self) -> None:
        renew_every = settings.RUN_LEASE_SECONDS / 3
        renewed_at = time.monotonic()
        written = self._latest
        try:
            while not self._stop.wait(_WRITE_EVERY_SECONDS):
                due = time.monotonic() - renewed_at > renew_every
                if due or self._latest is not written:
                    written = self._latest
                    renewed_at = time.monotonic()
                    self._try_write()
        finally:
            connection.close()

    def _try_write(self) -> None:
        """Renew; a database that is away for a moment must not end the work by itself."""
        try:
            close_old_connections()
            self._write()
        except Exception:  # noqa: BLE001 (the lease lapses by itself if it stays away)
            connection.close()
