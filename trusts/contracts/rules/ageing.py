"""How long money has stood under a contract without a project: first in, first out."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trusts.contracts.rules.splits import NOTHING


@dataclass(frozen=True)
class Layer:
    """Money that came to be unallocated on one day and still is, in CNY."""

    since_on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Rest:
    """What of a contract is unallocated at the end of a day, in layers, the oldest first."""

    on: dt.date
    layers: tuple[Layer, ...] = ()

    @property
    def amount(self) -> Decimal:
        """Return the unallocated amount, in CNY."""
        return sum((layer.amount for layer in self.layers), NOTHING)

    @property
    def since_on(self) -> dt.date | None:
        """Return the day since which the oldest yuan of it stands here, if there is one."""
        return self.layers[0].since_on if self.layers else None

    @property
    def age_days(self) -> int:
        """Return the age of the oldest yuan in days; 0 on the day it came, and if there is none."""
        return (self.on - self.layers[0].since_on).days if self.layers else 0


def rest_of(balances: Iterable[tuple[dt.date, Decimal]], *, on: dt.date) -> Rest:
    """
    Return the layers of an unallocated balance, given at the end of each day it changed.

    A rise is a layer of that day; a fall is taken from the oldest layers first, as if the
    oldest money found its project first. Worked: 100 drawn on day 1 without a split; 60 of it
    split on day 10 leaves 40 of day 1; 20 more unallocated on day 20 makes (1: 40, 20: 20);
    a fall to 15 on day 40 leaves (20: 15): on day 50 the oldest yuan is 30 days old.

    :raises ValueError: for a balance below zero.
    """
    layers: deque[Layer] = deque()
    standing = NOTHING
    for day, balance in sorted(balances):
        if day > on:
            break
        if balance < 0:
            raise ValueError("An unallocated amount is never negative.")
        if balance > standing:
            layers.append(Layer(day, balance - standing))
        else:
            _take(layers, standing - balance)
        standing = balance
    return Rest(on, tuple(layers))


def _take(layers: deque[Layer], amount: Decimal) -> None:
    """Take an amount from the oldest layers."""
    while amount > 0:
        oldest = layers.popleft()
        if oldest.amount > amount:
            layers.appendleft(Layer(oldest.since_on, oldest.amount - amount))
            return
        amount -= oldest.amount


@dataclass(frozen=True)
class AgeBand:
    """Ages from a number of days on, below another; without an upper one, all that are older."""

    from_days: int
    below_days: int | None

    def __contains__(self, days: object) -> bool:
        if not isinstance(days, int):
            return False
        return self.from_days <= days and (self.below_days is None or days < self.below_days)


#: A month, a quarter, half a year, a year and beyond: bands of the house, not of a rule of law.
AGE_BANDS = (
    AgeBand(0, 31),
    AgeBand(31, 91),
    AgeBand(91, 181),
    AgeBand(181, 366),
    AgeBand(366, None),
)


def age_bands(
    rests: Iterable[Rest], *, bands: Sequence[AgeBand] = AGE_BANDS
) -> dict[AgeBand, Decimal]:
    """Return how much of the unallocated money is how old, in CNY by band."""
    found = dict.fromkeys(bands, NOTHING)
    for rest in rests:
        for layer in rest.layers:
            age = (rest.on - layer.since_on).days
            band = next(each for each in bands if age in each)
            found[band] += layer.amount
    return found
