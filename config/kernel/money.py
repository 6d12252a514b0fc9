"""Money in decimals, and the one way in which a sum is divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from config.kernel.errors import DomainError

FEN = Decimal("0.01")


class UnlikeCurrencies(DomainError):
    """{left} and {right} are different currencies."""

    code = "unlike_currencies"
    status = 400


@dataclass(frozen=True)
class Money:
    """An exact amount in one currency; it refuses a float and a fraction of a fen."""

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not money.")
        if not self.amount.is_finite() or self.amount != self.amount.quantize(FEN):
            raise ValueError(f"{self.amount} is not a whole number of fen.")

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.2f}"

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def split(self, weights: Sequence[Decimal]) -> list[Money]:
        """Return the shares by ``weights``; they add up to the amount, to the fen."""
        shares = split_largest_remainder(self.amount, weights, quantum=FEN)
        return [Money(share, self.currency) for share in shares]

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError("Money is added to money.")
        if other.currency != self.currency:
            raise UnlikeCurrencies(left=str(self), right=str(other))
        return other.amount


def split_largest_remainder(
    total: Decimal, weights: Sequence[Decimal], *, quantum: Decimal
) -> list[Decimal]:
    """
    Return ``total`` divided by ``weights`` in steps of ``quantum``, adding up exactly.

    Each share is its exact portion rounded down; the steps left over go to the largest
    remainders, the earlier one first where two are equal. A negative total (a clawback)
    is divided as its opposite.

    100.00 by 1:1:1 is 33.34, 33.33, 33.33.

    :raises ValueError: if no weight is positive, one is negative, or ``total`` is not
        a multiple of ``quantum``.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight is never negative.")
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        raise ValueError("At least one weight must be positive.")
    if total % quantum:
        raise ValueError(f"{total} is not a multiple of {quantum}.")
    if total < 0:
        return [-share for share in split_largest_remainder(-total, weights, quantum=quantum)]
    steps = int(total / quantum)
    numerators = [steps * _exact(weight) for weight in weights]
    denominator = sum((_exact(weight) for weight in weights), start=0)
    floors = [numerator // denominator for numerator in numerators]
    order = sorted(
        range(len(weights)), key=lambda index: (-(numerators[index] % denominator), index)
    )
    for index in order[: steps - sum(floors)]:
        floors[index] += 1
    return [floor * quantum for floor in floors]


def _exact(weight: Decimal) -> int:
    """Return the weight as an integer number of 1e-18ths; finer than that is no weight."""
    scaled = weight.scaleb(18)
    if scaled != scaled.to_integral_value(rounding=ROUND_FLOOR):
        raise ValueError(f"{weight} has more than 18 decimal places.")
    return int(scaled)
