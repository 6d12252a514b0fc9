"""Judge a kept file: every row read, every finding collected, nothing raised and nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from config.accounts.models import User
from config.archive import operations as archive
from config.archive import queries as archived
from config.archive.models import StoredFile
from trusts.intake.models import ImportProfile
from trusts.intake.operations.error_file import write_error_file
from trusts.intake.operations.movements import judge_movements
from trusts.intake.rules.files import Hints, OpenedFile, open_rows
from trusts.intake.rules.findings import finding
from trusts.intake.rules.judged import Judged
from trusts.intake.rules.reading import ReadRow
from trusts.intake.rules.sending import Sending
from trusts.intake.subjects import Acting, Subject, subject_of, try_rows


class Progress(Protocol):
    """How a judge says how far it has come."""

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Record the progress."""


def silent(done: int, total: int, message: str = "") -> None:
    """Record no progress: nobody is watching."""


def hints_of(sent: Sending) -> Hints:
    """Return how a file that was sent is read."""
    if sent.profile_id is None:
        return Hints()
    return ImportProfile.objects.get(pk=sent.profile_id).hints()


def judge(
    stored: StoredFile, sent: Sending, *, by: User, reason: str, progress: Progress = silent
) -> Judged:
    """
    Return the judgement of a kept file against what is confirmed at this moment.

    :raises UnreadableTable: if the file cannot be taken at all.
    """
    subject = subject_of(sent.subject)
    path = archived.path_of(stored)
    opened = open_rows(path, name=sent.name, columns=subject.columns, hints=hints_of(sent))
    judged = Judged(table=_about(opened))
    for each in opened.layout.findings:
        judged.add_finding(_headed(each))
    if subject.is_money:
        judge_movements(
            opened.rows,
            judged=judged,
            source=sent.source,
            leaves_out=sent.leaves_out,
            advance=lambda rows: progress(rows, 0, "judging"),
        )
    else:
        acting = Acting(by=by, reason=reason, is_sample=sent.is_sample)
        _judge_one_by_one(subject, opened, judged, acting, progress)
    if judged.rows_read == 0:
        judged.add_finding(finding("no_rows"))
    return judged


def errors_file(judged: Judged, stored: StoredFile, sent: Sending) -> StoredFile | None:
    """
    Keep the file of errors: the original columns, what is wrong and how to mend it.

    It holds every row of a file that its faults block, and only the rows left out of one
    that goes on without them, so that what is mended can be sent as it is.
    """
    if not judged.faulty:
        return None
    hints = hints_of(sent)
    subject = subject_of(sent.subject)
    path: Path = archived.path_of(stored)
    opened = open_rows(path, name=sent.name, columns=subject.columns, hints=hints)
    content = write_error_file(
        opened.table, judged, places=opened.layout.places, only_faulty=sent.leaves_out
    )
    stem = Path(sent.name).stem[:180]
    form = opened.table.form.value
    media_type = "text/csv" if form == "csv" else XLSX
    return archive.store(content=content, name=f"{stem}-errors.{form}", media_type=media_type)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _judge_one_by_one(
    subject: Subject, opened: OpenedFile, judged: Judged, acting: Acting, progress: Progress
) -> None:
    rows: list[ReadRow] = []
    for row in opened.rows:
        rows.append(row)
        if len(rows) > subject.most_rows:
            judged.add_finding(finding("too_many_rows", limit=subject.most_rows))
            judged.rows_read = len(rows)
            return
    total = len(rows)
    try_rows(subject, rows, acting, advance=lambda done: progress(done, total, "judging"))
    for row in rows:
        judged.add(row)
    judged.rows_read = total


def _headed(found: Any) -> Any:
    """Return a finding about the header as one about no row: it makes no row faulty."""
    return type(found)(
        code=found.code,
        message=found.message,
        severity=found.severity,
        field=found.field,
        value=found.value,
        remedy=found.remedy,
        facts=found.facts,
    )


def _about(opened: OpenedFile) -> dict[str, Any]:
    table = opened.table
    return {
        "form": table.form.value,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "columns": list(opened.layout.places),
    }
