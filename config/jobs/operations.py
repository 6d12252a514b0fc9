"""Ask for work, send it, claim it, finish it; the database's clock decides."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from config.accounts.models import User
from config.jobs.models import RUN_LIFE, Outbox, Run, RunState
from config.jobs.registry import handler_of

log = logging.getLogger(__name__)
_LONGEST_WAIT_SECONDS = 300


def _now_plus(seconds: float) -> models.Expression:
    return Now() + models.Value(dt.timedelta(seconds=seconds))


def request(*, kind: str, key: str, by: User, payload: Mapping[str, Any] | None = None) -> Run:
    """
    Ask for work; the row and its message are written in the caller's transaction.

    The same ``(kind, key)`` again returns the run that stands, and asks anew only if
    that one had failed.

    :raises UnknownKind: if nothing does such work.
    :raises NotAllowed: if ``by`` may not ask for it.
    """
    by.check_may(handler_of(kind).permission)
    with transaction.atomic():
        return _standing_or_new(kind=kind, key=key, by=by, payload=dict(payload or {}))


def _standing_or_new(*, kind: str, key: str, by: User, payload: dict[str, Any]) -> Run:
    try:
        with transaction.atomic():
            run = Run.objects.create(kind=kind, key=key, asked_by=by, payload=payload)
    except IntegrityError:
        run = Run.objects.select_for_update().get(kind=kind, key=key)
        if run.state in {RunState.FAILED, RunState.QUARANTINED}:
            requeue(run)
        return run
    run.refresh_from_db()
    _announce(run)
    return run


def redrive(*, run: Run, by: User) -> Run:
    """
    Put a failed or quarantined run back in the queue.

    :raises ForbiddenMove: if it is neither.
    :raises NotAllowed: if ``by`` may not ask for such work.
    """
    by.check_may(handler_of(run.kind).permission)
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        RUN_LIFE.check_can_move(locked.state, RunState.QUEUED)
        requeue(locked)
    return locked


def requeue(run: Run) -> None:
    """Make a run wait again, its attempts counted anew, and announce it."""
    Run.objects.filter(pk=run.pk).update(
        state=RunState.QUEUED, attempts=0, holder=None, lease_until=None, not_before=None
    )
    run.refresh_from_db()
    _announce(run)


def _announce(run: Run) -> None:
    message = Outbox.objects.create(run=run)
    transaction.on_commit(partial(send, message.pk))


def send(message_id: int) -> bool:
    """
    Hand one message to the broker; a failure is left to the sweeper.

    :returns: whether the broker took it.
    """
    message = Outbox.objects.select_related("run").filter(pk=message_id, sent_at=None).first()
    if message is None or not has_broker():
        return False
    from config.jobs.tasks import execute  # noqa: PLC0415 (tasks import this module)

    Outbox.objects.filter(pk=message_id).update(attempts=F("attempts") + 1)
    try:
        execute.apply_async(
            kwargs={"run_id": message.run_id}, queue=handler_of(message.run.kind).queue
        )
    except Exception:
        log.warning("run %s was not sent; the sweeper will send it", message.run_id, exc_info=True)
        return False
    Outbox.objects.filter(pk=message_id).update(sent_at=Now())
    return True


def has_broker() -> bool:
    """Return whether this process knows a broker; without one the sweeper's process sends."""
    return bool(settings.CELERY_BROKER_URL)


