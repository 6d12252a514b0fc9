"""The board of a period: what every department owes, where it stands, what is odd about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q

from config.accounts.models import User
from config.kernel.findings import Finding
from reporting.collection.models import (
    CollectedEntry,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
    EntryDraft,
    TaskTerms,
)
from reporting.collection.queries.collected import (
    period_of,
    standing_entries,
    terms_known,
)
from reporting.collection.rules.due import is_overdue
from reporting.collection.rules.judging import Expectation, change_percent, warnings_about
from reporting.collection.rules.life import OWED, State, Step, state_of

Place = tuple[str, int, str]


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """
    Where one task stands.

    ``entry`` is what is shown: the confirmed version, or else the one that awaits
    confirmation. ``last`` is the confirmed value of the year before.
    """

    task: CollectionTask
    terms: TaskTerms
    state: State
    entry: CollectedEntry | None
    draft: EntryDraft | None
    is_being_corrected: bool
    is_overdue: bool
    last: CollectedEntry | None
    change_percent: Decimal | None
    warnings: tuple[Finding, ...]
    reminders: int
    last_reminded_on: dt.date | None

    @property
    def value(self) -> Decimal | None:
        """Return the number that is shown; a draft's where nothing was submitted."""
        shown = self.entry or self.draft
        return shown.value if shown else None

    @property
    def text(self) -> str:
        """Return the text that is shown."""
        shown = self.entry or self.draft
        return shown.text if shown else ""

    @property
    def is_owed(self) -> bool:
        """Return whether somebody still has to enter it."""
        return self.state in OWED


def board(
    asked: CollectionPeriod, *, on: dt.date, known_at: dt.datetime, is_asked: bool = True
) -> list[BoardRow]:
    """
    Return the tasks of a period as they stood at ``known_at``, judged late or not on ``on``.

    In the order of the list: position, code, department, site. A number of queries that does
    not grow with the tasks.
    """
    tasks = (
        CollectionTask.objects.known(known_at)
        .filter(period=asked)
        .select_related("period", "department")
        .order_by("position", "code", "department__code", "site", "id")
    )
    return _rows(list(tasks), on=on, known_at=known_at, is_asked=is_asked)


def row_of(task: CollectionTask, *, on: dt.date, known_at: dt.datetime) -> BoardRow | None:
    """Return where one task stands; None before it was asked."""
    found = _rows([task], on=on, known_at=known_at, is_asked=None)
    return found[0] if found else None


def owed_by(user: User, *, on: dt.date, known_at: dt.datetime) -> list[BoardRow]:
    """
    Return what a person still has to enter, the most urgent first.

    Theirs by name; or of their department, where nobody is named.
    """
    tasks = CollectionTask.objects.known(known_at).filter(
        pk__in=TaskTerms.objects.filter(
            Q(owner=user) | Q(owner=None, task__department=user.department_id)
        ).values("task")
    )
    rows = _rows(
        list(tasks.select_related("period", "department").order_by("id")),
        on=on,
        known_at=known_at,
        is_asked=True,
    )
    mine = [each for each in rows if each.is_owed and is_for(user, each.task, each.terms)]
    return sorted(mine, key=lambda each: (each.terms.due_on, each.task.code, each.task.pk))


def is_for(user: User, task: CollectionTask, terms: TaskTerms) -> bool:
    """Return whether a person owes a task: by name, or as one of the department."""
    if terms.owner_id is not None:
        return bool(terms.owner_id == user.pk)
    return user.department_id is not None and task.department_id == user.department_id


def expectation_of(task: CollectionTask, last: CollectedEntry | None) -> Expectation:
    """Return what a number of the task is held against."""
    return Expectation(
        low=task.usual_low,
        high=task.usual_high,
        last=last.value if last else None,
        change_limit_percent=task.period.change_limit_percent,
    )


def last_year_of(
    tasks: Iterable[CollectionTask], *, known_at: dt.datetime
) -> dict[Place, CollectedEntry]:
    """Return the confirmed answers of the period before each task's, by period and place."""
    periods = {each.period_id: each.period for each in tasks}
    found: dict[Place, CollectedEntry] = {}
    for key, asked in periods.items():
        before = period_of(asked.period.previous(), known_at=known_at)
        if before is None:
            continue
        for entry in standing_entries([before.pk], known_at=known_at).values():
            found[_place(entry.task, key)] = entry
    return found


