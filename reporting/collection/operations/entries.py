"""Answer a task: draft, evidence, submission; a second person confirms or returns it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.archive import operations as archive
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from projects.recognition.rules.documents import judge_document, media_type_of
from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionTask,
    EntryDraft,
    TaskComment,
    TaskTerms,
)
from reporting.collection.models.entries import ENTER
from reporting.collection.operations.periods import RUN
from reporting.collection.queries.board import expectation_of, is_for, last_of, last_year_of
from reporting.collection.queries.collected import standing_entries, terms_of
from reporting.collection.rules.judging import warnings_about

_LARGEST = Decimal(10) ** 18
_PLACES = 12


class NotYours(DomainError):
    """{task} is owed by {owner}; they, or who runs the collection, may enter it."""

    code = "not_yours"
    status = 403


class AskedNoLonger(DomainError):
    """{task} is asked no longer."""

    code = "asked_no_longer"


class EvidenceMissing(DomainError):
    """{task} needs evidence: add the bill, the record or the list that it is from first."""

    code = "evidence_missing"
    status = 400


class ExplanationMissing(DomainError):
    """
    The number is odd ({warnings}). Check unit and digits; if it is right, say why in the
    explanation.
    """

    code = "explanation_missing"
    status = 400


class AwaitsConfirmation(DomainError):
    """An entry for {task} awaits confirmation; have it decided or withdraw it first."""

    code = "awaits_confirmation"


class DocumentAddedBefore(DomainError):
    """This document is evidence for {task} already."""

    code = "document_added_before"


class NothingSaid(DomainError):
    """A comment has words."""

    code = "nothing_said"
    status = 400


@transaction.atomic
def save_draft(
    *,
    task: CollectionTask,
    by: User,
    known_at: dt.datetime,
    value: Decimal | None = None,
    text: str = "",
    note: str = "",
) -> EntryDraft:
    """
    Keep what is written so far; it counts nowhere and only the newest is shown.

    :raises NotYours: if the task is somebody else's.
    :raises InvalidInput: if the number does not fit its column.
    """
    check_is_theirs(task, by=by, known_at=known_at)
    if faults := [] if value is None else number_faults(value):
        raise InvalidInput(faults)
    draft = EntryDraft(task=task, value=value, text=text, note=note, written_by=by)
    draft.save()
    return draft


@transaction.atomic
def add_evidence(
    *,
    task: CollectionTask,
    title: str,
    content: bytes,
    name: str,
    by: User,
    known_at: dt.datetime,
    is_sample: bool = False,
) -> CollectionEvidence:
    """
    Keep a PDF, PNG or JPEG file of at most 20 MB as evidence of an answer.

    :raises NotYours: if the task is somebody else's.
    :raises InvalidInput: if the content is not what its name says, or is too large.
    :raises DocumentAddedBefore: if it is evidence of this task already.
    """
    check_is_theirs(task, by=by, known_at=known_at)
    if found := judge_document(content, name=name):
        raise InvalidInput(found)
    row = CollectionEvidence(
        task=task,
        title=title.strip() or name[:200],
        original=archive.store(content=content, name=name, media_type=media_type_of(content) or ""),
        original_name=name[:255],
        added_by=by,
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refusal:
        raise DocumentAddedBefore(task=str(task)) from refusal
    return row


@transaction.atomic
def submit_entry(
    *,
    task: CollectionTask,
    by: User,
    reason: str,
    known_at: dt.datetime,
    value: Decimal | None = None,
    text: str = "",
    note: str = "",
    evidence_ids: Sequence[int] | None = None,
    is_sample: bool = False,
) -> CollectedEntry:
    """
    Submit an answer as the next version; it counts once a second person has confirmed it.

    Without ``evidence_ids`` it rests on all evidence of the task. What is odd about the number
    is kept with it. After a confirmed version it is a correction, and names that version.

    :raises NotYours: if the task is somebody else's.
    :raises AskedNoLonger: if the task was taken back.
    :raises InvalidInput: if there is no number or text, or one that does not fit.
    :raises EvidenceMissing: if the task needs evidence and there is none.
    :raises ExplanationMissing: if the number is odd and nothing explains it.
    :raises AwaitsConfirmation: if an entry of the task is undecided.
    """
    terms = check_is_theirs(task, by=by, known_at=known_at)
    if not terms.is_asked:
        raise AskedNoLonger(task=str(task))
    if faults := answer_faults(task, value=value, text=text):
        raise InvalidInput(faults)
    evidence = _evidence(task, evidence_ids)
    if task.evidence_required and not evidence:
        raise EvidenceMissing(task=str(task))
    last = last_of(task, last_year_of([task], known_at=known_at))
    odd = warnings_about(value, expectation_of(task, last))
    if odd and not note.strip():
        raise ExplanationMissing(warnings=", ".join(each.code for each in odd))
    return _propose(
        task,
        by=by,
        reason=reason,
        content={
            "value": value,
            "text": text.strip(),
            "note": note.strip(),
            "evidence": evidence,
            "warnings": [each.to_json() for each in odd],
            "is_sample": is_sample or task.is_sample,
            "supersedes": standing_entries([task.period_id], known_at=known_at).get(task.pk),
        },
    )


@transaction.atomic
def add_comment(*, task: CollectionTask, text: str, by: User) -> TaskComment:
    """
    Say something about a task; who may enter or confirm may also ask and answer.

    :raises NotAllowed: if ``by`` may do neither.
    :raises NothingSaid: if there are no words.
    """
    if not by.may(CollectedEntry.confirm_permission):
        by.check_may(ENTER)
    if not text.strip():
        raise NothingSaid
    row = TaskComment(task=task, text=text.strip(), written_by=by)
    row.save()
    return row


def check_is_theirs(task: CollectionTask, *, by: User, known_at: dt.datetime) -> TaskTerms:
    """
    Return the terms of a task, if ``by`` may answer it: its owner, or who runs the collection.

    :raises NotAllowed: if ``by`` may not enter numbers at all.
    :raises NotYours: if the task is somebody else's.
    """
    by.check_may(ENTER)
    terms = terms_of(task, known_at=known_at)
    if not by.may(RUN) and not is_for(by, task, terms):
        raise NotYours(task=str(task), owner=str(terms.owner or task.department))
    return terms


def answer_faults(task: CollectionTask, *, value: Decimal | None, text: str) -> list[Finding]:
    """Return why an answer is none: a number where words are asked for, or the other way round."""
    if task.is_text:
        if value is not None:
            return [_fault("words_asked_for", "value", value, "This is answered in words.")]
        if not text.strip():
            return [_fault("answer_missing", "text", "", "There is no text.")]
        return []
    if text.strip():
        return [_fault("number_asked_for", "text", text, "This is answered by a number.")]
    if value is None:
        return [_fault("answer_missing", "value", "", "There is no number.")]
    return number_faults(value)


def number_faults(value: Decimal) -> list[Finding]:
    """Return why a number does not fit: no end, too large, or more places than are kept."""
    if not value.is_finite() or abs(value) >= _LARGEST:
        return [_fault("number_too_large", "value", value, "The number is too large.")]
    if -int(value.normalize().as_tuple().exponent) > _PLACES:
        return [_fault("too_many_places", "value", value, "At most 12 decimal places are kept.")]
    return []


def _fault(code: str, field: str, value: object, message: str) -> Finding:
    return Finding(
        code=code,
        field=field,
        value=str(value)[:80],
        message=message,
        remedy="Write it as the task asks for it, in its unit.",
    )


def _evidence(task: CollectionTask, ids: Sequence[int] | None) -> list[dict[str, Any]]:
    """
    Return the evidence as an entry keeps it.

    :raises InvalidInput: if a document is named that is none of this task's.
    """
    rows = CollectionEvidence.objects.filter(task=task).select_related("original").order_by("id")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    found = [
        {"id": each.pk, "name": each.original_name, "sha256": each.original.sha256} for each in rows
    ]
    unknown = set(ids or ()) - {each["id"] for each in found}
    if unknown:
        raise InvalidInput(
            [
                _fault("unknown_evidence", "evidence_ids", each, "No such evidence of this task.")
                for each in sorted(unknown)
            ]
        )
    return found


def _propose(
    task: CollectionTask, *, by: User, reason: str, content: dict[str, Any]
) -> CollectedEntry:
    versions = CollectedEntry.objects.filter(task=task)
    latest = versions.order_by("-version").first()
    row = CollectedEntry(task=task, version=latest.version + 1 if latest else 1, **content)
    try:
        with transaction.atomic():
            return proposals.propose(row, by=by, reason=reason)
    except IntegrityError as refusal:
        # The open one, or one that came between: the database counts them, not this process.
        raise AwaitsConfirmation(task=str(task)) from refusal
