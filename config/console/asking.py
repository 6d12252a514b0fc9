"""A form that asks for numbers: its rows and boxes, what was written, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from config.api.errors import problem_of
from config.kernel.errors import DomainError

#: The template of such a page; see it for what it is given.
TEMPLATE = "console/asking.html"
#: What a page refuses in words; anything else is our fault.
REFUSALS = (DomainError, ValidationError)
_MOST_LETTERS = 500


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One box of a row: its name in the address, what it is called, what stands in it."""

    name: str
    label: str
    value: str = ""
    options: tuple[Option, ...] = ()
    size: str = ""


@dataclass(frozen=True)
class Row:
    """One number that is asked for, with its boxes and what is wrong with them."""

    symbol: str
    label: str
    hint: str
    fields: tuple[Field, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """Why there is no answer: one sentence, and the faults by the row that they belong to."""

    sentence: str = ""
    by_row: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def trouble_of(refusal: Exception, rows: Sequence[str]) -> Trouble:
    """Return a refusal as a page shows it, each fault beside the row whose place it names."""
    problem = problem_of(refusal)
    if problem is None:
        raise refusal
    by_row: dict[str, list[str]] = {}
    elsewhere: list[str] = []
    for fault in problem.faults:
        text = " ".join(filter(None, [fault.detail, str(fault.extra.get("remedy") or "")]))
        place = next((each for each in rows if fault.pointer.startswith(f"/{each}")), "")
        if place:
            by_row.setdefault(place, []).append(text)
        else:
            elsewhere.append(text)
    return Trouble(
        " ".join([str(problem.detail), *elsewhere]),
        {place: tuple(texts) for place, texts in by_row.items()},
    )


def written(given: QueryDict, name: str) -> str:
    """Return what was written into a box, without the space around it."""
    return str(given.get(name) or "").strip()[:_MOST_LETTERS]
