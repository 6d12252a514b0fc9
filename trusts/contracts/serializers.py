"""What contracts say and take over HTTP."""

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
            "counterparty",
            "industry_code",
            "province",
            "committed_amount",
            "form",
            "look_back_percent",
            "signed_on",
            "matures_on",
            "supersedes",
        )


class ShareSerializer(StrictSerializer):
    """One project's percentage of a contract."""

    code = serializers.CharField(max_length=64)
    percent = serializers.DecimalField(max_digits=9, decimal_places=6)


class SplitSerializer(ProposalSerializer[Split]):
    """A version of a contract's split over projects."""

    contract = serializers.PrimaryKeyRelatedField(queryset=Contract.objects.filter(ALIVE))
    shares = serializers.ListField(child=ShareSerializer(), max_length=1000)

    class Meta:
        model = Split
        fields = ("contract", "effective_from", "shares", "supersedes")

    def validate_shares(self, shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a project that is named twice."""
        codes = [share["code"] for share in shares]
        if len(set(codes)) < len(codes):
            raise serializers.ValidationError(_("A project is named twice."), code="repeated")
        return shares


class MoveSerializer(StrictSerializer):
    """Principal that goes out or comes back under a contract, and why."""

    effective_on = serializers.DateField()
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    memo = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    reason = serializers.CharField(max_length=2000)


class ProjectShareSerializer(serializers.Serializer[Any]):
    """What one project has of one contract."""

    project_id = serializers.IntegerField()
    project_code = serializers.CharField()
    percent = serializers.DecimalField(max_digits=9, decimal_places=6)
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)


class AllocationSerializer(serializers.Serializer[Any]):
    """Where the outstanding amount of a contract stands, in CNY."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    product = serializers.IntegerField(source="contract.product_id")
    outstanding = serializers.DecimalField(max_digits=20, decimal_places=2)
    split = serializers.IntegerField(source="split_id", allow_null=True)
    shares = ProjectShareSerializer(many=True)
    unallocated = serializers.DecimalField(max_digits=20, decimal_places=2)
