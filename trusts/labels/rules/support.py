"""What supports a label: each project's percentage of the contract, and how it is recognized."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Any

from config.kernel.errors import DomainError
from trusts.contracts.rules import PERCENT_STEP
from trusts.labels.rules.parts import CatalogueEntry, Part

ZERO = Decimal("0.000000")


class Unsupported(DomainError):
    """{percent} % under {edition} {code} exceed the {supported} % of recognized projects."""

    code = "unsupported"


class Recognized(StrEnum):
    """How a project of the split stands before the catalogue on a day."""

    GREEN = "green"
    EXPIRED = "expired"
    NOT_GREEN = "not_green"
    UNRECOGNIZED = "unrecognized"
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class ProjectSupport:
    """One project of a contract's split with its percentage, and how it is recognized."""

    project_id: int
    project_code: str
    percent: Decimal
    recognized: Recognized
    recognition_id: int | None = None
    recognition_sha256: str = ""
    edition: str = ""
    code: str = ""
    expires_on: dt.date | None = None

    @property
    def entry(self) -> CatalogueEntry:
        """Return the catalogue entry that the recognition names."""
        return self.edition, self.code

    @property
    def is_green(self) -> bool:
        """Return whether the project carries a green percentage under a catalogue entry."""
        return self.recognized is Recognized.GREEN

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "project": self.project_id,
            "project_code": self.project_code,
            "percent": f"{self.percent:f}",
            "recognized": self.recognized.value,
            "recognition": self.recognition_id,
            "recognition_sha256": self.recognition_sha256,
            "edition": self.edition,
            "code": self.code,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ProjectSupport:
        """Return the support that ``to_json`` wrote."""
        expires_on = stored["expires_on"]
        return cls(
            project_id=stored["project"],
            project_code=stored["project_code"],
            percent=Decimal(stored["percent"]),
            recognized=Recognized(stored["recognized"]),
            recognition_id=stored["recognition"],
            recognition_sha256=stored["recognition_sha256"],
            edition=stored["edition"],
            code=stored["code"],
            expires_on=dt.date.fromisoformat(expires_on) if expires_on else None,
        )


@dataclass(frozen=True)
class Support:
    """What the split of one contract and the recognition of its projects say on one day."""

    on: dt.date
    split_id: int | None = None
    projects: tuple[ProjectSupport, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the green percentages by catalogue entry: recognition times flow of funds."""
        sums: dict[CatalogueEntry, Decimal] = {}
        for each in self.projects:
            if each.is_green:
                sums[each.entry] = sums.get(each.entry, ZERO) + each.percent
        return tuple(
            Part(edition, code, percent)
            for (edition, code), percent in sorted(sums.items())
            if percent > 0
        )

    @property
    def percent(self) -> Decimal:
        """Return the whole green percentage that is supported."""
        return sum((part.percent for part in self.parts), ZERO)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "on": self.on.isoformat(),
            "split": self.split_id,
            "projects": [each.to_json() for each in self.projects],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Support:
        """Return the support that ``to_json`` wrote."""
        return cls(
            on=dt.date.fromisoformat(stored["on"]),
            split_id=stored["split"],
            projects=tuple(ProjectSupport.from_json(each) for each in stored["projects"]),
        )


def whole_steps(percent: Decimal) -> Decimal:
    """Return a percentage at six decimals, rounded down: support is never rounded up."""
    return percent.quantize(PERCENT_STEP, rounding=ROUND_FLOOR)


def supported_percents(parts: Sequence[Part], support: Support) -> list[Decimal]:
    """Return, part by part, how much of it is supported: at most the part itself."""
    carried = {part.entry: part.percent for part in support.parts}
    return [min(part.percent, carried.get(part.entry, ZERO)) for part in parts]


def check_supported(parts: Sequence[Part], support: Support) -> None:
    """
    Refuse parts that exceed, under any catalogue entry, what recognized projects carry.

    Each entry within its support keeps the sum within the sum of the supports.

    :raises Unsupported: naming the first entry that exceeds.
    """
    for part, supported in zip(parts, supported_percents(parts, support), strict=True):
        if part.percent > supported:
            raise Unsupported(
                percent=part.percent,
                edition=part.edition,
                code=part.code,
                supported=supported,
            )


class CauseKind(StrEnum):
    """Why a label lost support."""

    LEFT_THE_SPLIT = "left_the_split"
    SMALLER_SHARE = "smaller_share"
    EXPIRED = "expired"
    NOT_GREEN = "not_green"
    UNRECOGNIZED = "unrecognized"
    RECLASSIFIED = "reclassified"


@dataclass(frozen=True)
class Cause:
    """Why one project carries less of a label than when it was judged, and by how much."""

    kind: CauseKind
    project_code: str
    lost_percent: Decimal
    recognition_id: int | None = None


def causes(before: Support, now: Support) -> list[Cause]:
    """Return why a contract carries less now than before, project by project of the old split."""
    standing = {each.project_id: each for each in now.projects}
    found = (
        _cause(each, standing.get(each.project_id)) for each in before.projects if each.is_green
    )
    return [each for each in found if each is not None]


def _cause(before: ProjectSupport, now: ProjectSupport | None) -> Cause | None:
    if now is None:
        return Cause(CauseKind.LEFT_THE_SPLIT, before.project_code, before.percent)
    kinds = {
        Recognized.EXPIRED: CauseKind.EXPIRED,
        Recognized.NOT_GREEN: CauseKind.NOT_GREEN,
        Recognized.UNRECOGNIZED: CauseKind.UNRECOGNIZED,
        Recognized.UNCLASSIFIED: CauseKind.RECLASSIFIED,
    }
    lost = Cause(CauseKind.RECLASSIFIED, before.project_code, before.percent, now.recognition_id)
    if not now.is_green:
        return replace(lost, kind=kinds[now.recognized])
    if now.entry != before.entry:
        return lost
    if now.percent < before.percent:
        fewer = before.percent - now.percent
        return replace(lost, kind=CauseKind.SMALLER_SHARE, lost_percent=fewer)
    return None
