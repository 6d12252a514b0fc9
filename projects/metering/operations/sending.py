"""Keep a meter file, judge every reading in it, and propose it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.archive import operations as archive
from config.archive.models import StoredFile
from config.jobs import operations as jobs
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.models import Decision
from config.kernel.periods import Period
from projects.metering.models import LOAD, TAKE, MeterBatch
from projects.metering.operations.judging import Progress, judge, silent
from projects.metering.operations.loading import load
from projects.metering.rules.layout import FileLayout, Form, Sending
from projects.metering.rules.reading import MeterFile


def propose_meter_file(
    *,
    file: bytes | Path | BinaryIO,
    name: str,
    layout: FileLayout,
    period: Period,
    known_at: dt.datetime,
    by: User,
    reason: str,
    project_id: int | None = None,
    source: str = "",
    is_sample: bool = False,
) -> tuple[MeterBatch, bool]:
    """
    Keep the file, judge every reading, propose it, and ask a worker to load it.

    Return the batch and whether it was there already: the same file twice changes nothing. A
    file that its faults refuse is proposed so that they can be read, and is never loaded.

    :param period: the days that the file may speak of.
    :param known_at: the moment of reading: what stations are known, and which days are over.
    :param project_id: the project whose stations the file may speak of; None for all.
    :raises NotAllowed: if ``by`` may not propose meter files.
    :raises ReasonMissing: if ``reason`` is blank.
    """
    sent = Sending(
        name=name,
        layout=layout,
        period=period,
        project_id=project_id,
        source=source,
        is_sample=is_sample,
    )
    stored = _kept(file, sent, by=by, reason=reason)
    batch, judged = _propose(stored, sent, known_at=known_at, by=by, reason=reason)
    if judged and not judged.refused:
        jobs.request(kind=LOAD, key=str(batch.pk), by=by, payload={"batch_id": batch.pk})
    return batch, judged is None


def send_meter_file(
    *,
    file: bytes | Path | BinaryIO,
    name: str,
    layout: FileLayout,
    period: Period,
    known_at: dt.datetime,
    by: User,
    reason: str,
    project_id: int | None = None,
    source: str = "",
    is_sample: bool = False,
) -> Run:
    """
    Keep the file and ask a worker to judge, propose and load it in one pass.

    For files too large to be judged while somebody waits; the run's result names the batch.
    The same file again returns the same run, unless what came of it was rejected or withdrawn.

    :raises NotAllowed: if ``by`` may not propose meter files.
    :raises ReasonMissing: if ``reason`` is blank.
    """
    sent = Sending(
        name=name,
        layout=layout,
        period=period,
        project_id=project_id,
        source=source,
        is_sample=is_sample,
    )
    stored = _kept(file, sent, by=by, reason=reason)
    fallen = MeterBatch.objects.filter(
        file_sha256=stored.sha256, decision__in=[Decision.REJECTED, Decision.WITHDRAWN]
    )
    return jobs.request(
        kind=TAKE,
        key=f"{stored.sha256}-{fallen.count()}",
        by=by,
        payload={
            "stored_id": stored.pk,
            "sent": sent.to_json(),
            "known_at": known_at.isoformat(),
            "reason": reason,
        },
    )


def take(
    *,
    stored_id: int,
    sent: Mapping[str, Any],
    known_at: str,
    by: User,
    reason: str,
    progress: Progress,
) -> MeterBatch:
    """Judge, propose and load a kept file in one pass; begun again, it goes on where it was."""
    batch, judged = _propose(
        StoredFile.objects.get(pk=stored_id),
        Sending.from_json(sent),
        known_at=dt.datetime.fromisoformat(known_at),
        by=by,
        reason=reason,
        progress=progress,
    )
    if batch.is_pending and not batch.is_refused:
        load(batch=batch, progress=progress, judged=judged)
    return batch


def _kept(file: bytes | Path | BinaryIO, sent: Sending, *, by: User, reason: str) -> StoredFile:
    by.check_may(MeterBatch.propose_permission)
    if not reason.strip():
        raise proposals.ReasonMissing
    parquet = sent.layout.form is Form.PARQUET
    media_type = "application/vnd.apache.parquet" if parquet else "text/csv"
    return archive.store(content=file, name=sent.name, media_type=media_type)


def _propose(
    stored: StoredFile,
    sent: Sending,
    *,
    known_at: dt.datetime,
    by: User,
    reason: str,
    progress: Progress = silent,
) -> tuple[MeterBatch, MeterFile | None]:
    """Return the proposed batch and the judged file, or the batch that stood and None."""
    if twin := _twin(stored):
        return twin, None
    judged, errors_file = judge(
        original=stored, sent=sent, known_at=known_at, progress=progress, keep_findings=True
    )
    slices = [] if judged.refused else [part.plan for part in judged.slices()]
    batch = MeterBatch(
        kind=MeterBatch.KIND,
        source=sent.source,
        original=stored,
        original_name=sent.name[:255],
        file_sha256=stored.sha256,
        is_sample=sent.is_sample,
        project_id=sent.project_id,
        layout=sent.layout.to_json(),
        starts_on=sent.period.starts_on,
        ends_on=sent.period.ends_on,
        rows_read=judged.rows_read,
        rows_accepted=judged.rows_accepted,
        blocks=sum(each.blocks for each in slices),
        readings=sum(each.readings for each in slices),
        total_wh=sum(each.total_wh for each in slices),
        finding_counts=dict(judged.finding_counts),
        findings=[each.to_json() for each in judged.findings],
        errors_file=errors_file,
        plan={
            "known_at": known_at.isoformat(),
            "errors": judged.errors,
            "refused": judged.refused,
            "slices": [each.to_json() for each in slices],
        },
    )
    try:
        with transaction.atomic():
            return proposals.propose(batch, by=by, reason=reason), judged
    except IntegrityError:
        if twin := _twin(stored):
            return twin, None
        raise


def _twin(stored: StoredFile) -> MeterBatch | None:
    return MeterBatch.twin_of(kind=MeterBatch.KIND, file_sha256=stored.sha256)
