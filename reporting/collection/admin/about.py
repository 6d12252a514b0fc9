"""The tables below a task: where it stands, its answers, evidence, comments, terms, reminders."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from config.console import record
from config.console.record import Table
from reporting.collection import queries
from reporting.collection.admin.words import (
    change_shown,
    due_shown,
    last_shown,
    number,
    owner_shown,
    state_badge,
    warnings_shown,
)
from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionReminder,
    CollectionTask,
    TaskComment,
    TaskTerms,
)
from reporting.collection.models.entries import said


def standing_table(task: CollectionTask) -> Table:
    """Return where a task stands now, as one row."""
    now = timezone.now()
    row = queries.row_of(task, on=timezone.localdate(now), known_at=now)
    shown = (
        [
            [
                state_badge(row),
                owner_shown(row),
                due_shown(row),
                last_shown(row),
                change_shown(row),
                warnings_shown(row),
            ]
        ]
        if row
        else []
    )
    return Table(
        headers=[
            _("state"),
            _("owed by"),
            _("due on"),
            _("last year"),
            _("change"),
            _("warnings"),
        ],
        rows=shown,
        title=_("Where it stands"),
        empty=_("Nothing here."),
    )


def entries_table(request: HttpRequest, task: CollectionTask) -> Table:
    """Return every version of its answer."""
    return record.keyset_table(
        request,
        CollectedEntry.objects.filter(task=task).select_related("proposed_by", "decided_by"),
        [
            (_("version"), "version"),
            (_("answer"), lambda each: record.link_to(each, answer(each, task))),
            (_("explanation"), "note"),
            (_("state"), lambda each: each.get_decision_display()),
            (_("proposed by"), "proposed_by"),
            (_("decided by"), "decided_by"),
            (_("note on the decision"), "decision_note"),
        ],
        title=_("Answers in versions"),
        parameter="entries",
    )


def answer(entry: CollectedEntry, task: CollectionTask) -> str:
    """Return an answer as people write it."""
    if entry.value is None:
        return said(None, entry.text, "")
    return number(entry.value, task.unit)


def evidence_table(request: HttpRequest, task: CollectionTask) -> Table:
    """Return the documents that prove it."""
    return record.keyset_table(
        request,
        CollectionEvidence.objects.filter(task=task).select_related("added_by", "original"),
        [
            (_("title"), record.link_to),
            (_("file name"), "original_name"),
            (_("file SHA-256"), lambda each: record.shown_hash(each.original.sha256)),
            (_("added by"), "added_by"),
            (_("recorded at"), "recorded_at"),
        ],
        title=_("Evidence"),
        parameter="evidence",
    )


def comments_table(request: HttpRequest, task: CollectionTask) -> Table:
    """Return what was said about it."""
    return record.keyset_table(
        request,
        TaskComment.objects.filter(task=task).select_related("written_by"),
        [
            (_("recorded at"), "recorded_at"),
            (_("written by"), "written_by"),
            (_("text"), "text"),
        ],
        title=_("Comments"),
        parameter="comments",
    )


def terms_table(request: HttpRequest, task: CollectionTask) -> Table:
    """Return who owed it by when."""
    return record.keyset_table(
        request,
        TaskTerms.objects.filter(task=task).select_related("owner", "set_by"),
        [
            (_("recorded at"), "recorded_at"),
            (_("owed by"), lambda each: each.owner or _("everybody in the department")),
            (_("due on"), "due_on"),
            (_("still asked"), "is_asked"),
            (_("set by"), "set_by"),
            (_("reason"), "reason"),
        ],
        title=_("Who owed it by when"),
        parameter="terms",
    )


def reminders_table(request: HttpRequest, task: CollectionTask) -> Table:
    """Return the reminders that went out."""
    return record.keyset_table(
        request,
        CollectionReminder.objects.filter(task=task).select_related("to"),
        [
            (_("reminded on"), "reminded_on"),
            (_("reminded person"), lambda each: each.to or _("everybody in the department")),
            (_("due on"), "due_on"),
            (_("overdue"), "is_overdue"),
        ],
        title=_("Reminders"),
        parameter="reminders",
    )
