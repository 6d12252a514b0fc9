"""The chain: what a product holds, through its contracts, to the projects; it adds up each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trusts.contracts.queries.placing import Allocation, allocations_by_product
from trusts.ledger import queries as ledger
from trusts.ledger.rules import CASH, INVESTMENTS, ZERO, AccountNature, Balances
from trusts.register import queries as register
from trusts.register.models import Product


@dataclass(frozen=True)
class ProductChain:
    """
    Where the yuan of one product stand at the end of a day, and what its ledger says.

    From below: cash, what stands on projects and what stands on none, contract by contract.
    From above: the assets in the books. ``difference`` is what the two differ by; it is zero.
    """

    product: Product
    cash: Decimal
    placed: tuple[Allocation, ...]
    other_assets: Decimal
    ledger_investments: Decimal
    ledger_assets: Decimal

    @property
    def in_projects(self) -> Decimal:
        """Return what stands on projects, in CNY."""
        return sum((each.allocated for each in self.placed), ZERO)

    @property
    def unallocated(self) -> Decimal:
        """Return what is placed under contracts and stands on no project, in CNY."""
        return sum((each.unallocated for each in self.placed), ZERO)

    @property
    def total(self) -> Decimal:
        """Return the sum of the links: cash, projects, unallocated, other assets."""
        return self.cash + self.in_projects + self.unallocated + self.other_assets

    @property
    def difference(self) -> Decimal:
        """Return what the links differ by from the books: zero, or something is wrong."""
        return self.total - self.ledger_assets


def chain(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[ProductChain]:
    """
    Return where the yuan of each product stand at the end of ``on``, by product code.

    cash + sum over contracts (sum over projects + unallocated) + other assets = the assets in
    the product's books, to the fen. Five statements, however many products.
    """
    wanted = None if product_ids is None else set(product_ids)
    products = [
        each for each in register.products(known_at=known_at) if wanted is None or each.pk in wanted
    ]
    return chains_of(products, on=on, known_at=known_at)


def chains_of(
    products: Sequence[Product], *, on: dt.date, known_at: dt.datetime
) -> list[ProductChain]:
    """Return where the yuan of the given products stand, in their order; four statements."""
    ids = [each.pk for each in products]
    books = ledger.balances(ids, on=on, known_at=known_at)
    assets = [each.code for each in ledger.chart() if each.nature == AccountNature.ASSET]
    placed = allocations_by_product(ids, on=on, known_at=known_at)
    return [_chain(each, books[each.pk], tuple(placed[each.pk]), assets) for each in products]


def _chain(
    product: Product,
    books: Balances,
    placed: tuple[Allocation, ...],
    assets: list[str],
) -> ProductChain:
    return ProductChain(
        product=product,
        cash=books.cash,
        placed=placed,
        other_assets=sum(
            (books.of(code) for code in assets if code not in {CASH, INVESTMENTS}), ZERO
        ),
        ledger_investments=books.investments,
        ledger_assets=sum((books.of(code) for code in assets), ZERO),
    )
