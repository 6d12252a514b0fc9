"""Remind who owes a number as its day comes near, and after it has passed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from reporting.collection.models import CollectionPeriod, CollectionReminder
from reporting.collection.operations.telling import tell
from reporting.collection.queries.board import BoardRow, board
from reporting.collection.rules.due import Notice, notice_for


@transaction.atomic
def remind(*, on: dt.date, known_at: dt.datetime) -> int:
    """
    Write the reminders that ``on`` calls for, and tell who owes; return how many are new.

    Harmless however often: a step towards a due day reminds once. What is submitted or
    confirmed reminds nobody.
    """
    periods = CollectionPeriod.objects.known(known_at).filter(starts_on__lte=on).order_by("id")
    wanted = [
        (row, notice)
        for period in periods
        for row in board(period, on=on, known_at=known_at)
        if row.is_owed and (notice := notice_for(row.terms.due_on, on=on)) is not None
    ]
    sent = set(
        CollectionReminder.objects.filter(
            task__in=[row.task.pk for row, _notice in wanted]
        ).values_list("task_id", "due_on", "step")
    )
    new = [
        _reminder(row, notice, on=on)
        for row, notice in wanted
        if (row.task.pk, row.terms.due_on, notice.step) not in sent
    ]
    CollectionReminder.objects.bulk_create(new, ignore_conflicts=True)
    tell(new)
    return len(new)


def _reminder(row: BoardRow, notice: Notice, *, on: dt.date) -> CollectionReminder:
    return CollectionReminder(
        task=row.task,
        to=row.terms.owner,
        due_on=row.terms.due_on,
        step=notice.step,
        is_overdue=notice.is_overdue,
        reminded_on=on,
    )
