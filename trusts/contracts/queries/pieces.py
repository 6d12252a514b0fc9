"""What is outstanding and how splits divide it, read in one statement however many contracts."""

# ruff: noqa: S608 (the text is this room's own; what readers give is a value)

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from trusts.contracts.models import Split
from trusts.ledger.rules import INVESTMENTS


@dataclass(frozen=True)
class Which:
    """Which contracts a statement is about: of some products, some of them, or all."""

    product_ids: Collection[int] | None = None
    contract_ids: Collection[int] | None = None

    def narrowed(self, product: str, contract: str) -> tuple[str, list[Any]]:
        """Return the conditions on the given columns, each after an ``and``."""
        given = {product: self.product_ids, contract: self.contract_ids}
        told = {column: list(ids) for column, ids in given.items() if ids is not None}
        return "".join(f" and {column} = any(%s)" for column in told), list(told.values())


class PlacedLine(NamedTuple):
    """One line of the split that holds for a contract, with what is outstanding under it."""

    contract_id: int
    outstanding: Decimal
    split_id: int | None
    kind: str | None
    project_id: int | None
    project_code: str | None
    percent: Decimal | None
    amount: Decimal | None


def held_sql(which: Which, *, on: dt.date, known_at: dt.datetime) -> tuple[str, list[Any]]:
    """
    Return the expressions ``held`` and ``splits``, after a ``with``, and their values.

    ``held`` has each known contract with what is outstanding under it; ``splits`` the split
    that holds for a contract, if any, exactly as the model itself chooses it.
    """
    of_lines, line_values = which.narrowed("line.product_id", "line.contract_id")
    of_contracts, contract_values = which.narrowed("each.product_id", "each.id")
    standing = Split.objects.holding(on, known_at=known_at)
    # No row has the key 0: asked for nothing, it is one statement that finds nothing.
    if which.product_ids is not None:
        standing = standing.filter(contract__product_id__in=list(which.product_ids) or [0])
    if which.contract_ids is not None:
        standing = standing.filter(contract_id__in=list(which.contract_ids) or [0])
    splits, split_values = _embedded(standing.values_list("contract_id", "id", "kind"))
    text = (
        "money as (select line.contract_id, sum(line.amount) as outstanding"
        " from trusts_line line where line.contract_id is not null and line.account_id = %s"
        f" and line.effective_on <= %s and line.recorded_at <= %s{of_lines} group by 1),"
        " held as (select each.id, each.product_id, each.code,"
        " coalesce(money.outstanding, 0.00) as outstanding"
        " from trusts_contract each left join money on money.contract_id = each.id"
        f" where each.decision = 'confirmed' and each.recorded_at <= %s{of_contracts}),"
        f" splits (contract_id, id, kind) as ({splits})"
    )
    values = [INVESTMENTS, on, known_at, *line_values, known_at, *contract_values]
    return text, [*values, *split_values]


def placed_lines(which: Which, *, on: dt.date, known_at: dt.datetime) -> list[PlacedLine]:
    """
    Return what is outstanding under contracts with the lines of their splits; one statement.

    A contract without a split has one line that names no project. By contract, then by
    project code.
    """
    held, values = held_sql(which, on=on, known_at=known_at)
    return [
        PlacedLine(*row)
        for row in _fetched(
            f"with {held} select held.id, held.outstanding, splits.id, splits.kind,"
            " line.project_id, line.project_code, line.percent, line.amount"
            " from held left join splits on splits.contract_id = held.id"
            " left join trusts_splitline line on line.split_id = splits.id"
            " order by held.id, line.project_code, line.id",
            values,
        )
    ]


def pieces_sql(which: Which, *, on: dt.date, known_at: dt.datetime) -> tuple[str, list[Any]]:
    """
    Return the expression ``pieces`` and what it leans on, after a ``with``, and their values.

    Each known contract's outstanding amount in pieces, as its split divides it, in CNY: one for
    each project, and one that names none for what is unallocated. To the fen by the largest
    remainder, the earlier line first, as ``trusts.contracts.rules`` divides it: a percentage is
    a part of 100, a stated amount of what is outstanding, or of the sum stated where it is more.
    """
    held, values = held_sql(which, on=on, known_at=known_at)
    return f"{held}, {_PIECES}", values


_WHOLE = "case kind when 'amount' then greatest(total, outstanding) else 100 end"
_PIECES = f"""
lines as (
    select held.id as contract_id, held.product_id, held.outstanding, splits.kind,
           line.project_id, line.project_code, coalesce(line.percent, line.amount) as stated,
           row_number() over of_contract as at,
           sum(coalesce(line.percent, line.amount)) over (partition by held.id) as total
    from held join splits on splits.contract_id = held.id
         join trusts_splitline line on line.split_id = splits.id
    window of_contract as (partition by held.id order by line.project_code, line.id)),
weights as (
    select contract_id, product_id, outstanding, project_id, project_code, kind, at,
           stated as weight, {_WHOLE} as whole
    from lines
    union all
    select held.id, held.product_id, held.outstanding, null, null, kind, 1000000,
           {_WHOLE} - coalesce(total, 0), {_WHOLE}
    from held left join (select contract_id, kind, total from lines where at = 1) split
         on split.contract_id = held.id),
floors as (
    select weights.*, abs(outstanding) * 100 * weight as exact,
           div(abs(outstanding) * 100 * weight, whole) as base
    from weights),
ranked as (
    select floors.*,
           abs(outstanding) * 100 - sum(base) over (partition by contract_id) as left_over,
           row_number() over (partition by contract_id
                              order by exact - base * whole desc, at) as place
    from floors),
pieces as (
    select contract_id, product_id, outstanding, project_id, project_code, kind, weight,
           (sign(outstanding) * (base + (place <= left_over)::int) / 100)::numeric(20, 2) as amount
    from ranked)"""
