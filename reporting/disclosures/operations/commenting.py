"""Acts of those who work on a draft together: assign, comment, answer, settle."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.kernel.errors import DomainError, NotAllowed
from reporting.disclosures.drafting import people, queries
from reporting.disclosures.models import (
    CommentResolution,
    Disclosure,
    DisclosureVersion,
    DraftComment,
    SectionAssignment,
)
from reporting.disclosures.operations.drafting import said
from reporting.disclosures.rules.narrative import read

PROPOSE = DisclosureVersion.propose_permission


class ThreadSettled(DomainError):
    """The thread about {about} is settled; begin another one."""

    code = "thread_settled"


class AboutNothing(DomainError):
    """Say what the comment is about: one section, or one figure by its reference."""

    code = "about_nothing"
    status = 400


def assign(
    *,
    disclosure: Disclosure,
    section: str,
    assignee: User,
    due_on: dt.date,
    by: User,
    note: str = "",
) -> SectionAssignment:
    """
    Have a person write a section until a day; the last assignment of a section counts.

    :raises NotAllowed: if ``by`` does not draft disclosures.
    """
    by.check_may(PROPOSE)
    queries.slot_of(disclosure, section)
    row = SectionAssignment(
        disclosure=disclosure, section=section, assignee=assignee, due_on=due_on, note=note, by=by
    )
    row.save()
    return row


def comment(
    *, disclosure: Disclosure, text: str, by: User, section: str = "", figure: str = ""
) -> DraftComment:
    """
    Begin a thread about a section, or about a figure by its reference.

    :raises AboutNothing: if it is about neither or both, or the reference names no figure.
    """
    _check_commentator(disclosure, by)
    if bool(section) == bool(figure):
        raise AboutNothing
    if section:
        queries.slot_of(disclosure, section)
    else:
        figure = _figure(disclosure, figure)
    row = DraftComment(
        disclosure=disclosure, section=section, figure=figure, text=said(text), by=by
    )
    row.save()
    return row


def answer(*, thread: DraftComment, text: str, by: User) -> DraftComment:
    """
    Answer in a thread.

    :raises ThreadSettled: if somebody held it for settled.
    """
    first = thread.thread or thread
    _check_commentator(first.disclosure, by)
    _check_open(first)
    row = DraftComment(disclosure=first.disclosure, thread=first, text=said(text), by=by)
    row.save()
    return row


def settle(*, thread: DraftComment, note: str, by: User) -> CommentResolution:
    """
    Hold a thread for settled and say how.

    :raises ThreadSettled: if somebody did already.
    """
    first = thread.thread or thread
    _check_commentator(first.disclosure, by)
    _check_open(first)
    row = CommentResolution(thread=first, note=said(note), by=by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise ThreadSettled(about=first.about) from taken
    return row


def _check_commentator(disclosure: Disclosure, by: User) -> None:
    if not people.may_comment(by, disclosure):
        raise NotAllowed(who=str(by), permission=PROPOSE)


def _check_open(thread: DraftComment) -> None:
    if CommentResolution.objects.filter(thread=thread).exists():
        raise ThreadSettled(about=thread.about)


def _figure(disclosure: Disclosure, reference: str) -> str:
    """Return a reference as it is written in full, if it names a figure of the last version."""
    found = list(read(reference).references())
    book = queries.book_beside(disclosure)
    if (
        len(found) != 1
        or book is None
        or not book.one(found[0].indicator, **dict(found[0].dimension))
    ):
        raise AboutNothing
    return str(found[0])
