"""Tell a schedule's people when something went wrong: in the same breath as it is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext

from config.accounts.models import User
from config.notices import operations as notices
from reporting.exports import queries
from reporting.exports.models import Dispatch, ExpectedRun, Schedule
from reporting.exports.models.destinations import VIEW
from reporting.exports.rules.life import DispatchState

#: What did not start or end in time is told about in such portions.
LATE_AT_ONCE = 100


def tell_missed(schedule: Schedule, slots: Sequence[ExpectedRun]) -> None:
    """Tell that runs were missed: once for all of them, however long the clock stood still."""
    last = slots[-1]
    line = _line(
        lambda: gettext("{schedule}: {count} missed, the last due {when}; have it made if wanted."),
        schedule=schedule.name,
        count=len(slots),
        when=last.slot_at,
    )
    _tell(schedule, f"missed {last.pk}", line, about=last)


def tell_failed(slot: ExpectedRun, *, why: str) -> None:
    """Tell that a run has failed, and why."""
    line = _line(
        lambda: gettext("{schedule}: the run due {when} has failed: {why}"),
        schedule=slot.schedule.name,
        when=slot.slot_at,
        why=why,
    )
    tries = slot.requests.count()
    _tell(slot.schedule, f"failed {slot.pk} {tries}", line, about=slot)


def tell_stuck(dispatch: Dispatch, state: DispatchState, *, why: str) -> None:
    """Tell that a file waits for a person: given up, or perhaps received."""
    words = {
        DispatchState.UNKNOWN: lambda: gettext(
            "{file} to {recipient}: perhaps received, perhaps not; ask there, then decide. {why}"
        ),
    }.get(state, lambda: gettext("{file} to {recipient}: not sent, given up: {why}"))
    line = _line(words, file=dispatch.file_name, recipient=dispatch.recipient, why=why)
    key = f"stuck {dispatch.pk} {dispatch.attempts}"
    _tell(dispatch.expected_run.schedule, key, line, about=dispatch)


def tell_late(*, now: dt.datetime) -> int:
    """Tell what should have been made by now and is neither made nor given up; return how much."""
    found = queries.late_runs(now=now).select_related("schedule__owner")[:LATE_AT_ONCE]
    for slot in found:
        line = _line(
            lambda: gettext("{schedule}: the run due {when} is late; is a worker up?"),
            schedule=slot.schedule.name,
            when=slot.slot_at,
        )
        _tell(slot.schedule, f"late {slot.pk}", line, about=slot)
    return len(found)


def people_of(schedule: Schedule, *, about: Any = None) -> list[User]:
    """Return who is told: the owner and the watchers who may see it."""
    watchers = User.objects.filter(username__in=schedule.watchers, is_active=True).order_by("pk")
    told = [schedule.owner, *(each for each in watchers if each.may(VIEW))]
    if isinstance(about, Dispatch):
        seen = Dispatch.objects.filter(pk=about.pk)
        told = [each for each in told if seen.visible_to(each).exists()]
    return told


def _tell(schedule: Schedule, key: str, line: str, *, about: ExpectedRun | Dispatch) -> None:
    path = reverse(f"admin:reporting_{about._meta.model_name}_change", args=[about.pk])
    notices.tell(
        to=people_of(schedule, about=about), key=f"reporting.exports {key}", line=line, path=path
    )


def _line(words: Callable[[], str], **facts: Any) -> str:
    """Return a sentence that each reads in their own language."""

    def said() -> str:
        shown = {
            name: timezone.localtime(each).strftime("%Y-%m-%d %H:%M")
            if isinstance(each, dt.datetime)
            else each
            for name, each in facts.items()
        }
        return str(words().format(**shown))

    return lazy(said, str)()
