"""What is unallocated, and since when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Sum

from trusts.contracts.models import Contract, Split
from trusts.contracts.queries.pieces import OpenLayer, Which, open_layers
from trusts.contracts.queries.placing import divided, lines_by_code
from trusts.contracts.rules import AgeBand, Layer, Rest, age_bands, rest_of
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


@dataclass(frozen=True)
class OpenRest:
    """What of one contract is unallocated, by its id and code alone."""

    contract_id: int
    contract_code: str
    outstanding: Decimal
    rest: Rest


def unallocated(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[Unallocated]:
    """
    Return the contracts with money that stands on no project on ``on``, the oldest first.

    By age of the oldest yuan, then by amount. Two statements, however many contracts.
    """
    return with_contracts(open_rests(on=on, known_at=known_at, product_ids=product_ids))


def open_rests(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[OpenRest]:
    """Return what of each contract is unallocated on ``on``, the oldest first; one statement."""
    which = Which(product_ids=None if product_ids is None else list(product_ids))
    layers = open_layers(which, on=on, known_at=known_at)
    rows = [_open_rest(list(each), on) for _, each in groupby(layers, lambda row: row.contract_id)]
    return sorted(rows, key=lambda row: (-row.rest.age_days, -row.rest.amount, row.contract_code))


def _open_rest(layers: Sequence[OpenLayer], on: dt.date) -> OpenRest:
    first = layers[0]
    rest = Rest(on, tuple(Layer(each.since_on, each.amount) for each in layers))
    return OpenRest(first.contract_id, first.contract_code, first.outstanding, rest)


def with_contracts(rows: Sequence[OpenRest]) -> list[Unallocated]:
    """Return the given rows, in their order, with the contracts themselves; one statement."""
    known = Contract.objects.select_related("product").in_bulk([row.contract_id for row in rows])
    return [Unallocated(known[row.contract_id], row.outstanding, row.rest) for row in rows]


def total_unallocated(rows: Sequence[Unallocated | OpenRest]) -> UnallocatedTotal:
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
