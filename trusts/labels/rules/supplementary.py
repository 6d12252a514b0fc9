"""Supplementary fields (补录): what a value may be, by the type of its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from config.kernel.canonical import plain_decimal
from config.kernel.findings import Finding

TEXT_LIMIT = 2000
#: As many digits as any amount of the house has, before and after the point.
_DIGITS, _PLACES = 18, 6


class ValueType(StrEnum):
    """What kind of value a field takes."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DAY = "day"


class SubjectKind(StrEnum):
    """What a field speaks of."""

    CONTRACT = "contract"
    PRODUCT = "product"


@dataclass(frozen=True)
class FieldFacts:
    """What judging a value needs to know of its field."""

    code: str
    value_type: str
    choices: Collection[str] = ()


def subject_of(*, contract_id: int | None, product_id: int | None) -> str:
    """
    Return the name of what a value speaks of, such as ``contract:12``.

    :raises ValueError: unless exactly one of the two is given.
    """
    if (contract_id is None) == (product_id is None):
        raise ValueError("A value speaks of one contract or one product.")
    if contract_id is not None:
        return f"{SubjectKind.CONTRACT}:{contract_id}"
    return f"{SubjectKind.PRODUCT}:{product_id}"


def written(text: str, field: FieldFacts) -> str | None:
    """
    Return a value as it is stored, or None if it is none of its field's type.

    An empty value says that from its day on nothing holds any more. Numbers lose needless
    zeros, days are written like 2026-03-31, choices are one of the field's own.
    """
    text = text.strip()
    if not text:
        return ""
    if field.value_type == ValueType.NUMBER:
        return _number(text)
    if field.value_type == ValueType.DAY:
        return _day(text)
    if field.value_type == ValueType.CHOICE:
        return text if text in field.choices else None
    return text if len(text) <= TEXT_LIMIT else None


def judge_value(
    text: str, field: FieldFacts, *, source: str, row: int | None = None
) -> list[Finding]:
    """Return what is wrong with a value: its type, or a source that is missing."""
    found = []
    if written(text, field) is None:
        message, remedy = _WORDS[ValueType(field.value_type)]
        found.append(
            Finding(
                code=f"not_a_{field.value_type}",
                message=message,
                field="value",
                value=text[:80],
                row=row,
                remedy=remedy,
                facts={"field": field.code, "choices": " / ".join(field.choices)},
            )
        )
    if not source.strip():
        found.append(
            Finding(
                code="source_missing",
                message="A supplementary value says where it comes from.",
                field="source",
                value="",
                row=row,
                remedy="Name the document, the system or the person that says so.",
            )
        )
    return found


_WORDS = {
    ValueType.TEXT: (
        "The text of {field} is longer than 2,000 characters.",
        "Shorten it, and attach the whole as a document.",
    ),
    ValueType.CHOICE: (
        "Not one of the choices of {field}: {choices}.",
        "Write one of the choices, letter by letter.",
    ),
    ValueType.NUMBER: (
        "Not a number for {field}: digits and one point, at most six decimals.",
        "Write it like 1250000.00, without separators or units.",
    ),
    ValueType.DAY: ("Not a day for {field}.", "Write it like 2026-03-31."),
}


def _number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent, a blank or an underscore is read by Decimal, and by no reader of a form.
    if not number.is_finite() or set(text) - set("0123456789.-+"):
        return None
    plain = plain_decimal(number)
    whole, _, places = plain.lstrip("-").partition(".")
    return plain if len(whole) <= _DIGITS and len(places) <= _PLACES else None


def _day(text: str) -> str | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day.isoformat() if text == day.isoformat() else None
