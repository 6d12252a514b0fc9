"""An announcement judged by itself: its facts in their units, and every ratio they imply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from projects.carbon.rules.comparison import hours_at
from projects.carbon.rules.facts import from_amounts
from projects.carbon.rules.plausibility import Check, Verdict, checks, overall


@dataclass(frozen=True)
class Checked:
    """The facts in the units of the table, each check, the worst verdict, the hours needed."""

    facts: Mapping[str, Decimal]
    checks: tuple[Check, ...]
    verdict: Verdict
    hours_needed: Mapping[str, Decimal]


def check_facts(
    facts: Mapping[str, Mapping[str, Any]],
    *,
    technology: str = "",
    at_factors: Mapping[str, Decimal] | None = None,
) -> Checked:
    """
    Return the verdict on what an announcement prints; ``facts`` hold value and unit by code.

    ``at_factors`` are named factors in tCO2/MWh; for each, ``hours_needed`` says at how many
    full-load hours the announced capacity would avoid the announced tonnes.

    :raises InvalidInput: naming each fact that is not known, is no number above zero, or whose
        unit measures something else.
    """
    read = from_amounts(
        {code: (each["value"], each.get("unit", "")) for code, each in facts.items()}
    )
    found = checks(read, technology=technology)
    claimed, capacity = read.get("avoided_tco2"), read.get("capacity_mw")
    return Checked(
        facts=read,
        checks=tuple(found),
        verdict=overall(found),
        hours_needed=hours_at(claimed, capacity, at_factors or {}) if claimed else {},
    )
