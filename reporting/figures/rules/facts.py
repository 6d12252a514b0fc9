"""What the rooms below know about one period at one moment, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.periods import Period
from reporting.figures.rules.claimed import Basis, Sold
from reporting.figures.rules.collected import Collected, Emitted, Investee
from reporting.figures.rules.financing import Financed
from reporting.figures.rules.grounds import Approval, Factor, Name, Ref, RowSet
from reporting.figures.rules.money import GreenPart, Holding, OwnFunds, Placed, Waiting
from reporting.figures.rules.stated import Result, Stated, Used

__all__ = [
    "Approval",
    "Attributed",
    "Basis",
    "Carrier",
    "Claim",
    "Collected",
    "Coverage",
    "Emitted",
    "Energy",
    "Factor",
    "Facts",
    "Financed",
    "GreenPart",
    "Holding",
    "Implied",
    "Investee",
    "Method",
    "Name",
    "OwnFunds",
    "Placed",
    "Product",
    "Project",
    "Quality",
    "Recognition",
    "Ref",
    "Result",
    "Route",
    "RowSet",
    "Saved",
    "Sold",
    "Stated",
    "Used",
    "Waiting",
]


@dataclass(frozen=True, kw_only=True)
class Product:
    """One green trust product on the last day of the period."""

    name: Name
    trust_class: Name
    kind: Name
    form: Name | None
    status: Name
    in_run: bool
    outstanding_cny: Decimal
    books: RowSet
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Project:
    """One project on the last day of the period."""

    id: int
    name: Name
    technology: Name
    provinces: tuple[Name, ...]
    capacity: Decimal
    capacity_unit: str
    stations: Mapping[str, int]
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """What was decided about a project: green or not, by which criteria."""

    project: str
    state: Name
    criteria: Name
    met: int
    of: int
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]


class Carrier(StrEnum):
    """What a meter measured."""

    ELECTRICITY = "electricity"
    HEAT = "heat"


@dataclass(frozen=True, kw_only=True)
class Energy:
    """What one project's meters measured in one month and one province, in watt-hours."""

    project: str
    province: Name
    month: Period
    carrier: Carrier
    energy_wh: int
    stations: int
    station_days: int
    readings: int
    estimated: int
    rows: RowSet
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many station-days of one project had readings in one month, and how many should have."""

    project: str
    month: Period
    metered: int
    expected: int
    sets: tuple[RowSet, ...]


class Route(StrEnum):
    """What the project's energy stands in for."""

    GRID = "grid"
    HEAT = "heat"
    COAL = "coal"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One carbon statement: what a project spared in one month and one province by one route."""

    ref: Ref
    project: str
    province: Name
    month: Period
    route: Route
    method: Name
    method_version: str
    value: Decimal
    energy: Decimal
    energy_unit: str
    factors: tuple[Factor, ...]
    policies: tuple[Name, ...]
    is_alternative: bool = False
    approvals: tuple[Approval, ...] = ()


class Method(StrEnum):
    """By which rule-book a product's share of a project's effect is measured."""

    PCAF = "pcaf"
    GUIDE = "guide"


@dataclass(frozen=True, kw_only=True)
class Attributed:
    """One attribution statement: the share of a project's avoided emissions for a product."""

    ref: Ref
    product: str
    project: str
    method: Method
    method_version: str
    numerator_cny: Decimal
    denominator_cny: Decimal
    share: Decimal
    avoided: Decimal
    value: Decimal
    approvals: tuple[Approval, ...] = ()
    #: What a stake counts at, where that is not what was placed.
    stake_cny: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Implied:
    """One number that a claim implies, with the range that is usual for it and what follows."""

    name: Name
    value: Decimal
    unit: str
    usual: str = ""
    finding: Name | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One announced number beside the computed one, with the verdict."""

    name: Name
    project: str
    measure: str
    unit: str
    announced: Decimal
    computed: Decimal | None
    implied: tuple[Implied, ...]
    verdict: Name
    source: str
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How good one project's data is: PCAF's score from 1 (best) to 5, and on what grounds."""

    project: str
    score: int
    grounds_zh: str
    grounds_en: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the rooms below answered for ``period`` as known at ``known_at``."""

    period: Period
    known_at: dt.datetime
    products: tuple[Product, ...] = ()
    projects: tuple[Project, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    energy: tuple[Energy, ...] = ()
    saved: tuple[Saved, ...] = ()
    sold: tuple[Sold, ...] = ()
    stated: tuple[Stated, ...] = ()
    attributed: tuple[Attributed, ...] = ()
    claims: tuple[Claim, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    quality: tuple[Quality, ...] = ()
    holdings: tuple[Holding, ...] = ()
    placed: tuple[Placed, ...] = ()
    own_funds: tuple[OwnFunds, ...] = ()
    collected: tuple[Collected, ...] = ()
    emitted: tuple[Emitted, ...] = ()
    investees: tuple[Investee, ...] = ()
    financed: tuple[Financed, ...] = ()

    @property
    def methods(self) -> dict[str, str]:
        """Return the version of each carbon method that the facts were stated by."""
        return {each.method.code: each.method_version for each in self.saved}

    @property
    def is_sample(self) -> bool:
        """Return whether any of it is sample data."""
        return (
            any(each.is_sample for each in self.products)
            or any(each.is_sample for each in self.projects)
            or any(each.is_sample for each in self.collected)
            or any(each.is_sample for each in self.financed)
            or any(each.is_sample for each in self.sold)
            or any(each.is_sample for each in self.stated)
        )

    def project(self, code: str) -> Project:
        """Return the project with this code."""
        return next(each for each in self.projects if each.name.code == code)

    def product(self, code: str) -> Product:
        """Return the product with this code."""
        return next(each for each in self.products if each.name.code == code)
