"""Movements of money: what each kind posts, and which of them the books cannot take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.tables.converting import Choice, code, day, positive, words
from config.tables.converting import amount as number
from trusts.intake.rules.columns import Column
from trusts.intake.rules.findings import finding
from trusts.intake.rules.reading import IN, OUT, ReadRow
from trusts.ledger.rules import (
    CAPITAL_RETURNED,
    CASH,
    DISTRIBUTIONS,
    INVESTMENTS,
    PAID_IN_CAPITAL,
    EntryKind,
    Posting,
    StagedEntry,
)

ZERO = Decimal("0.00")
MEMO_LONGEST = 200


@dataclass(frozen=True)
class MovementKind:
    """What a kind of movement posts: cash against ``other``, in or out, under a contract or not."""

    entry: EntryKind
    other: str
    direction: int
    spellings: tuple[str, ...]

    @property
    def needs_contract(self) -> bool:
        """Return whether money of this kind moves under a contract."""
        return self.other == INVESTMENTS

    @property
    def may_name_contract(self) -> bool:
        """Return whether the row may say which contract it comes from."""
        return self.needs_contract or self.entry is EntryKind.INCOME

    @property
    def has_units(self) -> bool:
        """Return whether the kind may speak of a class of units."""
        return self.other in {PAID_IN_CAPITAL, CAPITAL_RETURNED, DISTRIBUTIONS}


def _income(account: str, *spellings: str) -> MovementKind:
    return MovementKind(EntryKind.INCOME, account, IN, spellings)


def _expense(account: str, *spellings: str) -> MovementKind:
    return MovementKind(EntryKind.EXPENSE, account, OUT, spellings)


KINDS: Mapping[str, MovementKind] = {
    "subscription": MovementKind(
        EntryKind.SUBSCRIPTION, PAID_IN_CAPITAL, IN, ("认购", "申购", "subscription")
    ),
    "capital_return": MovementKind(
        EntryKind.CAPITAL_RETURN, CAPITAL_RETURNED, OUT, ("返还本金", "赎回", "return of capital")
    ),
    "distribution": MovementKind(
        EntryKind.DISTRIBUTION, DISTRIBUTIONS, OUT, ("分配收益", "信托利益分配", "distribution")
    ),
    "drawdown": MovementKind(EntryKind.DRAWDOWN, INVESTMENTS, OUT, ("放款", "投资", "drawdown")),
    "repayment": MovementKind(
        EntryKind.REPAYMENT, INVESTMENTS, IN, ("收回本金", "还本", "repayment")
    ),
    "income_interest": _income("income_interest", "利息收入", "interest"),
    "income_dividend": _income("income_dividend", "分红收入", "股利收入", "dividend"),
    "income_investment": _income("income_investment", "投资收益", "gain on investment"),
    "income_other": _income("income_other", "其他收入", "other income"),
    "expense_trustee_fee": _expense("expense_trustee_fee", "信托报酬", "受托人报酬", "trustee fee"),
    "expense_custody_fee": _expense("expense_custody_fee", "保管费", "托管费", "custody fee"),
    "expense_tax": _expense("expense_tax", "税费", "税金及附加", "tax"),
    "expense_other": _expense("expense_other", "其他费用", "other expense"),
}


def units(text: str, *, row: int | None, field: str) -> object:
    """Return a number of units, above zero, to six decimals."""
    found = number(text, row=row, field=field, places=6)
    if isinstance(found, Decimal) and found <= 0:
        return positive("0", row=row, field=field)
    return found


def _reference(text: str, *, row: int | None, field: str) -> object:
    return code(text, row=row, field=field, limit=100)


def _memo(text: str, *, row: int | None, field: str) -> object:
    return words(text, row=row, field=field, limit=MEMO_LONGEST)


COLUMNS: tuple[Column, ...] = (
    Column("product", "产品代码", "product code", code, is_required=True, example="GT-2025-01"),
    Column("day", "日期", "day", day, is_required=True, example="2025-01-31"),
    Column(
        "kind",
        "业务类型",
        "kind",
        Choice({name: each.spellings for name, each in KINDS.items()}),
        is_required=True,
        example="认购",
    ),
    Column("amount", "金额", "amount", positive, is_required=True, example="1,000,000.00"),
    Column("contract", "合同代码", "contract code", code, example=""),
    Column("unit_class", "份额类别", "unit class", code, example=""),
    Column("units", "份额数量", "units", units, example=""),
    Column("reference", "外部流水号", "external reference", _reference, example="TA-0001"),
    Column("memo", "备注", "memo", _memo, default="", example=""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement of money as a file tells it; the amount is above zero, in CNY."""

    row: int
    product_id: int
    day: dt.date
    kind: str
    amount: Decimal
    contract_id: int | None = None
    unit_class: str = ""
    units: Decimal | None = None
    reference: str = ""
    memo: str = ""

    @property
    def cash(self) -> Decimal:
        """Return by how much cash changes."""
        return self.amount * KINDS[self.kind].direction

    @property
    def invested(self) -> Decimal:
        """Return by how much what is outstanding under the contract changes."""
        return -self.cash if KINDS[self.kind].needs_contract else ZERO

    def to_entry(self) -> StagedEntry:
        """Return the entry that the movement becomes: cash against the kind's account."""
        kind = KINDS[self.kind]
        issued = self.units if self.units is None or kind.direction == IN else -self.units
        return StagedEntry(
            row=self.row,
            product_id=self.product_id,
            effective_on=self.day,
            kind=kind.entry,
            postings=(
                Posting(CASH, self.cash),
                Posting(kind.other, -self.cash, self.unit_class, issued),
            ),
            memo=self.memo,
            contract_id=self.contract_id,
        )


