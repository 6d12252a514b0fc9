"""What attribution stated of every asset class, as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from config.kernel.periods import Period
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.rules.facts import Approval, Name, Ref
from reporting.figures.rules.financing import Financed, Part
from trusts.attribution import queries as attribution
from trusts.attribution.queries import FinancedStatement
from trusts.attribution.rules import Method
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.contracts import queries as contracts

TABLE = "trusts_financedstatement"


def statements(period: Period, known_at: dt.datetime) -> list[FinancedStatement]:
    """Return the financed statements that were stated for exactly this moment."""
    return attribution.financed(period=period, known_at=known_at)


def financed(period: Period, known_at: dt.datetime) -> tuple[Financed, ...]:
    """Return what was stated by PCAF for exactly this moment: product, contract, investee."""
    rows = [each for each in statements(period, known_at) if each.method == Method.PCAF]
    behind = attribution.behind(rows)
    terms = contracts.standing_terms(
        {each.contract_id for each in rows}, on=period.last_day, known_at=known_at
    )
    return tuple(
        _financed(row, behind, [terms[row.contract_id]] if row.contract_id in terms else [])
        for row in rows
    )


def _financed(row: FinancedStatement, behind: attribution.Behind, terms: Iterable[Any]) -> Financed:
    chosen = ASSET_CLASSES[row.asset_class]
    said = [
        behind.exposures.get(row.inputs.get("exposure", 0)),
        behind.years.get(row.inputs.get("year", 0)),
    ]
    return Financed(
        ref=Ref(table=TABLE, id=row.pk, sha256=row.sha256),
        product=row.product.code,
        investee=Name(row.investee_code, row.investee.name_zh, row.investee.name_en),
        project=row.investee.project.code if row.investee.project else "",
        asset_class=Name(chosen.code, chosen.name_zh, chosen.name_en),
        placed_cny=row.allocated_cny,
        share=row.share,
        tonnes={kind: _part(each, behind) for kind, each in row.tonnes.items()},
        score=row.data_quality,
        approvals=_approvals([*terms, *(each for each in said if each is not None)]),
        is_sample=row.is_sample,
    )


def _part(each: dict[str, Any], behind: attribution.Behind) -> Part:
    row = behind.emissions[each["row"]]
    return Part(
        whole=Decimal(each["whole"]),
        part=Decimal(each["part"]),
        rows=(ref_of(row),),
        approvals=(approval_of(row),),
    )


def _approvals(rows: Iterable[Any]) -> tuple[Approval, ...]:
    return tuple(map(approval_of, rows))
