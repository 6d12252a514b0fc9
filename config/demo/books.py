"""Step 2, the trusts' side: parties, products, their terms, money and contracts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.demo.acts import SAMPLE_REASON, Acts
from config.demo.portfolio import PARTIES, PRODUCTS, PROJECTS, SampleProduct
from config.demo.registered import FORM_EDITION, Registered
from trusts.contracts import operations as contracts
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.labels import operations as labels
from trusts.ledger import operations as ledger
from trusts.ledger.models import Entry
from trusts.ledger.rules import CASH, PAID_IN_CAPITAL, EntryKind, transfer
from trusts.register import operations as register
from trusts.register import queries as registered
from trusts.register.models import Party, PartyRole, Product

#: What the sample's instruments count as; stated, as a registrar would.
ASSET_CLASSES = {"loan": "debt", "equity": "equity"}


class Books(Acts):
    """The sample trusts' way into the books."""

    def editions(self) -> None:
        """Load classes, forms, the chart of accounts and the supplementary fields."""
        register.load_editions(by=self._cast.registrar)
        ledger.load_chart(by=self._cast.registrar)
        labels.load_fields(by=self._cast.registrar)

    def enter(self) -> dict[str, int]:
        """Register the parties and products, pay the money in, place it under contracts."""
        for party in PARTIES:
            self._party(party.code, party.name_zh, party.name_en)
        for product in PRODUCTS:
            self._product(product)
        self._depth(PRODUCTS[0])
        return {
            "products": Product.objects.confirmed().count(),
            "contracts": Contract.objects.confirmed().count(),
        }

    def _depth(self, sample: SampleProduct) -> None:
        """Have one product changed and filed, and a natural person among its settlors."""
        product, more = Product.objects.get(code=sample.code), Registered(self._cast)
        more.person(product, sample.established_on)
        more.change_one(product)

    def _party(self, code: str, name_zh: str, name_en: str) -> None:
        registrar = self._cast.registrar
        if not Party.objects.filter(code=code).exists():
            self._confirm(
                register.propose_party(
                    code=code,
                    name_zh=name_zh,
                    name_en=name_en,
                    party_type="company",
                    by=registrar,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )

    def _product(self, sample: SampleProduct) -> None:
        if not Product.objects.filter(code=sample.code).exists():
            self._confirm(
                register.propose_product(
                    code=sample.code,
                    registration_code=sample.registration_code,
                    name_zh=sample.name_zh,
                    name_en=sample.name_en,
                    by=self._cast.registrar,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )
        product = Product.objects.get(code=sample.code)
        self._terms(sample, product)
        self._money_in(sample, product)
        if sample.contract:
            self._contract(sample, product)

    def _terms(self, sample: SampleProduct, product: Product) -> None:
        Registered(self._cast).live(sample, product)
        roles = [("TRUSTEE", "trustee"), ("CUSTODIAN", "custodian")]
        if sample.code.startswith("CH"):
            roles.append(("CHARITY-SUPERVISOR", "charity_supervisor"))
        for code, role in roles:
            party = Party.objects.get(code=code)
            if not PartyRole.objects.filter(product=product, party=party, role=role).exists():
                self._confirm(
                    register.propose_role(
                        product=product,
                        party=party,
                        role=role,
                        effective_from=sample.established_on,
                        by=self._cast.registrar,
                        reason=SAMPLE_REASON,
                    )
                )

    def _money_in(self, sample: SampleProduct, product: Product) -> None:
        if not Entry.objects.filter(product=product, kind=EntryKind.SUBSCRIPTION).exists():
            self._confirm(
                ledger.propose_entry(
                    product=product,
                    effective_on=sample.established_on,
                    kind=EntryKind.SUBSCRIPTION,
                    postings=transfer(
                        amount=sample.paid_in_cny, debit=CASH, credit=PAID_IN_CAPITAL
                    ),
                    memo="sample subscription",
                    by=self._cast.registrar,
                    reason=SAMPLE_REASON,
                )
            )

    def _contract(self, sample: SampleProduct, product: Product) -> None:
        assert sample.contract is not None  # noqa: S101 (asked by the caller)
        project_code, instrument, drawn = sample.contract
        code = f"{sample.code}-C1"
        registrar = self._cast.registrar
        project = next(each for each in PROJECTS if each.code == project_code)
        day = sample.established_on + dt.timedelta(days=3)
        if not Contract.objects.filter(code=code).exists():
            self._confirm(
                contracts.propose_contract(
                    product=product,
                    code=code,
                    name_zh=f"{project.name_zh}资金运用合同(示例)",
                    name_en=f"Fund-use contract, {project.name_en} (sample)",
                    by=registrar,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )
        contract = Contract.objects.get(code=code)
        if not ContractTerms.objects.filter(contract=contract).exists():
            terms = ContractTerms(
                contract=contract,
                instrument=instrument,
                asset_class=ASSET_CLASSES[instrument],
                counterparty=Party.objects.get(code=project.owner),
                industry_code="D4416" if project.technology == "rooftop_pv" else "D4430",
                province=project.province,
                committed_amount=drawn,
                form=registered.form(sample.form_code, edition=FORM_EDITION),
                effective_from=sample.established_on,
                signed_on=sample.established_on,
            )
            self._confirm(contracts.propose_terms(terms=terms, by=registrar, reason=SAMPLE_REASON))
        if not Entry.objects.filter(contract=contract).exists():
            self._confirm(
                contracts.propose_drawdown(
                    contract=contract,
                    effective_on=day,
                    amount=drawn,
                    memo="sample drawdown",
                    by=registrar,
                    reason=SAMPLE_REASON,
                )
            )
        if not Split.objects.filter(contract=contract).exists():
            self._confirm(
                contracts.propose_split(
                    contract=contract,
                    effective_from=day,
                    percents={project_code: Decimal(100)},
                    by=registrar,
                    reason=SAMPLE_REASON,
                )
            )
