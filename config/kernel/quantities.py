"""Numbers that know what they measure, so that unlike things are never added."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from config.kernel.errors import DomainError


class Measure(StrEnum):
    """
    What a number measures.

    Avoided, removed, financed, footprint, emitted, allowance and credit all come in tCO2e; the
    unit alone would let them be added, the measure does not.
    """

    ENERGY = "energy"
    HEAT = "heat"
    POWER = "power"
    COAL_SAVED = "coal_saved"
    AVOIDED = "avoided"
    REMOVED = "removed"
    FINANCED = "financed"
    FOOTPRINT = "footprint"
    EMITTED = "emitted"
    ALLOWANCE = "allowance"
    CREDIT = "credit"
    CERTIFICATE = "certificate"
    MASS = "mass"
    WATER = "water"
    VOLUME = "volume"
    AREA = "area"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    SCORE = "score"


class UnlikeQuantities(DomainError):
    """{left} and {right} measure different things and are never added."""

    code = "unlike_quantities"
    status = 400


@dataclass(frozen=True)
class Quantity:
    """
    A decimal with its unit and its measure.

    >>> two = Quantity(Decimal(2), "tCO2e", Measure.AVOIDED)
    >>> (two + two).value
    Decimal('4')
    """

    value: Decimal
    unit: str
    measure: Measure

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError(f"A quantity is a Decimal, not {type(self.value).__name__}.")
        if not self.value.is_finite():
            raise ValueError("A quantity is a finite number.")

    def __str__(self) -> str:
        return f"{self.value} {self.unit} ({self.measure.value})"

    def __add__(self, other: Quantity) -> Quantity:
        self._must_match(other)
        return Quantity(self.value + other.value, self.unit, self.measure)

    def __sub__(self, other: Quantity) -> Quantity:
        self._must_match(other)
        return Quantity(self.value - other.value, self.unit, self.measure)

    def __mul__(self, factor: object) -> Quantity:
        if not isinstance(factor, Decimal | int) or isinstance(factor, bool):
            raise TypeError("A quantity is multiplied by a Decimal or an int.")
        return Quantity(self.value * factor, self.unit, self.measure)

    def rounded(self, places: int) -> Quantity:
        """Return the quantity at so many places, halves to the even neighbor."""
        quantum = Decimal(1).scaleb(-places)
        rounded = self.value.quantize(quantum, rounding=ROUND_HALF_EVEN)
        return Quantity(rounded, self.unit, self.measure)

    def _must_match(self, other: Quantity) -> None:
        if not isinstance(other, Quantity):
            raise TypeError("A quantity is added to a quantity.")
        if (self.unit, self.measure) != (other.unit, other.measure):
            raise UnlikeQuantities(left=str(self), right=str(other))


def total(quantities: list[Quantity], *, unit: str, measure: Measure) -> Quantity:
    """Return the sum; of nothing, zero of the named unit and measure."""
    result = Quantity(Decimal(0), unit, measure)
    for each in quantities:
        result = result + each
    return result
