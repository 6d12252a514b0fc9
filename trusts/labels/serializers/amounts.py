"""Money by label: amounts, roll-ups, and what lost its support."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from trusts.labels.serializers.labels import PERCENT

AMOUNT: dict[str, Any] = {"max_digits": 20, "decimal_places": 2}


class CauseSerializer(serializers.Serializer[Any]):
    """Why a project carries less than when the label was judged."""

    kind = serializers.CharField()
    project_code = serializers.CharField()
    lost_percent = serializers.DecimalField(**PERCENT)
    recognition = serializers.IntegerField(source="recognition_id", allow_null=True)


class PartAmountSerializer(serializers.Serializer[Any]):
    """What stands under one catalogue entry, in CNY, and how much of it is supported."""

    edition = serializers.CharField(source="part.edition")
    code = serializers.CharField(source="part.code")
    percent = serializers.DecimalField(source="part.percent", **PERCENT)
    green_cny = serializers.DecimalField(source="amount", **AMOUNT)
    supported_cny = serializers.DecimalField(source="supported", **AMOUNT)


class LabelRecheckSerializer(serializers.Serializer[Any]):
    """A label that its inputs no longer support: by how much, and why."""

    label = serializers.IntegerField(source="label.pk")  # type: ignore[assignment]  # (a field called label)
    contract = serializers.IntegerField(source="label.contract_id")
    contract_code = serializers.CharField(source="label.contract.code")
    outstanding_cny = serializers.DecimalField(source="outstanding", **AMOUNT)
    green_percent = serializers.DecimalField(source="label.green_percent", **PERCENT)
    supported_percent = serializers.DecimalField(**PERCENT)
    lost_percent = serializers.DecimalField(**PERCENT)
    unsupported_cny = serializers.DecimalField(source="unsupported", **AMOUNT)
    parts = PartAmountSerializer(many=True)
    causes = CauseSerializer(many=True)


class TrustAmountsSerializer(serializers.Serializer[Any]):
    """Trust property in CNY; green, rest, not green and unlabelled add up to outstanding."""

    outstanding_cny = serializers.DecimalField(source="outstanding", **AMOUNT)
    green_cny = serializers.DecimalField(source="green", **AMOUNT)
    supported_cny = serializers.DecimalField(source="supported", **AMOUNT)
    unsupported_cny = serializers.DecimalField(source="unsupported", **AMOUNT)
    rest_cny = serializers.DecimalField(source="rest", **AMOUNT)
    not_green_cny = serializers.DecimalField(source="not_green", **AMOUNT)
    unlabelled_cny = serializers.DecimalField(source="unlabelled", **AMOUNT)


class ContractGreenSerializer(serializers.Serializer[Any]):
    """One contract's outstanding amount, divided by the label that stands."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    product = serializers.IntegerField(source="contract.product_id")
    label = serializers.IntegerField(source="label.pk", allow_null=True, default=None)  # type: ignore[assignment]  # (a field called label)
    amounts = TrustAmountsSerializer()
    parts = PartAmountSerializer(many=True)


class ProductGreenSerializer(serializers.Serializer[Any]):
    """One product's trust property by its contracts' labels."""

    product = serializers.IntegerField(source="product.pk")
    product_code = serializers.CharField(source="product.code")
    amounts = TrustAmountsSerializer()


class EntryGreenSerializer(serializers.Serializer[Any]):
    """What stands green under one catalogue entry."""

    edition = serializers.CharField()
    code = serializers.CharField()
    green_cny = serializers.DecimalField(**AMOUNT)
    supported_cny = serializers.DecimalField(**AMOUNT)


class FormGreenSerializer(serializers.Serializer[Any]):
    """What stands green under one green form; ``form`` is null where labels name none."""

    form = serializers.CharField(allow_null=True)
    green_cny = serializers.DecimalField(**AMOUNT)
    supported_cny = serializers.DecimalField(**AMOUNT)


@extend_schema_serializer(many=False)
class RollupSerializer(serializers.Serializer[Any]):
    """The company's green position: trust property, and own funds on a line of their own."""

    on = serializers.DateField()
    known_at = serializers.DateTimeField()
    trust_property = TrustAmountsSerializer(source="total")
    by_product = serializers.SerializerMethodField()
    by_entry = serializers.SerializerMethodField()
    by_form = serializers.SerializerMethodField()
    own_funds_cny = serializers.DecimalField(source="own_funds.amount", **AMOUNT)

    @extend_schema_field(ProductGreenSerializer(many=True))
    def get_by_product(self, found: Any) -> Any:
        """Return the amounts by product."""
        rows = [{"product": key, "amounts": each} for key, each in found.by_product.items()]
        return ProductGreenSerializer(rows, many=True).data

    @extend_schema_field(EntryGreenSerializer(many=True))
    def get_by_entry(self, found: Any) -> Any:
        """Return the green amounts by catalogue edition and code."""
        rows = [
            {
                "edition": edition,
                "code": code,
                "green_cny": each.green,
                "supported_cny": each.supported,
            }
            for (edition, code), each in found.by_entry.items()
        ]
        return EntryGreenSerializer(rows, many=True).data

    @extend_schema_field(FormGreenSerializer(many=True))
    def get_by_form(self, found: Any) -> Any:
        """Return the green amounts by green form."""
        rows = [
            {
                "form": form.code if form else None,
                "green_cny": each.green,
                "supported_cny": each.supported,
            }
            for form, each in found.by_form.items()
        ]
        return FormGreenSerializer(rows, many=True).data
