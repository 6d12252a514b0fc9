"""Step 3, what investees emit: collected of one project, recorded of two others. Sample data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from config.accounts.models import Department
from config.demo.acts import FIRST_DAY, SAMPLE_REASON, Acts
from config.demo.papers import sample_paper
from config.demo.portfolio import YEAR
from config.kernel.periods import Period
from projects.registry.models import Project
from reporting.collection import operations
from reporting.collection.models import CollectionPeriod, CollectionTask
from trusts.attribution import operations as attribution
from trusts.attribution.models import Exposure, Investee, InvesteeEmission, InvesteeYear
from trusts.contracts.models import Contract
from trusts.register.models import Party

#: The project whose sponsor reports; of the others nothing is known, and the reports say so.
PROJECT: Final = "PV-5P"
#: Code, names, tonnes a year. Scope 3 was not reported.
REPORTED: Final = (
    ("E-IE-01", "被投项目自身排放 范围一", "The project's own emissions, scope 1", "186.4"),
    ("E-IE-02", "被投项目自身排放 范围二", "The project's own emissions, scope 2", "912.7"),
)

#: A project whose emissions were verified by a third party, by kind; and its contract.
PLANT: Final = ("连云港核能工业供汽项目(和气一号)", "Lianyungang nuclear industrial steam (Heqi-1)")
VERIFIED: Final = (("scope_1", "320.5", "1a"), ("scope_2", "15480", "1a"))
CONTRACT: Final = "NS1-C1"
SPONSOR: Final = ("示例光伏运营有限公司", "Sample PV Operations Ltd.")


class Investees(Acts):
    """What a sample project reports of itself; it comes after the departments were asked."""

    @transaction.atomic
    def enter(self) -> dict[str, int]:
        """Ask for one project's emissions of the year, and have the answers confirmed."""
        year = Period.year(YEAR)
        asked = CollectionPeriod.objects.get(starts_on=year.starts_on, ends_on=year.ends_on)
        for code, name_zh, name_en, tonnes in REPORTED:
            if not CollectionTask.objects.filter(period=asked, code=code).exists():
                self._answer(asked, code, name_zh, name_en, Decimal(tonnes))
        self._record()
        collected = CollectionTask.objects.filter(period=asked, site=PROJECT).count()
        return {"investees": collected + Investee.objects.confirmed().count()}

    def _record(self) -> None:
        """Record a project with verified emissions, and the company that runs another."""
        if Investee.objects.exists():
            return
        plant = self._investee(
            "NS-LYG", "project", names=PLANT, project=Project.objects.get(code="NS-LYG")
        )
        for kind, tonnes, option in VERIFIED:
            self._emission(plant, kind, tonnes, option, verified_by="示例核查机构 SAMPLE-V-2025")
        exposure = Exposure(
            contract=Contract.objects.get(code=CONTRACT),
            investee=plant,
            asset_class="project_finance",
            effective_from=FIRST_DAY,
        )
        self._confirm(attribution.propose_exposure(exposure=exposure, **self._who()))
        sponsor = self._investee(
            "PV-SPONSOR", "company", names=SPONSOR, party=Party.objects.get(code="PV-SPONSOR")
        )
        sheet = InvesteeYear(
            investee=sponsor,
            year=YEAR,
            equity_cny=Decimal("820000000.00"),
            debt_cny=Decimal("1180000000.00"),
            source="sample balance sheet",
            is_sample=True,
        )
        self._confirm(attribution.propose_year(year=sheet, **self._who()))
        self._emission(sponsor, "scope_1", "1240", "1b")

    def _who(self) -> dict[str, Any]:
        return {"by": self._cast.analyst, "reason": SAMPLE_REASON}

    def _investee(self, code: str, kind: str, *, names: tuple[str, str], **more: Any) -> Investee:
        row = Investee(
            code=code, kind=kind, name_zh=names[0], name_en=names[1], is_sample=True, **more
        )
        return self._confirm(attribution.propose_investee(investee=row, **self._who()))

    def _emission(
        self, investee: Investee, kind: str, tonnes: str, option: str, *, verified_by: str = ""
    ) -> None:
        row = InvesteeEmission(
            investee=investee,
            year=YEAR,
            kind=kind,
            mass_tco2e=Decimal(tonnes),
            option=option,
            verified_by=verified_by,
            source="sample emission report",
            is_sample=True,
        )
        self._confirm(attribution.propose_emission(emission=row, **self._who()))

    def _answer(
        self, period: CollectionPeriod, code: str, name_zh: str, name_en: str, tonnes: Decimal
    ) -> None:
        task = operations.add_task(
            period=period,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            unit="tCO2e",
            is_text=False,
            department=Department.objects.get(code="office"),
            site=PROJECT,
            region="",
            owner=None,
            evidence_required=True,
            usual_low=None,
            usual_high=None,
            position=900,
            by=self._cast.officer,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        operations.add_evidence(
            task=task,
            title=f"示例排放报告 {PROJECT}",
            content=sample_paper(f"Emission report of {PROJECT}, {code}"),
            name=f"sample-{code}-{PROJECT}.pdf",
            by=self._cast.officer,
            known_at=timezone.now(),
            is_sample=True,
        )
        self._confirm(
            operations.submit_entry(
                task=task,
                value=tonnes,
                text="",
                note="",
                by=self._cast.officer,
                reason=SAMPLE_REASON,
                known_at=timezone.now(),
                is_sample=True,
            )
        )
