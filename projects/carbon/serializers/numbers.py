"""Computed numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.kernel.canonical import plain_decimal


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
