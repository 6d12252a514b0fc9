"""Which contracts there are, and which terms hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from config.kernel.errors import NotFoundHere
from trusts.contracts.models import Contract, ContractTerms


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
    contract_ids: Iterable[int] | None, *, on: dt.date, known_at: dt.datetime
) -> dict[int, ContractTerms]:
    """
    Return, by contract id, the terms that hold on ``on`` as known at ``known_at``.

    Without ``contract_ids``, those of every contract.
    """
    rows = ContractTerms.objects.as_of(on, known_at=known_at)
    if contract_ids is not None:
        rows = rows.filter(contract_id__in=list(contract_ids))
    return {row.contract_id: row for row in rows.select_related("contract", "counterparty", "form")}
