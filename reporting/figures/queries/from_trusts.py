"""What the trusts' rooms know, as facts: products, what is outstanding, what is attributed."""

from __future__ import annotations

import datetime as dt

from config.kernel.canonical import sha256_of
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from reporting.figures.queries.approvals import approval_of, ref_of
from reporting.figures.rules.facts import (
    Approval,
    Attributed,
    Method,
    Name,
    Product,
    Quality,
    Ref,
    RowSet,
)
from trusts.attribution import queries as attribution
from trusts.attribution.queries import AttributionStatement
from trusts.contracts import queries as contracts
from trusts.ledger import queries as ledger
from trusts.ledger.rules import CAPITAL_RETURNED, PAID_IN_CAPITAL
from trusts.register import queries as register


class AttributionsMissing(DomainError):
    """
    Nothing was attributed of {period} as known at {known_at}, though money of products stands on
    projects with statements; run the attribution of that period and moment, then draw the figures.
    """

    code = "attributions_missing"


STATES = {
    "draft": Name("draft", "草拟", "Draft"),
    "pre_registered": Name("pre_registered", "预登记", "Pre-registered"),
    "established": Name("established", "已成立", "Established"),
    "in_run": Name("in_run", "存续", "In run"),
    "extended": Name("extended", "延期", "Extended"),
    "terminated": Name("terminated", "终止", "Terminated"),
    "liquidated": Name("liquidated", "清算完毕", "Liquidated"),
}
CLASSES = {
    "AS": Name("AS", "资产服务信托", "Asset service trusts"),
    "AM": Name("AM", "资产管理信托", "Asset management trusts"),
    "CH": Name("CH", "公益慈善信托", "Charity trusts"),
}
#: A product in one of these states holds property and is counted.
IN_RUN = frozenset({"established", "in_run", "extended"})
TABLE = "trusts_attributionstatement"
_BEGINNING = dt.date(1979, 1, 1)


def products(period: Period, known_at: dt.datetime) -> tuple[Product, ...]:
    """Return the products on the last day of the period, by code."""
    on = period.last_day
    known = {each.pk: each for each in register.products(known_at=known_at)}
    terms = register.standing_terms(known, on=on, known_at=known_at)
    amounts = ledger.outstanding(terms, on=on, known_at=known_at)
    found = []
    for product_id, row in terms.items():
        product = known[product_id]
        kind, form = row.kind, row.form
        found.append(
            Product(
                name=Name(product.code, product.name_zh, product.name_en),
                trust_class=CLASSES[kind.class_code],
                kind=Name(kind.code, kind.name_zh, kind.name_en),
                form=Name(form.code, form.name_zh, form.name_en) if form else None,
                status=STATES[row.status],
                in_run=row.status in IN_RUN,
                outstanding_cny=amounts[product_id],
                rows=(ref_of(row), ref_of(product)),
                books=_books(product_id, product.code, on, known_at),
                approvals=(approval_of(row),),
                is_sample=product.is_sample,
            )
        )
    return tuple(sorted(found, key=lambda each: each.name.code))


def _books(product_id: int, code: str, on: dt.date, known_at: dt.datetime) -> RowSet:
    """Return the ledger's lines that the outstanding amount is the sum of, as one set."""
    until = Period(_BEGINNING, on + dt.timedelta(days=1))
    lines = [
        [account, line.entry_id, line.amount]
        for account in (PAID_IN_CAPITAL, CAPITAL_RETURNED)
        for line in ledger.statement(product_id, account, period=until, known_at=known_at).rows
    ]
    return RowSet(
        query=f"trusts.ledger.outstanding product={code} on={on}",
        count=len(lines),
        sha256=sha256_of(lines),
    )


def attributed(period: Period, known_at: dt.datetime) -> tuple[Attributed, ...]:
    """
    Return what was attributed of the period, as stated for the moment.

    :raises AttributionsMissing: if nothing was stated though there is something to state.
    """
    stated = statements(period, known_at)
    if not stated and attribution.plan(period=period, known_at=known_at).statements:
        raise AttributionsMissing(period=period, known_at=known_at)
    approved = _approved({row.contract_id for row in stated}, period.last_day, known_at)
    return tuple(
        Attributed(
            ref=Ref(table=TABLE, id=row.pk, sha256=row.sha256),
            product=row.product.code,
            project=row.project_code,
            method=Method(row.method),
            method_version=row.method_version,
            numerator_cny=row.allocated_cny,
            denominator_cny=row.denominator_cny,
            share=row.share,
            avoided=row.project_avoided_tco2e,
            value=row.attributed_tco2e,
            approvals=approved[row.contract_id],
            stake_cny=row.stake_cny,
        )
        for row in stated
    )


def _approved(
    contract_ids: set[int], on: dt.date, known_at: dt.datetime
) -> dict[int, tuple[Approval, ...]]:
    """Return who confirmed each contract's terms and its split over projects."""
    terms = contracts.standing_terms(contract_ids, on=on, known_at=known_at)
    splits = contracts.standing_splits(contract_ids, on=on, known_at=known_at)
    return {
        key: tuple(approval_of(found[key]) for found in (terms, splits) if key in found)
        for key in contract_ids
    }


def statements(period: Period, known_at: dt.datetime) -> list[AttributionStatement]:
    """Return the attribution statements that were stated for exactly this moment."""
    return attribution.statements(period=period, known_at=known_at)


def quality(period: Period, known_at: dt.datetime) -> tuple[Quality, ...]:
    """Return PCAF's data quality score of each project that a statement scored."""
    scores: dict[str, set[int]] = {}
    for row in statements(period, known_at):
        if row.data_quality is not None:
            scores.setdefault(row.project_code, set()).add(row.data_quality)
    return tuple(
        Quality(
            project=code,
            score=max(found),
            grounds_zh="按归因声明所列证据（计量、核验或估算）在 PCAF 评分表中取得。",
            grounds_en="By PCAF's table from the evidence that the attribution statements name.",
        )
        for code, found in sorted(scores.items())
    )
