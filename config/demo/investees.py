"""Step 3, one project's own emissions: asked of the house for one project of three. Sample data."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from config.accounts.models import Department
from config.demo.acts import SAMPLE_REASON, Acts
from config.demo.papers import sample_paper
from config.demo.portfolio import YEAR
from config.kernel.periods import Period
from reporting.collection import operations
from reporting.collection.models import CollectionPeriod, CollectionTask

#: The project whose sponsor reports; of the others nothing is known, and the reports say so.
PROJECT: Final = "PV-5P"
#: Code, names, tonnes a year. Scope 3 was not reported.
REPORTED: Final = (
    ("E-IE-01", "被投项目自身排放 范围一", "The project's own emissions, scope 1", "186.4"),
    ("E-IE-02", "被投项目自身排放 范围二", "The project's own emissions, scope 2", "912.7"),
)


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
        return {"investees": CollectionTask.objects.filter(period=asked, site=PROJECT).count()}

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
