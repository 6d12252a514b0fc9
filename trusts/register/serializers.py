"""What the register says and takes over HTTP."""

from __future__ import annotations

from rest_framework import serializers

from config.api.serializers import FactSerializer, ProposalSerializer
from trusts.register.models import (
    ALIVE,
    GreenForm,
    Party,
    PartyRole,
    Product,
    ProductTerms,
    TrustKind,
)

_NAMES = ("name_zh", "name_en")
_SOURCE = ("source", "confidence", "recorded_at")


class TrustKindSerializer(FactSerializer[TrustKind]):
    """A class, group or kind of trust business in one edition."""

    class Meta:
        model = TrustKind
        fields = ("id", "edition", "code", "level", "parent", *_NAMES, *_SOURCE)


class GreenFormSerializer(FactSerializer[GreenForm]):
    """A form of green trust in one edition."""

    class Meta:
        model = GreenForm
        fields = ("id", "edition", "code", "class_code", *_NAMES, *_SOURCE)


class PartySerializer(ProposalSerializer[Party]):
    """A party, proposed and confirmed."""

    uscc = serializers.CharField(
        max_length=18, required=False, allow_blank=True, allow_null=True, default=""
    )

    class Meta:
        model = Party
        fields = ("code", *_NAMES, "party_type", "uscc", "is_sample")


class ProductSerializer(ProposalSerializer[Product]):
    """A product, proposed and confirmed: what never changes of it."""

    class Meta:
        model = Product
        fields = ("code", "registration_code", *_NAMES, "is_sample")


class ProductTermsSerializer(ProposalSerializer[ProductTerms]):
    """A version of a product's terms; what it corrects is named in ``supersedes``."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))
    product_code = serializers.CharField(source="product.code", read_only=True)
    kind_code = serializers.CharField(source="kind.code", read_only=True)

    class Meta:
        model = ProductTerms
        fields = (
            "product",
            "product_code",
            "effective_from",
            "kind",
            "kind_code",
            "form",
            "function",
            "structure",
            "status",
            "purpose",
            "property_note",
            "benefit_note",
            "established_on",
            "terminated_on",
            "term_months",
            "matures_on",
            "benchmark_percent",
            "fee_rate_percent",
            "risk_grade",
            "supersedes",
        )


class PartyRoleSerializer(ProposalSerializer[PartyRole]):
    """A version of a party's role in a product."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))
    party = serializers.PrimaryKeyRelatedField(queryset=Party.objects.filter(ALIVE))

    class Meta:
        model = PartyRole
        fields = ("product", "party", "role", "effective_from", "effective_to", "supersedes")
