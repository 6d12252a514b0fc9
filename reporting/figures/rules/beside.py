"""A figure beside another of the same thing: the difference, and what else is not the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

PERCENT = Decimal("0.01")
#: What may differ beside the value, and the columns that say it.
ASPECTS: Mapping[str, tuple[str, ...]] = {
    "method": ("method_version",),
    "factors": ("factors",),
    "policies": ("policies",),
    "inputs": ("inputs",),
    "data_quality": ("data_quality",),
    "unit": ("unit",),
}


@dataclass(frozen=True)
class Difference:
    """By how much a figure differs from another, and in what beside its value."""

    amount: Decimal | None
    percent: Decimal | None
    aspects: tuple[str, ...]
    is_same: bool


def difference(mine: Mapping[str, Any], other: Mapping[str, Any]) -> Difference:
    """
    Return what ``mine`` is more than ``other``, both as a figure's content.

    ``percent = (mine - other) / other × 100`` to two places: 390 after 321 is +69, +21.50 %.
    There is no percentage of nothing or of less, and no difference of words or of unlike units.
    """
    aspects = tuple(
        aspect
        for aspect, names in ASPECTS.items()
        if any(mine[name] != other[name] for name in names)
    )
    now, then = mine["value"], other["value"]
    if now is None or then is None or mine["unit"] != other["unit"]:
        same = now is then is None and mine["text_value"] == other["text_value"]
        return Difference(None, None, aspects, same)
    amount = Decimal(now) - Decimal(then)
    percent = None
    if then > 0:
        percent = (amount * 100 / Decimal(then)).quantize(PERCENT, ROUND_HALF_EVEN)
    return Difference(amount, percent, aspects, amount == 0)
