"""What the departments had answered, and a second person confirmed, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from config.kernel.errors import NotFoundHere
from config.kernel.models import Decision
from config.kernel.periods import Period
from reporting.collection.models import (
    CollectedEntry,
    CollectionPeriod,
    CollectionTask,
    TaskTerms,
)
from reporting.collection.rules.values import (
    CollectedValue,
    EvidenceFile,
    Named,
    RowRef,
    SignOff,
)


def period_of(period: Period, *, known_at: dt.datetime) -> CollectionPeriod | None:
    """Return the collection of ``period``, if it had been opened then."""
    found: CollectionPeriod | None = (
        CollectionPeriod.objects.known(known_at)
        .filter(starts_on=period.starts_on, ends_on=period.ends_on)
        .first()
    )
    return found


def terms_known(task_ids: Iterable[int], *, known_at: dt.datetime) -> dict[int, TaskTerms]:
    """Return the terms that counted then, by task."""
    rows = (
        TaskTerms.objects.known(known_at)
        .filter(task__in=list(task_ids))
        .select_related("owner")
        .order_by("task_id", "-id")
        .distinct("task_id")
    )
    return {each.task_id: each for each in rows}


def terms_of(task: CollectionTask, *, known_at: dt.datetime) -> TaskTerms:
    """
    Return the terms of one task that counted then.

    :raises NotFoundHere: if it had not been asked then.
    """
    found = terms_known([task.pk], known_at=known_at).get(task.pk)
    if found is None:
        raise NotFoundHere(what="collection task", key=task.pk)
    return found


def standing_entries(
    period_ids: Iterable[int], *, known_at: dt.datetime
) -> dict[int, CollectedEntry]:
    """Return the last confirmed version of each task's answer, by task."""
    rows = (
        CollectedEntry.objects.known(known_at)
        .filter(task__period__in=list(period_ids))
        .select_related("task", "task__period", "task__department", "proposed_by", "decided_by")
        .order_by("task_id", "-version")
        .distinct("task_id")
    )
    return {each.task_id: each for each in rows}


def collected(period: Period, known_at: dt.datetime) -> list[CollectedValue]:
    """
    Return the confirmed answers of exactly ``period``, as known at ``known_at``.

    One for each department and site, by code; an indicator that several departments answer
    comes several times. What is not confirmed, or asked no longer, is not among them.
    """
    asked = period_of(period, known_at=known_at)
    if asked is None:
        return []
    entries = standing_entries([asked.pk], known_at=known_at)
    terms = terms_known(entries, known_at=known_at)
    found = [
        value_of(entry) for task, entry in entries.items() if task in terms and terms[task].is_asked
    ]
    return sorted(found, key=lambda each: (each.code, each.department.code, each.site))


def value_of(entry: CollectedEntry) -> CollectedValue:
    """Return a confirmed entry as a frozen value; its task, department and people are at hand."""
    task = entry.task
    evidence = tuple(
        EvidenceFile(id=each["id"], name=each["name"], sha256=each["sha256"])
        for each in entry.evidence
    )
    return CollectedValue(
        code=task.code,
        name_zh=task.name_zh,
        name_en=task.name_en,
        unit=task.unit,
        period=task.period.period,
        department=department_of(task),
        site=task.site,
        region=task.region,
        value=entry.value,
        text=entry.text,
        note=entry.note,
        version=entry.version,
        warnings=tuple(each["code"] for each in entry.warnings),
        evidence=evidence,
        refs=_refs(entry, evidence),
        approvals=_approvals(entry),
        recorded_at=entry.recorded_at,  # type: ignore[arg-type]  # (confirmed: it is set)
        is_sample=entry.is_sample,
    )


def department_of(task: Any) -> Named:
    """Return the department that a task is asked of."""
    department = task.department
    return Named(department.code, department.name_zh, department.name_en or department.name_zh)


def _refs(entry: CollectedEntry, evidence: Iterable[EvidenceFile]) -> tuple[RowRef, ...]:
    files = [RowRef(table=TABLE_OF_EVIDENCE, id=each.id, sha256=each.sha256) for each in evidence]
    return (
        RowRef(table=entry._meta.db_table, id=entry.pk, sha256=entry.content_sha256),
        *files,
    )


def _approvals(entry: CollectedEntry) -> tuple[SignOff, ...]:
    if entry.decision != Decision.CONFIRMED or entry.decided_at is None:
        return ()
    return (
        SignOff(
            what=f"{entry.task.code} {entry.task.department.code}",
            proposed_by=str(entry.proposed_by),
            proposed_at=entry.proposed_at,  # type: ignore[arg-type]  # (set by the database)
            confirmed_by=str(entry.decided_by),
            confirmed_at=entry.decided_at,
        ),
    )


TABLE_OF_EVIDENCE = "reporting_collectionevidence"
