"""Take the answers of many tasks from one CSV or XLSX file: all of them, or none."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from decimal import InvalidOperation

from django.db import transaction

from config.accounts.models import User
from config.archive import operations as archive
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.findings import Finding
from config.kernel.proposals import ReasonMissing
from config.tables.reading import Limits, open_table
from config.tables.writing import MEDIA_TYPES, Form
from reporting.collection.models import CollectedEntry, CollectionPeriod, CollectionTask
from reporting.collection.models.entries import ENTER
from reporting.collection.operations.entries import submit_entry
from reporting.collection.rules.files import COLUMNS, AnswerRow, columns_of, number_of
from reporting.collection.rules.footprint import unit_of

LIMITS = Limits(file_bytes=8 << 20, rows=5_000, columns=20)
Place = tuple[str, str, str]


@transaction.atomic
def import_entries(
    *,
    period: CollectionPeriod,
    content: bytes,
    name: str,
    by: User,
    reason: str,
    known_at: dt.datetime,
) -> list[CollectedEntry]:
    """
    Submit an entry for each row of a file; the file is kept, and each entry names it.

    Evidence is added to the tasks beforehand; a file proves nothing by itself.

    :raises UnreadableTable: if the file cannot be read.
    :raises InvalidInput: naming row and field of every fault; nothing is stored then.
    """
    by.check_may(ENTER)
    if not reason.strip():
        raise ReasonMissing
    rows = list(_rows(content, name))
    tasks = _tasks(period)
    sha256 = hashlib.sha256(content).hexdigest()
    said = f"{reason} ({name}, SHA-256 {sha256})"
    faults: list[Finding] = []
    made: list[CollectedEntry] = []
    for row in rows:
        try:
            with transaction.atomic():
                made.append(_submit(row, tasks, by=by, reason=said, known_at=known_at))
        except InvalidInput as refusal:
            faults += [_placed(each, row) for each in refusal.findings]
        except DomainError as refusal:
            faults.append(_refused(refusal, row))
    if faults:
        raise InvalidInput(faults)
    form = Form.XLSX if name.lower().endswith(".xlsx") else Form.CSV
    archive.store(content=content, name=name, media_type=MEDIA_TYPES[form])
    return made


def _rows(content: bytes, name: str) -> Iterator[AnswerRow]:
    table = open_table(content, name=name, limits=LIMITS)
    places, faults = columns_of(table.headers)
    if faults:
        raise InvalidInput(faults)
    for row in table.rows:
        faults += row.faults
        cells = {
            field: row.cells[places[field]].strip() if field in places else "" for field in COLUMNS
        }
        yield AnswerRow(row=row.number, **cells)
    if faults:
        raise InvalidInput(faults)


def _tasks(period: CollectionPeriod) -> dict[Place, CollectionTask]:
    rows = CollectionTask.objects.filter(period=period).select_related("period", "department")
    found: dict[Place, CollectionTask] = {}
    for each in rows:
        for department in (each.department.code, each.department.name_zh):
            found[each.code, department, each.site] = each
    return found


def _submit(
    row: AnswerRow,
    tasks: Mapping[Place, CollectionTask],
    *,
    by: User,
    reason: str,
    known_at: dt.datetime,
) -> CollectedEntry:
    task = tasks.get((row.code, row.department, row.site))
    if task is None:
        raise InvalidInput([_fault("not_asked", "code", row.code, "Nobody asks for this here.")])
    if row.unit and unit_of(row.unit) != unit_of(task.unit):
        raise InvalidInput(
            [_fault("another_unit", "unit", row.unit, "The task asks for {unit}.", unit=task.unit)]
        )
    try:
        value = number_of(row.value)
    except InvalidOperation as fault:
        raise InvalidInput(
            [_fault("not_a_number", "value", row.value, "This is not a number.")]
        ) from fault
    return submit_entry(
        task=task,
        value=value,
        text=row.text,
        note=row.note,
        by=by,
        reason=reason,
        known_at=known_at,
    )


def _fault(code: str, field: str, value: str, message: str, **facts: object) -> Finding:
    return Finding(
        code=code,
        field=field,
        value=value[:80],
        message=message,
        remedy="Compare the row with the board of the period.",
        facts=facts,
    )


def _placed(finding: Finding, row: AnswerRow) -> Finding:
    return Finding(
        code=finding.code,
        row=row.row,
        field=finding.field,
        value=finding.value,
        message=finding.message,
        remedy=finding.remedy,
        facts=finding.facts,
    )


def _refused(refusal: DomainError, row: AnswerRow) -> Finding:
    return Finding(
        code=refusal.code,
        row=row.row,
        field="code",
        value=row.code,
        message=refusal.sentence,
        remedy="Compare the row with the board of the period.",
        facts=refusal.facts,
    )
