"""A small house of trusts for tests: one product, one contract, three projects."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection

from config.accounts.models import User
from config.archive.models import StoredFile
from config.kernel.models import Proposed
from config.kernel.proposals import confirm
from projects.registry.models import Project
from projects.registry.operations.projects import register_project
from projects.registry.rules.terms import Terms
from trusts.contracts import operations as contracts
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.ledger import operations as ledger
from trusts.ledger.models import Entry
from trusts.ledger.rules import EntryKind, Posting, transfer
from trusts.register import operations as register
from trusts.register import queries as register_queries
from trusts.register.models import Party, Product, ProductTerms
from trusts.register.rules import DOCUMENTED

Row = TypeVar("Row", bound=Proposed)
KINDS, FORMS = "CN-TRUST-2023", "GREEN-FORMS-2024"
JAN = dt.date(2025, 1, 1)
FEB = dt.date(2025, 2, 1)
MAR = dt.date(2025, 3, 1)


@dataclass
class Books:
    """The cast's acts in short: Alice proposes, Bob confirms."""

    alice: User
    bob: User

    def confirm(self, row: Row) -> Row:
        """Confirm as Bob."""
        return confirm(row, by=self.bob)

    @property
    def who(self) -> dict[str, Any]:
        """Return who proposes, and why."""
        return {"by": self.alice, "reason": "for the test"}

    def product(self, code: str = "T-1") -> Product:
        """Return a confirmed product."""
        row = register.propose_product(
            code=code,
            registration_code=f"REG-{code}",
            name_zh=f"信托{code}",
            name_en=f"Trust {code}",
            is_sample=True,
            **self.who,
        )
        return self.confirm(row)

    def party(self, code: str = "SPV") -> Party:
        """Return a confirmed party."""
        row = register.propose_party(
            code=code, name_zh="项目公司", name_en="Vehicle", party_type="company", **self.who
        )
        return self.confirm(row)

    def projects(self, *codes: str, invested: str = "1000000.00") -> list[Project]:
        """Return confirmed rooftop projects."""
        return [self._project(code, Decimal(invested)) for code in codes]

    def _project(self, code: str, invested: Decimal) -> Project:
        terms = Terms(
            name_zh=code,
            name_en=code,
            provinces=("河南",),
            state="in_operation",
            capacity=Decimal(10),
            capacity_unit="MW",
            effective_from=JAN,
            commissioned_on=JAN,
            total_investment_cny=invested,
            is_sample=True,
        )
        row = register_project(code=code, technology_code="rooftop_pv", terms=terms, **self.who)
        return self.confirm(row).project

    def terms(self, product: Product, *, effective_from: dt.date = JAN, **changes: Any) -> Any:
        """Return a proposal of terms of an equity trust."""
        values: dict[str, Any] = {
            "kind": register_queries.kind("AM.2", edition=KINDS),
            "form": register_queries.form("GT-EQUITY", edition=FORMS),
            "structure": "collective",
            "status": "in_run",
            "established_on": JAN,
            "document": self.paper() if changes.get("status") in DOCUMENTED else None,
        }
        row = ProductTerms(product=product, effective_from=effective_from, **(values | changes))
        return register.propose_terms(terms=row, **self.who)

    def paper(self, text: str = "resolution") -> StoredFile:
        """Return a document in the archive."""
        return register.keep_document(content=b"%PDF-1.7 " + text.encode(), name=f"{text}.pdf")

    def move(self, product: Product, to_status: str, day: dt.date, **more: Any) -> Any:
        """Return a proposal that a product moves, with its document."""
        given = {"document": self.paper(), **more}
        return register.propose_move(
            product=product, to_status=to_status, effective_from=day, **given, **self.who
        )

    def contract(
        self, product: Product, code: str = "C-1", *, committed: str = "1000000.00"
    ) -> Contract:
        """Return a confirmed contract with confirmed terms."""
        row = contracts.propose_contract(
            product=product, code=code, name_zh="合同", name_en="Contract", **self.who
        )
        contract = self.confirm(row)
        party = Party.objects.filter(code="SPV").first() or self.party()
        terms = ContractTerms(
            contract=contract,
            effective_from=JAN,
            instrument="equity",
            counterparty=party,
            industry_code="D4416",
            province="河南",
            committed_amount=Decimal(committed),
        )
        self.confirm(contracts.propose_terms(terms=terms, **self.who))
        return contract

    def subscription(self, product: Product, amount: str, day: dt.date = JAN) -> Entry:
        """Return a proposal that capital is paid in."""
        return self.entry(
            product,
            transfer(debit="cash", credit="paid_in_capital", amount=Decimal(amount)),
            kind=EntryKind.SUBSCRIPTION,
            day=day,
        )

    def expense(self, product: Product, amount: str, day: dt.date = JAN) -> Entry:
        """Return a proposal that a fee is paid."""
        return self.entry(
            product,
            transfer(debit="expense_trustee_fee", credit="cash", amount=Decimal(amount)),
            kind=EntryKind.EXPENSE,
            day=day,
        )

    def entry(
        self,
        product: Product,
        postings: tuple[Posting, ...],
        *,
        kind: str = EntryKind.OTHER,
        day: dt.date = JAN,
    ) -> Entry:
        """Return a proposed entry."""
        return ledger.propose_entry(
            product=product, effective_on=day, kind=kind, postings=postings, **self.who
        )

    def drawdown(self, contract: Contract, amount: str, day: dt.date = JAN) -> Entry:
        """Return a proposed drawdown."""
        return contracts.propose_drawdown(
            contract=contract, effective_on=day, amount=Decimal(amount), **self.who
        )

    def repayment(self, contract: Contract, amount: str, day: dt.date = JAN) -> Entry:
        """Return a proposed repayment."""
        return contracts.propose_repayment(
            contract=contract, effective_on=day, amount=Decimal(amount), **self.who
        )

    def split(
        self, contract: Contract, percents: dict[str, str], day: dt.date = JAN, **more: Any
    ) -> Split:
        """Return a proposed split."""
        return contracts.propose_split(
            contract=contract,
            effective_from=day,
            percents={code: Decimal(percent) for code, percent in percents.items()},
            **more,
            **self.who,
        )

    def split_amounts(
        self, contract: Contract, amounts: dict[str, str], day: dt.date = JAN, **more: Any
    ) -> Split:
        """Return a proposed split in amounts."""
        return contracts.propose_split(
            contract=contract,
            effective_from=day,
            amounts={code: Decimal(amount) for code, amount in amounts.items()},
            **more,
            **self.who,
        )

    def contract_terms(
        self, contract: Contract, *, effective_from: dt.date = JAN, **changes: Any
    ) -> ContractTerms:
        """Return a proposed version of a contract's terms."""
        values: dict[str, Any] = {
            "instrument": "loan",
            "counterparty": Party.objects.filter(code="SPV").first() or self.party(),
            "industry_code": "D4416",
            "province": "河南",
            "committed_amount": Decimal("1000000.00"),
        }
        row = ContractTerms(contract=contract, effective_from=effective_from, **(values | changes))
        return contracts.propose_terms(terms=row, **self.who)


def now() -> dt.datetime:
    """Return the database's moment: later than all that was recorded so far."""
    with connection.cursor() as cursor:
        cursor.execute("select kernel_now()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment
