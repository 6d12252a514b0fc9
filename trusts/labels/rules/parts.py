"""The parts of a label: percentages of a contract, each under a catalogue edition and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.kernel.errors import DomainError
from config.kernel.findings import Finding
from trusts.contracts.rules import PERCENT_STEP, WHOLE

#: A catalogue entry: the edition and the code in it. A code alone says nothing.
CatalogueEntry = tuple[str, str]


class Basis(StrEnum):
    """What a label rests on."""

    PROJECTS = "projects"
    USE_OF_FUNDS = "use_of_funds"
    NOT_GREEN = "not_green"


class BadPart(DomainError):
    """{percent} % for {edition} {code} is refused: above 0, at most 100, at most six decimals."""

    code = "bad_part"
    status = 400


class EntryTwice(BadPart):
    """A label names a catalogue entry once; {edition} {code} is named twice."""

    code = "entry_twice"


class MoreThanTheWhole(DomainError):
    """The parts add up to {total} %; at most 100 % of a contract is green."""

    code = "more_than_the_whole"


@dataclass(frozen=True, order=True)
class Part:
    """One catalogue entry's percentage of a contract."""

    edition: str
    code: str
    percent: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.percent, Decimal):
            raise TypeError("Use a Decimal: a float or a string is not a percentage.")
        if (
            not self.percent.is_finite()
            or not 0 < self.percent <= WHOLE
            or self.percent != self.percent.quantize(PERCENT_STEP)
        ):
            raise BadPart(edition=self.edition, code=self.code, percent=self.percent)

    @property
    def entry(self) -> CatalogueEntry:
        """Return the catalogue entry: edition and code."""
        return self.edition, self.code

    def to_json(self) -> dict[str, str]:
        """Return the stored form; the database reads the same three words."""
        return {
            "edition": self.edition,
            "code": self.code,
            "percent": f"{self.percent.quantize(PERCENT_STEP):f}",
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Part:
        """Return the part that ``to_json`` wrote."""
        return cls(stored["edition"], stored["code"], Decimal(stored["percent"]))


def green_percent(parts: Sequence[Part]) -> Decimal:
    """
    Return the green share: the sum of the parts, in percent with six decimals.

    :raises EntryTwice: if a catalogue entry is named twice.
    :raises MoreThanTheWhole: if the parts exceed 100 %.
    """
    seen: set[CatalogueEntry] = set()
    for part in parts:
        if part.entry in seen:
            raise EntryTwice(edition=part.edition, code=part.code)
        seen.add(part.entry)
    total = sum((part.percent for part in parts), Decimal(0)).quantize(PERCENT_STEP)
    if total > WHOLE:
        raise MoreThanTheWhole(total=total)
    return total


def judge_label(
    *, basis: str, parts: Sequence[Part], has_document: bool, has_form: bool
) -> list[Finding]:
    """Return what in a label contradicts what it says that it rests on."""
    if basis == Basis.NOT_GREEN:
        return _judge_not_green(parts, has_form=has_form)
    found = []
    if not parts:
        found.append(
            _fault(
                "parts_missing",
                "parts",
                "A green label names at least one catalogue entry with its percentage.",
                "Add a part, or say that the contract is not green.",
            )
        )
    if basis == Basis.USE_OF_FUNDS and not has_document:
        found.append(
            _fault(
                "document_missing",
                "document",
                "A label on the use of funds rests on a document.",
                "Attach the document that proves the use, as PDF, PNG or JPEG.",
            )
        )
    return found


def _judge_not_green(parts: Sequence[Part], *, has_form: bool) -> list[Finding]:
    found = []
    if parts:
        found.append(
            _fault(
                "parts_of_nothing",
                "parts",
                "A contract that is not green has no green parts.",
                "Leave the parts empty, or choose another basis.",
            )
        )
    if has_form:
        found.append(
            _fault(
                "form_of_nothing",
                "form",
                "A contract that is not green has no green form.",
                "Leave the form empty, or choose another basis.",
            )
        )
    return found


def _fault(code: str, field: str, message: str, remedy: str) -> Finding:
    return Finding(code=code, field=field, value="", message=message, remedy=remedy)
