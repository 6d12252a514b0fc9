"""Classes of units, proposed."""

from __future__ import annotations

from decimal import Decimal

from config.kernel.errors import DomainError
from config.kernel.models import Actor
from config.kernel.proposals import propose
from trusts.register.models import ALIVE, Product, UnitClass, UnitRank


class UnitClassTaken(DomainError):
    """The product {product} has a unit class {unit_class} already."""

    code = "unit_class_taken"


class BadIssuePrice(DomainError):
    """{price} is not a price: an amount above zero, to six decimals."""

    code = "bad_issue_price"
    status = 400


def propose_unit_class(
    *,
    product: Product,
    code: str,
    name_zh: str,
    name_en: str,
    by: Actor,
    reason: str,
    rank: str = UnitRank.EQUAL,
    issue_price: Decimal = Decimal(1),
    is_sample: bool = False,
) -> UnitClass:
    """
    Propose a class of units of a product; ``issue_price`` is in CNY a unit.

    :raises UnitClassTaken: if the product has one of this code.
    :raises BadIssuePrice: if the price is not one.
    """
    if UnitClass.objects.filter(ALIVE, product=product, code=code).exists():
        raise UnitClassTaken(product=str(product), unit_class=code)
    if not issue_price.is_finite() or issue_price <= 0 or issue_price != round(issue_price, 6):
        raise BadIssuePrice(price=issue_price)
    row = UnitClass(
        product=product,
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        rank=rank,
        issue_price=issue_price,
        is_sample=is_sample,
    )
    return propose(row, by=by, reason=reason)
