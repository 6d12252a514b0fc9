"""The asset mix of a product, and the kind of asset-management trust that it fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from trusts.contracts.rules import AssetClass
from trusts.register.rules import AFTER_ESTABLISHMENT, TrustStatus

ZERO, HUNDRED, PLACES = Decimal("0.00"), Decimal(100), Decimal("0.01")
#: From this share of one class on, a trust is of that class's kind (trust_classes, AM.1 to AM.3).
THRESHOLD = Decimal(80)
#: The kind whose assets reach the threshold in one class, and the one in which none does.
AGREED: Mapping[str, AssetClass] = {
    "AM.1": AssetClass.DEBT,
    "AM.2": AssetClass.EQUITY,
    "AM.3": AssetClass.COMMODITY_DERIVATIVE,
}
MIXED = "AM.4"
#: What the classes are called in a sentence of either language.
CLASS_NAMES: Mapping[AssetClass, str] = {
    AssetClass.DEBT: "债权类 (debt)",
    AssetClass.EQUITY: "权益类 (equity)",
    AssetClass.COMMODITY_DERIVATIVE: "商品及金融衍生品类 (commodities and derivatives)",
    AssetClass.OTHER: "其他 (other)",
}
#: A product is in run from its establishment until it is terminated.
IN_RUN = AFTER_ESTABLISHMENT - {TrustStatus.TERMINATED, TrustStatus.LIQUIDATED}


class Fit(StrEnum):
    """Whether a mix is that of a kind."""

    FITS = "fits"
    MISFITS = "misfits"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Mix:
    """
    What a product holds, in CNY: placed money by asset class, and cash apart from it.

    ``unstated`` stands under contracts whose terms do not say their class.
    """

    by_class: Mapping[AssetClass, Decimal] = field(default_factory=dict)
    unstated: Decimal = ZERO
    cash: Decimal = ZERO

    @property
    def placed(self) -> Decimal:
        """Return all that is placed; cash is not in it."""
        return sum(self.by_class.values(), self.unstated)

    def amount(self, asset_class: AssetClass) -> Decimal:
        """Return what is placed in one class, in CNY."""
        return self.by_class.get(asset_class, ZERO)

    def at_least(self, asset_class: AssetClass) -> Decimal:
        """Return the share of a class in percent if nothing that is not stated belongs to it."""
        return self._percent(self.amount(asset_class))

    def at_most(self, asset_class: AssetClass) -> Decimal:
        """Return the share of a class in percent if all that is not stated belongs to it."""
        return self._percent(self.amount(asset_class) + self.unstated)

    @property
    def unstated_percent(self) -> Decimal:
        """Return the share of what is not stated, in percent."""
        return self._percent(self.unstated)

    @property
    def debt_percent_with_cash(self) -> Decimal:
        """Return the share of debt assets if cash at bank is counted as one of them."""
        whole = self.placed + self.cash
        debt = self.amount(AssetClass.DEBT) + self.cash
        return (debt * HUNDRED / whole) if whole > 0 else ZERO

    def _percent(self, amount: Decimal) -> Decimal:
        return amount * HUNDRED / self.placed if self.placed > 0 else ZERO


def shown_percent(value: Decimal) -> str:
    """Return a percentage with two places; one just below the threshold is not rounded up to it."""
    shown = value.quantize(PLACES, ROUND_HALF_EVEN)
    if value < THRESHOLD <= shown:
        shown = THRESHOLD - PLACES
    return f"{shown}"


def judge_mix(kind_code: str, mix: Mix) -> Fit:
    """
    Return whether a mix fits a kind of asset-management trust; with nothing placed, it does.

    AM.1 wants 80 % debt assets, AM.2 80 % equity, AM.3 80 % commodities and derivatives,
    AM.4 that none of the three reaches 80 %. 79.99 % debt is not AM.1. What is not stated
    may be anything, so where it matters the answer is undecided.
    """
    if mix.placed <= 0:
        return Fit.FITS
    if kind_code == MIXED:
        return _is_mixed(mix)
    return _reaches(mix, AGREED[kind_code])


def fitting_kinds(mix: Mix) -> tuple[str, ...]:
    """Return the kinds that the mix fits, or may fit by what is not stated."""
    if mix.placed <= 0:
        return ()
    return tuple(kind for kind in (*AGREED, MIXED) if judge_mix(kind, mix) is not Fit.MISFITS)


def _reaches(mix: Mix, asset_class: AssetClass) -> Fit:
    if mix.at_least(asset_class) >= THRESHOLD:
        return Fit.FITS
    return Fit.MISFITS if mix.at_most(asset_class) < THRESHOLD else Fit.UNDECIDED


def _is_mixed(mix: Mix) -> Fit:
    reached = [_reaches(mix, each) for each in AGREED.values()]
    if Fit.FITS in reached:
        return Fit.MISFITS
    return Fit.UNDECIDED if Fit.UNDECIDED in reached else Fit.FITS
