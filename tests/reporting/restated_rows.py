"""Sample rows of restating: a threshold, and a change of factors that counts from now on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.demo.people import Cast
from config.jobs.execution import run_now
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.pin import pin_known_at
from projects.carbon.models import Statement
from projects.reference import operations as reference
from projects.reference.rules.kinds import EditionKind
from reporting.disclosures import queries as disclosed
from reporting.disclosures.models import Restatement
from reporting.disclosures.restating import operations, thresholds
from reporting.moves import operations as moves

FACTORS = (
    "kind,scope_region,year,value,unit,source,confidence,note\n"
    "grid_average,{region},2024,{value},tCO2/MWh,sample data,C,\n"
)


def decide_from_now_on(cast: Cast) -> None:
    """Leave a small change of one factor to the next period, and withdraw the edition again."""
    limit = thresholds.propose_threshold(
        kind="green_trust_annual",
        indicator="E-AV-03",
        percent=Decimal(5),
        effective_from=dt.date(2025, 1, 1),
        by=cast.officer,
        reason="sample",
        is_sample=True,
    )
    proposals.confirm(limit, by=cast.reviewer, seen_sha256=limit.content_sha256)
    statement = Statement.objects.filter(method="grid_displacement").earliest("id")
    factor = statement.lines[0]["factor"]
    value = Decimal(factor["value"]) * Decimal("1.001")
    edition = reference.propose_edition(
        code="SAMPLE-NEXT",
        kind=EditionKind.FACTORS,
        name_zh="样本：下一版因子",
        name_en="Sample: the next factors",
        content=FACTORS.format(region=factor["region"], value=f"{value:f}").encode(),
        file_name="next.csv",
        source="sample data",
        by=cast.analyst,
        reason="sample",
    )
    report = moves.list_moves(
        subject="edition", pk=edition.pk, known_at=pin_known_at(), by=cast.analyst
    )
    run = operations.open_restatement(
        version=disclosed.published_versions(known_at=report.known_at)[0],
        treatment="from_now_on",
        move_report=report,
        explanation_zh="样本：因子变动低于重要性界限，自下期起采用。",
        explanation_en="Sample: the factors change by less than the threshold; from the next "
        "period on.",
        by=cast.officer,
        reason="sample",
    )
    assert isinstance(run, Run)
    done = run_now(run)
    row = Restatement.objects.get(pk=done.result["restatement_id"])
    proposals.confirm(row, by=cast.reviewer, seen_sha256=row.content_sha256)
    proposals.withdraw(edition, by=cast.analyst, note="sample")
