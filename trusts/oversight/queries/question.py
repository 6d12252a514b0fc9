"""One question to the books, what all its checks read read once, and what a check answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from config.kernel.findings import Finding
from trusts.contracts.models import ContractTerms
from trusts.ledger import queries as ledger
from trusts.ledger.models import Line
from trusts.ledger.rules import INVESTMENTS, ZERO, Balances
from trusts.oversight.rules import Rule, Weight
from trusts.register.models import Product, ProductTerms

#: From which share of all placed money on the house asks about one counterparty.
ASKED_FROM_PERCENT = Decimal(25)


@dataclass(frozen=True)
class Standing:
    """One thing that stands against a product, or against the company where there is none."""

    rule: Rule
    weight: Weight
    finding: Finding
    product: Product | None = None


@dataclass(frozen=True)
class PlacedContract:
    """One contract with money out: what kind of asset it is, with whom, and how much, in CNY."""

    contract_id: int
    product_id: int
    asset_class: str
    instrument: str
    counterparty: str
    amount: Decimal


class Question:
    """A day, what was known of it when; what the checks share is read once, in few statements."""

    def __init__(
        self,
        *,
        on: dt.date,
        known_at: dt.datetime,
        counterparty_percent: Decimal = ASKED_FROM_PERCENT,
    ) -> None:
        self.on = on
        self.known_at = known_at
        self.counterparty_percent = counterparty_percent

    @cached_property
    def terms(self) -> list[ProductTerms]:
        """Return the terms that hold on the day, by product code."""
        rows = ProductTerms.objects.as_of(self.on, known_at=self.known_at)
        return list(rows.select_related("product", "kind").order_by("product__code", "id"))

    @cached_property
    def balances(self) -> dict[int, Balances]:
        """Return the balances of every product with terms."""
        products = [each.product_id for each in self.terms]
        return ledger.balances(products, on=self.on, known_at=self.known_at)

    @cached_property
    def placed(self) -> list[PlacedContract]:
        """Return the contracts with money out, by id; two statements."""
        sums = (
            Line.objects.as_of(self.on, known_at=self.known_at)
            .filter(contract_id__isnull=False, account_id=INVESTMENTS)
            .values_list("contract_id", "product_id")
            .annotate(amount=Sum("amount"))
        )
        said = {
            contract: words
            for contract, *words in ContractTerms.objects.holding(
                self.on, known_at=self.known_at
            ).values_list("contract_id", "asset_class", "instrument", "counterparty__code")
        }
        found = []
        for contract, product, amount in sorted(sums):
            if amount:
                asset_class, instrument, counterparty = said.get(contract, ("", "", ""))
                found.append(
                    PlacedContract(contract, product, asset_class, instrument, counterparty, amount)
                )
        return found

    @cached_property
    def placed_by_product(self) -> dict[int, list[PlacedContract]]:
        """Return the contracts with money out, by product id."""
        found: dict[int, list[PlacedContract]] = defaultdict(list)
        for each in self.placed:
            found[each.product_id].append(each)
        return found

    @cached_property
    def all_placed(self) -> Decimal:
        """Return all that is placed under contracts, in CNY."""
        return sum((each.amount for each in self.placed), ZERO)
