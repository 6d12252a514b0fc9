"""What attribution says over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from config.api.serializers import FactSerializer, StrictSerializer
from config.kernel.errors import fill
from projects.reference.rules.sentences import Sentence
from trusts.attribution.models import AttributionStatement


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


def said(sentence: Sentence) -> str:
    """Return a sentence in the reader's language, its facts filled in."""
    return fill(gettext(sentence.template), dict(sentence.facts))
