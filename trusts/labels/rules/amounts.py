"""How a label divides the money of a contract, and sums that add up to it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from config.kernel.money import FEN, split_largest_remainder
from trusts.contracts.rules import divide
from trusts.labels.rules.parts import Part
from trusts.own_funds.rules import NeverMixed

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class PartAmount:
    """What stands under one catalogue entry, in CNY, and how much of it is supported."""

    part: Part
    amount: Decimal
    supported: Decimal


@dataclass(frozen=True)
class EntryAmount:
    """What stands green under one catalogue entry or form, in CNY, and how much is supported."""

    green: Decimal = NOTHING
    supported: Decimal = NOTHING

    def plus(self, each: PartAmount) -> EntryAmount:
        """Return the sum with one more part."""
        return EntryAmount(self.green + each.amount, self.supported + each.supported)


@dataclass(frozen=True)
class TrustAmounts:
    """
    Trust property in CNY, sorted by what is said of it; the four kinds are the whole.

    ``green`` is what labels call green, ``supported`` how much of that its inputs support;
    ``rest`` is what a label in part leaves; ``not_green`` stands under contracts that were
    judged and found not green; of ``unlabelled`` nobody has said anything.
    """

    green: Decimal = NOTHING
    rest: Decimal = NOTHING
    not_green: Decimal = NOTHING
    unlabelled: Decimal = NOTHING
    supported: Decimal = NOTHING

    @property
    def outstanding(self) -> Decimal:
        """Return the whole: green, the rest beside it, not green, and unlabelled."""
        return self.green + self.rest + self.not_green + self.unlabelled

    @property
    def unsupported(self) -> Decimal:
        """Return what is called green without the support it was judged on."""
        return self.green - self.supported

    def __add__(self, other: TrustAmounts) -> TrustAmounts:
        if not isinstance(other, TrustAmounts):
            self._refuse(self, other)
        return TrustAmounts(
            self.green + other.green,
            self.rest + other.rest,
            self.not_green + other.not_green,
            self.unlabelled + other.unlabelled,
            self.supported + other.supported,
        )

    def __radd__(self, other: object) -> NoReturn:
        self._refuse(other, self)

    def __str__(self) -> str:
        return f"trust CNY {self.outstanding:,.2f}"

    @staticmethod
    def _refuse(left: object, right: object) -> NoReturn:
        raise NeverMixed(left=str(left), right=str(right))


def total(amounts: Iterable[TrustAmounts]) -> TrustAmounts:
    """Return the sum of trust property; of nothing, zero."""
    result = TrustAmounts()
    for each in amounts:
        result = result + each
    return result


def divide_by_label(
    outstanding: Decimal, parts: Sequence[Part], supported_percents: Sequence[Decimal]
) -> tuple[list[PartAmount], Decimal]:
    """
    Return what stands under each part of a label, and the rest that is not green, to the fen.

    Nothing is lost: 100.00 by 33.3 % and 33.3 % is 33.30, 33.30 and 33.40. Of each part's
    amount, what its support carries is divided off within it, so that it never exceeds it.
    """
    division = divide(outstanding, [part.percent for part in parts])
    amounts = [
        PartAmount(part, amount, _within(amount, part.percent, supported))
        for part, amount, supported in zip(parts, division.parts, supported_percents, strict=True)
    ]
    return amounts, division.unallocated


def _within(amount: Decimal, percent: Decimal, supported: Decimal) -> Decimal:
    if supported >= percent:
        return amount
    carried, _ = split_largest_remainder(amount, [supported, percent - supported], quantum=FEN)
    return carried
