"""Step 3, the desk: units of a trust, files of movements, an entry put right, risks looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from config.demo.acts import FIRST_DAY, SAMPLE_REASON, Acts
from config.demo.portfolio import PRODUCTS, YEAR
from config.jobs.models import Run
from config.kernel import proposals
from projects.recognition import operations as recognition
from projects.recognition.models import RiskGrade, RiskListing
from projects.registry.models import Owner, Project
from trusts.intake import operations as intake
from trusts.intake.models import Import, ImportProfile
from trusts.ledger import operations as ledger
from trusts.ledger.models import Entry, EntryBatch
from trusts.ledger.rules import CASH, EntryKind, transfer
from trusts.register.models import Product, UnitClass

HEADER: Final = "产品代码,日期,业务类型,金额,合同代码,外部流水号,备注"
FILE_NAME: Final = f"sample-movements-{YEAR}.csv"
QUARTER_ENDS: Final = tuple(
    dt.date(YEAR, month, day) for month, day in ((3, 21), (6, 20), (9, 20), (12, 20))
)
#: Sample rates a quarter: interest on what was lent, the trustee's fee on what was paid in.
INTEREST: Final = Decimal("0.0105")
FEE: Final = Decimal("0.0005")
FEN: Final = Decimal("0.01")
#: The last fee was entered a thousand yuan too high; the sample shows how that is put right.
OVERSTATED: Final = Decimal("1000.00")


class Files(Acts):
    """The sample's files of movements; they come after the contracts were drawn."""

    def enter(self) -> dict[str, int]:
        """Give a trust its units, take in a file, put an entry right, look at risks."""
        self._unit_class()
        self._profiles()
        self._movements()
        self._correction()
        self._risks()
        return {
            "imports": Import.objects.confirmed().count(),
            "corrections": EntryBatch.objects.filter(kind=EntryBatch.CORRECTION).count(),
        }

    def _unit_class(self) -> None:
        product = Product.objects.get(code="TH1")
        if UnitClass.objects.filter(product=product).exists():
            return
        row = ledger.propose_unit_class(
            product=product,
            code="A",
            name_zh="A类信托单位",
            name_en="Class A units",
            by=self._cast.registrar,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        self._confirm(row)

    def _profiles(self) -> None:
        if not ImportProfile.objects.exists():
            intake.propose_sample_profiles(effective_from=FIRST_DAY, by=self._cast.registrar)
        for row in ImportProfile.objects.pending():
            self._confirm(row)

    def _movements(self) -> None:
        if Import.objects.filter(original_name=FILE_NAME).exists():
            return
        found, _stood = intake.send_file(
            file="\r\n".join([HEADER, *_lines(), ""]).encode(),
            name=FILE_NAME,
            subject="movements",
            source="sample desk",
            by=self._cast.registrar,
            reason=SAMPLE_REASON,
            is_sample=True,
        )
        if isinstance(found, Run):
            raise TypeError("The sample file is small and judged at once.")
        self._confirm(found)

    def _correction(self) -> None:
        if EntryBatch.objects.filter(kind=EntryBatch.CORRECTION).exists():
            return
        entry = Entry.objects.confirmed().filter(kind=EntryKind.EXPENSE).latest("id")
        posting = next(each for each in entry.parsed_postings() if each.account != CASH)
        right = transfer(debit=posting.account, credit=CASH, amount=posting.amount - OVERSTATED)
        row = ledger.propose_correction(
            entry=entry,
            postings=right,
            effective_on=entry.effective_on,
            by=self._cast.registrar,
            reason="the fee was entered 1,000 yuan too high (sample)",
        )
        self._confirm(row)

    def _risks(self) -> None:
        reviewer = self._cast.reviewer
        if not RiskGrade.objects.exists():
            grade = recognition.propose_risk_grade(
                project=Project.objects.get(code="GEO-SY"),
                grade="C",
                assessment="样本评估：影响轻微。Sample assessment: slight.",
                effective_from=FIRST_DAY,
                by=self._cast.analyst,
                reason=SAMPLE_REASON,
                is_sample=True,
            )
            proposals.confirm(grade, by=reviewer, seen_sha256=grade.content_sha256)
        if not RiskListing.objects.exists():
            listing = recognition.propose_risk_listing(
                owner=Owner.objects.get(code="GEO-OWNER"),
                listing="watch",
                concern="样本：等待回灌监测报告。Sample: the report on reinjection is awaited.",
                source="sample data",
                effective_from=FIRST_DAY,
                by=self._cast.analyst,
                reason=SAMPLE_REASON,
                is_sample=True,
            )
            proposals.confirm(listing, by=reviewer, seen_sha256=listing.content_sha256)


def _lines() -> Iterator[str]:
    """Yield interest of each loan and the trustee's fee of each product, quarter by quarter."""
    for day in QUARTER_ENDS:
        for sample in PRODUCTS:
            contract = sample.contract
            if contract and contract[1] == "loan":
                interest = (contract[2] * INTEREST).quantize(FEN)
                code = f"{sample.code}-C1"
                yield _line(sample.code, day, "利息收入", interest, code, f"I-{code}-{day}")
                fee = (sample.paid_in_cny * FEE).quantize(FEN)
                yield _line(sample.code, day, "信托报酬", fee, "", f"F-{sample.code}-{day}")


def _line(
    product: str, day: dt.date, kind: str, amount: Decimal, contract: str, reference: str
) -> str:
    return ",".join([product, day.isoformat(), kind, f"{amount:f}", contract, reference, "sample"])
