"""Acts on contracts: opened, given terms, drawn and repaid, split over projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.models import Actor
from config.kernel.proposals import propose
from projects.registry import queries as registry
from trusts.contracts import queries, rules
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.ledger.models import Entry
from trusts.ledger.operations import propose_entry
from trusts.ledger.rules import CASH, INVESTMENTS, EntryKind, transfer
from trusts.register.models import ALIVE, Product
from trusts.register.operations import CodeTaken
from trusts.register.rules import ALL_THAT_IS_KNOWN


class NoTermsYet(DomainError):
    """Contract {contract} has no confirmed terms on {day}; money moves under terms."""

    code = "no_terms_yet"


class AboveCommitment(DomainError):
    """Contract {contract} would be outstanding with {outstanding}; {committed} is committed."""

    code = "above_commitment"


def propose_contract(
    *,
    product: Product,
    code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    reason: str,
    is_sample: bool = False,
) -> Contract:
    """
    Propose a fund-use contract of a product: what never changes of it.

    :raises CodeTaken: if the code is held already.
    """
    holder = Contract.objects.filter(ALIVE, code=code).first()
    if holder is not None:
        raise CodeTaken(field="code", value=code, holder=str(holder))
    contract = Contract(
        product=product, code=code, name_zh=name_zh, name_en=name_en, is_sample=is_sample
    )
    return propose(contract, by=by, reason=reason)


def propose_terms(*, terms: ContractTerms, by: Actor, reason: str) -> ContractTerms:
    """
    Propose a version of a contract's terms.

    ``terms`` is a row not yet saved; to correct a version, ``terms.supersedes`` names it.

    :raises InvalidInput: naming the fields that are wrong.
    """
    findings = rules.judge_terms(
        industry_code=terms.industry_code,
        province=terms.province,
        committed_amount=terms.committed_amount,
    )
    if findings:
        raise InvalidInput(findings)
    return propose(terms, by=by, reason=reason)


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


def propose_split(
    *,
    contract: Contract,
    effective_from: dt.date,
    percents: Mapping[str, Decimal],
    by: Actor,
    reason: str,
    supersedes: Split | None = None,
) -> Split:
    """
    Propose how a contract is split over projects from a day on: project code -> percentage.

    What the percentages leave of 100 is shown as unallocated.

    :raises NotFoundHere: if a project is not known.
    :raises BadShare: if a percentage is not one.
    :raises OverAllocated: if they exceed 100 together.
    """
    shares = [rules.Share(_project_id(code), code, percent) for code, percent in percents.items()]
    rules.check_shares(shares)
    split = Split(
        contract=contract,
        effective_from=effective_from,
        shares=[share.to_json() for share in shares],
        supersedes=supersedes,
    )
    return propose(split, by=by, reason=reason)


def _project_id(code: str) -> int:
    project = registry.project_of_code(code, known_at=ALL_THAT_IS_KNOWN)
    if project is None:
        raise NotFoundHere(what="project", key=code)
    return project.pk


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
