"""Acts on the books: entries and reversals proposed, periods closed and reopened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from config.kernel.errors import DomainError
from config.kernel.models import Actor, Decision
from config.kernel.periods import Period
from config.kernel.proposals import propose
from trusts.ledger.models import Account, Entry, PeriodMove
from trusts.ledger.rules import EntryKind, PeriodMoveKind, Posting, check_balanced
from trusts.register.editions import read_edition
from trusts.register.models import ALIVE, Product


class UnknownAccount(DomainError):
    """The chart has no account {account}."""

    code = "unknown_account"
    status = 400


class NotReversible(DomainError):
    """Entry {entry} is not confirmed: there is nothing to reverse; reject it instead."""

    code = "not_reversible"


class ReversedAlready(NotReversible):
    """Entry {entry} is reversed already, or its reversal awaits confirmation."""


@transaction.atomic
def load_chart(*, by: Actor) -> int:
    """
    Record the shipped chart of accounts; accounts that stand already are left alone.

    Returns how many were added.

    :raises EditionDamaged: if the file is not the one its manifest names.
    """
    by.check_may(Entry.propose_permission)
    edition = read_edition("trusts.ledger", "accounts.csv")
    standing = set(Account.objects.values_list("code", flat=True))
    missing = [row for row in edition.rows if row["code"] not in standing]
    for row in missing:
        Account(edition=edition.code, **row).save()
    return len(missing)


def propose_entry(
    *,
    product: Product,
    effective_on: dt.date,
    kind: str,
    postings: Sequence[Posting],
    by: Actor,
    reason: str,
    memo: str = "",
    contract_id: int | None = None,
) -> Entry:
    """
    Propose an entry; its postings are frozen with it, and become lines when it is confirmed.

    ``contract_id`` names a contract of the same product wherever investments move.

    :raises Unbalanced: if debits and credits differ.
    :raises UnknownAccount: if the chart has no such account.
    :raises PeriodClosed: if the day lies in a closed period.
    """
    entry = Entry(
        product=product,
        effective_on=effective_on,
        kind=kind,
        memo=memo,
        contract_id=contract_id,
        postings=[each.to_json() for each in postings],
    )
    check_balanced(postings)
    _check_accounts(postings)
    PeriodMove.check_open(product, effective_on)
    return propose(entry, by=by, reason=reason)


def propose_reversal(
    *, entry: Entry, effective_on: dt.date, by: Actor, reason: str, memo: str = ""
) -> Entry:
    """
    Propose the exact opposite of a confirmed entry, on a day whose books are open.

    :raises NotReversible: if the entry is not confirmed.
    :raises ReversedAlready: if it is reversed, or about to be.
    :raises PeriodClosed: if the day lies in a closed period.
    """
    if entry.decision != Decision.CONFIRMED:
        raise NotReversible(entry=str(entry))
    if Entry.objects.filter(ALIVE, reverses=entry).exists():
        raise ReversedAlready(entry=str(entry))
    PeriodMove.check_open(entry.product, effective_on)
    opposite = Entry(
        product=entry.product,
        effective_on=effective_on,
        kind=EntryKind.REVERSAL,
        memo=memo,
        contract=entry.contract,
        reverses=entry,
        postings=[(-each).to_json() for each in entry.parsed_postings()],
    )
    return propose(opposite, by=by, reason=reason)


def propose_close(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to close a product's books for the days of ``period``."""
    return _propose_move(product, period, PeriodMoveKind.CLOSE, by=by, reason=reason)


def propose_reopen(*, product: Product, period: Period, by: Actor, reason: str) -> PeriodMove:
    """Propose to open closed days of a product's books again."""
    return _propose_move(product, period, PeriodMoveKind.REOPEN, by=by, reason=reason)


def _propose_move(
    product: Product, period: Period, move: PeriodMoveKind, *, by: Actor, reason: str
) -> PeriodMove:
    row = PeriodMove(product=product, starts_on=period.starts_on, ends_on=period.ends_on, move=move)
    return propose(row, by=by, reason=reason)


def _check_accounts(postings: Sequence[Posting]) -> None:
    known = set(Account.objects.values_list("code", flat=True))
    for each in postings:
        if each.account not in known:
            raise UnknownAccount(account=each.account)
