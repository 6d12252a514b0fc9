"""How much of the money replaced earlier financing, and how much was new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trusts.contracts.models import Contract
from trusts.contracts.queries.agreements import contracts, standing_terms
from trusts.contracts.queries.placing import outstanding
from trusts.contracts.rules import divide, percent_of
from trusts.ledger.rules import ZERO


@dataclass(frozen=True)
class LookBack:
    """One contract's outstanding amount: refinanced, new, or not stated which; in CNY."""

    contract: Contract
    percent: Decimal | None
    refinanced: Decimal
    new: Decimal
    not_stated: Decimal

    @property
    def outstanding(self) -> Decimal:
        """Return the outstanding amount."""
        return self.refinanced + self.new + self.not_stated


@dataclass(frozen=True)
class LookBackTotal:
    """What of several contracts is refinanced, new, or not stated which; in CNY."""

    refinanced: Decimal
    new: Decimal
    not_stated: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Return the refinancing share of what is stated, rounded down; None where nothing is."""
        stated = self.refinanced + self.new
        return percent_of(self.refinanced, stated) if stated else None


def look_back(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[LookBack]:
    """
    Return how much of each contract's outstanding amount is refinancing, by contract code.

    The percentage of the terms that hold on ``on``, of what is outstanding on ``on``; where the
    terms do not state one, the amount counts as neither.
    """
    known = contracts(known_at=known_at, product_ids=product_ids)
    ids = [contract.pk for contract in known]
    amounts = outstanding(ids, on=on, known_at=known_at)
    terms = standing_terms(ids, on=on, known_at=known_at)
    found = []
    for contract in known:
        held = terms.get(contract.pk)
        percent = held.look_back_percent if held else None
        found.append(look_back_of(contract, amounts[contract.pk], percent))
    return found


def total_look_back(rows: Sequence[LookBack]) -> LookBackTotal:
    """Return the sums over contracts."""
    return LookBackTotal(
        refinanced=sum((row.refinanced for row in rows), ZERO),
        new=sum((row.new for row in rows), ZERO),
        not_stated=sum((row.not_stated for row in rows), ZERO),
    )


def look_back_of(contract: Contract, amount: Decimal, percent: Decimal | None) -> LookBack:
    """Return an outstanding amount divided by the refinancing share of the terms, to the fen."""
    if percent is None:
        return LookBack(contract, None, ZERO, ZERO, amount)
    if percent == 0:
        return LookBack(contract, percent, ZERO, amount, ZERO)
    division = divide(amount, [percent])
    return LookBack(contract, percent, division.parts[0], division.unallocated, ZERO)
