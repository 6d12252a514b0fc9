"""What is unallocated, and since when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from trusts.contracts.models import Contract, Split
from trusts.contracts.queries.placing import Allocation, allocations, divided, lines_by_code
from trusts.contracts.rules import AgeBand, Rest, age_bands, rest_of
from trusts.ledger.models import Line
from trusts.ledger.rules import INVESTMENTS, ZERO


@dataclass(frozen=True)
class Unallocated:
    """The money of one contract that stands on no project on a day, in layers by age."""

    contract: Contract
    outstanding: Decimal
    rest: Rest


@dataclass(frozen=True)
class UnallocatedTotal:
    """What is unallocated in several contracts: how much, how old, in bands of age."""

    amount: Decimal
    since_on: dt.date | None
    age_days: int
    bands: Mapping[AgeBand, Decimal]


def unallocated(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[Unallocated]:
    """
    Return the contracts with money that stands on no project on ``on``, the oldest first.

    By age of the oldest yuan, then by amount. Seven statements, however many contracts.
    """
    open_ = [
        each
        for each in allocations(on=on, known_at=known_at, product_ids=product_ids)
        if each.unallocated > 0
    ]
    found = rests([each.contract.pk for each in open_], on=on, known_at=known_at)
    rows = [_row(each, found[each.contract.pk]) for each in open_]
    return sorted(rows, key=lambda row: (-row.rest.age_days, -row.rest.amount, row.contract.code))


def _row(each: Allocation, rest: Rest) -> Unallocated:
    return Unallocated(each.contract, each.outstanding, rest)


def total_unallocated(rows: Sequence[Unallocated]) -> UnallocatedTotal:
    """Return the sum of unallocated money with the age of its oldest yuan, and by age."""
    oldest = max((row.rest.age_days for row in rows), default=0)
    return UnallocatedTotal(
        amount=sum((row.rest.amount for row in rows), ZERO),
        since_on=min((row.rest.since_on for row in rows if row.rest.since_on), default=None),
        age_days=oldest,
        bands=age_bands(row.rest for row in rows),
    )


def rests(contract_ids: Collection[int], *, on: dt.date, known_at: dt.datetime) -> dict[int, Rest]:
    """
    Return what of each contract is unallocated at the end of ``on``, in layers by age.

    The balance is taken on each day on which money moved or another split began, all as
    known at ``known_at``. Three statements.
    """
    moves: dict[int, dict[dt.date, Decimal]] = defaultdict(dict)
    lines = (
        Line.objects.as_of(on, known_at=known_at)
        .filter(contract_id__in=contract_ids, account_id=INVESTMENTS)
        .values_list("contract_id", "effective_on")
        .annotate(moved=Sum("amount"))
    )
    for contract_id, day, moved in lines:
        moves[contract_id][day] = moved
    splits: dict[int, dict[dt.date, Split]] = defaultdict(dict)
    versions = (
        Split.objects.standing(known_at)
        .filter(contract_id__in=contract_ids, effective_from__lte=on)
        .prefetch_related(lines_by_code())
        .order_by("effective_from", "recorded_at", "id")
    )
    for split in versions:
        splits[split.contract_id][split.effective_from] = split
    return {
        key: rest_of(_balances(moves.get(key, {}), splits.get(key, {})), on=on)
        for key in contract_ids
    }


def _balances(
    moves: Mapping[dt.date, Decimal], splits: Mapping[dt.date, Split]
) -> Iterator[tuple[dt.date, Decimal]]:
    """Yield what is unallocated at the end of each day on which that could change."""
    outstanding, standing = ZERO, None
    for day in sorted({*moves, *splits}):
        outstanding += moves.get(day, ZERO)
        standing = splits.get(day, standing)
        yield day, divided(outstanding, standing).unallocated
