"""Where the money of contracts stands: what is outstanding, by project, and what is left over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from trusts.contracts.models import Contract, Split, SplitLine
from trusts.contracts.queries.agreements import contracts
from trusts.contracts.queries.pieces import PlacedLine, Which, placed_lines
from trusts.contracts.rules import Division, SplitKind, divide, divide_amounts, percent_of
from trusts.ledger.models import Line
from trusts.ledger.rules import INVESTMENTS, ZERO


@dataclass(frozen=True)
class ProjectShare:
    """
    What one project has of one contract: the percentage and the amount, in CNY.

    Where the split is stated in amounts, ``stated_amount`` is what it says, ``amount`` what
    stands on the day, and ``percent`` that part of the outstanding amount, rounded down.
    """

    project_id: int
    project_code: str
    percent: Decimal
    amount: Decimal
    stated_amount: Decimal | None = None


@dataclass(frozen=True)
class Allocation:
    """
    Where the outstanding amount of one contract stands on a day, in CNY.

    ``is_scaled`` says that a split in amounts names more than is outstanding, so that its
    amounts stand here shrunk in proportion.
    """

    contract: Contract
    outstanding: Decimal
    split_id: int | None
    shares: tuple[ProjectShare, ...]
    unallocated: Decimal
    kind: str = SplitKind.PERCENT.value
    is_scaled: bool = False

    @property
    def allocated(self) -> Decimal:
        """Return what stands on projects, in CNY."""
        return sum((share.amount for share in self.shares), ZERO)


@dataclass(frozen=True)
class StandsOn:
    """Money of one contract that stands on one project on a day."""

    contract: Contract
    share: ProjectShare


def standing_splits(
    contract_ids: Iterable[int] | None, *, on: dt.date, known_at: dt.datetime
) -> dict[int, Split]:
    """
    Return, by contract id, the split that holds on ``on``, its lines with it by project code.

    Without ``contract_ids``, those of every contract.
    """
    rows = Split.objects.as_of(on, known_at=known_at).prefetch_related(lines_by_code())
    if contract_ids is not None:
        rows = rows.filter(contract_id__in=list(contract_ids))
    return {row.contract_id: row for row in rows}


def lines_by_code() -> Prefetch[str, QuerySet[SplitLine], str]:
    """Return the order to bring the lines of splits with them, by project code."""
    return Prefetch("lines", queryset=SplitLine.objects.order_by("project_code", "id"))


def outstanding(
    contract_ids: Iterable[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, Decimal]:
    """
    Return what is outstanding under each contract at the end of ``on``, in CNY.

    Disbursed minus repaid principal; accrued interest is not in it.
    """
    wanted = list(contract_ids)
    return dict.fromkeys(wanted, ZERO) | _balances(wanted, on=on, known_at=known_at)


def _balances(
    contract_ids: Collection[int] | None, *, on: dt.date, known_at: dt.datetime
) -> dict[int, Decimal]:
    rows = Line.objects.as_of(on, known_at=known_at).filter(
        contract_id__isnull=False, account_id=INVESTMENTS
    )
    if contract_ids is not None:
        rows = rows.filter(contract_id__in=contract_ids)
    return dict(rows.values_list("contract_id").annotate(balance=Sum("amount")))


def allocations(
    *, on: dt.date, known_at: dt.datetime, product_ids: Iterable[int] | None = None
) -> list[Allocation]:
    """
    Return where the money of every contract stands on ``on``, by contract code.

    Shares and unallocated rest add up to the outstanding amount of the contract; the
    contracts of a product add up to its investments. Four statements, however many contracts.
    """
    known = contracts(known_at=known_at, product_ids=product_ids)
    ids = None if product_ids is None else [contract.pk for contract in known]
    return _placed(known, ids, on=on, known_at=known_at)


def allocations_by_product(
    product_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, list[Allocation]]:
    """
    Return where the money of the contracts of each product stands on ``on``, by contract code.

    Two statements, however many products, and whatever is split.
    """
    wanted = list(product_ids) or [0]  # No row has the key 0: also of nothing it asks twice.
    lines = placed_lines(Which(product_ids=wanted), on=on, known_at=known_at)
    by_contract: dict[int, list[PlacedLine]] = {}
    for line in lines:
        by_contract.setdefault(line.contract_id, []).append(line)
    found: dict[int, list[Allocation]] = {product_id: [] for product_id in product_ids}
    for contract in contracts(known_at=known_at, product_ids=wanted):
        found[contract.product_id].append(_of_placed(contract, by_contract[contract.pk]))
    return found


def allocations_of(
    known: Sequence[Contract], *, on: dt.date, known_at: dt.datetime
) -> list[Allocation]:
    """Return where the money of the given contracts stands on ``on``, in their order."""
    return _placed(known, [contract.pk for contract in known], on=on, known_at=known_at)


def _placed(
    known: Sequence[Contract],
    contract_ids: Collection[int] | None,
    *,
    on: dt.date,
    known_at: dt.datetime,
) -> list[Allocation]:
    amounts = _balances(contract_ids, on=on, known_at=known_at)
    splits = standing_splits(contract_ids, on=on, known_at=known_at)
    return [
        _allocation(contract, amounts.get(contract.pk, ZERO), splits.get(contract.pk))
        for contract in known
    ]


def money_on(
    project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
) -> dict[int, list[StandsOn]]:
    """
    Return, by project id, the money of contracts that stands on each project on ``on``.

    By contract code; contracts whose split names the project while nothing is outstanding
    are in it with an amount of zero.
    """
    named = contracts_naming(project_ids)
    known = Contract.objects.known(known_at).filter(pk__in=named).select_related("product")
    found: dict[int, list[StandsOn]] = {project_id: [] for project_id in project_ids}
    for each in allocations_of(list(known.order_by("code", "id")), on=on, known_at=known_at):
        for share in each.shares:
            if share.project_id in found:
                found[share.project_id].append(StandsOn(each.contract, share))
    return found


def contracts_naming(project_ids: Collection[int]) -> QuerySet[Any, Any]:
    """Return the ids of contracts that any version of their split ever put on the projects."""
    lines = SplitLine.objects.filter(project_id__in=project_ids)
    return lines.order_by().values("split__contract_id")


def divided(amount: Decimal, split: Split | None) -> Division:
    """Return an outstanding amount divided by a split; without one, nothing is allocated."""
    if split is None:
        return divide(amount, [])
    return _divided(amount, split.kind, split.lines.all())


def _divided(amount: Decimal, kind: str, lines: Iterable[Any]) -> Division:
    if kind == SplitKind.AMOUNT:
        return divide_amounts(amount, [line.amount for line in lines if line.amount is not None])
    return divide(amount, [line.percent for line in lines if line.percent is not None])


def _allocation(contract: Contract, amount: Decimal, split: Split | None) -> Allocation:
    if split is None:
        return _of_lines(contract, amount, None, SplitKind.PERCENT.value, ())
    return _of_lines(contract, amount, split.pk, split.kind, tuple(split.lines.all()))


def _of_placed(contract: Contract, placed: Sequence[PlacedLine]) -> Allocation:
    """Return what stands under a contract from its lines; it has one even without a split."""
    first = placed[0]
    lines = [line for line in placed if line.project_id is not None]
    kind = first.kind or SplitKind.PERCENT.value
    return _of_lines(contract, first.outstanding, first.split_id, kind, lines)


def _of_lines(
    contract: Contract,
    amount: Decimal,
    split_id: int | None,
    kind: str,
    lines: Sequence[Any],
) -> Allocation:
    division = _divided(amount, kind, lines)
    shares = tuple(
        ProjectShare(
            line.project_id,
            line.project_code,
            percent_of(part, amount) if line.percent is None else line.percent,
            part,
            line.amount,
        )
        for line, part in zip(lines, division.parts, strict=True)
    )
    return Allocation(
        contract=contract,
        outstanding=amount,
        split_id=split_id,
        shares=shares,
        unallocated=division.unallocated,
        kind=kind,
        is_scaled=division.is_scaled,
    )
