"""Send a file: refused at once or kept; judged, here if it is small, by a worker if it is large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, connection, transaction

from config.accounts.models import User
from config.archive import operations as archive
from config.archive.models import StoredFile
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.models import Decision
from config.tables.reading import Limits
from config.tables.reading.findings import refusal
from trusts.intake.models import TAKE, Import, ImportProfile
from trusts.intake.operations.judging import (
    XLSX,
    Progress,
    errors_file,
    hints_of,
    judge,
    silent,
)
from trusts.intake.rules.files import open_rows
from trusts.intake.rules.judged import Judged
from trusts.intake.rules.sending import Sending
from trusts.intake.subjects import subject_of
from trusts.ledger.models import EntryBatch
from trusts.ledger.operations import stage_entries

#: Up to so many bytes a file is judged while its sender waits.
JUDGED_AT_ONCE = 200_000
_BLOCK = 1 << 20
_LIMITS = Limits()


class NotBlocked(DomainError):
    """{name} is not blocked by faults, or is decided; there is nothing to judge again."""

    code = "not_blocked"


class ProfileOfAnother(DomainError):
    """The profile {profile} is not a confirmed profile for {subject}."""

    code = "profile_of_another"
    status = 400


class ReferencesTaken(DomainError):
    """References of {name} were taken by another import meanwhile; send it again."""

    code = "references_taken"


def send_file(
    *,
    file: bytes | Path | BinaryIO,
    name: str,
    subject: str,
    by: User,
    reason: str,
    profile: ImportProfile | None = None,
    source: str = "",
    leaves_out: bool = False,
    is_sample: bool = False,
) -> tuple[Import | Run, bool]:
    """
    Take in a file: return the import, or the run that makes it, and whether it stood already.

    A file that cannot be read, or whose header is not understood, is refused at once and not
    kept. A small file is judged here; a large one by a worker, whose run names the import.

    :param source: the system that the file comes from; the profile's own, if there is one.
    :raises InvalidInput: naming everything that is wrong with the file as a whole.
    :raises NotAllowed: if ``by`` may not propose imports.
    """
    by.check_may(Import.propose_permission)
    if not reason.strip():
        raise proposals.ReasonMissing
    subject_of(subject)
    _check_profile(profile, subject)
    sent = Sending(
        name=name[:255],
        subject=subject,
        source=profile.source if profile else source.strip(),
        profile_id=profile.pk if profile else None,
        leaves_out=leaves_out,
        is_sample=is_sample or bool(profile and profile.is_sample),
    )
    with _at_hand(file) as path:
        _check_header(path, sent)
        media_type = XLSX if name.lower().endswith(".xlsx") else "text/csv"
        stored = archive.store(content=path, name=sent.name, media_type=media_type)
    return _taken_or_asked(stored, sent, by=by, reason=reason)


def send_again(
    *, batch: Import, leaves_out: bool, by: User, reason: str
) -> tuple[Import | Run, bool]:
    """
    Judge a blocked file anew, against what is confirmed by now, with or without its faulty rows.

    The blocked import is withdrawn; only who sent it can have it judged again.

    :raises NotBlocked: if nothing blocks it, or it is decided.
    :raises NotItsProposer: if somebody else sent it.
    """
    if not batch.is_blocked or not batch.is_pending:
        raise NotBlocked(name=batch.original_name)
    sent = Sending(
        name=batch.original_name,
        subject=batch.subject,
        source=batch.source,
        profile_id=batch.profile_id,
        leaves_out=leaves_out,
        is_sample=batch.is_sample,
    )
    with transaction.atomic():
        proposals.withdraw(batch, by=by, note=reason)
        return _taken_or_asked(batch.original, sent, by=by, reason=reason)


def take(
    *,
    stored: StoredFile,
    sent: Sending,
    by: User,
    reason: str,
    progress: Progress = silent,
) -> tuple[Import, bool]:
    """
    Judge a kept file and propose it, its entries staged, in one transaction: all or nothing.

    Done again after a crash, it begins anew or finds the import that stands already.
    """
    if twin := _twin(stored, sent):
        return twin, True
    judged = judge(stored, sent, by=by, reason=reason, progress=progress)
    errors = errors_file(judged, stored, sent)
    row = _planned(stored, sent, judged, errors)
    try:
        with transaction.atomic():
            if judged.movements and not row.is_blocked:
                row.entry_batch = _entry_batch(stored, sent, judged, by=by, reason=reason)
            proposals.propose(row, by=by, reason=reason)
            if row.entry_batch is not None:
                _stage(row, row.entry_batch, judged, progress)
    except IntegrityError as fault:
        if twin := _twin(stored, sent):
            return twin, True
        if "a_reference_comes_once" in str(fault):
            raise ReferencesTaken(name=sent.name) from fault
        raise
    return row, False


def _taken_or_asked(
    stored: StoredFile, sent: Sending, *, by: User, reason: str
) -> tuple[Import | Run, bool]:
    if (twin := _twin(stored, sent)) is not None:
        return twin, True
    if stored.size_bytes <= JUDGED_AT_ONCE:
        return take(stored=stored, sent=sent, by=by, reason=reason)
    fallen = Import.objects.filter(
        file_sha256=stored.sha256, decision__in=[Decision.REJECTED, Decision.WITHDRAWN]
    )
    key = f"{stored.sha256}-{sent.subject}-{sent.profile_id or 0}-{fallen.count()}"
    run = jobs.request(
        kind=TAKE,
        key=key,
        by=by,
        payload={"stored_id": stored.pk, "sent": sent.to_json(), "reason": reason},
    )
    return run, run.attempts > 0


def _planned(
    stored: StoredFile, sent: Sending, judged: Judged, errors: StoredFile | None
) -> Import:
    blocking = [each for each in judged.heading if each.blocks]
    is_blocked = bool(blocking) or judged.rows_accepted == 0
    is_blocked = is_blocked or bool(judged.faulty and not sent.leaves_out)
    plan: dict[str, Any] = {"table": judged.table, "left_out": [], **judged.summary}
    if sent.leaves_out:
        plan["left_out"] = sorted(judged.faulty)
    return Import(
        kind=sent.subject,
        source=sent.source,
        original=stored,
        original_name=sent.name,
        file_sha256=stored.sha256,
        rows_read=judged.rows_read,
        rows_accepted=judged.rows_accepted,
        rows_faulty=len(judged.faulty),
        finding_counts=dict(judged.counts.most_common()),
        findings=judged.first_findings(),
        plan=plan,
        is_sample=sent.is_sample,
        profile_id=sent.profile_id,
        leaves_out=sent.leaves_out,
        is_blocked=is_blocked,
        errors_file=errors,
    )


def _entry_batch(
    stored: StoredFile, sent: Sending, judged: Judged, *, by: User, reason: str
) -> EntryBatch:
    batch = EntryBatch(
        kind=EntryBatch.IMPORT,
        source=sent.source,
        original=stored,
        original_name=sent.name,
        file_sha256=stored.sha256,
        rows_read=judged.rows_read,
        rows_accepted=judged.rows_accepted,
        plan=judged.summary,
        is_sample=sent.is_sample,
        entries=len(judged.movements),
    )
    return proposals.propose(batch, by=by, reason=reason)


def _stage(row: Import, batch: EntryBatch, judged: Judged, progress: Progress) -> None:
    with connection.cursor() as cursor:
        statement = "copy trusts_heldreference (source, reference, batch_id, row) from stdin"
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for each in judged.movements:
                if each.reference:
                    copy.write_row((row.source, each.reference, row.pk, each.row))
    stage_entries(
        batch,
        (each.to_entry() for each in judged.movements),
        progress=lambda done, total: progress(done, total, "staging"),
    )


def _twin(stored: StoredFile, sent: Sending) -> Import | None:
    return Import.twin_of(kind=sent.subject, file_sha256=stored.sha256)


def _check_profile(profile: ImportProfile | None, subject: str) -> None:
    if profile is None:
        return
    if profile.subject != subject or profile.decision != Decision.CONFIRMED:
        raise ProfileOfAnother(profile=str(profile), subject=subject)


def _check_header(path: Path, sent: Sending) -> None:
    """Refuse a file that cannot be read, or whose header is not understood, before it is kept."""
    columns = subject_of(sent.subject).columns
    opened = open_rows(path, name=sent.name, columns=columns, hints=hints_of(sent))
    errors = [each for each in opened.layout.findings if each.blocks]
    if errors:
        raise InvalidInput(errors)


@contextmanager
def _at_hand(file: bytes | Path | BinaryIO) -> Iterator[Path]:
    """Have the file as a path, cut off where it is too large to be taken anyway."""
    if isinstance(file, Path):
        yield file
        return
    with tempfile.NamedTemporaryFile(prefix="intake-") as aside:
        size = 0
        for block in [file] if isinstance(file, bytes) else iter(lambda: file.read(_BLOCK), b""):
            size += len(block)
            if size > _LIMITS.file_bytes:
                raise refusal("file_too_large", size=size, limit=_LIMITS.file_bytes)
            aside.write(block)
        aside.flush()
        yield Path(aside.name)
