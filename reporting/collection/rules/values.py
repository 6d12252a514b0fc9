"""The frozen values that the rooms above read: what was collected, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.periods import Period


@dataclass(frozen=True, order=True)
class Named:
    """A code with its name in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class RowRef:
    """One stored row that a number rests on: its table, its key, the hash of its content."""

    table: str
    id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SignOff:
    """Who entered a number and who confirmed it, and when."""

    what: str
    proposed_by: str
    proposed_at: dt.datetime
    confirmed_by: str
    confirmed_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class EvidenceFile:
    """One document that an entry rests on: its row, its name, the hash of its bytes."""

    id: int
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CollectedValue:
    """
    One confirmed answer of one department to one indicator in one period.

    A number has ``value`` and ``unit``; a text has ``value`` None and ``text``. ``warnings``
    are codes that stood at submission, explained in ``note``.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    period: Period
    department: Named
    site: str
    region: str
    value: Decimal | None
    text: str
    note: str
    version: int
    warnings: tuple[str, ...]
    evidence: tuple[EvidenceFile, ...]
    refs: tuple[RowRef, ...]
    approvals: tuple[SignOff, ...]
    recorded_at: dt.datetime
    is_sample: bool


class Scope(StrEnum):
    """Which part of the operational footprint a line belongs to; never added across two bases."""

    ONE = "1"
    TWO_LOCATION = "2_location"
    TWO_MARKET = "2_market"
    THREE = "3"


@dataclass(frozen=True, kw_only=True)
class UsedFactor:
    """One factor or coefficient that a line was multiplied by, and where it stands."""

    factor_id: int
    table: str
    kind: str
    value: Decimal
    unit: str
    region: str
    data_year: int | None
    edition: str
    source: str
    confidence: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FootprintLine:
    """
    One source of emissions: a collected quantity times its factors, in tCO2e.

    ``value_tco2e`` is None where a factor is missing; ``refusal`` then says which, in the
    words of the library, and ``refusal_code`` in one word.
    """

    scope: Scope
    category: str
    name_zh: str
    name_en: str
    code: str
    department: Named
    region: str
    quantity: Decimal
    unit: str
    formula: str
    factors: tuple[UsedFactor, ...]
    value_tco2e: Decimal | None
    refusal: str
    refusal_code: str
    refs: tuple[RowRef, ...]
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """
    The operational footprint of one period as known at one moment.

    ``not_collected`` names the codes of footprint quantities that were asked for and are not
    confirmed yet. Scope 1 and 2 fail closed: without one factor there is no total. Scope 3 is
    the sum of what can be computed, and ``not_computed`` says what is left out.
    """

    period: Period
    known_at: dt.datetime
    method: str
    method_version: str
    lines: tuple[FootprintLine, ...]
    not_collected: tuple[str, ...]

    def of(self, scope: Scope) -> tuple[FootprintLine, ...]:
        """Return the lines of one scope."""
        return tuple(each for each in self.lines if each.scope is scope)

    def total(self, scope: Scope) -> Decimal | None:
        """
        Return the tCO2e of one scope; None if nothing was collected for it.

        Of scopes 1 and 2 also None if a line has no value.
        """
        values = [each.value_tco2e for each in self.of(scope)]
        known = [each for each in values if each is not None]
        if not known or (scope is not Scope.THREE and len(known) < len(values)):
            return None
        return sum(known, Decimal(0))

    @property
    def not_computed(self) -> tuple[FootprintLine, ...]:
        """Return the lines that have a quantity and no value, for want of a factor."""
        return tuple(each for each in self.lines if each.value_tco2e is None)


def codes_of(values: Sequence[CollectedValue]) -> tuple[str, ...]:
    """Return the codes that have an answer, each once, in order."""
    return tuple(sorted({each.code for each in values}))
