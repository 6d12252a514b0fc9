"""
Tell people what they should know: written with the event, mailed a moment later, gathered.

A notice is one row, in the transaction of what it is about, so that nothing that happened is
left untold and nothing that was rolled back is told. The clock mails what is due: all that
waits for a person in one letter, then silence for a while, however much goes wrong.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from config.accounts.models import User
from config.notices.models import Notice

log = logging.getLogger(__name__)
#: What could not be mailed for so long is no news any more; its page says so.
NEWS_FOR = dt.timedelta(days=3)
MOST_LINES = 50
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def tell(*, to: Iterable[User], key: str, line: str | Promise, path: str = "") -> int:
    """
    Write a notice for each person, in their language, in the caller's transaction.

    The same ``key`` tells a person once, however often it is called; ``line`` is one sentence
    (lazy, so that each reads it in their own language), ``path`` the page of this house that it
    is about. Returns how many rows were asked for.
    """
    rows = []
    for person in dict.fromkeys(to):
        if person.is_active:
            with translation.override(person.language):
                rows.append(Notice(to=person, key=key, line=str(line), path=path))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def post() -> dict[str, int]:
    """
    Mail what waits, one letter a person; return how many letters left and how many did not.

    A person who had a letter less than ``NOTICE_REST_MINUTES`` ago gets the next one after
    that. A kill between the letter and its note on record sends the letter again.
    """
    counts = {"letters": 0, "failed": 0}
    if not settings.EMAIL_HOST:
        return counts
    for person in _people_due():
        rows = _taken(person)
        if rows:
            counts["letters" if _mail(person, rows) else "failed"] += 1
    return counts


def _due() -> Q:
    fresh = Q(mailed_at=None, written_at__gt=Now() - NEWS_FOR)
    return fresh & (Q(next_at=None) | Q(next_at__lte=Now()))


def _people_due() -> list[User]:
    waiting = Notice.objects.filter(_due()).values("to")
    rested = dt.timedelta(minutes=settings.NOTICE_REST_MINUTES)
    told = Notice.objects.filter(mailed_at__gt=Now() - rested).values("to")
    return list(User.objects.filter(pk__in=waiting).exclude(pk__in=told).order_by("pk"))


def _taken(person: User) -> list[Notice]:
    """Take what waits for a person, and put off its next try before the first one begins."""
    with transaction.atomic():
        found = Notice.objects.filter(_due(), to=person).select_for_update(skip_locked=True)
        rows: list[Notice] = list(found.order_by("id")[:MOST_LINES])
        if rows:
            tried = max(each.attempts for each in rows)
            wait = min(FIRST_WAIT * 2 ** min(tried, 10), LONGEST_WAIT)
            _these(rows).update(attempts=F("attempts") + 1, next_at=Now() + wait)
    return rows


def _mail(person: User, rows: Sequence[Notice]) -> bool:
    if not person.email:
        _these(rows).update(error="no mail address")
        return False
    with translation.override(person.language):
        letter = _letter(person, rows)
    try:
        letter.send()
    except OSError as fault:  # (smtplib's own are among them)
        log.warning("notices to %s were not mailed: %s", person.pk, fault)
        _these(rows).update(error=f"{type(fault).__name__}: {fault}"[:500])
        return False
    _these(rows).update(mailed_at=Now(), next_at=None, error="")
    return True


def _letter(person: User, rows: Sequence[Notice]) -> EmailMessage:
    """Return the letter that tells all of it, each with the address of its page."""
    count = len(rows)
    subject = rows[0].line
    if count > 1:
        subject = gettext("{count} things need a look").format(count=count)
    lines = [
        f"{each.line}\n  {settings.PUBLIC_URL}{each.path}" if each.path else each.line
        for each in rows
    ]
    greeting = gettext("What needs a look:")
    closing = gettext("This letter was written by the green trust service; nobody reads replies.")
    return EmailMessage(
        subject=" ".join(f"[green trust] {subject}".split())[:200],
        body="\n\n".join([greeting, *lines, closing]) + "\n",
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )


def _these(rows: Sequence[Notice]) -> QuerySet[Notice]:
    found: QuerySet[Notice] = Notice.objects.filter(pk__in=[each.pk for each in rows])
    return found
