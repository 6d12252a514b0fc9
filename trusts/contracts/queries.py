"""Questions about contracts: their terms, what is outstanding, and where it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Sum

from config.kernel.errors import NotFoundHere
from trusts.contracts.models import Contract, ContractTerms, Split, SplitLine
from trusts.contracts.rules import divide
from trusts.ledger.models import Line
from trusts.ledger.rules import INVESTMENTS, ZERO


@dataclass(frozen=True)
class ProjectShare:
    """What one project has of one contract: the percentage and the amount, in CNY."""

    project_id: int
    project_code: str
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Allocation:
    """Where the outstanding amount of one contract stands on a day, in CNY."""

    contract: Contract
    outstanding: Decimal
    split_id: int | None
    shares: tuple[ProjectShare, ...]
    unallocated: Decimal


def contract_by_code(code: str) -> Contract:
    """
    Return the confirmed contract with this code.

    :raises NotFoundHere: if none is confirmed.
    """
    found: Contract | None = Contract.objects.confirmed().filter(code=code).first()
    if found is None:
        raise NotFoundHere(what="contract", key=code)
    return found


def contracts(*, known_at: dt.datetime, product_ids: Iterable[int] | None = None) -> list[Contract]:
    """Return the contracts known at ``known_at``, of some products or of all, by code."""
    rows = Contract.objects.known(known_at).select_related("product")
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    return list(rows.order_by("code", "id"))


def standing_terms(
    contract_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, ContractTerms]:
    """Return, by contract id, the terms that hold on ``on`` as known at ``known_at``."""
    rows = (
        ContractTerms.objects.as_of(on, known_at=known_at)
        .filter(contract_id__in=list(contract_ids))
        .select_related("contract", "counterparty", "form")
    )
    return {row.contract_id: row for row in rows}


def standing_splits(
    contract_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Split]:
    """Return, by contract id, the split that holds on ``on``, its lines with it by project code."""
    lines = SplitLine.objects.order_by("project_code", "id")
    rows = (
        Split.objects.as_of(on, known_at=known_at)
        .filter(contract_id__in=list(contract_ids))
        .prefetch_related(Prefetch("lines", queryset=lines))
    )
    return {row.contract_id: row for row in rows}


def outstanding(
    contract_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Decimal]:
    """
    Return what is outstanding under each contract at the end of ``on``, in CNY.

    Disbursed minus repaid principal; accrued interest is not in it.
    """
    wanted = list(contract_ids)
    rows = (
        Line.objects.as_of(on, known_at=known_at)
        .filter(contract_id__in=wanted, account_id=INVESTMENTS)
        .values_list("contract_id")
        .annotate(balance=Sum("amount"))
    )
    return dict.fromkeys(wanted, ZERO) | dict(rows)


def allocations(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[Allocation]:
    """
    Return where the money of every contract stands on ``on``, by contract code.

    Shares and unallocated rest add up to the outstanding amount of the contract; the
    contracts of a product add up to its investments. Four statements, however many contracts.
    """
    known = contracts(known_at=known_at, product_ids=product_ids)
    return allocations_of(known, on=on, known_at=known_at)


def allocations_of(
    known: Sequence[Contract], *, on: dt.date, known_at: dt.datetime
) -> list[Allocation]:
    """Return where the money of the given contracts stands on ``on``, in their order."""
    ids = [contract.pk for contract in known]
    amounts = outstanding(ids, on=on, known_at=known_at)
    splits = standing_splits(ids, on=on, known_at=known_at)
    return [
        _allocation(contract, amounts[contract.pk], splits.get(contract.pk)) for contract in known
    ]


def _allocation(contract: Contract, amount: Decimal, split: Split | None) -> Allocation:
    lines = list(split.lines.all()) if split else []
    division = divide(amount, [line.percent for line in lines])
    shares = tuple(
        ProjectShare(line.project_id, line.project_code, line.percent, part)
        for line, part in zip(lines, division.parts, strict=True)
    )
    return Allocation(contract, amount, split.pk if split else None, shares, division.unallocated)
