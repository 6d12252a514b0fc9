"""Bring the day blocks of a proposed file into the database, each slice once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import zip_longest

from django.db import IntegrityError, connection, transaction

from config.kernel.errors import DomainError
from projects.metering.models import MeterBatch, MeterSlice
from projects.metering.operations.judging import Progress, judge
from projects.metering.rules.blocks import BLOCK_COLUMNS, COPY_HEAD, COPY_TAIL, MONTH_COLUMNS
from projects.metering.rules.reading import LoadedSlice, MeterFile


class ChangedUnderway(DomainError):
    """Read again, {name} gives other day blocks than were proposed; withdraw it, send it anew."""

    code = "changed_underway"


class NothingToLoad(DomainError):
    """{name} is {decision}; readings come into a file only while it waits for its decision."""

    code = "nothing_to_load"


def load(*, batch: MeterBatch, progress: Progress, judged: MeterFile | None = None) -> None:
    """
    Bring the blocks of a proposed file into the database, each slice in one transaction.

    What is loaded already is not loaded again, whoever did it and however that ended; two
    loaders at once do each slice once. ``judged`` spares a second reading of the file.

    :raises NothingToLoad: if the batch is decided, or refused by its faults.
    :raises ChangedUnderway: if the file read again gives other blocks than were proposed.
    """
    planned, loaded = batch.slice_plans, batch.loaded()
    if len(loaded) == len(planned) and not batch.is_refused:
        return
    if not batch.is_pending or batch.is_refused:
        raise NothingToLoad(name=batch.original_name, decision=batch.decision or "refused")
    if judged is None:
        judged, _findings = judge(
            original=batch.original,
            sent=batch.sent,
            known_at=dt.datetime.fromisoformat(batch.plan["known_at"]),
            progress=progress,
        )
    ensure_months(months={each.month for each in planned})
    done = sum(each.readings for each in planned if each.number in loaded)
    for part, plan in zip_longest(judged.slices(), planned):
        if part is None or part.plan != plan:
            raise ChangedUnderway(name=batch.original_name)
        if plan.number not in loaded:
            _load_slice(batch, part)
            done += plan.readings
            progress(done, batch.readings, "loading")


def ensure_months(*, months: Iterable[dt.date]) -> int:
    """Make the partitions of these months where they are missing; return how many were made."""
    made = 0
    with connection.cursor() as cursor:
        for month in sorted(months):
            cursor.execute("select projects_ensure_day_block_month(%s)", [month])
            made += bool(cursor.fetchone()[0])
    return made


def ensure_months_ahead(*, today: dt.date, months: int = 3) -> int:
    """Make the partitions of this month and the next ones; return how many were made."""
    first = today.year * 12 + today.month - 1
    ahead = range(first, first + months + 1)
    return ensure_months(months=[dt.date(at // 12, at % 12 + 1, 1) for at in ahead])


def _load_slice(batch: MeterBatch, part: LoadedSlice) -> None:
    plan = part.plan
    row = MeterSlice(
        batch=batch,
        number=plan.number,
        month=plan.month,
        blocks=plan.blocks,
        readings=plan.readings,
        total_wh=plan.total_wh,
        digest=plan.digest,
    )
    try:
        with transaction.atomic():
            row.save()  # first, so that a second loader of the same slice waits here
            _copy_blocks(batch.pk, part)
            _copy_months(batch.pk, part)
    except IntegrityError:
        if plan.number in batch.loaded():
            return
        batch.refresh_from_db(fields=["decision"])
        if not batch.is_pending:
            raise NothingToLoad(name=batch.original_name, decision=batch.decision) from None
        raise


def _copy_blocks(batch_id: int, part: LoadedSlice) -> None:
    columns = ", ".join(BLOCK_COLUMNS)
    statement = f"copy projects_dayblock ({columns}) from stdin (format binary)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(COPY_HEAD)
        for block in part.blocks.copy_bytes(batch_id):
            copy.write(block)
        copy.write(COPY_TAIL)


def _copy_months(batch_id: int, part: LoadedSlice) -> None:
    columns = ", ".join(MONTH_COLUMNS)
    statement = f"copy projects_stationmonth ({columns}) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in part.months.rows(batch_id):
            copy.write_row(row)
