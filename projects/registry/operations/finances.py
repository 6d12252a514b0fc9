"""Say what stood on a project's balance sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from config.kernel import proposals
from config.kernel.corrections import name_the_corrected
from config.kernel.errors import InvalidInput, NotFoundHere
from config.kernel.findings import Finding
from config.kernel.models import Actor
from projects.registry.models import Project, ProjectFinance, ProjectTerms

_CENT = Decimal("0.01")


@transaction.atomic
def propose_finance(
    *,
    project_id: int,
    year: int,
    equity_cny: Decimal,
    debt_cny: Decimal,
    basis: str,
    by: Actor,
    reason: str,
    total_assets_cny: Decimal | None = None,
    is_sample: bool = False,
) -> ProjectFinance:
    """
    Propose a project's balance sheet at the end of ``year``; a second one corrects the first.

    Equity may be below zero, debt and total assets may not; all in CNY with at most two decimals.

    :raises NotFoundHere: if there is no such project.
    :raises InvalidInput: naming each amount that is unfit.
    """
    known = ProjectTerms.objects.confirmed().values("project_id")
    if not Project.objects.filter(pk=project_id, pk__in=known).exists():
        raise NotFoundHere(what="project", key=project_id)
    amounts = {
        "equity_cny": equity_cny,
        "debt_cny": debt_cny,
        "total_assets_cny": total_assets_cny,
    }
    _refuse_unfit(amounts)
    row = ProjectFinance(
        project_id=project_id,
        year=year,
        effective_from=dt.date(year, 1, 1),
        basis=basis,
        is_sample=is_sample,
        **amounts,
    )
    name_the_corrected(row)
    return proposals.propose(row, by=by, reason=reason)


def _refuse_unfit(amounts: dict[str, Decimal | None]) -> None:
    found = [
        Finding(
            code="amount_unfit",
            field=name,
            value=str(amount),
            message="This is not an amount in yuan and cents, or it is below zero.",
            remedy="Write yuan with at most two decimals; only equity may be negative.",
        )
        for name, amount in amounts.items()
        if amount is not None and not _is_fit(name, amount)
    ]
    if found:
        raise InvalidInput(found)


def _is_fit(name: str, amount: Decimal) -> bool:
    if not amount.is_finite() or amount != amount.quantize(_CENT):
        return False
    return amount >= 0 or name == "equity_cny"