def claim(run_id: int) -> Run | None:
    """
    Take hold of a run, or return None if it is not to be had.

    One conditional update decides: a queued run whose time has come, or a running one whose
    holder let the lease lapse. An attempt is counted before the work begins, so that
    work that kills its process is counted too.
    """
    lapsed = Q(state=RunState.RUNNING, lease_until__lt=Now())
    waiting = Q(state=RunState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
    holder = uuid.uuid4()
    taken = Run.objects.filter(
        waiting | lapsed, pk=run_id, attempts__lt=settings.RUN_ATTEMPTS
    ).update(
        state=RunState.RUNNING,
        attempts=F("attempts") + 1,
        holder=holder,
        lease_until=_now_plus(settings.RUN_LEASE_SECONDS),
        started_at=Coalesce(F("started_at"), Now()),
        error="",
        error_code="",
    )
    return Run.objects.get(pk=run_id) if taken else None


def renew(
    run: Run, *, done: int | None = None, total: int | None = None, message: str = ""
) -> bool:
    """Extend the lease and record progress; False means that somebody else holds the run."""
    changes: dict[str, Any] = {"lease_until": _now_plus(settings.RUN_LEASE_SECONDS)}
    if done is not None and total is not None:
        changes |= {"done": done, "total": total, "message": message[:500]}
    return bool(_held(run).update(**changes))


def finish(run: Run, *, result: Mapping[str, Any], peak_mb: int) -> bool:
    """Record that the work is done; False if somebody else holds the run by now."""
    return bool(
        _held(run).update(
            state=RunState.DONE,
            result=dict(result),
            peak_mb=peak_mb,
            finished_at=Now(),
            done=F("total"),
            holder=None,
            lease_until=None,
        )
    )


def fail(run: Run, *, error: str, code: str) -> bool:
    """Record a refusal: asking again without a change would be refused again."""
    return bool(
        _held(run).update(
            state=RunState.FAILED,
            error=error,
            error_code=code,
            finished_at=Now(),
            holder=None,
            lease_until=None,
        )
    )


def put_back(run: Run, *, error: str) -> None:
    """After an accident: wait longer each time, minutes at most; quarantine at the limit."""
    last = run.attempts >= settings.RUN_ATTEMPTS
    with transaction.atomic():
        changed = _held(run).update(
            state=RunState.QUARANTINED if last else RunState.QUEUED,
            error=error[-4000:],
            error_code="accident",
            holder=None,
            lease_until=None,
            not_before=_now_plus(min(2**run.attempts, _LONGEST_WAIT_SECONDS)),
        )
        if changed and not last:
            Outbox.objects.create(run=run)


def _held(run: Run) -> models.QuerySet[Run]:
    return Run.objects.filter(pk=run.pk, holder=run.holder, state=RunState.RUNNING)


def sweep() -> dict[str, int]:
    """
    Send what was not sent, take back what was dropped, quarantine what keeps failing.

    Harmless however often and by however many it runs.
    """
    counts = {"quarantined": _quarantine_spent(), "taken_back": _take_back_dropped(), "sent": 0}
    due = Q(run__not_before=None) | Q(run__not_before__lte=Now())
    waiting = Outbox.objects.filter(due, sent_at=None, created_at__lt=_now_plus(-1))
    for message_id in waiting.order_by("id").values_list("id", flat=True)[:500]:
        with transaction.atomic():
            row = Outbox.objects.select_for_update(skip_locked=True).filter(pk=message_id).first()
            counts["sent"] += bool(row and send(message_id))
    return counts


def _quarantine_spent() -> int:
    spent = Q(state=RunState.RUNNING, lease_until__lt=Now()) | Q(state=RunState.QUEUED)
    return Run.objects.filter(spent, attempts__gte=settings.RUN_ATTEMPTS).update(
        state=RunState.QUARANTINED,
        error_code="accident",
        error="Tried too often; each attempt ended without a word (a killed worker?).",
        finished_at=Now(),
    )


def _take_back_dropped() -> int:
    """Queue again what a dead worker held, and announce again what no worker ever took."""
    count = 0
    lost_after = max(60, 2 * settings.RUN_LEASE_SECONDS)
    lapsed = Q(state=RunState.RUNNING, lease_until__lt=Now())
    unheard = Q(state=RunState.QUEUED) & ~models.Exists(
        Outbox.objects.filter(
            Q(sent_at=None) | Q(sent_at__gt=_now_plus(-lost_after)), run_id=models.OuterRef("pk")
        )
    )
    for run_id in Run.objects.filter(lapsed | unheard).values_list("id", flat=True)[:500]:
        with transaction.atomic():
            run = (
                Run.objects.select_for_update(skip_locked=True)
                .filter(lapsed | unheard, pk=run_id)
                .first()
            )
            if run is not None:
                Run.objects.filter(pk=run_id).update(
                    state=RunState.QUEUED, holder=None, lease_until=None
                )
                Outbox.objects.create(run=run)
                count += 1
    return count
