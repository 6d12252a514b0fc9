"""
A worker is killed forty times while it makes and delivers exports.

Lost: an export that was asked for and has no delivery in the end. Doubled: one with two
deliveries. Torn: a stored file that is not what its hash says, or a temporary file that a
sweep leaves. The control is a task as Celery's defaults would have it, early acknowledged
and written straight to its final name; the same kills must lose or tear some.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from tests.faults import house

SEED = 20250101
KILLS = 40
CONTROL_KILLS = 8
EXPORTS = 120
CHILD_SHARE = 0.7
QUEUES = "default,ingest,compute,render,deliver,control"
PATIENCE_SECONDS = 240


def run() -> dict[str, Any]:
    """Kill workers under our exports, then under the control's."""
    house.open_house(demo=True)
    house.use_embedded_broker()
    luck = random.Random(SEED)  # noqa: S311 (repeatable kills, not a secret)
    ours = _exports_under_fire(luck)
    control = _control_under_fire(luck)
    return {
        "attempts": KILLS,
        **ours,
        "control_bit": control["lost"] + control["torn"] > 0,
        "control": control,
        "exports": EXPORTS,
        "seed": SEED,
    }


def _exports_under_fire(luck: random.Random) -> dict[str, int]:
    from config.archive import operations as archive
    from config.jobs import operations as jobs
    from config.jobs.models import Run, RunState
    from reporting.exports.models import Delivery, ExpectedRun

    runs = _ask_for_exports()
    kinds = {"pk__in": [run.pk for run in runs]}

    def is_busy() -> bool:
        jobs.sweep()
        return Run.objects.filter(**kinds, state=RunState.RUNNING).exists()

    def is_over() -> bool:
        jobs.sweep()
        ended = (RunState.DONE, RunState.FAILED, RunState.QUARANTINED)
        return Run.objects.filter(**kinds, state__in=ended).count() == len(runs)

    _fire(luck, kills=KILLS, is_busy=is_busy, is_over=is_over)
    delivered = {
        expected.pk: Delivery.objects.filter(expected_run=expected).count()
        for expected in ExpectedRun.objects.filter(run__in=runs)
    }
    archive.sweep_incoming(older_than_seconds=0, now=time.time() + 1)
    return {
        "lost": len(runs) - sum(1 for count in delivered.values() if count),
        "doubled": sum(count - 1 for count in delivered.values() if count > 1),
        "torn": _torn(),
        "attempts_made": sum(Run.objects.filter(**kinds).values_list("attempts", flat=True)),
    }


def _ask_for_exports() -> list[Any]:
    """Ask for each export as the tick would: an expected run, claimed, with a run of its own."""
    from django.db import transaction
    from django.utils import timezone

    from config.accounts.models import User
    from config.jobs.operations import request
    from config.kernel import proposals
    from reporting.exports import operations as exports
    from reporting.exports.models import ExpectedRun
    from reporting.exports.operations.ticking import DELIVER_RUN
    from reporting.exports.rules.life import SlotState

    officer = User.objects.get(username="officer")
    schedule = exports.propose_schedule(
        name="under fire",
        content="figures",
        disclosure_kind="green_trust_annual",
        relative_period="fixed",
        fixed_period="2025",
        form="xlsx",
        language="zh-Hans",
        timetable={"at": "03:00"},
        time_zone="Asia/Shanghai",
        by=officer,
        reason="fault run",
    )
    proposals.confirm(schedule, by=User.objects.get(username="reviewer"), note="fault run")
    begins = timezone.now() - dt.timedelta(days=EXPORTS)
    runs = []
    for number in range(EXPORTS):
        with transaction.atomic():
            expected = ExpectedRun.objects.create(
                schedule=schedule,
                slot_at=begins + dt.timedelta(days=number),
                period="2025",
                state=SlotState.CLAIMED,
            )
            run = request(
                kind=DELIVER_RUN,
                key=f"fire {number}",
                by=officer,
                payload={"expected_run_id": expected.pk},
            )
            ExpectedRun.objects.filter(pk=expected.pk).update(run=run)
        runs.append(run)
    return runs


def _torn() -> int:
    """Return how many stored files, of all there are, are not what their hash says."""
    from django.conf import settings

    from config.archive.models import StoredFile
    from config.archive.queries import DamagedFile, checked_path

    torn = len(list((Path(settings.ARCHIVE_ROOT) / "incoming").glob("*.part")))
    for stored in StoredFile.objects.all():
        try:
            checked_path(stored)
        except DamagedFile:
            torn += 1
    return torn


def _control_under_fire(luck: random.Random) -> dict[str, int]:
    from django.conf import settings

    from tests.faults import control

    folder = Path(settings.HOME_DIR) / "control"
    folder.mkdir()
    count = 40
    for number in range(count):
        control.write.apply_async(kwargs={"folder": str(folder), "number": number}, queue="control")
    seen = {"at": time.monotonic(), "files": -1}

    def is_over() -> bool:
        files = len(list(folder.iterdir()))
        if files != seen["files"]:
            seen.update(at=time.monotonic(), files=files)
        return time.monotonic() - seen["at"] > (8 if files else PATIENCE_SECONDS)

    _fire(luck, kills=CONTROL_KILLS, is_busy=lambda: True, is_over=is_over)
    whole = [path for path in folder.iterdir() if path.stat().st_size == control.SIZE]
    return {
        "asked": count,
        "lost": count - len(list(folder.iterdir())),
        "torn": len(list(folder.iterdir())) - len(whole),
    }


def _fire(
    luck: random.Random,
    *,
    kills: int,
    is_busy: Callable[[], bool],
    is_over: Callable[[], bool],
) -> None:
    """Kill a busy worker, or one of its children, so often; then let the work end."""
    worker = _start()
    try:
        for _ in range(kills):
            ends = time.monotonic() + PATIENCE_SECONDS
            while not (_children(worker) and is_busy()):
                if worker.poll() is not None:
                    worker = _start()
                if time.monotonic() > ends or is_over():
                    break
                time.sleep(0.05)
            time.sleep(luck.random() * 0.4)
            if luck.random() < CHILD_SHARE and _children(worker):
                luck.choice(_children(worker)).kill()
            else:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                worker = _start()
        ends = time.monotonic() + PATIENCE_SECONDS
        while not is_over() and time.monotonic() < ends:
            if worker.poll() is not None:
                worker = _start()
            time.sleep(0.25)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _children(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the worker's pool processes, oldest first; none while it starts or is dead."""
    try:
        found = psutil.Process(worker.pid).children()
        return sorted(found, key=lambda child: child.create_time())
    except psutil.Error:
        return []


def _start() -> subprocess.Popen[bytes]:
    name = f"fire-{time.monotonic_ns()}@localhost"
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.faults.control"]
    return subprocess.Popen(
        [*command, "worker", "-Q", QUEUES, "-c", "2", "-n", name, "--loglevel", "ERROR"],
        env=os.environ | {"GREEN_TRUST_PROCESS": "worker"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
