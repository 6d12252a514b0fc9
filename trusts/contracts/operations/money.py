"""Acts on a contract's money: drawn and repaid, as entries in the product's books."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.kernel.errors import DomainError
from config.kernel.models import Actor
from trusts.contracts import queries
from trusts.contracts.models import Contract
from trusts.ledger.models import Entry
from trusts.ledger.operations import propose_entry
from trusts.ledger.rules import CASH, INVESTMENTS, EntryKind, transfer
from trusts.register.rules import ALL_THAT_IS_KNOWN


class NoTermsYet(DomainError):
    """Contract {contract} has no confirmed terms on {day}; money moves under terms."""

    code = "no_terms_yet"


class AboveCommitment(DomainError):
    """Contract {contract} would be outstanding with {outstanding}; {committed} is committed."""

    code = "above_commitment"


def propose_drawdown(
    *,
    contract: Contract,
    effective_on: dt.date,
    amount: Decimal,
    by: Actor,
    reason: str,
    memo: str = "",
) -> Entry:
    """
    Propose that money goes out under a contract: cash becomes an investment.

    :raises NoTermsYet: if no terms hold on that day.
    :raises AboveCommitment: if more would be outstanding than is committed.
    """
    _check_commitment(contract, effective_on, amount)
    return propose_entry(
        product=contract.product,
        effective_on=effective_on,
        kind=EntryKind.DRAWDOWN,
        postings=transfer(debit=INVESTMENTS, credit=CASH, amount=amount),
        memo=memo,
        contract_id=contract.pk,
        by=by,
        reason=reason,
    )


def propose_repayment(
    *,
    contract: Contract,
    effective_on: dt.date,
    amount: Decimal,
    by: Actor,
    reason: str,
    memo: str = "",
) -> Entry:
    """Propose that principal comes back under a contract; interest is income, not repayment."""
    return propose_entry(
        product=contract.product,
        effective_on=effective_on,
        kind=EntryKind.REPAYMENT,
        postings=transfer(debit=CASH, credit=INVESTMENTS, amount=amount),
        memo=memo,
        contract_id=contract.pk,
        by=by,
        reason=reason,
    )


def _check_commitment(contract: Contract, day: dt.date, amount: Decimal) -> None:
    known = ALL_THAT_IS_KNOWN
    terms = queries.standing_terms([contract.pk], on=day, known_at=known).get(contract.pk)
    if terms is None:
        raise NoTermsYet(contract=str(contract), day=day)
    after = queries.outstanding([contract.pk], on=day, known_at=known)[contract.pk] + amount
    if after > terms.committed_amount:
        raise AboveCommitment(
            contract=str(contract), outstanding=after, committed=terms.committed_amount
        )
