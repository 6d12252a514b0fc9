"""A run is a row: lost, doubled and late messages do no harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.functions import Now

from config.accounts.models import RoleAssignment, User
from config.jobs import operations, registry
from config.jobs.execution import execute, run_now
from config.jobs.models import Outbox, Run, RunState
from config.kernel.errors import DomainError, NotAllowed
from config.kernel.transitions import ForbiddenMove

pytestmark = pytest.mark.django_db
KIND = "projects.carbon.test"
CALLS: list[dict[str, Any]] = []


class TooDark(DomainError):
    """It is too dark."""

    code = "too_dark"


@pytest.fixture(autouse=True)
def _work() -> Iterator[None]:
    @registry.handler(KIND, queue="compute")
    def work(*, run: Run, progress: registry.Progress, mood: str = "", **_: Any) -> dict[str, Any]:
        CALLS.append({"run": run.pk, "mood": mood})
        progress(1, 2, "half")
        if mood == "dark":
            raise TooDark
        if mood == "broken":
            raise RuntimeError("wire")
        return {"mood": mood}

    CALLS.clear()
    yield
    del registry.HANDLERS[KIND]


def ask(by: User, key: str = "k", **payload: Any) -> Run:
    return operations.request(kind=KIND, key=key, by=by, payload=payload)


def lapse(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, lease_until=Now() - dt.timedelta(seconds=1)
    )


def test_a_run_is_done_once_and_keeps_its_result(alice: User) -> None:
    run = run_now(ask(alice, mood="calm"))
    assert (run.state, run.result, run.attempts) == ("done", {"mood": "calm"}, 1)
    assert run.peak_mb > 0
    assert execute(run.pk, heartbeat=False) == "not_mine"
    assert len(CALLS) == 1


def test_asking_twice_is_asking_once(alice: User) -> None:
    first = ask(alice)
    assert ask(alice).pk == first.pk
    assert Outbox.objects.count() == 1


def test_who_may_not_ask_is_refused(bob: User) -> None:
    with pytest.raises(NotAllowed, match=r"projects\.carbon\.run"):
        ask(bob)
    with pytest.raises(registry.UnknownKind):
        operations.request(kind="nobody.does.this", key="k", by=bob)


def test_rights_withdrawn_while_it_waited_stop_a_run(alice: User) -> None:
    run = ask(alice)
    RoleAssignment.objects.filter(user=alice).delete()
    assert run_now(run).error_code == "not_allowed"
    assert not CALLS


def test_a_refusal_fails_the_run_and_asking_again_tries_again(alice: User) -> None:
    run = run_now(ask(alice, mood="dark"))
    assert (run.state, run.error_code, run.error) == ("failed", "too_dark", "It is too dark.")
    assert ask(alice).state == RunState.QUEUED
    assert Outbox.objects.count() == 2


def test_an_accident_is_tried_again_later_and_quarantined_at_the_limit(
    alice: User, settings: Any
) -> None:
    settings.RUN_ATTEMPTS = 2
    run = run_now(ask(alice, mood="broken"))
    assert run.state == RunState.QUEUED
    assert run.not_before is not None
    assert "RuntimeError: wire" in run.error
    assert execute(run.pk, heartbeat=False) == "not_mine"
    Run.objects.update(not_before=None)
    assert run_now(run).state == RunState.QUARANTINED
    assert operations.redrive(run=run, by=alice).state == RunState.QUEUED
    with pytest.raises(ForbiddenMove):
        operations.redrive(run=run, by=alice)


def test_what_a_dead_worker_held_is_taken_back(alice: User) -> None:
    run = ask(alice)
    assert operations.claim(run.pk) is not None
    assert operations.claim(run.pk) is None
    assert operations.sweep()["taken_back"] == 0
    lapse(run)
    assert operations.sweep()["taken_back"] == 1
    assert run_now(run).state == RunState.DONE


def test_who_lost_the_lease_writes_nothing(alice: User) -> None:
    run = ask(alice)
    mine = operations.claim(run.pk)
    assert mine is not None
    lapse(run)
    theirs = operations.claim(run.pk)
    assert theirs is not None
    assert not operations.finish(mine, result={"who": "me"}, peak_mb=1)
    assert not operations.renew(mine)
    assert operations.finish(theirs, result={"who": "they"}, peak_mb=1)
    run.refresh_from_db()
    assert run.result == {"who": "they"}


def test_what_kills_its_worker_every_time_is_quarantined(alice: User, settings: Any) -> None:
    settings.RUN_ATTEMPTS = 2
    run = ask(alice)
    for _ in range(2):
        assert operations.claim(run.pk) is not None
        lapse(run)
    assert operations.claim(run.pk) is None
    assert operations.sweep()["quarantined"] == 1


def test_a_lost_message_is_sent_again(alice: User, settings: Any) -> None:
    run = ask(alice)
    Outbox.objects.update(sent_at=Now() - dt.timedelta(hours=1))
    assert operations.sweep()["taken_back"] == 1
    assert Outbox.objects.filter(run=run, sent_at=None).count() == 1
    assert operations.sweep()["taken_back"] == 0


def test_a_broker_that_is_away_costs_delay_only(
    alice: User, settings: Any, monkeypatch: Any
) -> None:
    from config.jobs import tasks

    settings.CELERY_BROKER_URL = "memory://"
    sent: list[int] = []

    def refuse(**_: Any) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(tasks.execute, "apply_async", refuse)
    run = ask(alice)
    message = Outbox.objects.get(run=run)
    assert not operations.send(message.pk)
    Outbox.objects.update(created_at=Now() - dt.timedelta(seconds=5))
    monkeypatch.setattr(
        tasks.execute, "apply_async", lambda kwargs, **_: sent.append(kwargs["run_id"])
    )
    assert operations.sweep()["sent"] == 1
    assert operations.sweep()["sent"] == 0
    assert sent == [run.pk]
