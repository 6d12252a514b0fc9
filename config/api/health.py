"""Is the service alive, and is it ready? Each dependency answers in its own line."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from kombu import Connection

log = logging.getLogger("config.api.health")

FONTS = ("console/fonts/NotoSansSC-Regular.woff2", "console/fonts/NotoSansSC-Bold.woff2")


class NotReady(Exception):
    """A dependency is not ready; the text says which way, and tells no secret."""


Check = Callable[[], None]
CHECKS: dict[str, Check] = {}


@dataclass(frozen=True)
class Finding:
    """What one check found, and how long it took."""

    name: str
    why: str
    milliseconds: int

    @property
    def ready(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.why


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under ``name``; it raises NotReady if its dependency is not."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


def examine() -> list[Finding]:
    """Return what every check found, in the order of their registration."""
    return [_run(name, function) for name, function in CHECKS.items()]


@require_safe
def live(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer that the process answers; nothing else is asked."""
    return JsonResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 if every dependency is ready, 503 with the list if one is not."""
    found = examine()
    well = all(each.ready for each in found)
    return JsonResponse(
        {
            "status": "ready" if well else "not ready",
            "checks": {
                each.name: {"ready": each.ready, "why": each.why, "ms": each.milliseconds}
                for each in found
            },
        },
        status=200 if well else 503,
        headers={"Cache-Control": "no-store"} | ({} if well else {"Retry-After": "5"}),
    )


@check("database")
def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")


@check("migrations")
def _migrations() -> None:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReady(f"{len(missing)} migrations are not applied")


@check("broker")
def _broker() -> None:
    if not settings.CELERY_BROKER_URL:
        raise NotReady("no broker is configured")
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)


@check("disk")
def _disk() -> None:
    free = shutil.disk_usage(settings.HOME_DIR).free
    if free < settings.MIN_FREE_BYTES:
        raise NotReady(
            f"{free // 2**20} MiB are free, {settings.MIN_FREE_BYTES // 2**20} are needed"
        )


@check("fonts")
def _fonts() -> None:
    missing = [name for name in FONTS if finders.find(name) is None]
    if missing:
        raise NotReady(f"missing: {', '.join(missing)}")


def _run(name: str, function: Check) -> Finding:
    started = time.monotonic()
    try:
        function()
        why = ""
    except NotReady as found:
        why = str(found)
    except Exception as fault:
        log.warning("%s is not ready", name, exc_info=fault)
        why = type(fault).__name__
    return Finding(name, why, round((time.monotonic() - started) * 1000))
