"""Propose from where on a change is material; set before the numbers are seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.accounts.models import User
from config.kernel import proposals
from config.kernel.errors import DomainError
from reporting.disclosures.kinds.table import kind_of
from reporting.disclosures.models import MaterialityPolicy
from reporting.figures.indicators.table import INDICATORS
from reporting.indicators.queries import collected_codes


class UnknownIndicator(DomainError):
    """No indicator {indicator} is computed, and the library of {day} collects none."""

    code = "unknown_indicator"
    status = 400


class ThresholdMissing(DomainError):
    """Give a percentage, an amount, or both."""

    code = "threshold_missing"
    status = 400


def propose_threshold(
    *,
    kind: str,
    indicator: str,
    effective_from: dt.date,
    by: User,
    reason: str,
    percent: Decimal | None = None,
    absolute: Decimal | None = None,
    supersedes: MaterialityPolicy | None = None,
    is_sample: bool = False,
) -> MaterialityPolicy:
    """
    Propose from where on a change of an indicator is material in disclosures of a kind.

    :raises UnknownDisclosureKind: if there is no such kind.
    :raises UnknownIndicator: if no such indicator is computed, and none is collected that day.
    :raises ThresholdMissing: if neither percentage nor amount is given.
    """
    kind_of(kind)
    if indicator not in INDICATORS and indicator not in collected_codes(effective_from):
        raise UnknownIndicator(indicator=indicator, day=effective_from.isoformat())
    if percent is None and absolute is None:
        raise ThresholdMissing
    row = MaterialityPolicy(
        kind=kind,
        indicator=indicator,
        percent=percent,
        absolute=absolute,
        effective_from=effective_from,
        supersedes=supersedes,
        is_sample=is_sample,
    )
    return proposals.propose(row, by=by, reason=reason)
