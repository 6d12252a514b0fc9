"""Corrections: what was wrong is reversed, what is right is posted, both by one confirmation."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from django.db import transaction

from config.archive import operations as archive
from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.ledger.models import Entry, EntryBatch, PeriodMove
from trusts.ledger.operations.batches import stage_entries
from trusts.ledger.operations.chart import check_accounts
from trusts.ledger.operations.entries import check_reversible
from trusts.ledger.rules import EntryKind, Posting, StagedEntry, check_balanced


class NothingCorrected(DomainError):
    """Entry {entry} says exactly this already; there is nothing to correct."""

    code = "nothing_corrected"


@transaction.atomic
def propose_correction(
    *,
    entry: Entry,
    postings: Sequence[Posting],
    effective_on: dt.date,
    by: Actor,
    reason: str,
    memo: str = "",
) -> EntryBatch:
    """
    Propose the reversal of a confirmed entry and the right entry in its place, as one batch.

    Both are of the day ``effective_on``, whose books are open; the right entry keeps the
    kind and the contract of the wrong one (in place of a reversal its kind is "other").
    Row 1 of the batch is the reversal, row 2 the right entry; they are confirmed together
    or not at all.

    :raises NotReversible: if the entry is not confirmed.
    :raises ReversedAlready: if it is reversed, or about to be.
    :raises Unbalanced: if the new postings do not add up.
    :raises UnknownAccount: if the chart has no such account.
    :raises NothingCorrected: if day, postings and memo are those of the entry.
    :raises PeriodClosed: if the day lies in a closed period.
    """
    check_reversible(entry)
    check_balanced(postings)
    check_accounts(postings)
    said = (entry.effective_on, entry.parsed_postings(), entry.memo)
    if said == (effective_on, list(postings), memo or entry.memo):
        raise NothingCorrected(entry=str(entry))
    PeriodMove.check_open(entry.product, effective_on)
    rows = _rows(entry, postings, effective_on, memo)
    content = _described(entry, rows)
    name = f"correction-of-entry-{entry.pk}.json"
    batch = EntryBatch(
        kind=EntryBatch.CORRECTION,
        original=archive.store(content=content, name=name, media_type="application/json"),
        original_name=name,
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows_read=len(rows),
        rows_accepted=len(rows),
        entries=len(rows),
    )
    propose(batch, by=by, reason=reason)
    stage_entries(batch, rows)
    return batch


def _rows(
    entry: Entry, postings: Sequence[Posting], effective_on: dt.date, memo: str
) -> tuple[StagedEntry, StagedEntry]:
    wrong = StagedEntry(
        row=1,
        product_id=entry.product_id,
        effective_on=effective_on,
        kind=EntryKind.REVERSAL,
        postings=[-each for each in entry.parsed_postings()],
        memo=memo,
        contract_id=entry.contract_id,
        reverses_id=entry.pk,
    )
    right = StagedEntry(
        row=2,
        product_id=entry.product_id,
        effective_on=effective_on,
        kind=EntryKind.OTHER if entry.kind == EntryKind.REVERSAL else entry.kind,
        postings=postings,
        memo=memo or entry.memo,
        contract_id=entry.contract_id,
    )
    return wrong, right


def _described(entry: Entry, rows: Sequence[StagedEntry]) -> bytes:
    """Return the correction as the document that the batch rests on."""
    described = {
        "corrects": {"entry": entry.pk, "content_sha256": entry.content_sha256},
        "entries": [
            {
                "kind": str(row.kind),
                "effective_on": row.effective_on.isoformat(),
                "memo": row.memo,
                "postings": [each.to_json() for each in row.postings],
            }
            for row in rows
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2).encode()
