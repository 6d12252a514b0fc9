"""Step 3, the trusts' side: which contracts are green, what is filled in, and own funds beside."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from config.demo.acts import SAMPLE_REASON, Acts
from config.demo.portfolio import PRODUCTS, SampleProduct
from config.demo.registered import FORM_EDITION
from projects.registry.models import Project
from trusts.contracts.models import Contract
from trusts.labels import operations as labels
from trusts.labels import queries as labelled
from trusts.labels.models import GreenLabel, SupplementaryValue
from trusts.labels.operations import ValueDraft
from trusts.labels.rules.parts import Basis, Part
from trusts.own_funds import operations as own_funds
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.register import queries as registered
from trusts.register.models import Party, Product

CATALOGUE: Final = ("CN-GREEN-2025", "4")
FIELD_EDITION: Final = "SUPPLEMENTS-2026"
#: Product -> green share in percent, as suggested where it is None; the others stay unlabelled.
SHARES: Final[dict[str, Decimal | None]] = {"TH1": None, "RX5": None, "NS1": Decimal(90)}
PLACEMENT: Final = "OWN-PV-1"
MOVEMENTS: Final = (
    ("placed", Decimal("20000000.00"), dt.date(2025, 1, 20)),
    ("returned", Decimal("2000000.00"), dt.date(2025, 9, 30)),
)


class Labels(Acts):
    """The sample labels' way into the house; it comes after the recognition of the projects."""

    def enter(self) -> dict[str, int]:
        """Label contracts, fill in supplementary fields, place own funds."""
        for sample in PRODUCTS:
            if sample.contract and sample.code in SHARES:
                self._label(sample)
        self._supplements()
        self._own_funds()
        return {
            "labels": GreenLabel.objects.confirmed().count(),
            "own_placements": OwnPlacement.objects.confirmed().count(),
        }

    def _label(self, sample: SampleProduct) -> None:
        contract = Contract.objects.get(code=f"{sample.code}-C1")
        if GreenLabel.objects.filter(contract=contract).exists():
            return
        percent = SHARES[sample.code]
        row = labels.propose_label(
            contract=contract,
            effective_from=sample.established_on + dt.timedelta(days=3),
            basis=Basis.PROJECTS.value,
            parts=None if percent is None else [Part(*CATALOGUE, percent)],
            form=registered.form(sample.form_code, edition=FORM_EDITION),
            by=self._cast.registrar,
            reason=SAMPLE_REASON,
        )
        self._confirm(row)

    def _supplements(self) -> None:
        if SupplementaryValue.objects.exists():
            return
        contract, product = Contract.objects.get(code="TH1-C1"), Product.objects.get(code="TH1")
        day = dt.date(2025, 1, 5)
        given: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("green_trust_type", "绿色产业基金(示例)", {"contract": contract}),
            ("expected_exit_way", "股权转让(示例)", {"contract": contract}),
            ("protection_fund_cny", "6400000.00", {"product": product}),
        )
        for code, value, about in given:
            draft = ValueDraft(
                field=labelled.field(code, edition=FIELD_EDITION),
                effective_from=day,
                value=value,
                source="样本台账 · sample ledger",
                **about,
            )
            self._confirm(
                labels.propose_value(draft, by=self._cast.registrar, reason=SAMPLE_REASON)
            )

    def _own_funds(self) -> None:
        if OwnPlacement.objects.filter(code=PLACEMENT).exists():
            return
        who: dict[str, Any] = {"by": self._cast.registrar, "reason": SAMPLE_REASON}
        placement = self._confirm(
            own_funds.propose_placement(
                code=PLACEMENT,
                name_zh="固有资金持有户用光伏股权(示例)",
                name_en="Own stake in rooftop PV (sample)",
                is_sample=True,
                **who,
            )
        )
        terms = OwnPlacementTerms(
            placement=placement,
            effective_from=MOVEMENTS[0][2],
            instrument="equity",
            counterparty=Party.objects.get(code="PV-SPONSOR"),
            project=Project.objects.get(code="PV-5P"),
            taxonomy_edition=CATALOGUE[0],
            taxonomy_class=CATALOGUE[1],
        )
        self._confirm(own_funds.propose_terms(terms=terms, **who))
        for kind, amount, day in MOVEMENTS:
            if not OwnMovement.objects.filter(placement=placement, kind=kind).exists():
                self._confirm(
                    own_funds.propose_movement(
                        placement=placement, effective_on=day, kind=kind, amount=amount, **who
                    )
                )
