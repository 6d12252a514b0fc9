"""What stands behind a number: the products or the contracts that were counted or summed."""

# ruff: noqa: S608 (the text is this room's own, from the declared cuts; what readers give is a value)

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trusts.statistics import rules
from trusts.statistics.queries.cuts import Cut
from trusts.statistics.queries.divided import Parts as DividedParts
from trusts.statistics.queries.statement import (
    IS_IN_RUN,
    IS_NEW,
    OF_CONTRACTS,
    OF_PRODUCTS,
    Parts,
    key_of,
    run_sql,
)
from trusts.statistics.rules import Measure, Moment


@dataclass(frozen=True)
class Member:
    """One product or contract behind a number, with what it adds to it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    is_sample: bool
    product_id: int
    product_code: str
    #: Of a product: the day it was established. Of a contract: none.
    established_on: dt.date | None
    value: Decimal


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
    Measure.NEW_PAID_IN: ("p.paid_in", f"p.paid_in <> 0 and {IS_NEW}"),
    Measure.CONTRACTS: ("1", "c.placed <> 0"),
    Measure.PLACED: ("c.placed", "c.placed <> 0"),
}
_PRODUCT = "one.id, one.code, p.established_on"
_CONTRACT = "product.id, product.code, null::date"


def members(
    *, cut: Cut, key: str | None, measure: Measure, moment: Moment, limit: int, offset: int = 0
) -> Members:
    """
    Return a page of the products or contracts behind one number, the largest first.

    ``key`` is the part of the cut, the empty one what is not stated, None the total. Their
    values add up to the number. One statement.
    """
    if cut.divided is not None:
        return _divided(cut.divided(moment), key, limit=limit, offset=offset)
    adds, which = _ADDS[measure]
    narrowed = f" and {key_of(cut)} = %s" if key is not None else ""
    source, of_product = _source(cut, measure)
    found = Parts(cut, [moment]).run(
        f"select one.id, one.code, one.name_zh, one.name_en, one.is_sample, {of_product},"
        f" {adds} as value, count(*) over (), sum({adds}) over ()"
        f" from {source} where {which}{narrowed} order by value desc, one.code limit %s offset %s",
        [*([] if key is None else [key]), limit, offset],
    )
    return _page(found)


def _divided(parts: DividedParts, key: str | None, *, limit: int, offset: int) -> Members:
    narrowed = " where key = %s" if key is not None else ""
    found = run_sql(
        f"select one.id, one.code, one.name_zh, one.name_en, one.is_sample, {_CONTRACT},"
        " amount, count(*) over (), sum(amount) over ()"
        " from (select contract_id, sum(amount) as amount"
        f" from ({parts.sql}) part{narrowed} group by contract_id having sum(amount) <> 0) c"
        " join trusts_contract one on one.id = c.contract_id"
        " join trusts_product product on product.id = one.product_id"
        " order by amount desc, one.id limit %s offset %s",
        [*parts.values, *([] if key is None else [key]), limit, offset],
    )
    return _page(found)


def _page(found: list[tuple[Any, ...]]) -> Members:
    if not found:
        return Members(0, rules.ZERO, ())
    rows = tuple(_member(row) for row in found)
    return Members(int(found[0][9]), Decimal(found[0][10]), rows)


def _member(row: tuple[Any, ...]) -> Member:
    identifier, code, name_zh, name_en, is_sample, product, product_code, since, value, *_ = row
    return Member(
        identifier, code, name_zh, name_en, is_sample, product, product_code, since, Decimal(value)
    )


def _source(cut: Cut, measure: Measure) -> tuple[str, str]:
    """Return where the rows are read from, and what is said of their product."""
    if measure in rules.OF_PRODUCTS:
        return f"{OF_PRODUCTS} join trusts_product one on one.id = p.product_id", _PRODUCT
    of_product = "join trusts_product product on product.id = one.product_id"
    if cut.of_contracts:
        return f"{OF_CONTRACTS} join trusts_contract one on one.id = c.contract_id {of_product}", (
            _CONTRACT
        )
    drawn = "(select contract_id, placed_0 as placed from drawn) c"
    contracts = "join trusts_contract one on one.product_id = p.product_id"
    return (
        f"{OF_PRODUCTS} {contracts} join {drawn} on c.contract_id = one.id {of_product}",
        _CONTRACT,
    )
