"""Roll-ups: how much outstanding is green, by contract, product, company, class and form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.db import connection

from trusts.contracts import queries as contracts
from trusts.contracts.models import Contract
from trusts.contracts.queries import Allocation
from trusts.labels.models import GreenLabel
from trusts.labels.queries.labels import standing_labels
from trusts.labels.rules.amounts import (
    NOTHING,
    EntryAmount,
    PartAmount,
    TrustAmounts,
    divide_by_label,
    total,
)
from trusts.labels.rules.parts import Basis, CatalogueEntry
from trusts.labels.rules.support import Support, supported_percents
from trusts.labels.support import supports_from
from trusts.own_funds import queries as own_funds
from trusts.own_funds.queries import OwnPosition
from trusts.own_funds.rules import OwnMoney
from trusts.register.models import GreenForm, Product

Key = TypeVar("Key")


@dataclass(frozen=True)
class ContractGreen:
    """One contract's outstanding amount, divided by the label that stands for it."""

    contract: Contract
    label: GreenLabel | None
    amounts: TrustAmounts
    parts: tuple[PartAmount, ...]


class GreenPiece(NamedTuple):
    """
    A piece of one contract's outstanding amount, as its label divides it, in CNY.

    ``what`` is ``green`` (under an edition and a code), ``rest``, ``not_green`` or ``unlabelled``.
    """

    contract_id: int
    product_id: int
    label_id: int | None
    form_id: int | None
    what: str
    edition: str
    code: str
    amount: Decimal


@dataclass(frozen=True)
class Rollup:
    """
    The company's green position on a day as known at a moment.

    ``contracts`` is trust property; ``own`` is the company's own funds, beside it: of
    another type, which refuses to be added.
    """

    on: dt.date
    known_at: dt.datetime
    contracts: tuple[ContractGreen, ...]
    own: tuple[OwnPosition, ...]

    @cached_property
    def total(self) -> TrustAmounts:
        """Return trust property of all contracts together."""
        return total(each.amounts for each in self.contracts)

    @property
    def own_funds(self) -> OwnMoney:
        """Return the company's own funds in green assets, a line of its own."""
        return own_funds.total_of(self.own)

    @cached_property
    def by_product(self) -> Mapping[Product, TrustAmounts]:
        """Return the amounts by product, in the order of their codes."""
        grouped: dict[Product, TrustAmounts] = {}
        for each in sorted(self.contracts, key=lambda found: found.contract.product.code):
            product = each.contract.product
            grouped[product] = grouped.get(product, TrustAmounts()) + each.amounts
        return grouped

    @cached_property
    def by_entry(self) -> Mapping[CatalogueEntry, EntryAmount]:
        """Return the green amounts by catalogue edition and code."""
        grouped = self._grouped(lambda _contract, part: part.part.entry)
        return dict(sorted(grouped.items()))

    @cached_property
    def by_form(self) -> Mapping[GreenForm | None, EntryAmount]:
        """Return the green amounts by green form; under None what names no form."""
        grouped = self._grouped(lambda found, _part: found.label.form if found.label else None)
        return dict(sorted(grouped.items(), key=lambda each: each[0].code if each[0] else "~"))

    def _grouped(
        self, key_of: Callable[[ContractGreen, PartAmount], Key]
    ) -> dict[Key, EntryAmount]:
        grouped: dict[Key, EntryAmount] = {}
        for found in self.contracts:
            for part in found.parts:
                key = key_of(found, part)
                grouped[key] = grouped.get(key, EntryAmount()).plus(part)
        return grouped


def rollup(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> Rollup:
    """
    Return how much outstanding is green on ``on`` as known at ``known_at``, in CNY.

    Green, rest, not green and unlabelled add up to the outstanding amount of every contract,
    product and of the company. Nine statements, however many contracts. Own funds belong to
    the company: asked for some products only, they are left out.
    """
    known = contracts.contracts(known_at=known_at, product_ids=product_ids)
    own = own_funds.positions(on=on, known_at=known_at) if product_ids is None else []
    return Rollup(
        on=on,
        known_at=known_at,
        contracts=tuple(green_of(known, on=on, known_at=known_at)),
        own=tuple(own),
    )


def green_pieces(*, on: dt.date, known_at: dt.datetime) -> list[GreenPiece]:
    """
    Return the outstanding amounts of all contracts in pieces, by one statement.

    The same amounts as the roll-up's, to the fen, divided inside the database; what supports
    them is not asked. For sums over very many contracts.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select contract_id, product_id, label_id, form_id, what, edition, code, amount"
            " from trusts_green_pieces(%s, %s)",
            [on, known_at],
        )
        return [GreenPiece(*row) for row in cursor.fetchall()]


def green_of(
    known: Sequence[Contract], *, on: dt.date, known_at: dt.datetime
) -> list[ContractGreen]:
    """Return the given contracts' outstanding amounts by their labels, in their order."""
    placed = contracts.allocations_of(known, on=on, known_at=known_at)
    labels = standing_labels([each.pk for each in known], on=on, known_at=known_at)
    supports = supports_from(placed, on=on, known_at=known_at)
    return [
        _green(each, labels.get(each.contract.pk), supports[each.contract.pk]) for each in placed
    ]


def _green(placed: Allocation, label: GreenLabel | None, support: Support) -> ContractGreen:
    outstanding = placed.outstanding
    if label is None:
        return ContractGreen(placed.contract, None, TrustAmounts(unlabelled=outstanding), ())
    if label.basis == Basis.NOT_GREEN:
        return ContractGreen(placed.contract, label, TrustAmounts(not_green=outstanding), ())
    parts = label.parsed_parts()
    # What rests on a document is supported by it; what rests on projects, by what they carry.
    percents = (
        supported_percents(parts, support)
        if label.basis == Basis.PROJECTS
        else [part.percent for part in parts]
    )
    amounts, rest = divide_by_label(outstanding, parts, percents)
    found = TrustAmounts(
        green=sum((each.amount for each in amounts), NOTHING),
        rest=rest,
        supported=sum((each.supported for each in amounts), NOTHING),
    )
    return ContractGreen(placed.contract, label, found, tuple(amounts))
