"""Judge the movements of a file against the books: row by row in sets, then the balances."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol

from trusts.intake.operations.books import (
    Books,
    Days,
    cash_by_day,
    commitments,
    invested_by_day,
)
from trusts.intake.rules.findings import finding
from trusts.intake.rules.judged import Judged
from trusts.intake.rules.movements import (
    KINDS,
    ZERO,
    Movement,
    Repeated,
    Shortfall,
    below_zero,
    judge_alone,
)
from trusts.intake.rules.reading import ReadRow

CHUNK = 5_000
#: Who repeats a reference will be taken out, so it counts in no balance.
_REPEATS = frozenset({"reference_repeated", "reference_taken"})


class Advance(Protocol):
    """How the judge says how many rows it has seen."""

    def __call__(self, rows: int) -> object:
        """Take note of it."""


def judge_movements(
    rows: Iterator[ReadRow], *, judged: Judged, source: str, leaves_out: bool, advance: Advance
) -> None:
    """
    Judge every row and fill ``judged`` with the findings and the movements that hold.

    Where faulty rows are left out, balances are judged without them. Otherwise they count as
    they stand, for they are to be mended; a product with a row that cannot be read is not
    judged by its balance yet, and none is while a row names no known product.
    """
    books, repeated = Books(source), Repeated()
    legible: list[Movement] = []
    unjudged: set[int | None] = set()
    while chunk := list(islice(rows, CHUNK)):
        taken = books.look_up([each.values for each in chunk])
        for row in chunk:
            judge_alone(row)
            repeated.judge(row)
            _judge_against(books, row, taken)
            movement = _movement(books, row)
            repeats = any(each.code in _REPEATS for each in row.faults)
            if movement is None and row.is_faulty and not repeats:
                unjudged.add(books.products.get(row.values.get("product") or ""))
            elif movement is not None and not repeats and not (leaves_out and row.is_faulty):
                legible.append(movement)
            judged.add(row)
        judged.rows_read += len(chunk)
        advance(judged.rows_read)
    if leaves_out:
        unjudged = set()
    judged.summary["balances"] = _judge_balances(legible, unjudged, judged)
    judged.movements = [each for each in legible if each.row not in judged.faulty]
    judged.summary |= summary_of(judged.movements)


def summary_of(movements: Iterable[Movement]) -> dict[str, Any]:
    """Return what the movements add up to, by kind, and the days and products they touch."""
    by_kind: dict[str, list[Any]] = defaultdict(lambda: [0, ZERO])
    products, days = set(), set()
    cash_in = cash_out = ZERO
    for each in movements:
        entry = by_kind[each.kind]
        entry[0] += 1
        entry[1] += each.amount
        products.add(each.product_id)
        days.add(each.day)
        cash_in += max(each.cash, ZERO)
        cash_out -= min(each.cash, ZERO)
    return {
        "by_kind": {
            kind: {"rows": count, "amount": str(amount)}
            for kind, (count, amount) in sorted(by_kind.items())
        },
        "products": len(products),
        "first_day": str(min(days)) if days else "",
        "last_day": str(max(days)) if days else "",
        "cash_in": str(cash_in),
        "cash_out": str(cash_out),
    }


def _judge_against(books: Books, row: ReadRow, taken: Mapping[str, str]) -> None:
    values = row.values
    product_id = books.products.get(values.get("product") or "")

    def find(code: str, field: str, **facts: object) -> None:
        value = str(values.get(field) or "")
        row.faults.append(finding(code, row=row.number, field=field, value=value, **facts))

    if values.get("product") and product_id is None:
        find("product_unknown", "product")
    if values.get("reference") in taken:
        find("reference_taken", "reference", batch=taken[values["reference"]])
    _judge_contract(books, row, product_id, find)
    if product_id is None:
        return
    unit_class = values.get("unit_class")
    if unit_class and unit_class not in books.classes.get(product_id, ()):
        find("unit_class_unknown", "unit_class")
    if values.get("day") and books.is_closed(product_id, values["day"]):
        find("day_closed", "day")


def _judge_contract(books: Books, row: ReadRow, product_id: int | None, find: Any) -> None:
    kind = KINDS.get(row.values.get("kind") or "")
    if kind is not None and kind.other not in books.accounts:
        find("account_missing", "kind", account=kind.other)
    code = row.values.get("contract")
    if not code:
        return
    contract = books.contracts.get(code)
    if contract is None:
        find("contract_unknown", "contract")
    elif product_id is not None and contract.product_id != product_id:
        find("contract_of_another", "contract", product=books.product_code(contract.product_id))


def _movement(books: Books, row: ReadRow) -> Movement | None:
    values = row.values
    product_id = books.products.get(values.get("product") or "")
    needed = (product_id, values.get("day"), values.get("kind"), values.get("amount"))
    if any(each is None for each in needed) or product_id is None:
        return None
    contract = books.contracts.get(values.get("contract") or "")
    if KINDS[values["kind"]].needs_contract and contract is None:
        return None
    return Movement(
        row=row.number,
        product_id=product_id,
        day=values["day"],
        kind=values["kind"],
        amount=values["amount"],
        contract_id=contract.id if contract else None,
        unit_class=values.get("unit_class") or "",
        units=values.get("units"),
        reference=values.get("reference") or "",
        memo=values.get("memo") or "",
    )


def _judge_balances(legible: list[Movement], unjudged: set[int | None], judged: Judged) -> str:
    """Add the rows that cash, contracts and commitments cannot take; say how much was judged."""
    if None in unjudged:
        return "none"
    moves = [each for each in legible if each.product_id not in unjudged]
    contract_ids = {each.contract_id for each in moves if each.invested and each.contract_id}
    cash = cash_by_day({each.product_id for each in moves})
    invested = invested_by_day(contract_ids)
    committed = commitments(contract_ids)
    while True:
        fallen = {
            **_above_commitment(moves, invested, committed, judged),
            **_short(moves, invested, "contract_id", "invested", "repaid_beyond_drawn", judged),
        } or _short(moves, cash, "product_id", "cash", "cash_overdrawn", judged)
        if not fallen:
            break
        moves = [each for each in moves if each.row not in fallen]
    return "some" if unjudged else "all"


def _short(
    moves: list[Movement],
    standing: Mapping[int, Days],
    owner: str,
    change: str,
    code: str,
    judged: Judged,
) -> dict[int, Shortfall]:
    by_owner: dict[int, list[Movement]] = defaultdict(list)
    for each in moves:
        if getattr(each, change):
            by_owner[getattr(each, owner)].append(each)
    fallen: dict[int, Shortfall] = {}
    for key, own in by_owner.items():
        short = below_zero(
            standing.get(key, {}), ((each.day, each.row, getattr(each, change)) for each in own)
        )
        fallen |= {each.row: each for each in short}
    amounts = {each.row: each.amount for each in moves if each.row in fallen}
    for row, short_by in sorted(fallen.items()):
        judged.add_finding(
            finding(
                code,
                row=row,
                field="amount",
                value=str(amounts[row]),
                day=short_by.day,
                balance=f"{short_by.balance:,}",
            )
        )
    return fallen


def _above_commitment(
    moves: list[Movement],
    standing: Mapping[int, Days],
    committed: Mapping[int, list[tuple[dt.date, Decimal]]],
    judged: Judged,
) -> dict[int, Shortfall]:
    """Find the drawdowns beyond what the contract's terms commit on their day, or without terms."""
    fallen: dict[int, Shortfall] = {}
    by_contract: dict[int, list[Movement]] = defaultdict(list)
    for each in moves:
        if each.invested and each.contract_id is not None:
            by_contract[each.contract_id].append(each)
    for contract_id, own in by_contract.items():
        terms = committed.get(contract_id, [])
        for code, shortfall, limit in _beyond(own, standing.get(contract_id, {}), terms):
            fallen[shortfall.row] = shortfall
            judged.add_finding(
                finding(
                    code,
                    row=shortfall.row,
                    field="amount",
                    day=shortfall.day,
                    balance=f"{shortfall.balance:,}",
                    committed=f"{limit:,}",
                )
            )
    return fallen


def _beyond(
    own: list[Movement], standing: Days, terms: list[tuple[dt.date, Decimal]]
) -> Iterator[tuple[str, Shortfall, Decimal]]:
    own = sorted(own, key=lambda each: (each.day, each.invested > 0, each.row))
    days = sorted(standing)
    at, balance = 0, ZERO
    for each in own:
        while at < len(days) and days[at] <= each.day:
            balance += standing[days[at]]
            at += 1
        balance += each.invested
        if each.invested < 0:
            continue
        limit = next((amount for day, amount in terms if day <= each.day), None)
        if limit is None or balance > limit:
            code = "terms_missing" if limit is None else "above_commitment"
            yield code, Shortfall(each.row, each.day, balance), limit or ZERO
            balance -= each.invested
