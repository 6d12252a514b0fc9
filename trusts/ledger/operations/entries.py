"""Entries and their reversals, proposed one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from config.kernel.errors import DomainError
from config.kernel.models import Actor, Decision
from config.kernel.proposals import propose
from trusts.ledger.models import Entry, PeriodMove
from trusts.ledger.operations.chart import check_accounts
from trusts.ledger.rules import EntryKind, Posting, check_balanced
from trusts.register.models import ALIVE, Product, UnitClass


class UnknownUnitClass(DomainError):
    """The product {product} has no unit class {unit_class}."""

    code = "unknown_unit_class"
    status = 400


class NotReversible(DomainError):
    """Entry {entry} is not confirmed: there is nothing to reverse; reject it instead."""

    code = "not_reversible"


class ReversedAlready(NotReversible):
    """Entry {entry} is reversed already, or its reversal awaits confirmation."""


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
    :raises UnknownUnitClass: if the product has no such class of units.
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
    check_accounts(postings)
    _check_classes(product, postings)
    PeriodMove.check_open(product, effective_on)
    return propose(entry, by=by, reason=reason)


def _check_classes(product: Product, postings: Sequence[Posting]) -> None:
    named = {each.unit_class for each in postings if each.unit_class}
    if not named:
        return
    known = UnitClass.objects.filter(ALIVE, product=product).values_list("code", flat=True)
    for code in sorted(named - set(known)):
        raise UnknownUnitClass(product=str(product), unit_class=code)


def propose_reversal(
    *, entry: Entry, effective_on: dt.date, by: Actor, reason: str, memo: str = ""
) -> Entry:
    """
    Propose the exact opposite of a confirmed entry, on a day whose books are open.

    :raises NotReversible: if the entry is not confirmed.
    :raises ReversedAlready: if it is reversed, or about to be.
    :raises PeriodClosed: if the day lies in a closed period.
    """
    check_reversible(entry)
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


def check_reversible(entry: Entry) -> None:
    """
    Refuse to take back what does not stand.

    :raises NotReversible: if the entry is not confirmed.
    :raises ReversedAlready: if it is reversed, or about to be.
    """
    if entry.decision != Decision.CONFIRMED:
        raise NotReversible(entry=str(entry))
    if Entry.objects.filter(ALIVE, reverses=entry).exists():
        raise ReversedAlready(entry=str(entry))
