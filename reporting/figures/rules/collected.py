"""What departments answered and a second person confirmed, as facts of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reporting.figures.rules.grounds import Approval, Factor, Name, Ref


class Scope(StrEnum):
    """Which part of an inventory a tonne belongs to; the two bases of scope 2 are alternatives."""

    ONE = "1"
    TWO_LOCATION = "2_location"
    TWO_MARKET = "2_market"
    THREE = "3"


#: What a project itself emits is asked for under these codes, once for each project.
INVESTEE_CODES: Mapping[str, Scope] = {
    "E-IE-01": Scope.ONE,
    "E-IE-02": Scope.TWO_LOCATION,
    "E-IE-03": Scope.THREE,
}


@dataclass(frozen=True, kw_only=True)
class Collected:
    """
    One confirmed answer of one department to one indicator: a number, or a text.

    The indicator is defined by the answer itself: its code in the library, names and unit.
    ``site`` is where it was asked about, if an indicator is asked about several places.
    """

    indicator: Name
    unit: str
    department: Name
    site: str
    value: Decimal | None
    text: str
    note: str
    version: int
    evidence: tuple[str, ...]
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Emitted:
    """
    One source of the company's own emissions: a collected quantity times its factors.

    ``value`` is None where a factor is missing; ``refusal`` then says which one.
    """

    scope: Scope
    category: str
    name: Name
    department: Name
    site: str
    quantity: Decimal
    unit: str
    formula: str
    factors: tuple[Factor, ...]
    value: Decimal | None
    refusal: str
    method: str
    method_version: str
    rows: tuple[Ref, ...]


@dataclass(frozen=True, kw_only=True)
class Investee:
    """What one financed project itself emitted in one scope, in tCO2e, as it reported it."""

    project: str
    scope: Scope
    value: Decimal
    option: str
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
