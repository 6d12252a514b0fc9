"""The asset mix of products: cash apart, contracts by the asset class that their terms state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from trusts.contracts.rules import AssetClass
from trusts.ledger.rules import ZERO
from trusts.oversight.queries.question import PlacedContract, Question
from trusts.oversight.rules import AGREED, IN_RUN, MIXED, Fit, Mix, fitting_kinds, judge_mix
from trusts.register.models import Product, TrustKind


@dataclass(frozen=True)
class ProductMix:
    """The asset mix of one asset-management product in run, and whether it fits its kind."""

    product: Product
    kind: TrustKind
    mix: Mix
    fit: Fit
    #: The kinds that the mix fits, or may fit by what is not stated.
    fitting: tuple[str, ...]


def asset_mixes(
    *, on: dt.date, known_at: dt.datetime, product_ids: Collection[int] | None = None
) -> list[ProductMix]:
    """
    Return the asset mix of every asset-management product in run on ``on``, by product code.

    Only what the terms of contracts state counts to a class; an instrument suggests one and
    is never put in its place. Four statements, however many products and contracts.
    """
    found = mixes_of(Question(on=on, known_at=known_at))
    return [each for each in found if product_ids is None or each.product.pk in product_ids]


def mixes_of(question: Question) -> Iterator[ProductMix]:
    """Yield the asset mixes that a question reads."""
    judged = {*AGREED, MIXED}
    for terms in question.terms:
        if terms.kind.code in judged and terms.status in IN_RUN:
            mix = _mix(
                question.placed_by_product.get(terms.product_id, []),
                cash=question.balances[terms.product_id].cash,
            )
            fit = judge_mix(terms.kind.code, mix)
            yield ProductMix(terms.product, terms.kind, mix, fit, fitting_kinds(mix))


def _mix(contracts: Iterable[PlacedContract], *, cash: Decimal) -> Mix:
    by_class: dict[AssetClass, Decimal] = {}
    unstated = ZERO
    for each in contracts:
        if each.asset_class:
            key = AssetClass(each.asset_class)
            by_class[key] = by_class.get(key, ZERO) + each.amount
        else:
            unstated += each.amount
    return Mix(by_class, unstated, cash)
