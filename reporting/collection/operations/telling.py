"""Tell people by mail what they were reminded of: one notice a person, however many numbers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from config.accounts.models import User
from config.notices import operations as notices
from reporting.collection.models import CollectionReminder

ENTER = "reporting.collection.propose"
NAMED = 5


def tell(reminders: Sequence[CollectionReminder]) -> int:
    """
    Write a notice for each person who owes what these reminders are about; return how many.

    A reminder that names nobody goes to everybody in the department who may enter numbers.
    """
    by_person: dict[User, list[CollectionReminder]] = defaultdict(list)
    for each in reminders:
        for person in [each.to] if each.to else _department(each.task.department_id):
            by_person[person].append(each)
    return sum(
        notices.tell(to=[person], key=_key(rows), line=_line(rows), path=_path())
        for person, rows in by_person.items()
    )


def _department(department_id: int) -> list[User]:
    rows = User.objects.filter(department_id=department_id, is_active=True).order_by("pk")
    return [each for each in rows if each.may(ENTER)]


def _key(rows: Sequence[CollectionReminder]) -> str:
    """Return what is the same for the same reminders, so that two clocks tell them once."""
    steps = sorted(f"{each.task_id} {each.due_on} {each.step}" for each in rows)
    return f"reporting.collection {hashlib.sha256(repr(steps).encode()).hexdigest()[:32]}"


def _path() -> str:
    return reverse("admin:collection-board")


def _line(rows: Sequence[CollectionReminder]) -> str:
    """Return how many numbers are owed, when the first is due, and what the first are called."""

    def said() -> str:
        chinese = (get_language() or "").startswith("zh")
        first = sorted(rows, key=lambda each: (each.due_on, each.task_id))
        names = [
            each.task.name_zh if chinese else each.task.name_en or each.task.name_zh
            for each in first[:NAMED]
        ]
        late = sum(each.is_overdue for each in rows)
        words = gettext("Owed: {count} ({late} overdue), the first due on {due_on}: {names}")
        more = gettext(" and others") if len(rows) > NAMED else ""
        comma = "、" if chinese else ", "
        return words.format(
            count=len(rows), late=late, due_on=first[0].due_on, names=comma.join(names) + more
        )

    return lazy(said, str)()
