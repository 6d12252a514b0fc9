"""Steps 1 to 3: reference editions, register, projects, books, recognition; two people each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from config.demo.evidence import sample_document
from config.demo.people import Cast
from config.demo.portfolio import (
    ANNOUNCED,
    CLAIMS,
    PARTIES,
    PRODUCTS,
    PROJECTS,
    PROVINCES,
    YEAR,
    SampleProduct,
    SampleProject,
    station_capacity_w,
)
from config.kernel import proposals
from config.kernel.models import Proposed
from config.kernel.quantities import Measure
from projects.carbon import operations as carbon
from projects.carbon.models import Claim
from projects.recognition import operations as recognition
from projects.recognition.models import CriteriaEdition, Evidence, Recognition
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling
from projects.reference import operations as reference
from projects.reference.models import Edition, FactorPolicy
from projects.reference.rules.kinds import PolicyRule
from projects.registry import operations as registry
from projects.registry.models import Owner, Project, ProjectFinance, ProjectTerms, StationBatch
from projects.registry.rules.terms import Terms
from trusts.contracts import operations as contracts
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.ledger import operations as ledger
from trusts.ledger.models import Entry
from trusts.ledger.rules import CASH, PAID_IN_CAPITAL, EntryKind, transfer
from trusts.register import operations as register
from trusts.register import queries as registered
from trusts.register.models import Party, PartyRole, Product, ProductTerms

Row = TypeVar("Row", bound=Proposed)
SAMPLE_REASON = "sample portfolio"
CRITERIA = "GT-CRIT-2025-W1"
FIRST_DAY = dt.date(YEAR, 1, 1)
KIND_EDITION = "CN-TRUST-2023"
FORM_EDITION = "GREEN-FORMS-2024"


class Registration:
    """The sample portfolio's way into the books; each act once, however often it is run."""

    def __init__(self, cast: Cast, *, stations: int) -> None:
        self._cast = cast
        self._stations = stations

    def reference(self) -> dict[str, int]:
        """Load the shipped editions and turn on the policies that 2025 needs."""
        analyst = self._cast.analyst
        for edition in reference.propose_shipped_editions(by=analyst, reason="shipped edition"):
            self._confirm(edition)
        if not FactorPolicy.objects.exists():
            for kind in ("grid_average", "thermal_supply_coal_rate"):
                self._confirm(
                    reference.propose_policy(
                        rule=PolicyRule.LATEST_DATA_YEAR,
                        kind=kind,
                        effective_from=FIRST_DAY,
                        max_lag_years=3,
                        by=analyst,
                        reason="No factor of the data year 2025 has been published.",
                    )
                )
        if not CriteriaEdition.objects.exists():
            self._confirm(
                recognition.propose_shipped_criteria(
                    code=CRITERIA, by=analyst, reason="working criteria of the house"
                )
            )
        register.load_editions(by=self._cast.registrar)
        ledger.load_chart(by=self._cast.registrar)
        return {
            "editions": Edition.objects.confirmed().count(),
            "policies": FactorPolicy.objects.confirmed().count(),
        }

    def register(self) -> dict[str, int]:
        """Register parties, projects, stations, products, contracts and money."""
        for party in PARTIES:
            self._party(party.code, party.name_zh, party.name_en)
        for project in PROJECTS:
            self._project(project)
        for product in PRODUCTS:
            self._product(product)
        self._claims()
        return {
            "products": Product.objects.confirmed().count(),
            "projects": len(PROJECTS),
            "contracts": Contract.objects.confirmed().count(),
            "claims": Claim.objects.confirmed().count(),
        }

    def recognize(self) -> dict[str, int]:
        """Judge every project by the criteria edition, with evidence, and have it confirmed."""
        for sample in PROJECTS:
            project = Project.objects.get(code=sample.code)
            if not Recognition.objects.filter(project=project).exists():
                self._recognize(sample, project)
        return {
            "recognitions": Recognition.objects.confirmed().count(),
            "evidence": Evidence.objects.count(),
        }

    def _confirm(self, row: Row) -> Row:
        """Have the second person confirm what the first proposed."""
        if row.is_pending:
            proposals.confirm(
                row,
                by=self._cast.reviewer,
                note="checked (sample)",
                seen_sha256=row.content_sha256,
            )
        return row

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
        if code.endswith(("OWNER", "SPONSOR")) and not Owner.objects.filter(code=code).exists():
            self._confirm(
                registry.propose_owner(
                    code=code,
                    name_zh=name_zh,
                    name_en=name_en,
                    by=registrar,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )

    def _project(self, sample: SampleProject) -> None:
        registrar = self._cast.registrar
        if not ProjectTerms.objects.filter(project__code=sample.code).exists():
            provinces = PROVINCES if sample.technology == "rooftop_pv" else (sample.province,)
            terms = Terms(
                effective_from=min(sample.commissioned_on, FIRST_DAY),
                name_zh=sample.name_zh,
                name_en=sample.name_en,
                provinces=provinces,
                state="in_operation",
                capacity=sample.capacity,
                capacity_unit=sample.capacity_unit,
                commissioned_on=sample.commissioned_on,
                total_investment_cny=sample.total_investment_cny,
                facts_origin={
                    "commissioned_on": "sample",
                    "capacity": "sample",
                    "total_investment_cny": "sample",
                    "provinces": "sample",
                }
                | sample.origins,
                is_sample=True,
            )
            self._confirm(
                registry.register_project(
                    code=sample.code,
                    technology_code=sample.technology,
                    terms=terms,
                    owner_code=sample.owner,
                    by=registrar,
                    reason=SAMPLE_REASON,
                )
            )
        project = Project.objects.get(code=sample.code)
        if not ProjectFinance.objects.filter(project=project).exists():
            self._confirm(
                registry.propose_finance(
                    project_id=project.pk,
                    year=YEAR,
                    equity_cny=sample.equity_cny,
                    debt_cny=sample.debt_cny,
                    basis="sample balance sheet",
                    by=registrar,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )
        self._send_stations(sample)

    def _send_stations(self, sample: SampleProject) -> None:
        name = f"sample-stations-{sample.code}.csv"
        if StationBatch.objects.filter(original_name=name).exists():
            return
        batch = registry.propose_stations(
            content=self._station_file(sample).encode(),
            name=name,
            source="sample generator",
            zone="Asia/Shanghai",
            today=timezone.localdate(),
            by=self._cast.registrar,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        self._confirm(batch)

    def _station_file(self, sample: SampleProject) -> str:
        lines = ["项目编码,站点编码,省份,容量kW,并网日期"]
        if sample.technology != "rooftop_pv":
            kilowatts = sample.capacity * 1000
            lines.append(
                f"{sample.code},{sample.code}-M1,{sample.province},{kilowatts:f},{sample.commissioned_on}"
            )
            return "\n".join(lines) + "\n"
        for number in range(self._stations):
            province = PROVINCES[number % len(PROVINCES)]
            kilowatts = Decimal(station_capacity_w(number)) / 1000
            lines.append(
                f"{sample.code},{sample.code}-{number:05},{province},{kilowatts},{sample.commissioned_on}"
            )
        return "\n".join(lines) + "\n"

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
        steps = (
            ("draft", sample.established_on - dt.timedelta(days=40)),
            ("pre_registered", sample.established_on - dt.timedelta(days=15)),
            ("established", sample.established_on),
            ("in_run", sample.established_on + dt.timedelta(days=1)),
        )
        for status, day in steps:
            if ProductTerms.objects.filter(product=product, status=status).exists():
                continue
            terms = ProductTerms(
                product=product,
                kind=registered.kind(sample.kind_code, edition=KIND_EDITION),
                form=registered.form(sample.form_code, edition=FORM_EDITION),
                function=sample.function,
                structure=sample.structure,
                status=status,
                effective_from=day,
                established_on=sample.established_on if status in {"established", "in_run"} else None,
                term_months=sample.term_months,
            )
            self._confirm(
                register.propose_terms(
                    terms=terms, by=self._cast.registrar, reason=SAMPLE_REASON
                )
            )
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
                    postings=transfer(amount=sample.paid_in_cny, debit=CASH, credit=PAID_IN_CAPITAL),
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
                counterparty=Party.objects.get(code=project.owner),
                industry_code="D4416" if project.technology == "rooftop_pv" else "D4430",
                province=project.province,
                committed_amount=drawn,
                form=registered.form(sample.form_code, edition=FORM_EDITION),
                effective_from=sample.established_on,
                signed_on=sample.established_on,
            )
            self._confirm(
                contracts.propose_terms(terms=terms, by=registrar, reason=SAMPLE_REASON)
            )
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

    def _claims(self) -> None:
        for claim in CLAIMS:
            if Claim.objects.filter(quote_zh=claim.quote_zh).exists():
                continue
            self._confirm(
                carbon.propose_claim(
                    project=Project.objects.get(code=claim.project),
                    measure=Measure.AVOIDED,
                    value=claim.value,
                    unit="tCO2e",
                    basis="year",
                    source=ANNOUNCED,
                    quote_zh=claim.quote_zh,
                    quote_en=claim.quote_en,
                    announced=claim.facts,
                    by=self._cast.analyst,
                    reason="announced by its sponsor",
                )
            )

    def _recognize(self, sample: SampleProject, project: Project) -> None:
        analyst = self._cast.analyst
        heat = sample.technology != "rooftop_pv"
        titles = {"flow_of_funds": "资金流向证明", "benefit_calculation": "环境效益测算书"}
        titles |= (
            {"commissioning_record": "投运记录", "heat_displacement_basis": "替代热源依据"}
            if heat
            else {"grid_connection": "并网验收单", "yield_assessment": "发电量评估报告(P50)"}
        )
        evidence = [
            recognition.add_evidence(
                project_id=project.pk,
                evidence_type=kind,
                title=f"{sample.name_zh} {title}(示例)",
                content=sample_document(
                    title=f"{title}(示例)", body=sample.name_zh, issued_on=FIRST_DAY
                ),
                name=f"sample-{sample.code}-{kind}.pdf",
                issued_on=FIRST_DAY,
                known_at=timezone.now(),
                by=analyst,
                is_sample=True,
            )
            for kind, title in titles.items()
        ]
        inputs = (
            {
                "avoided_tco2e_per_year": Decimal(10000),
                "displaced_heat_factor_kgco2_per_gj": Decimal(110),
            }
            if heat
            else {"avoided_tco2e_per_year": Decimal(100000), "full_load_hours_h": Decimal(1100)}
        )
        row = recognition.propose_recognition(
            project_id=project.pk,
            case=Case(
                criteria_code=CRITERIA,
                taxonomy_edition=sample.taxonomy[0],
                taxonomy_class=sample.taxonomy[1],
                inputs=inputs,
                evidence_ids=[each.pk for each in evidence],
            ),
            ruling=Ruling(
                verdict="green",
                opinion="样本认定:逐条满足工作标准。Sample recognition: every criterion is met.",
                effective_from=FIRST_DAY,
                expires_on=dt.date(YEAR + 3, 1, 1),
            ),
            known_at=timezone.now(),
            by=analyst,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        self._confirm(row)
