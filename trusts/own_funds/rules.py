"""Own money: a kind of its own, which refuses to be added to the money of a trust."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

from config.kernel.errors import DomainError
from config.kernel.money import FEN

ZERO = Decimal(0)


class NeverMixed(DomainError):
    """Own funds and trust property are recorded apart: {left} and {right} are never added."""

    code = "never_mixed"
    status = 400


class MovementKind(StrEnum):
    """Whether own money goes out or comes back."""

    PLACED = "placed"
    RETURNED = "returned"

    @property
    def opposite(self) -> MovementKind:
        """Return the kind that takes this one back."""
        return MovementKind.RETURNED if self is MovementKind.PLACED else MovementKind.PLACED


@dataclass(frozen=True)
class OwnMoney:
    """
    An amount of the company's own funds, in CNY; it adds to its like and to nothing else.

    >>> OwnMoney(Decimal("1.00")) + OwnMoney(Decimal("2.00"))
    OwnMoney(amount=Decimal('3.00'))
    """

    amount: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not money.")
        if not self.amount.is_finite() or self.amount != self.amount.quantize(FEN):
            raise ValueError(f"{self.amount} is not a whole number of fen.")

    def __str__(self) -> str:
        return f"own CNY {self.amount:,.2f}"

    def __add__(self, other: OwnMoney) -> OwnMoney:
        if not isinstance(other, OwnMoney):
            self._refuse(self, other)
        return OwnMoney(self.amount + other.amount)

    def __sub__(self, other: OwnMoney) -> OwnMoney:
        if not isinstance(other, OwnMoney):
            self._refuse(self, other)
        return OwnMoney(self.amount - other.amount)

    def __radd__(self, other: object) -> NoReturn:
        self._refuse(other, self)

    def __rsub__(self, other: object) -> NoReturn:
        self._refuse(other, self)

    @staticmethod
    def _refuse(left: object, right: object) -> NoReturn:
        raise NeverMixed(left=str(left), right=str(right))


def total(amounts: Iterable[OwnMoney]) -> OwnMoney:
    """Return the sum of own money; of nothing, zero."""
    result = OwnMoney(Decimal("0.00"))
    for each in amounts:
        result = result + each
    return result


def signed(kind: str, amount: Decimal) -> Decimal:
    """Return by how much a movement changes what is placed: out is positive, back negative."""
    return amount if kind == MovementKind.PLACED else -amount
