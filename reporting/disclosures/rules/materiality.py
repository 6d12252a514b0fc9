"""Whether a change of a published number is material, by thresholds that people set before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.canonical import plain_decimal

HUNDRED = Decimal(100)
_SHOWN = Decimal("0.000001")


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """
    From where on a change of one indicator is material.

    ``percent`` is of the old value (5 is five per cent), ``absolute`` in the indicator's unit;
    one of them at least. Reaching either is material.
    """

    indicator: str
    percent: Decimal | None
    absolute: Decimal | None
    policy_id: int

    def __post_init__(self) -> None:
        if self.percent is None and self.absolute is None:
            raise ValueError("A threshold has a percentage, an amount, or both.")


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One indicator on both bases, held against its threshold."""

    threshold: Threshold
    old: Decimal | None
    new: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Return new less old; None where one basis has no number."""
        if self.old is None or self.new is None:
            return None
        return self.new - self.old

    @property
    def percent(self) -> Decimal | None:
        """Return the difference in per cent of the old number; None where that is nothing."""
        if self.difference is None or not self.old:
            return None
        return (self.difference / abs(self.old) * HUNDRED).quantize(_SHOWN)

    @property
    def is_material(self) -> bool:
        """
        Return whether the change is material.

        A number that only one basis has, or that was zero and is not, has no percentage: it
        is material wherever a percentage is asked for.
        """
        if self.old is None and self.new is None:
            return False
        if self.difference is None:
            return True
        limit = self.threshold
        if limit.absolute is not None and abs(self.difference) >= limit.absolute > 0:
            return True
        if limit.absolute == 0 and self.difference:
            return True
        if limit.percent is None or not self.difference:
            return False
        # Compared without rounding: |new - old| x 100 >= percent x |old|.
        return abs(self.difference) * HUNDRED >= limit.percent * abs(self.old or Decimal(0))

    def to_json(self) -> dict[str, Any]:
        """Return the stored form; numbers as plain text, null where there is none."""
        return {
            "indicator": self.threshold.indicator,
            "policy_id": self.threshold.policy_id,
            "old": _plain(self.old),
            "new": _plain(self.new),
            "difference": _plain(self.difference),
            "percent": _plain(self.percent),
            "threshold_percent": _plain(self.threshold.percent),
            "threshold_absolute": _plain(self.threshold.absolute),
            "is_material": self.is_material,
        }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain_decimal(value)
