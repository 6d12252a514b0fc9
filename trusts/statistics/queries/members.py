"""What stands behind a number: the products or the contracts that were counted or summed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from trusts.statistics import rules
from trusts.statistics.queries.cuts import Cut
from trusts.statistics.queries.statement import (
    IS_IN_RUN,
    IS_NEW,
    OF_PRODUCTS,
    Moment,
    Parts,
    contracts_of,
    key_of,
)
from trusts.statistics.rules import Measure


@dataclass(frozen=True)
class Member:
    """One product or contract behind a number, with what it adds to it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    product_id: int
    product_code: str
    status: str
    established_on: dt.date | None
    value: Decimal
    is_sample: bool


@dataclass(frozen=True)
class Members:
    """A page of what stands behind a number: how many there are, and what they add up to."""

    number: int
    total: Decimal
    rows: tuple[Member, ...]


#: measure -> (what one product or contract adds, which of them are behind the number)
_ADDS = {
    Measure.OUTSTANDING: ("p.outstanding", "p.outstanding <> 0"),
    Measure.PAID_IN: ("p.paid_in", "p.paid_in <> 0"),
    Measure.PRODUCTS: ("1", IS_IN_RUN),
    Measure.NEW_PRODUCTS: ("1", IS_NEW),
    Measure.NEW_PAID_IN: ("p.paid_in", IS_NEW),
    Measure.CONTRACTS: ("1", "c.placed <> 0"),
    Measure.PLACED: ("c.placed", "c.placed <> 0"),
}


def members(
    *, cut: Cut, key: str | None, measure: Measure, moment: Moment, limit: int, offset: int = 0
) -> Members:
    """
    Return a page of the products or contracts behind one number, the largest first.

    ``key`` is the part of the cut, the empty one what is not stated, None the total. Their
    values add up to the number. One statement.
    """
    adds, which = _ADDS[measure]
    of_contracts = measure in rules.OF_CONTRACTS
    parts = Parts([moment], with_contract_terms=cut.of_contracts)
    source = contracts_of(cut) if of_contracts else OF_PRODUCTS
    one = "one.id = c.contract_id" if of_contracts else "one.id = p.product_id"
    table = "trusts_contract" if of_contracts else "trusts_product"
    narrowed = f" and {key_of(cut)} = %s" if key is not None else ""
    select = (
        f"select one.id, one.code, one.name_zh, one.name_en, product.id, product.code,"
        f" coalesce(p.status, ''), p.established_on, {adds} as value, one.is_sample,"
        f" count(*) over (), sum({adds}) over ()"
        f" from {source} join {table} one on {one}"
        " join trusts_product product on product.id = p.product_id"
        f" where {which}{narrowed} order by value desc, one.code limit %s offset %s"
    )
    found = parts.run(select, [*([] if key is None else [key]), limit, offset])
    rows = tuple(Member(*row[:8], Decimal(row[8]), row[9]) for row in found)
    if not found:
        return Members(0, rules.ZERO, ())
    return Members(int(found[0][10]), Decimal(found[0][11]), rows)
