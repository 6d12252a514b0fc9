"""
A worker is killed forty times while it makes and delivers exports.

Lost: an export that was asked for and has no delivery in the end. Doubled: one with two
deliveries. Torn: a stored file that is not what its hash says, or a temporary file that a
sweep leaves. The control is a task as Celery's defaults would have it, early acknowledged
and written straight to its final name; the same kills must lose or tear some, and leave
some whole: a control that never got to work would prove nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path
from typing import Any

from tests.faults import fire, house

SEED = 20250101
KILLS = 40
CONTROL_KILLS = 8
CONTROL_FILES = 60
WAITING = 12  # so many exports wait at any time while the kills go on
LONGEST_DELAY_SECONDS = 0.4
QUIET_SECONDS = 20


def run() -> dict[str, Any]:
    """Kill workers under our exports, then under the control's."""
    house.open_house(demo="small")
    house.use_embedded_broker()
    luck = random.Random(SEED)  # noqa: S311 (repeatable kills, not a secret)
    ours = _exports_under_fire(luck)
    control = _control_under_fire(luck)
    return {
        "attempts": KILLS,
        **ours,
        "control_bit": control["whole"] > 0 and control["lost"] + control["torn"] > 0,
        "control": control,
        "seed": SEED,
    }


def _exports_under_fire(luck: random.Random) -> dict[str, int]:
    from config.archive import operations as archive
    from config.jobs import operations as jobs
    from config.jobs.models import Run, RunState
    from reporting.exports.models import Delivery, ExpectedRun

    exports = _Exports()

    def unfinished() -> int:
        jobs.sweep()
        ended = (RunState.DONE, RunState.FAILED, RunState.QUARANTINED)
        return Run.objects.filter(pk__in=exports.run_ids).exclude(state__in=ended).count()

    def at_work() -> set[str]:
        exports.ask(WAITING - unfinished())
        return house.holders(exports.run_ids)

    worker = fire.Worker(luck, pool=2)
    try:
        fire.fire(
            worker,
            kills=KILLS,
            at_work=at_work,
            is_over=lambda: False,
            delay=lambda: luck.random() * LONGEST_DELAY_SECONDS,
        )
        fire.wait_until(lambda: not unfinished(), worker=worker)
    finally:
        worker.end()
    delivered = [
        Delivery.objects.filter(expected_run=expected).count()
        for expected in ExpectedRun.objects.filter(run__in=exports.run_ids)
    ]
    archive.sweep_incoming(older_than_seconds=0, now=time.time() + 1)
    return {
        "lost": len(exports.run_ids) - sum(1 for count in delivered if count),
        "doubled": sum(count - 1 for count in delivered if count > 1),
        "torn": house.torn_files(),
        "exports": len(exports.run_ids),
        "broken_off": house.broken_off(exports.run_ids),
    }


class _Exports:
    """Asks for exports as the tick would: an expected run, claimed, with a run of its own."""

    def __init__(self) -> None:
        from django.utils import timezone

        from config.accounts.models import User
        from config.kernel import proposals
        from reporting.exports import operations as exports

        self.run_ids: list[int] = []
        self._officer = User.objects.get(username="officer")
        self._schedule = exports.propose_schedule(
            name="under fire",
            content="figures",
            disclosure_kind="green_trust_annual",
            relative_period="fixed",
            fixed_period="2025",
            form="xlsx",
            language="zh-Hans",
            timetable={"at": "03:00"},
            time_zone="Asia/Shanghai",
            by=self._officer,
            reason="fault run",
        )
        reviewer = User.objects.get(username="reviewer")
        proposals.confirm(self._schedule, by=reviewer, note="fault run")
        self._begins = timezone.now() - dt.timedelta(days=1000)

    def ask(self, count: int) -> None:
        """Ask for so many more."""
        from django.db import transaction

        from config.jobs.operations import request
        from reporting.exports.models import ExpectedRun
        from reporting.exports.operations.ticking import DELIVER_RUN
        from reporting.exports.rules.life import SlotState

        for _ in range(count):
            number = len(self.run_ids)
            with transaction.atomic():
                expected = ExpectedRun.objects.create(
                    schedule=self._schedule,
                    slot_at=self._begins + dt.timedelta(days=number),
                    period="2025",
                    state=SlotState.CLAIMED,
                )
                run = request(
                    kind=DELIVER_RUN,
                    key=f"fire {number}",
                    by=self._officer,
                    payload={"expected_run_id": expected.pk},
                )
                ExpectedRun.objects.filter(pk=expected.pk).update(run=run)
            self.run_ids.append(run.pk)


def _control_under_fire(luck: random.Random) -> dict[str, int]:
    """Do the same kills to the control's files, and count what became of them."""
    from django.conf import settings

    from tests.faults import control

    folder = Path(settings.HOME_DIR) / "control"
    folder.mkdir()
    for number in range(CONTROL_FILES):
        control.write.apply_async(kwargs={"folder": str(folder), "number": number}, queue="control")

    def last_written_seconds_ago() -> float:
        return time.time() - max((path.stat().st_mtime for path in folder.iterdir()), default=0.0)

    def at_work() -> set[str]:
        return {path.name for path in folder.iterdir() if path.stat().st_size < control.SIZE}

    def is_over() -> bool:
        """Nothing more comes: the time that a worker needs to start is long past."""
        begun = any(folder.iterdir())
        return begun and last_written_seconds_ago() > QUIET_SECONDS

    worker = fire.Worker(luck, pool=2)
    try:
        kills = fire.fire(
            worker,
            kills=CONTROL_KILLS,
            at_work=at_work,
            is_over=is_over,
            delay=lambda: luck.random() * LONGEST_DELAY_SECONDS,
        )
        fire.wait_until(is_over, worker=worker)
    finally:
        worker.end()
    files = list(folder.iterdir())
    whole = sum(path.stat().st_size == control.SIZE for path in files)
    return {
        "kills": kills,
        "asked": CONTROL_FILES,
        "whole": whole,
        "lost": CONTROL_FILES - len(files),
        "torn": len(files) - whole,
    }