def last_of(task: CollectionTask, before: dict[Place, CollectedEntry]) -> CollectedEntry | None:
    """Return last year's answer of the same department and site to the same indicator."""
    return before.get(_place(task, task.period_id))


def _place(task: CollectionTask, period_id: int) -> Place:
    return f"{period_id} {task.code}", task.department_id, task.site


def _rows(
    tasks: Sequence[CollectionTask],
    *,
    on: dt.date,
    known_at: dt.datetime,
    is_asked: bool | None,
) -> list[BoardRow]:
    ids = [each.pk for each in tasks]
    terms = terms_known(ids, known_at=known_at)
    entries = _entries(ids, known_at)
    drafts = _drafts(ids, known_at)
    reminders = _reminders(ids, known_at)
    before = last_year_of(tasks, known_at=known_at)
    found = []
    for task in tasks:
        mine = terms.get(task.pk)
        if mine is None or (is_asked is not None and mine.is_asked is not is_asked):
            continue
        found.append(
            _row(
                task,
                mine,
                entries=entries[task.pk],
                draft=drafts.get(task.pk),
                last=last_of(task, before),
                reminded=reminders.get(task.pk, (0, None)),
                on=on,
                known_at=known_at,
            )
        )
    return found


def _row(
    task: CollectionTask,
    terms: TaskTerms,
    *,
    entries: Sequence[CollectedEntry],
    draft: EntryDraft | None,
    last: CollectedEntry | None,
    reminded: tuple[int, dt.date | None],
    on: dt.date,
    known_at: dt.datetime,
) -> BoardRow:
    steps = [
        Step(
            proposed_at=each.proposed_at,  # type: ignore[arg-type]  # (set by the database)
            decision=each.decision,
            decided_at=each.decided_at,
        )
        for each in entries
    ]
    drafted_at = draft.recorded_at if draft else None
    state = state_of(steps, drafted_at=drafted_at, known_at=known_at)
    decided = [
        (each, step.decision_at(known_at)) for each, step in zip(entries, steps, strict=True)
    ]
    confirmed = [each for each, decision in decided if decision == "confirmed"]
    awaited = [each for each, decision in decided if decision == ""]
    returned = entries if state is State.RETURNED else []
    standing = [*returned[-1:], *awaited[-1:], *confirmed[-1:]]
    shown = standing[-1] if standing else None
    value = shown.value if shown else None
    return BoardRow(
        task=task,
        terms=terms,
        state=state,
        entry=shown,
        draft=draft,
        is_being_corrected=bool(confirmed and awaited),
        is_overdue=state in OWED and is_overdue(terms.due_on, on=on),
        last=last,
        change_percent=change_percent(value, last.value if last else None),
        warnings=tuple(warnings_about(value, expectation_of(task, last))),
        reminders=reminded[0],
        last_reminded_on=reminded[1],
    )


def _entries(ids: Sequence[int], known_at: dt.datetime) -> dict[int, list[CollectedEntry]]:
    found: dict[int, list[CollectedEntry]] = defaultdict(list)
    rows = (
        CollectedEntry.objects.filter(task__in=ids, proposed_at__lte=known_at)
        .select_related("proposed_by", "decided_by")
        .order_by("task_id", "version")
    )
    for each in rows:
        found[each.task_id].append(each)
    return found


def _drafts(ids: Sequence[int], known_at: dt.datetime) -> dict[int, EntryDraft]:
    rows = (
        EntryDraft.objects.known(known_at)
        .filter(task__in=ids)
        .select_related("written_by")
        .order_by("task_id", "-id")
        .distinct("task_id")
    )
    return {each.task_id: each for each in rows}


def _reminders(ids: Sequence[int], known_at: dt.datetime) -> dict[int, tuple[int, Any]]:
    rows = (
        CollectionReminder.objects.known(known_at)
        .filter(task__in=ids)
        .values("task")
        .annotate(number=Count("pk"), last=Max("reminded_on"))
    )
    return {each["task"]: (each["number"], each["last"]) for each in rows}
