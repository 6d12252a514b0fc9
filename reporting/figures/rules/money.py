"""Where the money of green trusts stands on the last day of a period, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.figures.rules.grounds import Approval, Name, Ref, RowSet

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One product's money: what was paid in, and as what its books hold it; in CNY."""

    product: Name
    #: None where it was not established by the last day.
    established_on: dt.date | None
    paid_in_cny: Decimal
    cash_cny: Decimal
    other_assets_cny: Decimal
    assets_cny: Decimal
    books: RowSet


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Money that stands on no project: since which day, how many days, in which band of age."""

    since_on: dt.date
    age_days: int
    band: Name
    amount_cny: Decimal


@dataclass(frozen=True, kw_only=True)
class GreenPart:
    """What a label puts under one catalogue entry, and how much of it is supported; in CNY."""

    entry: Name
    amount_cny: Decimal
    supported_cny: Decimal


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One contract's outstanding money: on which projects, since when on none, how green."""

    contract: Name
    product: Name
    instrument: Name
    province: Name
    outstanding_cny: Decimal
    on_projects: Mapping[str, Decimal]
    waiting: tuple[Waiting, ...]
    #: What the terms say replaced earlier financing, what was new, and what they do not say.
    refinanced_cny: Decimal
    new_cny: Decimal
    not_stated_cny: Decimal
    form: Name | None
    green: tuple[GreenPart, ...]
    rest_cny: Decimal
    not_green_cny: Decimal
    unlabelled_cny: Decimal
    rows: tuple[Ref, ...]
    sets: tuple[RowSet, ...]
    approvals: tuple[Approval, ...]

    @property
    def unallocated_cny(self) -> Decimal:
        """Return what stands on no project."""
        return sum((each.amount_cny for each in self.waiting), ZERO)

    @property
    def green_cny(self) -> Decimal:
        """Return what the label calls green."""
        return sum((each.amount_cny for each in self.green), ZERO)


@dataclass(frozen=True, kw_only=True)
class OwnFunds:
    """One placement of the company's own funds in a green asset; never added to trust money."""

    name: Name
    entry: Name
    outstanding_cny: Decimal
    rows: tuple[Ref, ...]
    approvals: tuple[Approval, ...]
