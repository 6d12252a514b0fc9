"""What a project is judged by: what the register gives, and what people bring."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from config.kernel.findings import Finding

#: Inputs that the register gives; nobody types them.
REGISTERED = ("catalogue_class_named", "days_in_operation", "capacity", "total_investment_cny")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a project is judged by: criteria, class of a catalogue, inputs and documents."""

    criteria_code: str
    taxonomy_edition: str = ""
    taxonomy_class: str = ""
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    evidence_ids: Collection[int] = ()


def registered_inputs(
    *,
    on: dt.date,
    commissioned_on: dt.date | None,
    capacity: Decimal,
    total_investment_cny: Decimal | None,
    taxonomy_class: str,
) -> dict[str, Decimal]:
    """
    Return what the register says on the day ``on``; what it does not know is left out.

    ``days_in_operation`` counts from the day of commissioning and is negative before it;
    ``catalogue_class_named`` is 1 where a class of a catalogue is named, else 0.
    """
    found = {
        "catalogue_class_named": Decimal(bool(taxonomy_class)),
        "capacity": capacity,
    }
    if commissioned_on is not None:
        found["days_in_operation"] = Decimal((on - commissioned_on).days)
    if total_investment_cny is not None:
        found["total_investment_cny"] = total_investment_cny
    return found


def judge_inputs(inputs: Mapping[str, Decimal]) -> list[Finding]:
    """Return what is wrong with the inputs that a person brings."""
    found: list[Finding] = []
    for name, value in inputs.items():
        if name in REGISTERED:
            found.append(_fault(name, value, "The register gives this input.", "Leave it out."))
        elif not _NAME.fullmatch(name):
            found.append(
                _fault(
                    name,
                    value,
                    "The name of an input has small letters, digits and _.",
                    "Write the name as the criterion does.",
                )
            )
        elif not value.is_finite():
            found.append(_fault(name, value, "This is not a number.", "Write a decimal number."))
    return found


def _fault(name: str, value: object, message: str, remedy: str) -> Finding:
    return Finding(
        code="input_unfit", field=name[:80], value=str(value), message=message, remedy=remedy
    )