def judge_alone(read: ReadRow) -> None:
    """Add what is wrong with a row by itself, before the books are asked."""
    values = read.values
    kind = KINDS.get(values.get("kind") or "")
    if kind is None:
        return
    said = values.get("direction")
    if said is not None and said != kind.direction:
        code_ = "in_though_kind_is_out" if said == IN else "out_though_kind_is_in"
        read.faults.append(finding(code_, row=read.number, field="kind", value=values["kind"]))
    for code_, field, is_wrong in (
        ("contract_missing", "contract", kind.needs_contract and not values.get("contract")),
        (
            "contract_needless",
            "contract",
            bool(values.get("contract")) and not kind.may_name_contract,
        ),
        ("units_needless", "unit_class", bool(values.get("unit_class")) and not kind.has_units),
        ("units_needless", "units", bool(values.get("units")) and not kind.has_units),
        (
            "units_without_class",
            "unit_class",
            bool(values.get("units")) and not values.get("unit_class") and kind.has_units,
        ),
    ):
        if is_wrong and not any(each.field == field for each in read.faults):
            value = str(values.get(field) or "")
            read.faults.append(finding(code_, row=read.number, field=field, value=value))


class Repeated:
    """Tells the rows of one file that say the same as an earlier one."""

    def __init__(self) -> None:
        self._references: dict[str, int] = {}
        self._contents: dict[tuple[object, ...], int] = {}

    def judge(self, read: ReadRow) -> None:
        """Add what the row repeats: a reference is an error, a whole row without one a warning."""
        reference = read.values.get("reference")
        if reference:
            first = self._references.setdefault(reference, read.number)
            if first != read.number:
                read.faults.append(
                    finding(
                        "reference_repeated",
                        row=read.number,
                        field="reference",
                        value=reference,
                        first_row=first,
                    )
                )
            return
        content = tuple(read.values.get(each.name) for each in COLUMNS)
        first = self._contents.setdefault(content, read.number)
        if first != read.number and not read.is_faulty:
            read.faults.append(finding("row_repeated", row=read.number, first_row=first))


@dataclass(frozen=True)
class Shortfall:
    """A row that a balance cannot take: what would stand on which day."""

    row: int
    day: dt.date
    balance: Decimal


def below_zero(
    standing: Mapping[dt.date, Decimal], moves: Iterable[tuple[dt.date, int, Decimal]]
) -> list[Shortfall]:
    """
    Return the rows without which a balance stays at or above zero at the end of every day.

    ``standing`` is what is recorded, summed by day; ``moves`` are (day, row, amount). On the
    first day that ends below zero the latest outflow so far gives way, then the one before it,
    until the day holds; then the next day is looked at. What stands below zero by itself is
    no row's fault.

    With 100 on the first day, 80 out on the second in row 2 and 30 out on the third in row
    3, row 3 gives way.
    """
    by_day: dict[dt.date, list[tuple[int, Decimal]]] = {day_: [] for day_ in standing}
    for day_, row, amount in moves:
        by_day.setdefault(day_, []).append((row, amount))
    balance = ZERO
    outflows: list[tuple[int, Decimal]] = []
    found: list[Shortfall] = []
    for day_ in sorted(by_day):
        balance += standing.get(day_, ZERO) + sum((each for _row, each in by_day[day_]), ZERO)
        outflows += sorted((row, each) for row, each in by_day[day_] if each < 0)
        while balance < 0 and outflows:
            row, amount = outflows.pop()
            found.append(Shortfall(row, day_, balance))
            balance -= amount
    return found


def after_others(faulty: Iterable[int], movements: Sequence[Movement]) -> list[Movement]:
    """Return the movements whose rows are not among the faulty ones."""
    out = set(faulty)
    return [each for each in movements if each.row not in out]
