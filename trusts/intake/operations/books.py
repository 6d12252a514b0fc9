"""What the books know of the codes in a file: asked in sets, thousands of rows at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from trusts.contracts.models import Contract, ContractTerms
from trusts.intake.models import HeldReference
from trusts.ledger.models import Account, Line, PeriodMove
from trusts.ledger.rules import CASH, INVESTMENTS, PeriodMoveKind
from trusts.register.models import Product, UnitClass
from trusts.register.rules import ALL_THAT_IS_KNOWN

Days = Mapping[dt.date, Decimal]


@dataclass(frozen=True)
class KnownContract:
    """A confirmed contract: its id, and whose it is."""

    id: int
    product_id: int


@dataclass
class Books:
    """The confirmed products, contracts, classes and periods that rows have named so far."""

    source: str
    products: dict[str, int | None] = field(default_factory=dict)
    contracts: dict[str, KnownContract | None] = field(default_factory=dict)
    classes: dict[int, set[str]] = field(default_factory=dict)
    periods: dict[int, list[tuple[dt.date, dt.date, bool]]] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.accounts = frozenset(Account.objects.values_list("code", flat=True))

    def look_up(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Learn what the rows name that is not known yet; return the references that are taken."""
        self._products({row["product"] for row in rows if row.get("product")})
        self._contracts({row["contract"] for row in rows if row.get("contract")})
        return self._taken({row["reference"] for row in rows if row.get("reference")})

    def is_closed(self, product_id: int, day: dt.date) -> bool:
        """Return whether the latest confirmed decision that speaks of the day closed it."""
        for starts_on, ends_on, closes in self.periods.get(product_id, ()):
            if starts_on <= day < ends_on:
                return closes
        return False

    def product_code(self, product_id: int) -> str:
        """Return the code of a product that some row named."""
        named = (code for code, found in self.products.items() if found == product_id)
        return next(named, f"#{product_id}")

    def _products(self, codes: Iterable[str]) -> None:
        new = [code for code in codes if code not in self.products]
        if not new:
            return
        self.products |= dict.fromkeys(new)
        found = Product.objects.confirmed().filter(code__in=new)
        self.products |= dict(found.values_list("code", "id"))
        ids = [id_ for code in new if (id_ := self.products[code]) is not None]
        classes = UnitClass.objects.confirmed().filter(product_id__in=ids)
        for product_id, code in classes.values_list("product_id", "code"):
            self.classes.setdefault(product_id, set()).add(code)
        moves = PeriodMove.objects.confirmed().filter(product_id__in=ids)
        latest_first = moves.order_by("product_id", "-recorded_at", "-id")
        for product_id, *period, move in latest_first.values_list(
            "product_id", "starts_on", "ends_on", "move"
        ):
            closes = move == PeriodMoveKind.CLOSE
            self.periods.setdefault(product_id, []).append((period[0], period[1], closes))

    def _contracts(self, codes: Iterable[str]) -> None:
        new = [code for code in codes if code not in self.contracts]
        if not new:
            return
        self.contracts |= dict.fromkeys(new)
        found = Contract.objects.confirmed().filter(code__in=new)
        for code, id_, product_id in found.values_list("code", "id", "product_id"):
            self.contracts[code] = KnownContract(id_, product_id)

    def _taken(self, references: set[str]) -> dict[str, str]:
        held = HeldReference.objects.filter(source=self.source, reference__in=references)
        return {
            reference: f"#{batch} {name}"
            for reference, batch, name in held.values_list(
                "reference", "batch_id", "batch__original_name"
            )
        }


def cash_by_day(product_ids: Iterable[int]) -> dict[int, Days]:
    """Return by how much the recorded cash of each product changes on each day."""
    return _by_day("product_id", Q(product_id__in=list(product_ids), account_id=CASH))


def invested_by_day(contract_ids: Iterable[int]) -> dict[int, Days]:
    """Return by how much what is outstanding under each contract changes on each day."""
    return _by_day("contract_id", Q(contract_id__in=list(contract_ids), account_id=INVESTMENTS))


def commitments(contract_ids: Iterable[int]) -> dict[int, list[tuple[dt.date, Decimal]]]:
    """Return what each contract commits from which day on, the latest day first."""
    rows = (
        ContractTerms.objects.standing(ALL_THAT_IS_KNOWN)
        .filter(contract_id__in=list(contract_ids))
        .order_by("contract_id", "-effective_from", "-recorded_at", "-id")
    )
    found: dict[int, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    for contract_id, day, amount in rows.values_list(
        "contract_id", "effective_from", "committed_amount"
    ):
        found[contract_id].append((day, amount))
    return found


def _by_day(key: str, chosen: Q) -> dict[int, Days]:
    rows = Line.objects.filter(chosen).values_list(key, "effective_on").annotate(sum=Sum("amount"))
    found: dict[int, dict[dt.date, Decimal]] = defaultdict(dict)
    for owner, day, amount in rows:
        found[owner][day] = amount
    return dict(found)
