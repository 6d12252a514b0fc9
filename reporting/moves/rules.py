"""How what would move is summed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.canonical import plain_decimal

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Move:
    """
    One thing that would move, in tCO2e before and after; None where there would be no value.

    ``key`` names it for machines, ``name_zh`` and ``name_en`` for people, ``count`` says how
    many statements are behind it.
    """

    key: str
    name_zh: str
    name_en: str
    before: Decimal | None
    after: Decimal | None
    count: int = 1
    refusal: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Return after less before; None where one is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    def to_json(self) -> dict[str, Any]:
        """Return the stored form; amounts as plain text, null where there is none."""
        difference = self.difference
        return {
            "key": self.key,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "before_tco2e": None if self.before is None else plain_decimal(self.before),
            "after_tco2e": None if self.after is None else plain_decimal(self.after),
            "difference_tco2e": None if difference is None else plain_decimal(difference),
            "count": self.count,
            "refusal": self.refusal,
        }


def summed(moves: Iterable[Move], *, key: str, name_zh: str, name_en: str) -> Move:
    """
    Return one move for several: before and after summed, missing if any is missing.

    A sum with a missing part would be a number that means nothing.
    """
    members = list(moves)
    return Move(
        key=key,
        name_zh=name_zh,
        name_en=name_en,
        before=_total(each.before for each in members),
        after=_total(each.after for each in members),
        count=sum(each.count for each in members),
        refusal=next((each.refusal for each in members if each.refusal), ""),
    )


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    total = ZERO
    for each in values:
        if each is None:
            return None
        total += each
    return total
