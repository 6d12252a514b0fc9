"""What contracts take over HTTP, and the rows that they answer with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.register.models import ALIVE, Party, Product


class ContractSerializer(ProposalSerializer[Contract]):
    """A fund-use contract: what never changes of it."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))

    class Meta:
        model = Contract
        fields = ("product", "code", "name_zh", "name_en", "is_sample")


class ContractTermsSerializer(ProposalSerializer[ContractTerms]):
    """A version of a contract's terms."""

    contract = serializers.PrimaryKeyRelatedField(queryset=Contract.objects.filter(ALIVE))
    counterparty = serializers.PrimaryKeyRelatedField(queryset=Party.objects.filter(ALIVE))

    class Meta:
        model = ContractTerms
        fields = (
            "contract",
            "effective_from",
            "instrument",
            "asset_class",
            "isin",
            "security_code",
            "series_name",
            "counterparty",
            "use_of_funds",
            "industry_code",
            "province",
            "city",
            "committed_amount",
            "interest_rate_percent",
            "form",
            "look_back_percent",
            "signed_on",
            "matures_on",
            "supersedes",
        )


class ShareSerializer(StrictSerializer):
    """One project's part of a contract: a percentage, or an amount in CNY."""

    code = serializers.CharField(max_length=64)
    percent = serializers.DecimalField(max_digits=9, decimal_places=6, required=False)
    amount = serializers.DecimalField(max_digits=20, decimal_places=2, required=False)


class SplitSerializer(ProposalSerializer[Split]):
    """A version of a contract's split over projects, in percentages or in amounts."""

    contract = serializers.PrimaryKeyRelatedField(queryset=Contract.objects.filter(ALIVE))
    shares = serializers.ListField(child=ShareSerializer(), max_length=1000)

    class Meta:
        model = Split
        fields = ("contract", "effective_from", "kind", "shares", "supersedes")
        read_only_fields = ("kind",)

    def validate_shares(self, shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a project that is named twice, and percentages beside amounts."""
        codes = [share["code"] for share in shares]
        if len(set(codes)) < len(codes):
            raise serializers.ValidationError(_("A project is named twice."), code="repeated")
        words = [set(share) - {"code"} for share in shares]
        if any(each != words[0] or len(each) != 1 for each in words):
            raise serializers.ValidationError(
                _("State every share in percent, or every share as an amount."), code="mixed"
            )
        return shares


class MoneyMoveSerializer(StrictSerializer):
    """Principal that goes out or comes back under a contract, and why."""

    effective_on = serializers.DateField()
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    memo = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    reason = serializers.CharField(max_length=2000)
