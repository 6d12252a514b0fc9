"""What a contract may say, and how its outstanding amount is divided over projects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.errors import DomainError
from config.kernel.findings import Finding
from config.kernel.money import FEN, split_largest_remainder
from projects.registry.rules.places import PROVINCES

WHOLE = Decimal(100)
PERCENT_STEP = Decimal("0.000001")

#: GB/T 4754: a section A to T, then a division, group or class of two to four digits.
_INDUSTRY = re.compile(r"[A-T](\d{2,4})?")


class Instrument(StrEnum):
    """By what instrument the trust's money is placed."""

    LOAN = "loan"
    EQUITY = "equity"
    BOND = "bond"
    ABS = "abs"
    FUND = "fund"
    RECEIVABLE = "receivable"
    OTHER = "other"


class OverAllocated(DomainError):
    """The split adds up to {total} %; no yuan is allocated twice, so at most 100 %."""

    code = "over_allocated"


class BadShare(DomainError):
    """{percent} % for {project} is refused: above 0, at most 100, at most six decimals."""

    code = "bad_share"
    status = 400


class NamedTwice(BadShare):
    """A split names a project once; {project} is named twice."""


@dataclass(frozen=True)
class Share:
    """The percentage of a contract that one project receives."""

    project_id: int
    project_code: str
    percent: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.percent, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not a percentage.")
        if not self.percent.is_finite() or not 0 < self.percent <= WHOLE:
            raise BadShare(project=self.project_code, percent=self.percent)
        if self.percent != self.percent.quantize(PERCENT_STEP):
            raise BadShare(project=self.project_code, percent=self.percent)

    def to_json(self) -> dict[str, int | str]:
        """Return the stored form; the database reads the same three words."""
        return {
            "project": self.project_id,
            "code": self.project_code,
            "percent": f"{self.percent.quantize(PERCENT_STEP):f}",
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, int | str]) -> Share:
        """Return the share that ``to_json`` wrote."""
        return cls(int(stored["project"]), str(stored["code"]), Decimal(str(stored["percent"])))


def check_shares(shares: Sequence[Share]) -> None:
    """
    Refuse shares that name a project twice or add up to more than the whole.

    :raises NamedTwice: naming the project.
    :raises OverAllocated: with the sum.
    """
    seen: set[int] = set()
    for share in shares:
        if share.project_id in seen:
            raise NamedTwice(project=share.project_code)
        seen.add(share.project_id)
    total = sum((share.percent for share in shares), Decimal(0))
    if total > WHOLE:
        raise OverAllocated(total=total)


@dataclass(frozen=True)
class Division:
    """An amount divided over projects: each one's part in order, and what is left unallocated."""

    parts: tuple[Decimal, ...]
    unallocated: Decimal


def divide(amount: Decimal, percents: Sequence[Decimal]) -> Division:
    """
    Return ``amount`` divided by ``percents`` of the whole, to the fen; nothing is lost.

    What the percentages leave of 100 is a part like the others, so rounding cannot move
    money into or out of the unallocated rest: 100.00 by 33.3 %, 33.3 % is 33.30, 33.30 and
    33.40 unallocated.

    :raises OverAllocated: if the percentages exceed 100.
    """
    total = sum(percents, Decimal(0))
    if total > WHOLE:
        raise OverAllocated(total=total)
    *parts, rest = split_largest_remainder(amount, [*percents, WHOLE - total], quantum=FEN)
    return Division(tuple(parts), rest)


def judge_terms(*, industry_code: str, province: str, committed_amount: Decimal) -> list[Finding]:
    """Return what is wrong with a contract's terms."""
    found = []
    if not _INDUSTRY.fullmatch(industry_code):
        found.append(
            Finding(
                code="industry_code_invalid",
                message="Not a code of GB/T 4754: a letter A to T, then two to four digits.",
                field="industry_code",
                value=industry_code,
                remedy="Write it like D4416 (solar power generation).",
            )
        )
    if province and province not in PROVINCES:
        found.append(
            Finding(
                code="province_unknown",
                message="Not the short Chinese name of a provincial unit.",
                field="province",
                value=province,
                remedy="Write it like 河南.",
            )
        )
    if not committed_amount.is_finite() or committed_amount <= 0:
        found.append(
            Finding(
                code="commitment_not_positive",
                message="A contract commits an amount above zero.",
                field="committed_amount",
                value=str(committed_amount),
                remedy="Enter the amount of the contract in yuan.",
            )
        )
    return found
