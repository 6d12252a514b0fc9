"""One contract's money by day: drawn, repaid, outstanding; and what may still be drawn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from config.kernel.periods import Period
from trusts.contracts.models import Contract, ContractTerms
from trusts.ledger.models import Line
from trusts.ledger.rules import CASH, INVESTMENTS, ZERO, EntryKind

#: The last day that has a day after it.
LAST_DAY = dt.date.max - dt.timedelta(days=1)


@dataclass(frozen=True)
class ContractDay:
    """
    What happened under a contract on one day, and what was outstanding at its end; in CNY.

    A reversed drawdown lowers ``drawn``, a reversed repayment ``repaid``; what moved the
    investment otherwise is in ``other``.
    """

    day: dt.date
    drawn: Decimal
    repaid: Decimal
    other: Decimal
    outstanding: Decimal


@dataclass(frozen=True)
class ContractStatement:
    """A contract's days on which money moved, between what was outstanding before and after."""

    opening: Decimal
    days: tuple[ContractDay, ...]

    @property
    def closing(self) -> Decimal:
        """Return what is outstanding at the end."""
        return self.days[-1].outstanding if self.days else self.opening

    @property
    def drawn(self) -> Decimal:
        """Return what was drawn over the days."""
        return sum((day.drawn for day in self.days), ZERO)

    @property
    def repaid(self) -> Decimal:
        """Return what was repaid over the days."""
        return sum((day.repaid for day in self.days), ZERO)


@dataclass(frozen=True)
class Headroom:
    """What may move under a contract on a day, without breaking any later day; in CNY."""

    committed: Decimal
    outstanding: Decimal
    cash: Decimal
    drawable: Decimal
    repayable: Decimal


def until(on: dt.date) -> Period:
    """Return all days up to ``on``, and it."""
    return Period(dt.date.min, min(on, LAST_DAY) + dt.timedelta(days=1))


def statement(contract_id: int, *, period: Period, known_at: dt.datetime) -> ContractStatement:
    """
    Return drawn, repaid and outstanding principal by day over ``period``.

    opening + drawn - repaid + other = closing; accrued interest is not in it.
    """
    rows = (
        Line.objects.as_of(period.last_day, known_at=known_at)
        .filter(contract_id=contract_id, account_id=INVESTMENTS)
        .annotate(what=Coalesce("entry__reverses__kind", "entry__kind"))
        .values_list("effective_on", "what")
        .annotate(moved=Sum("amount"))
    )
    daily: dict[dt.date, dict[str, Decimal]] = defaultdict(dict)
    opening = ZERO
    for day, what, moved in rows:
        if day < period.starts_on:
            opening += moved
        else:
            daily[day][what] = moved
    days, standing = [], opening
    for day, moves in sorted(daily.items()):
        standing += sum(moves.values(), ZERO)
        days.append(_day(day, moves, standing))
    return ContractStatement(opening, tuple(days))


def _day(day: dt.date, moves: Mapping[str, Decimal], standing: Decimal) -> ContractDay:
    drawn = moves.get(EntryKind.DRAWDOWN, ZERO)
    repaid = -moves.get(EntryKind.REPAYMENT, ZERO)
    other = sum(moves.values(), ZERO) - drawn + repaid
    return ContractDay(day, drawn, repaid, other, standing)


def headroom(contract: Contract, *, on: dt.date, known_at: dt.datetime) -> Headroom:
    """
    Return what may be drawn and repaid under a contract on ``on``.

    No more than leaves every day from ``on`` on within what is committed on that day, and the
    product's cash at or above zero; no more repaid than is out on any such day.
    """
    lines = Line.objects.filter(recorded_at__lte=known_at)
    out = _by_day(lines.filter(contract_id=contract.pk, account_id=INVESTMENTS), on)
    cash = _by_day(lines.filter(product_id=contract.product_id, account_id=CASH), on)
    terms = list(
        ContractTerms.objects.standing(known_at)
        .filter(contract_id=contract.pk)
        .order_by("effective_from", "recorded_at", "id")
    )
    room = min(_committed(terms, day) - balance for day, balance in out.items())
    return Headroom(
        committed=_committed(terms, on),
        outstanding=out[on],
        cash=cash[on],
        drawable=max(ZERO, min(room, *cash.values())),
        repayable=max(ZERO, min(out.values())),
    )


def _by_day(lines: Iterable[Line], on: dt.date) -> dict[dt.date, Decimal]:
    """Return the balance at the end of ``on`` and of each later day on which it moved."""
    moved = lines.values_list("effective_on").annotate(moved=Sum("amount"))  # type: ignore[attr-defined]
    found: dict[dt.date, Decimal] = {on: ZERO}
    standing = ZERO
    for day, amount in sorted(moved):
        standing += amount
        found[max(day, on)] = standing
    return found


def _committed(terms: Iterable[ContractTerms], day: dt.date) -> Decimal:
    """Return what is committed on a day by terms that are given in the order of their days."""
    committed = ZERO
    for each in terms:
        if each.effective_from <= day:
            committed = each.committed_amount
    return committed
