"""By what instrument money is placed, and what kind of asset that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Instrument(StrEnum):
    """By what instrument the trust's money is placed."""

    LOAN = "loan"
    EQUITY = "equity"
    BOND = "bond"
    ABS = "abs"
    FUND = "fund"
    RECEIVABLE = "receivable"
    OTHER = "other"


class AssetClass(StrEnum):
    """What the 80 % thresholds of asset-management trusts count an asset as."""

    DEBT = "debt"
    EQUITY = "equity"
    COMMODITY_DERIVATIVE = "commodity_derivative"
    OTHER = "other"


#: Instruments that are dealt in as securities and carry a code.
SECURITIES = frozenset({Instrument.BOND, Instrument.ABS, Instrument.FUND})

#: What an instrument usually is. A fund is what it holds, so nothing is suggested for one.
SUGGESTED_CLASS: Mapping[str, AssetClass] = {
    Instrument.LOAN: AssetClass.DEBT,
    Instrument.BOND: AssetClass.DEBT,
    Instrument.ABS: AssetClass.DEBT,
    Instrument.RECEIVABLE: AssetClass.DEBT,
    Instrument.EQUITY: AssetClass.EQUITY,
}


def suggested_class(instrument: str) -> AssetClass | None:
    """
    Return the class that an instrument suggests; None where a person must say.

    A suggestion is shown beside the field and never stored in its place.
    """
    return SUGGESTED_CLASS.get(instrument)
