"""Real processes: what is asked for is done, once, whatever dies meanwhile."""

from __future__ import annotations

import signal
from collections import Counter
from typing import Any

import pytest
from django.test import override_settings

from config.jobs import operations, tasks
from config.jobs.models import Outbox, Run, RunState
from tests.shelf.models import Slip
from tests.workers import work
from tests.workers.conftest import House

pytestmark = [pytest.mark.worker, pytest.mark.committing]


def ask(house: House, kind: str, key: str, **payload: Any) -> Run:
    return operations.request(kind=kind, key=key, by=house.alice, payload=payload)


def states(*runs: Run) -> list[str]:
    found = dict(Run.objects.filter(pk__in=[run.pk for run in runs]).values_list("pk", "state"))
    return [found[run.pk] for run in runs]


def slips(*runs: Run) -> list[int]:
    counted = Counter(Slip.objects.values_list("text", flat=True))
    return [counted[f"run {run.pk}"] for run in runs]


def test_a_worker_does_what_is_asked_for_and_says_how_it_went(house: House) -> None:
    run = ask(house, work.WRITE, "one")
    assert Outbox.objects.get(run=run).sent_at is not None
    house.wait_until(lambda: states(run) == ["done"])
    run.refresh_from_db()
    assert run.result["slip"] == Slip.objects.get(text=f"run {run.pk}").pk
    assert (run.attempts, run.holder) == (1, None)
    assert run.peak_mb > 0


def test_work_that_kills_its_worker_is_quarantined_while_other_work_goes_on(house: House) -> None:
    poison = ask(house, work.POISON, "poison")
    others = [ask(house, work.WRITE, f"beside {number}") for number in range(6)]
    house.wait_until(lambda: states(*others) == ["done"] * 6)
    house.wait_until(lambda: states(poison) == ["quarantined"])
    poison.refresh_from_db()
    assert poison.attempts == 2
    assert slips(*others) == [1] * 6
    after = ask(house, work.WRITE, "after the poison")
    house.wait_until(lambda: states(after) == ["done"])


def test_the_sweep_sends_what_was_never_sent(house: House) -> None:
    with override_settings(CELERY_BROKER_URL=""):
        run = ask(house, work.WRITE, "unsent")
    message = Outbox.objects.get(run=run)
    assert (message.sent_at, message.attempts) == (None, 0)
    house.wait_until(lambda: states(run) == ["done"])
    message.refresh_from_db()
    assert message.sent_at is not None
    assert slips(run) == [1]


def test_two_workers_never_do_one_run_twice(house: House) -> None:
    runs = [ask(house, work.WRITE, f"twice {number}", seconds=0.1) for number in range(6)]
    for run in runs * 4:
        tasks.execute.apply_async(kwargs={"run_id": run.pk}, queue=house.queue)
    last = ask(house, work.WRITE, "behind all of them")
    house.wait_until(lambda: states(last) == ["done"])
    house.wait_until(lambda: states(*runs) == ["done"] * 6)
    assert slips(*runs) == [1] * 6
    attempts = Run.objects.filter(pk__in=[run.pk for run in runs]).values_list(
        "attempts", flat=True
    )
    assert set(attempts) == {1}


def test_a_worker_that_is_asked_to_stop_ends_its_job_first(house: House) -> None:
    _short, long, _sweeps = work.queues(house.queue)
    worker = house.start_worker(long)
    run = ask(house, work.LONG, "long", seconds=1.5)
    house.wait_until(lambda: states(run) == [RunState.RUNNING])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert states(run) == ["done"]
    run.refresh_from_db()
    assert (run.attempts, slips(run)) == (1, [1])
