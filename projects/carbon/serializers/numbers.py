"""Computed numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.canonical import plain_decimal

#: Wide enough for every digit of a result and the places asked for.
_WIDE = Context(prec=400)


class GivenNumber(serializers.DecimalField):
    """A number as somebody gave it; one that cannot be read is shown, with what can be."""

    WHOLE_DIGITS, PLACES = 18, 12

    def __init__(self, **options: Any) -> None:
        """Take numbers of up to 18 digits before the dot and 12 behind it."""
        digits = self.WHOLE_DIGITS + self.PLACES
        super().__init__(max_digits=digits, decimal_places=self.PLACES, **options)

    def to_internal_value(self, data: Any) -> Decimal:
        """
        Return the number.

        :raises ValidationError: naming what was given.
        """
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as fault:
            words = _(
                "{value} cannot be read as a number: write digits and a dot, without separators,"
                " at most {whole} digits before the dot and {places} behind it."
            ).format(value=str(data)[:40] or "–", whole=self.WHOLE_DIGITS, places=self.PLACES)
            raise serializers.ValidationError(words, code="unreadable_number") from fault


class AboveZero(GivenNumber):
    """A number that something is divided by."""

    def to_internal_value(self, data: Any) -> Decimal:
        """
        Return the number.

        :raises ValidationError: if it cannot be read, or is not above zero.
        """
        found = super().to_internal_value(data)
        if found <= 0:
            words = _("{value} is not above zero.").format(value=f"{found.normalize():f}")
            raise serializers.ValidationError(words, code="not_above_zero")
        return found


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
