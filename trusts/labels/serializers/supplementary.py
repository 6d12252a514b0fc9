"""Supplementary fields and their values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from config.api.serializers import FactSerializer, ProposalSerializer, StrictSerializer
from trusts.contracts.models import Contract
from trusts.labels.models import SupplementaryField, SupplementaryValue
from trusts.register.models import ALIVE, Product


class SupplementaryFieldSerializer(FactSerializer[SupplementaryField]):
    """A field that people fill in beside the books, in one edition."""

    class Meta:
        model = SupplementaryField
        fields = (
            "id",
            "edition",
            "code",
            "name_zh",
            "name_en",
            "applies_to",
            "value_type",
            "choices",
            "note",
            "source",
            "confidence",
            "recorded_at",
        )


class SupplementaryValueSerializer(ProposalSerializer[SupplementaryValue]):
    """A version of what a field says of a contract or a product."""

    field_code = serializers.CharField(source="field.code", read_only=True)
    contract = serializers.PrimaryKeyRelatedField(
        queryset=Contract.objects.filter(ALIVE), required=False, allow_null=True
    )
    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.filter(ALIVE), required=False, allow_null=True
    )
    source = serializers.CharField(max_length=500, allow_blank=True)  # type: ignore[assignment]  # (a column called source)

    class Meta:
        model = SupplementaryValue
        fields = (
            "field",
            "field_code",
            "contract",
            "product",
            "effective_from",
            "value",
            "source",
            "document",
            "supersedes",
        )


class ValueSerializer(StrictSerializer):
    """One value among many."""

    field = serializers.PrimaryKeyRelatedField(queryset=SupplementaryField.objects.all())
    contract = serializers.PrimaryKeyRelatedField(
        queryset=Contract.objects.filter(ALIVE), required=False, allow_null=True
    )
    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.filter(ALIVE), required=False, allow_null=True
    )
    effective_from = serializers.DateField()
    value = serializers.CharField(allow_blank=True, max_length=2000)
    source = serializers.CharField(max_length=500, allow_blank=True)  # type: ignore[assignment]  # (a column called source)


class ManyValuesSerializer(StrictSerializer):
    """Values that are proposed together, for one reason: all of them, or none."""

    values = serializers.ListField(child=ValueSerializer(), min_length=1, max_length=1000)
    reason = serializers.CharField(max_length=2000)

    def validate_values(self, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a value that is given twice for one field, thing and day."""
        keys = [
            (each["field"], each.get("contract"), each.get("product"), each["effective_from"])
            for each in values
        ]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError(_("A value is given twice."), code="repeated")
        return values
