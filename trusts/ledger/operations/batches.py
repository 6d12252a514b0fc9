"""Batches: entries staged in bulk, decided as one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, transaction

from config.kernel.errors import DomainError
from config.kernel.proposals import AlreadyDecided, RefusedByDatabase, plain_words
from trusts.ledger.models import Account, Entry, EntryBatch
from trusts.ledger.operations.chart import UnknownAccount
from trusts.ledger.rules import StagedEntry, check_balanced

CHUNK = 5000
_COLUMNS = (
    "batch_id",
    "batch_row",
    "product_id",
    "effective_on",
    "kind",
    "memo",
    "contract_id",
    "reverses_id",
    "postings",
    "proposed_by_id",
    "reason",
    "decision",
    "decision_note",
    "content_sha256",
)


class RowNotStaged(DomainError):
    """Row {row} of the batch cannot be staged: {why}"""

    code = "row_not_staged"
    status = 400


class MoreThanPlanned(DomainError):
    """The batch {batch} was proposed with {planned} entries; there are more."""

    code = "more_than_planned"


def stage_entries(
    batch: EntryBatch,
    rows: Iterable[StagedEntry],
    *,
    progress: Callable[[int, int], object] | None = None,
    chunk: int = CHUNK,
) -> int:
    """
    Write the entries of a pending batch, as proposals of its proposer; return how many.

    Goes through ``rows`` once, ``chunk`` at a time and a transaction each, and calls
    ``progress(done, total)`` after each. Rows that are staged already are passed over, so
    the act may be done again after a crash; nothing is posted until the batch is confirmed.

    :raises AlreadyDecided: if the batch is decided.
    :raises RowNotStaged: if a row is unbalanced or names an account outside the chart.
    :raises MoreThanPlanned: if there are more rows than the batch was proposed with.
    :raises RefusedByDatabase: with what the database refused.
    """
    if not batch.is_pending:
        raise AlreadyDecided(decision=batch.decision)
    known = frozenset(Account.objects.values_list("code", flat=True))
    here = set(Entry.objects.filter(batch=batch).values_list("batch_row", flat=True))
    done, written = len(here), 0
    for some in _chunks((row for row in rows if row.row not in here), chunk):
        for row in some:
            _check(row, known)
        done += len(some)
        if done > batch.entries:
            raise MoreThanPlanned(batch=str(batch), planned=batch.entries)
        _write(batch, some)
        written += len(some)
        if progress is not None:
            progress(done, batch.entries)
    return written


def _check(row: StagedEntry, known: frozenset[str]) -> None:
    try:
        check_balanced(row.postings)
        for each in row.postings:
            if each.account not in known:
                raise UnknownAccount(account=each.account)
    except DomainError as refusal:
        raise RowNotStaged(row=row.row, why=str(refusal)) from refusal


def _write(batch: EntryBatch, rows: list[StagedEntry]) -> None:
    columns = ", ".join(_COLUMNS)
    try:
        with (
            transaction.atomic(),
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(f"copy trusts_entry ({columns}) from stdin") as copy,
        ):
            for row in rows:
                copy.write_row(_values(batch, row))
    except IntegrityError as refusal:
        raise RefusedByDatabase(why=plain_words(refusal)) from refusal


def _values(batch: EntryBatch, row: StagedEntry) -> tuple[Any, ...]:
    return (
        batch.pk,
        row.row,
        row.product_id,
        row.effective_on,
        row.kind,
        row.memo,
        row.contract_id,
        row.reverses_id,
        json.dumps([each.to_json() for each in row.postings]),
        batch.proposed_by_id,
        batch.reason,
        "",
        "",
        "",
    )


def _chunks(rows: Iterator[StagedEntry], size: int) -> Iterator[list[StagedEntry]]:
    while some := list(islice(rows, size)):
        yield some
