"""How the outstanding amount of a contract is divided over projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from config.kernel.errors import DomainError
from config.kernel.money import FEN, split_largest_remainder

WHOLE = Decimal(100)
PERCENT_STEP = Decimal("0.000001")
NOTHING = Decimal("0.00")
LARGEST_AMOUNT = Decimal(10) ** 18


class SplitKind(StrEnum):
    """In what a split is stated."""

    PERCENT = "percent"
    AMOUNT = "amount"


class OverAllocated(DomainError):
    """The split adds up to {total} %; no yuan is allocated twice, so at most 100 %."""

    code = "over_allocated"


class BadShare(DomainError):
    """{percent} % for {project} is refused: above 0, at most 100, at most six decimals."""

    code = "bad_share"
    status = 400


class BadAmount(BadShare):
    """{amount} yuan for {project} is refused: above 0, in yuan and fen, below 10^18."""


class NamedTwice(BadShare):
    """A split names a project once; {project} is named twice."""


@dataclass(frozen=True)
class Share:
    """What one project receives of a contract: a percentage of it, or an amount in CNY."""

    project_id: int
    project_code: str
    percent: Decimal | None = None
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.amount is None):
            raise TypeError("A share is a percentage or an amount, one of them.")
        if not isinstance(self.stated, Decimal):
            raise TypeError("Use a Decimal: a float or a string is no share.")
        if self.percent is not None and not _is_part(self.percent, WHOLE, PERCENT_STEP):
            raise BadShare(project=self.project_code, percent=self.percent)
        if self.amount is not None and not _is_part(self.amount, LARGEST_AMOUNT - FEN, FEN):
            raise BadAmount(project=self.project_code, amount=self.amount)

    @property
    def kind(self) -> SplitKind:
        """Return in what the share is stated."""
        return SplitKind.PERCENT if self.amount is None else SplitKind.AMOUNT

    @property
    def stated(self) -> Decimal:
        """Return the percentage or the amount, whichever is stated."""
        return self.percent if self.amount is None else self.amount  # type: ignore[return-value]

    def to_json(self) -> dict[str, int | str]:
        """Return the stored form; the database reads the same three words."""
        step = PERCENT_STEP if self.kind is SplitKind.PERCENT else FEN
        return {
            "project": self.project_id,
            "code": self.project_code,
            self.kind.value: f"{self.stated.quantize(step):f}",
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, int | str]) -> Share:
        """Return the share that ``to_json`` wrote."""
        kind = SplitKind.AMOUNT if SplitKind.AMOUNT in stored else SplitKind.PERCENT
        return cls(
            int(stored["project"]),
            str(stored["code"]),
            **{kind.value: Decimal(str(stored[kind.value]))},
        )


def _is_part(value: Decimal, largest: Decimal, step: Decimal) -> bool:
    return value.is_finite() and 0 < value <= largest and value == value.quantize(step)


def check_shares(shares: Sequence[Share]) -> None:
    """
    Refuse shares that name a project twice or add up to more than the whole.

    Amounts are held against the commitment, which is not known here.

    :raises NamedTwice: naming the project.
    :raises OverAllocated: with the sum of the percentages.
    """
    seen: set[int] = set()
    for share in shares:
        if share.project_id in seen:
            raise NamedTwice(project=share.project_code)
        seen.add(share.project_id)
    total = sum((share.percent for share in shares if share.percent is not None), Decimal(0))
    if total > WHOLE:
        raise OverAllocated(total=total)


@dataclass(frozen=True)
class Division:
    """
    An amount divided over projects: each one's part in order, and what is left unallocated.

    ``is_scaled`` says that the stated amounts were more than there was to divide.
    """

    parts: tuple[Decimal, ...]
    unallocated: Decimal
    is_scaled: bool = False


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


def divide_amounts(outstanding: Decimal, amounts: Sequence[Decimal]) -> Division:
    """
    Return ``outstanding`` divided into fixed ``amounts``; what they leave is unallocated.

    Where they are more than is outstanding they shrink in proportion, to the fen, by the
    largest remainder, and nothing is unallocated; no part is ever above its stated amount.
    100.00 by 60.00, 30.00 is 60.00, 30.00 and 10.00 unallocated; 45.00 by the same is
    30.00, 15.00 and nothing.
    """
    total = sum(amounts, NOTHING)
    if total <= outstanding:
        return Division(tuple(amounts), outstanding - total)
    parts = split_largest_remainder(outstanding, amounts, quantum=FEN)
    return Division(tuple(parts), NOTHING, is_scaled=True)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """
    Return what percentage of ``whole`` a part is, rounded down at six decimals.

    Rounded down, so that parts of a whole never add up to more than 100 %. Of nothing, 0.

    >>> percent_of(Decimal("1.00"), Decimal("3.00"))
    Decimal('33.333333')
    """
    if whole <= 0:
        return Decimal(0).quantize(PERCENT_STEP)
    return (part * WHOLE / whole).quantize(PERCENT_STEP, rounding=ROUND_FLOOR)
