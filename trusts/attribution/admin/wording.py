"""How pages of attribution say an asset class, its equation and the steps of a reckoning."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from config.console.record import Line
from trusts.attribution.rules.asset_classes import AssetClass, Factor


def in_language(each: Any, what: str) -> str:
    """Return an attribute that stands in both languages, in the reader's."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return str(getattr(each, f"{what}_{language}"))


def equation_of(each: AssetClass) -> str:
    """Return the equation of a class in the reader's language."""
    return each.equation_zh if (get_language() or "").startswith("zh") else each.equation


def steps_of(factor: Factor) -> Iterator[Line]:
    """Yield each step of a reckoning: what it is, how, and what came out."""
    for each in factor.steps:
        yield Line(
            in_language(each, "what"), f"{each.equation} = {plain(each.value)}", is_number=True
        )


def plain(value: Decimal) -> str:
    """Return a number with separators and without trailing zeros."""
    return f"{value.normalize():,f}"
