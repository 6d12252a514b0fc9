"""What attribution says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from config.api.serializers import FactSerializer, ProposalSerializer, StrictSerializer
from config.kernel.errors import fill
from projects.reference.rules.sentences import Sentence
from trusts.attribution.models import (
    AttributionStatement,
    Exposure,
    FinancedStatement,
    Investee,
    InvesteeEmission,
    InvesteeYear,
)
from trusts.contracts.models import Contract
from trusts.register.models import ALIVE, Party


class AttributionSerializer(FactSerializer[AttributionStatement]):
    """One contract's part of a project's avoided tonnes, by one method."""

    product_code = serializers.CharField(source="product.code", read_only=True)
    contract_code = serializers.CharField(source="contract.code", read_only=True)

    class Meta:
        model = AttributionStatement
        fields = (
            "id",
            "product",
            "product_code",
            "contract",
            "contract_code",
            "project",
            "project_code",
            "starts_on",
            "ends_on",
            "known_at",
            "method",
            "method_version",
            "outstanding_cny",
            "split_percent",
            "allocated_cny",
            "basis",
            "denominator_cny",
            "equity_cny",
            "debt_cny",
            "total_assets_cny",
            "total_investment_cny",
            "share",
            "is_capped",
            "project_avoided_tco2e",
            "attributed_tco2e",
            "data_quality",
            "inputs",
            "is_sample",
            "sha256",
            "recorded_at",
        )


class RunSerializer(StrictSerializer):
    """Which period to attribute, as known at which pinned moment."""

    period = serializers.CharField(max_length=40)
    known_at = serializers.DateTimeField()


class SideBySideSerializer(serializers.Serializer[Any]):
    """Both statements of one contract in one project, and why they differ."""

    pcaf = AttributionSerializer()
    guide = AttributionSerializer()
    explanation = serializers.SerializerMethodField()

    def get_explanation(self, pair: Any) -> list[str]:
        """Return why the shares differ, in the reader's language."""
        return [said(each) for each in pair.explanation]


# ---- every asset class


class InvesteeSerializer(ProposalSerializer[Investee]):
    """One thing that money finances: what never changes of it."""

    party = serializers.PrimaryKeyRelatedField(
        queryset=Party.objects.filter(ALIVE), required=False, allow_null=True
    )

    class Meta:
        model = Investee
        fields = ("code", "name_zh", "name_en", "kind", "party", "project", "is_sample")


class InvesteeYearSerializer(ProposalSerializer[InvesteeYear]):
    """What an investee was worth at the end of a year; a second one corrects the first."""

    investee = serializers.PrimaryKeyRelatedField(queryset=Investee.objects.filter(ALIVE))

    class Meta:
        model = InvesteeYear
        fields = (
            "investee",
            "year",
            "equity_cny",
            "debt_cny",
            "total_assets_cny",
            "market_cap_ordinary_cny",
            "market_cap_preferred_cny",
            "minority_interests_cny",
            "asset_value_cny",
            "total_investment_cny",
            "ppp_gdp_usd",
            "cny_per_usd",
            "source",
            "is_sample",
            "supersedes",
        )
        read_only_fields = ("supersedes",)


class InvesteeEmissionSerializer(ProposalSerializer[InvesteeEmission]):
    """What an investee emitted in a year, of one kind; a second one corrects the first."""

    investee = serializers.PrimaryKeyRelatedField(queryset=Investee.objects.filter(ALIVE))

    class Meta:
        model = InvesteeEmission
        fields = (
            "investee",
            "year",
            "kind",
            "mass_tco2e",
            "option",
            "verified_by",
            "source",
            "is_sample",
            "supersedes",
        )
        read_only_fields = ("supersedes",)


class ExposureSerializer(ProposalSerializer[Exposure]):
    """What the money of a contract in an investee is, from a day on."""

    contract = serializers.PrimaryKeyRelatedField(queryset=Contract.objects.filter(ALIVE))
    investee = serializers.PrimaryKeyRelatedField(queryset=Investee.objects.filter(ALIVE))

    class Meta:
        model = Exposure
        fields = (
            "contract",
            "investee",
            "effective_from",
            "asset_class",
            "percent",
            "shares_held",
            "total_shares",
            "value_at_origination_cny",
            "note",
            "supersedes",
        )
        read_only_fields = ("supersedes",)


class FinancedSerializer(FactSerializer[FinancedStatement]):
    """One contract's part of an investee's tonnes, kind by kind, by one method."""

    product_code = serializers.CharField(source="product.code", read_only=True)
    contract_code = serializers.CharField(source="contract.code", read_only=True)

    class Meta:
        model = FinancedStatement
        fields = (
            "id",
            "product",
            "product_code",
            "contract",
            "contract_code",
            "investee",
            "investee_code",
            "starts_on",
            "ends_on",
            "known_at",
            "asset_class",
            "method",
            "method_version",
            "outstanding_cny",
            "allocated_cny",
            "numerator",
            "denominator",
            "basis",
            "share",
            "is_capped",
            "tonnes",
            "data_quality",
            "inputs",
            "is_sample",
            "sha256",
            "recorded_at",
        )


class FinancedPairSerializer(serializers.Serializer[Any]):
    """Both statements of one contract in one investee, and why they differ or one is alone."""

    pcaf = FinancedSerializer(allow_null=True)
    guide = FinancedSerializer(allow_null=True)
    explanation = serializers.SerializerMethodField()

    def get_explanation(self, pair: Any) -> list[str]:
        """Return why the shares differ, in the reader's language."""
        return [said(each) for each in pair.explanation]


class ClassTotalSerializer(serializers.Serializer[Any]):
    """What an asset class finances by PCAF; kinds of tonnes apart, never added."""

    asset_class = serializers.CharField()
    placed_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    covered_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    tonnes = serializers.DictField(child=serializers.DecimalField(max_digits=24, decimal_places=6))
    intensity = serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True)
    score = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)


class PortfolioTotalSerializer(serializers.Serializer[Any]):
    """What the contracts finance in a period: the whole and each class, with the coverage."""

    outstanding_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    coverage = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    whole = ClassTotalSerializer()
    classes = ClassTotalSerializer(many=True)
    is_sample = serializers.BooleanField()


def said(sentence: Sentence) -> str:
    """Return a sentence in the reader's language, its facts filled in."""
    return fill(gettext(sentence.template), dict(sentence.facts))
