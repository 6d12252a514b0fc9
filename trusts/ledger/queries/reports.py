"""The books of one product over a period: what every report is made from."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, Sum

from config.kernel.periods import Period
from trusts.ledger.models import Account, Line
from trusts.ledger.rules import ZERO, AccountTurnover, TrialBalance


def trial_balance(product_id: int, *, period: Period, known_at: dt.datetime) -> TrialBalance:
    """
    Return every account of the chart over ``period``, as known at ``known_at``.

    Two SQL statements: the sums of the lines, and the chart in its order. The balance sheet
    and the income statement are made from it by ``rules.balance_sheet`` and
    ``rules.income_statement``.
    """
    within = Q(effective_on__gte=period.starts_on)
    sums = (
        Line.objects.as_of(period.last_day, known_at=known_at)
        .filter(product_id=product_id)
        .values("account_id")
        .annotate(
            opening=Sum("amount", filter=~within, default=ZERO),
            debits=Sum("amount", filter=within & Q(amount__gt=0), default=ZERO),
            credits=Sum("amount", filter=within & Q(amount__lt=0), default=ZERO),
        )
    )
    by_account = {row["account_id"]: row for row in sums}
    nothing = {"opening": ZERO, "debits": ZERO, "credits": ZERO}
    rows = []
    for account in Account.objects.order_by("id"):
        found = by_account.get(account.code, nothing)
        rows.append(
            AccountTurnover(
                code=account.code,
                nature=account.nature,
                name_zh=account.name_zh,
                name_en=account.name_en,
                opening=found["opening"],
                debits=found["debits"],
                credits=-found["credits"],
            )
        )
    return TrialBalance(tuple(rows))
