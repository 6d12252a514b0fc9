"""A small portfolio of every asset class, for tests of what money finances."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.trusts.books import JAN, Books
from trusts.attribution import operations
from trusts.attribution.models import Exposure, Investee, InvesteeEmission, InvesteeYear
from trusts.contracts import operations as contracts
from trusts.contracts.models import Contract, ContractTerms
from trusts.register.models import Party, Product


@dataclass
class Financing:
    """Short ways to say what money finances; Alice proposes, Bob confirms."""

    books: Books

    def investee(self, code: str, kind: str, **more: Any) -> Investee:
        """Return a confirmed investee."""
        row = Investee(code=code, name_zh="被投对象", name_en="Investee", kind=kind, **more)
        return self.books.confirm(operations.propose_investee(investee=row, **self.books.who))

    def year(self, investee: Investee, year: int = 2025, **amounts: Any) -> InvesteeYear:
        """Return the confirmed value of an investee."""
        given = {name: Decimal(value) for name, value in amounts.items()}
        row = InvesteeYear(investee=investee, year=year, source="test", **given)
        return self.books.confirm(operations.propose_year(year=row, **self.books.who))

    def emission(
        self, investee: Investee, kind: str, mass: str, option: str = "1b", **more: Any
    ) -> InvesteeEmission:
        """Return the confirmed emissions of an investee in 2025."""
        row = InvesteeEmission(
            investee=investee,
            kind=kind,
            mass_tco2e=Decimal(mass),
            option=option,
            source="test",
            **{"year": 2025, **more},
        )
        return self.books.confirm(operations.propose_emission(emission=row, **self.books.who))

    def exposure(
        self,
        contract: Contract,
        investee: Investee,
        asset_class: str,
        *,
        effective_from: dt.date = JAN,
        **more: Any,
    ) -> Exposure:
        """Return a confirmed exposure."""
        row = Exposure(
            contract=contract,
            investee=investee,
            asset_class=asset_class,
            effective_from=effective_from,
            **more,
        )
        return self.books.confirm(operations.propose_exposure(exposure=row, **self.books.who))

    def contract(
        self,
        product: Product,
        code: str,
        drawn: str,
        *,
        instrument: str = "loan",
        party: Party | None = None,
    ) -> Contract:
        """Return a confirmed contract on which money was drawn on the first day."""
        row = contracts.propose_contract(
            product=product, code=code, name_zh="合同", name_en="Contract", **self.books.who
        )
        contract = self.books.confirm(row)
        counterparty = party or Party.objects.filter(code="SPV").first() or self.books.party()
        terms = ContractTerms(
            contract=contract,
            effective_from=JAN,
            instrument=instrument,
            counterparty=counterparty,
            industry_code="D4416",
            province="河南",
            committed_amount=Decimal(drawn),
        )
        self.books.confirm(contracts.propose_terms(terms=terms, **self.books.who))
        self.books.confirm(self.books.drawdown(contract, drawn))
        return contract
