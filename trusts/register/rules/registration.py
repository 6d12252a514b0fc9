"""Which items of a product are registered, and by when a change of one has to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from config.kernel.working_days import add_working_days, is_decreed
from trusts.register.rules.words import RoleKind

#: 信托登记管理办法 (S-REGMEASURE, art. 9, 12, 22; confidence A).
SOURCE = "信托登记管理办法 (S-REGMEASURE)"
#: A change of a registered item is filed within so many working days.
WORKING_DAYS = 10
#: The columns of the terms that hold registered items, and the item each belongs to.
REGISTERED_ITEMS: Mapping[str, str] = {
    "kind": "信托类别",
    "purpose": "信托目的",
    "term_months": "信托期限",
    "matures_on": "信托期限",
    "property_note": "信托财产",
    "entrusted_amount": "信托财产",
    "benefit_note": "信托利益分配",
}
#: The roles that make a party one to the trust itself (信托当事人).
REGISTERED_ROLES = frozenset({RoleKind.SETTLOR, RoleKind.TRUSTEE, RoleKind.BENEFICIARY_CLASS})
PARTIES_ITEM = "信托当事人"


class FilingState(StrEnum):
    """Where the registration of a change stands on a day."""

    DUE = "due"
    OVERDUE = "overdue"
    FILED = "filed"
    FILED_LATE = "filed_late"


@dataclass(frozen=True)
class Difference:
    """One column that two versions fill differently."""

    field: str
    before: Any
    after: Any

    @property
    def is_registered(self) -> bool:
        """Return whether the column holds a registered item."""
        return self.field in REGISTERED_ITEMS


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what ``after`` fills differently, in the order of its columns."""
    return [
        Difference(name, before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    ]


@dataclass(frozen=True)
class Deadline:
    """The last day for a filing; an estimate where the holidays of its year are not decreed."""

    on: dt.date
    is_estimate: bool


def deadline(changed_on: dt.date) -> Deadline:
    """
    Return the last day to register what changed on ``changed_on``: the 10th working day after.

    Beyond the decreed years plain weekdays are counted, and the day is called an estimate.

    >>> deadline(dt.date(2025, 9, 26)).on
    datetime.date(2025, 10, 16)
    """
    on = add_working_days(changed_on, WORKING_DAYS, plain_weekdays_beyond=True)
    return Deadline(on=on, is_estimate=not (is_decreed(changed_on) and is_decreed(on)))


def state_of(*, due_on: dt.date, filed_on: dt.date | None, on: dt.date) -> FilingState:
    """Return where a registration due on ``due_on`` stands on the day ``on``."""
    if filed_on is not None and filed_on <= on:
        return FilingState.FILED_LATE if filed_on > due_on else FilingState.FILED
    return FilingState.OVERDUE if on > due_on else FilingState.DUE
