"""Step 3, the departments: what they were asked for two years, in every state. Sample data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from config.accounts.models import Department, User
from config.demo.acts import FIRST_DAY, SAMPLE_REASON, Acts
from config.demo.papers import sample_paper
from config.demo.people import Cast
from config.demo.portfolio import YEAR
from config.kernel import proposals
from config.kernel.periods import Period
from projects.reference import operations as reference
from projects.reference.models import Edition, FactorPolicy
from projects.reference.rules.kinds import EditionKind, PolicyRule
from reporting.collection import operations
from reporting.collection.models import CollectedEntry, CollectionPeriod, CollectionTask

DEPARTMENTS: Final = {
    "office": ("综合管理部(示例)", "General office (sample)"),
    "hr": ("人力资源部(示例)", "Human resources (sample)"),
    "board-office": ("董事会办公室(示例)", "Board office (sample)"),
}
DENSITIES: Final = (
    "kind,scope_region,year,value,unit,source,confidence,note\n"
    "fuel_density,汽油,,0.73,kg/L,示例值(待核) · sample value to be checked,C,sample\n"
    "fuel_density,柴油,,0.84,kg/L,示例值(待核) · sample value to be checked,C,sample\n"
)
DENSITY_EDITION: Final = "SAMPLE-FUEL-DENSITY"
POLICIES: Final = ("grid_average_excl_market_nonfossil", "transmission_carbon_footprint")
#: The day on which the sample's clock reminds: two working days before the numbers are due.
REMINDED_ON: Final = dt.date(YEAR + 1, 3, 31)
CONFIRMED, SUBMITTED, RETURNED, DRAFT, EMPTY = "confirmed", "submitted", "returned", "draft", ""


@dataclass(frozen=True)
class SampleTask:
    """One thing asked, last year's and this year's answer, and where this year's stands."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    department: str
    last: str
    value: str
    state: str = CONFIRMED
    low: str = ""
    high: str = ""
    note: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether it is answered in words."""
        return not self.unit


TASKS: Final = (
    SampleTask(
        "E-OP-04",
        "营业办公消耗化石能源-天然气",
        "Natural gas for offices",
        "立方米",
        "office",
        "21500",
        "20800",
    ),
    SampleTask(
        "E-OP-06",
        "自有交通运输工具-汽油",
        "Own vehicles, gasoline",
        "升",
        "office",
        "8600",
        "7950",
    ),
    SampleTask(
        "E-OP-08",
        "营业办公电力",
        "Electricity",
        "千瓦时",
        "office",
        "1250000",
        "1180000",
        low="800000",
        high="1500000",
    ),
    SampleTask(
        "E-OP-08-GC",
        "其中绿证覆盖的电力",
        "Of which covered by green certificates",
        "千瓦时",
        "office",
        "200000",
        "250000",
    ),
    SampleTask(
        "E-OP-09",
        "购买的采暖(制冷)服务",
        "Purchased heating/cooling",
        "吨标煤",
        "office",
        "82",
        "79.5",
    ),
    SampleTask(
        "E-OP-10",
        "雇员差旅交通能源",
        "Business travel energy",
        "吨标煤",
        "office",
        "36",
        "52.4",
        note="示例:当年新增三个异地项目,差旅增加。 Sample: three new projects away from home.",
    ),
    SampleTask("E-OP-11", "营业办公用水", "Water", "吨", "office", "9800", "9350"),
    SampleTask(
        "E-OP-12",
        "营业办公用纸",
        "Paper",
        "吨",
        "office",
        "6.2",
        "0.58",
        RETURNED,
        note="示例:单位可能有误。 Sample: the unit may be wrong.",
    ),
    SampleTask("S-01", "员工总数", "Employees", "人", "hr", "412", "427"),
    SampleTask(
        "S-05",
        "反腐败培训覆盖率",
        "Anti-corruption training coverage",
        "%",
        "hr",
        "96.5",
        "98.1",
        DRAFT,
        low="0",
        high="100",
    ),
    SampleTask("G-01", "董事会人数", "Board size", "人", "board-office", "9", "9", SUBMITTED),
    SampleTask(
        "G-02",
        "董事会审议ESG与绿色金融次数",
        "Board meetings on ESG and green finance",
        "次",
        "board-office",
        "3",
        "",
        EMPTY,
    ),
    SampleTask(
        "G-ENV-02",
        "环境相关治理结构",
        "Environment-related governance structure",
        "",
        "board-office",
        "示例:董事会下设战略与ESG委员会。",
        "示例:董事会下设战略与ESG委员会,每季度听取一次绿色信托与环境风险报告。",
    ),
)


class Collecting(Acts):
    """The sample departments; they come after the editions."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self._owners: dict[str, User | None] = {}

    @transaction.atomic
    def enter(self) -> dict[str, int]:
        """Ask the departments for two years, and leave the second in every state."""
        if not CollectionPeriod.objects.exists():
            self._library()
            self._departments()
            self._ask()
        return {"collected": CollectedEntry.objects.confirmed().count()}

    def _library(self) -> None:
        """Add what the operational footprint needs beyond the shipped editions."""
        if not Edition.objects.filter(code=DENSITY_EDITION).exists():
            self._confirm(
                reference.propose_edition(
                    code=DENSITY_EDITION,
                    kind=EditionKind.FACTORS,
                    name_zh="燃料密度(示例)",
                    name_en="Densities of fuels (sample)",
                    content=DENSITIES.encode(),
                    file_name="sample-fuel-density.csv",
                    source="sample data",
                    by=self._cast.analyst,
                    reason=SAMPLE_REASON,
                    is_sample=True,
                )
            )
        for kind in POLICIES:
            if not FactorPolicy.objects.filter(kind=kind).exists():
                self._confirm(
                    reference.propose_policy(
                        rule=PolicyRule.LATEST_DATA_YEAR,
                        kind=kind,
                        effective_from=FIRST_DAY,
                        max_lag_years=3,
                        by=self._cast.analyst,
                        reason=f"No factor of the data year {YEAR} has been published.",
                    )
                )

    def _departments(self) -> None:
        for code, (name_zh, name_en) in DEPARTMENTS.items():
            Department.objects.get_or_create(
                code=code, defaults={"name_zh": name_zh, "name_en": name_en}
            )
        owner = User.objects.filter(username="owner").first()
        if owner is not None:
            owner.department = Department.objects.get(code="office")
            owner.save(update_fields=["department"])
        self._owners = {"office": owner}

    def _ask(self) -> None:
        before = operations.open_period(
            period=Period.year(YEAR - 1),
            by=self._cast.officer,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        for position, sample in enumerate(TASKS, 1):
            task = self._task(before, sample, position)
            self._answer(task, sample, sample.last, CONFIRMED, note="")
        now = operations.carry_forward(
            source=before,
            into=Period.year(YEAR),
            known_at=timezone.now(),
            by=self._cast.officer,
            reason=SAMPLE_REASON,
        )
        tasks = {each.code: each for each in CollectionTask.objects.filter(period=now)}
        for sample in TASKS:
            self._answer(tasks[sample.code], sample, sample.value, sample.state, note=sample.note)
        operations.remind(on=REMINDED_ON, known_at=timezone.now())

    def _task(self, period: CollectionPeriod, sample: SampleTask, position: int) -> CollectionTask:
        is_site = sample.department == "office"
        return operations.add_task(
            period=period,
            code=sample.code,
            name_zh=sample.name_zh,
            name_en=sample.name_en,
            unit=sample.unit,
            is_text=sample.is_text,
            department=Department.objects.get(code=sample.department),
            site="总部" if is_site else "",
            region="北京" if is_site else "",
            owner=self._owners.get(sample.department),
            evidence_required=not sample.is_text,
            usual_low=Decimal(sample.low) if sample.low else None,
            usual_high=Decimal(sample.high) if sample.high else None,
            position=position,
            by=self._cast.officer,
            reason=SAMPLE_REASON,
            is_sample=True,
        )

    def _answer(
        self, task: CollectionTask, sample: SampleTask, said: str, state: str, *, note: str
    ) -> None:
        if state == EMPTY:
            return
        by = self._owners.get(sample.department) or self._cast.officer
        value, text = (None, said) if sample.is_text else (Decimal(said), "")
        operations.add_evidence(
            task=task,
            title=f"示例凭证 {task.code} {task.period}",
            content=sample_paper(f"Evidence of {task.code} {task.period}"),
            name=f"sample-{task.code}-{task.period}.pdf",
            by=by,
            known_at=timezone.now(),
            is_sample=True,
        )
        if state == DRAFT:
            operations.save_draft(task=task, value=value, text=text, by=by, known_at=timezone.now())
            return
        row = operations.submit_entry(
            task=task,
            value=value,
            text=text,
            note=note,
            by=by,
            reason=SAMPLE_REASON,
            known_at=timezone.now(),
            is_sample=True,
        )
        if state == RETURNED:
            proposals.reject(row, by=self._cast.reviewer, note="示例:请核对单位。 Check the unit.")
            operations.add_comment(
                task=task, text="示例:是否按令而不是按吨填写?", by=self._cast.reviewer
            )
        elif state == CONFIRMED:
            self._confirm(row)