#: What percentage of its contract a piece is: as stated, or of the amount, rounded down.
PERCENT_OF_PIECE = """
    case when kind is distinct from 'amount' then weight when outstanding > 0
         then div(amount * 100000000, outstanding) / 1000000 else 0 end"""


class OpenLayer(NamedTuple):
    """Money of one contract that came to be unallocated on one day and still is, in CNY."""

    contract_id: int
    contract_code: str
    outstanding: Decimal
    since_on: dt.date
    amount: Decimal


def open_layers(which: Which, *, on: dt.date, known_at: dt.datetime) -> list[OpenLayer]:
    """
    Return the layers of every contract's unallocated money at the end of ``on``; one statement.

    By contract, the oldest first; as ``trusts.contracts.rules.rest_of`` layers it: first in,
    first out, so what of each rise is left is what the later rises do not cover.
    """
    pieces, values = pieces_sql(which, on=on, known_at=known_at)
    versions = Split.objects.standing(known_at).filter(effective_from__lte=on)
    of_days = versions.order_by("contract_id", "effective_from", "-recorded_at", "-id")
    days, day_values = _embedded(
        of_days.distinct("contract_id", "effective_from").values_list(
            "contract_id", "effective_from", "id", "kind"
        )
    )
    rows = _fetched(
        f"with {pieces}, versions (contract_id, day, split_id, kind) as ({days}), {_LAYERS}",
        [*values, *day_values, INVESTMENTS, on, known_at],
    )
    return [OpenLayer(*row) for row in rows]


_LAYERS = """
open as (select contract_id from pieces where project_id is null and amount > 0),
moves as (
    select line.contract_id, line.effective_on as day, sum(line.amount) as moved
    from trusts_line line join open on open.contract_id = line.contract_id
    where line.account_id = %s and line.effective_on <= %s and line.recorded_at <= %s
    group by 1, 2),
changes as (
    select contract_id, day, coalesce(moved, 0) as moved, split_id, kind
    from moves full join (select versions.* from versions join open using (contract_id)) split
         using (contract_id, day)),
numbered as (
    select changes.*, sum(moved) over by_day as outstanding, count(split_id) over by_day as version
    from changes window by_day as (partition by contract_id order by day)),
standing as (
    select contract_id, day, outstanding, max(split_id) over of_version as split_id,
           max(kind) over of_version as kind
    from numbered window of_version as (partition by contract_id, version)),
stated as (
    select split_id, sum(coalesce(percent, amount)) as total from trusts_splitline group by 1),
whole as (
    select standing.*, case kind when 'amount' then greatest(outstanding - coalesce(total, 0), 0)
               else outstanding * (100 - coalesce(total, 0)) / 100 end as exact,
           kind = 'percent' and coalesce(total, 0) between 0.000001 and 99.999999 as is_rounded
    from standing left join stated using (split_id)),
rounded as (
    -- The rest comes after the lines of the split where remainders are equal.
    select whole.contract_id, whole.day, outstanding * 100 - min(floor(exact * 100))
               - sum(floor(outstanding * line.percent)) as left_over,
           count(*) filter (where mod(outstanding * line.percent, 1) >= mod(exact * 100, 1))
               as before
    from whole join trusts_splitline line using (split_id) where is_rounded
    group by whole.contract_id, whole.day, outstanding),
balances as (
    select contract_id, day, case when is_rounded
               then (floor(exact * 100) + (before < left_over)::int) / 100 else exact end as balance
    from whole left join rounded using (contract_id, day)),
moved as (
    select contract_id, day, balance - lag(balance, 1, 0) over (
        partition by contract_id order by day) as moved from balances),
risen as (
    select contract_id, day, greatest(moved, 0) as rise,
           sum(greatest(moved, 0)) over (partition by contract_id order by day)
               - sum(greatest(-moved, 0)) over (partition by contract_id) as uncovered
    from moved)
select held.id, held.code, held.outstanding, day, least(rise, uncovered)::numeric(20, 2)
from risen join held on held.id = risen.contract_id
where rise > 0 and uncovered > 0 order by held.id, day"""


def _embedded(rows: Any) -> tuple[str, list[Any]]:
    """Return the text and the values of rows that the model chooses."""
    sql, values = rows.query.sql_with_params()
    return sql, list(values)


def _fetched(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
