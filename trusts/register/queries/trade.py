"""What the rules of the trade say about products, each finding with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from config.kernel.findings import Finding
from trusts.register import rules
from trusts.register.models import Product, ProductTerms


def judged_by_trade(terms: ProductTerms) -> list[Finding]:
    """Return what the rules of the trade forbid (errors) or question (warnings) in terms."""
    return rules.judge_trade(
        rules.TradeFacts(
            kind_code=terms.kind.code,
            status=terms.status,
            entrusted_amount=terms.entrusted_amount,
            term_months=terms.term_months,
            established_on=terms.established_on,
            raising=terms.raising,
            benefit_scope=terms.benefit_scope,
        )
    )


def trade_findings(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[tuple[Product, Finding]]:
    """
    Return what the terms that hold on ``on``, as known at ``known_at``, have against them.

    By product code; a finding's facts carry ``source``, ``confidence`` and ``was_read``.
    """
    rows = ProductTerms.objects.as_of(on, known_at=known_at).select_related("product", "kind")
    if product_ids is not None:
        rows = rows.filter(product_id__in=list(product_ids))
    return [
        (terms.product, finding)
        for terms in rows.order_by("product__code", "id")
        for finding in judged_by_trade(terms)
    ]
