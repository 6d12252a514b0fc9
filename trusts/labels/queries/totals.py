"""Sums over all labels at once, and which of them exceed their support; inside the database."""

# ruff: noqa: S608 (the text is this room's own; what readers give is a value)

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from projects.recognition import queries as recognition
from trusts.contracts import queries as contracts
from trusts.labels.rules.amounts import NOTHING, EntryAmount, TrustAmounts, total
from trusts.labels.rules.parts import Basis, CatalogueEntry
from trusts.own_funds import queries as own_funds
from trusts.own_funds.queries import OwnPosition
from trusts.own_funds.rules import OwnMoney
from trusts.register.models import GreenForm, Product


@dataclass(frozen=True)
class GreenTotals:
    """
    The company's green position on a day as known at a moment, summed without its contracts.

    ``total`` is trust property; ``own_funds`` the company's own, beside it: of another type,
    which refuses to be added. Under None among the forms stands what names none.
    """

    on: dt.date
    known_at: dt.datetime
    by_product: Mapping[Product, TrustAmounts]
    by_entry: Mapping[CatalogueEntry, EntryAmount]
    by_form: Mapping[GreenForm | None, EntryAmount]
    own: tuple[OwnPosition, ...]

    @property
    def total(self) -> TrustAmounts:
        """Return trust property of all contracts together."""
        return total(self.by_product.values())

    @property
    def own_funds(self) -> OwnMoney:
        """Return the company's own funds in green assets, a line of its own."""
        return own_funds.total_of(self.own)


@dataclass(frozen=True)
class Excess:
    """Labels beyond their support: how many, by how much, and the ids of some of them in order."""

    number: int
    unsupported: Decimal
    label_ids: tuple[int, ...]


def green_totals(*, on: dt.date, known_at: dt.datetime) -> GreenTotals:
    """
    Return what the roll-up of all contracts sums to, to the fen, in five statements.

    Divided, held against its support and summed inside the database, however many contracts.
    """
    parts, values = _supported_sql(on=on, known_at=known_at)
    rows = _fetched(
        f"with {parts} select grouping(product_id, edition, form_id), product_id, form_id, what,"
        " edition, code, sum(amount), sum(supported) from supported group by"
        " grouping sets ((product_id, what), (what, edition, code), (what, form_id))",
        values,
    )
    products: dict[int, TrustAmounts] = {}
    entries: dict[CatalogueEntry, EntryAmount] = {}
    forms: dict[int | None, EntryAmount] = {}
    for which, product_id, form_id, what, edition, code, amount, supported in rows:
        if which == _BY_PRODUCT:
            # What is not green needs no support.
            more = TrustAmounts(
                **{what: amount}, supported=supported if what == "green" else NOTHING
            )
            products[product_id] = products.get(product_id, TrustAmounts()) + more
        elif what == "green" and which == _BY_ENTRY:
            entries[edition, code] = EntryAmount(amount, supported)
        elif what == "green":
            forms[form_id] = EntryAmount(amount, supported)
    return GreenTotals(
        on=on,
        known_at=known_at,
        by_product=_by_product(products),
        by_entry=dict(sorted(entries.items())),
        by_form=_by_form(forms),
        own=tuple(own_funds.positions(on=on, known_at=known_at)),
    )


#: What PostgreSQL calls the groups: a bit for each of product, edition and form left out.
_BY_PRODUCT, _BY_ENTRY = 0b011, 0b101


def _by_product(found: Mapping[int, TrustAmounts]) -> dict[Product, TrustAmounts]:
    rows = sorted(Product.objects.filter(pk__in=found), key=lambda each: each.code)
    return {product: found[product.pk] for product in rows}


def _by_form(found: Mapping[int | None, EntryAmount]) -> dict[GreenForm | None, EntryAmount]:
    rows = GreenForm.objects.filter(pk__in=[key for key in found if key])
    named: dict[GreenForm | None, EntryAmount] = {
        form: found[form.pk] for form in sorted(rows, key=lambda each: each.code)
    }
    return named | ({None: found[None]} if None in found else {})


def beyond_support(
    *,
    on: dt.date,
    known_at: dt.datetime,
    product_ids: Iterable[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Excess:
    """
    Return the labels whose inputs no longer support them on ``on``, the most money first.

    One statement. How many there are and by how much holds for all, also beyond ``limit``.
    """
    which = contracts.Which(product_ids=None if product_ids is None else list(product_ids))
    parts, values = _supported_sql(on=on, known_at=known_at, which=which)
    rows = _fetched(
        f"with {parts}, excess as (select label_id, min(held.code) as code,"
        " sum(amount - supported) as unsupported"
        " from supported join held on held.id = supported.contract_id"
        " left join splits on splits.contract_id = held.id"
        f" where what = 'green' and basis = '{Basis.PROJECTS.value}'"
        " and (held.outstanding <> 0 or splits.kind is distinct from 'amount')"
        " group by label_id having sum(percent) > sum(supported_percent))"
        " select label_id, count(*) over (), sum(unsupported) over () from excess"
        ' order by unsupported desc, code collate "C" limit %s offset %s',
        [*values, limit, offset],
    )
    if not rows:
        return Excess(0, NOTHING, ())
    return Excess(rows[0][1], rows[0][2], tuple(label for label, *_ in rows))


def _supported_sql(
    *, on: dt.date, known_at: dt.datetime, which: contracts.Which | None = None
) -> tuple[str, list[Any]]:
    """
    Return the expression ``supported`` and what it leans on, and their values.

    The pieces that labels divide contracts into, with what supports each green one: of a label
    that rests on projects what their recognition carries under the same entry, divided off
    within the piece to the fen as ``trusts.labels.rules.amounts`` does it; of others, all of it.
    """
    pieces, values = contracts.pieces_sql(which or contracts.Which(), on=on, known_at=known_at)
    decisions = recognition.recognitions_known(on=on, known_at=known_at).values_list(
        "project_id", "verdict", "taxonomy_edition", "taxonomy_class", "expires_on"
    )
    decided, decided_values = decisions.query.sql_with_params()
    text = f"""{pieces},
decided (project_id, verdict, edition, code, expires_on) as ({decided}),
carried as (
    select contract_id, edition, code, sum({contracts.PERCENT_OF_PIECE}) as percent
    from pieces join decided on decided.project_id = pieces.project_id
    where verdict = 'green' and (expires_on is null or expires_on > %s)
          and edition <> '' and code <> ''
    group by 1, 2, 3),
labelled as (
    select green.*, label.basis, (
        select (part ->> 'percent')::numeric from jsonb_array_elements(label.parts) part
        where part ->> 'edition' = green.edition and part ->> 'code' = green.code
    ) as percent
    from trusts_green_pieces(%s, %s) green join held on held.id = green.contract_id
         left join trusts_greenlabel label on label.id = green.label_id),
measured as (
    select labelled.*, case when basis = '{Basis.PROJECTS.value}'
        then least(labelled.percent, coalesce(carried.percent, 0)) else labelled.percent
        end as supported_percent
    from labelled left join carried using (contract_id, edition, code)),
supported as (
    select measured.*, case when supported_percent >= percent then amount
        else (div(amount * 100 * supported_percent, percent)
              + (mod(amount * 100 * supported_percent, percent) > 0 and
                 2 * mod(amount * 100 * supported_percent, percent) >= percent)::int) / 100
        end::numeric(20, 2) as supported
    from measured)"""
    return text, [*values, *decided_values, on, on, known_at]


def _fetched(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
