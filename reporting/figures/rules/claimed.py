"""Who may claim what was spared: the tonnes that went with sold certificates and credits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.periods import Period
from reporting.figures.rules.grounds import Approval, Ref


class Basis(StrEnum):
    """What tonnes rest on; those of different bases are told apart."""

    METERED = "metered"
    ENTERED = "entered"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Sold:
    """
    What sales of certificates and credits take from one project's tonnes of one month.

    ``taken`` is never more than the project avoided; what was ``sold`` beyond that takes from
    nobody else and is told apart.
    """

    project: str
    month: Period
    basis: Basis = Basis.METERED
    certificates_mwh: Decimal
    credits_tco2e: Decimal
    sold: Decimal
    taken: Decimal
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
    is_sample: bool
