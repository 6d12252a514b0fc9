"""Computed numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.canonical import plain_decimal

#: Wide enough for every digit of a result and the places asked for.
_WIDE = Context(prec=400)


@extend_schema_field({"type": "string"})
class PlainNumber(serializers.Field[Any, Any, Any, Any]):
    """A computed decimal as text, to six places, without trailing zeros."""

    def to_representation(self, value: Decimal) -> str:
        """Return the number as text."""
        return plain_decimal(round(value, 6))


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class NumbersByName(serializers.Field[Any, Any, Any, Any]):
    """Computed decimals by name."""

    def to_representation(self, value: Mapping[str, Decimal]) -> dict[str, str]:
        """Return the numbers as text."""
        return {name: plain_decimal(round(each, 6)) for name, each in value.items()}


@extend_schema_field({"type": "string"})
class ExactNumber(serializers.Field[Any, Any, Any, Any]):
    """A computed decimal as text, every digit of it."""

    def to_representation(self, value: Decimal) -> str:
        """Return the number as text."""
        return plain_decimal(value)


@extend_schema_field({"type": "string", "nullable": True})
class RoundedNumber(serializers.Field[Any, Any, Any, Any]):
    """A computed decimal at the places that the asker named; null where none were."""

    def to_representation(self, value: Decimal) -> str | None:
        """Return the number as print rounds it: halves away from zero."""
        places = self.context.get("places")
        if places is None:
            return None
        quantum = Decimal(1).scaleb(-places)
        return f"{value.quantize(quantum, rounding=ROUND_HALF_UP, context=_WIDE):f}"
