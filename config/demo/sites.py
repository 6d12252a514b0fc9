"""Steps 2 and 3, the projects' side: projects, stations, claims, and what makes them green."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from config.demo.acts import FIRST_DAY, SAMPLE_REASON, Acts
from config.demo.evidence import sample_document
from config.demo.people import Cast
from config.demo.portfolio import (
    CLAIMS,
    NEWSPAPER,
    PARTIES,
    PROJECTS,
    PROVINCES,
    YEAR,
    SampleProject,
    station_capacity_w,
)
from config.kernel.quantities import Measure
from projects.carbon import operations as carbon
from projects.carbon.models import Claim
from projects.recognition import operations as recognition
from projects.recognition.models import Evidence, Recognition
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling
from projects.registry import operations as registry
from projects.registry.models import Owner, Project, ProjectFinance, ProjectTerms, StationBatch
from projects.registry.rules.terms import Terms

CRITERIA = "GT-CRIT-2025-W1"


class Sites(Acts):
    """The sample projects' way into the registry, and their recognition."""

    def __init__(self, cast: Cast, *, stations: int) -> None:
        super().__init__(cast)
        self._stations = stations

    def enter(self) -> dict[str, int]:
        """Register owners, projects, balance sheets, stations and announced claims."""
        for party in PARTIES:
            if party.code.endswith(("OWNER", "SPONSOR")):
                self._owner(party.code, party.name_zh, party.name_en)
        for project in PROJECTS:
            self._project(project)
        self._claims()
        return {"projects": len(PROJECTS), "claims": Claim.objects.confirmed().count()}

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

    def _owner(self, code: str, name_zh: str, name_en: str) -> None:
        if not Owner.objects.filter(code=code).exists():
            self._confirm(
                registry.propose_owner(
                    code=code,
                    name_zh=name_zh,
                    name_en=name_en,
                    by=self._cast.registrar,
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
                    source=NEWSPAPER,
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
