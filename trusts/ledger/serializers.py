"""What the ledger says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from config.api.serializers import FactSerializer, ProposalSerializer, StrictSerializer
from trusts.ledger.models import Account, Entry, PeriodMove
from trusts.register.models import ALIVE, Product


class AccountSerializer(FactSerializer[Account]):
    """An account of the chart."""

    class Meta:
        model = Account
        fields = (
            "id",
            "edition",
            "code",
            "nature",
            "name_zh",
            "name_en",
            "source",
            "confidence",
            "recorded_at",
        )


class PostingSerializer(StrictSerializer):
    """An amount on one account: a debit is positive, a credit negative."""

    account = serializers.CharField(max_length=40)
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)


class EntrySerializer(ProposalSerializer[Entry]):
    """An entry with its postings; a reversal is made at ``{id}/reverse/``."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))
    postings = serializers.ListField(child=PostingSerializer(), min_length=2, max_length=1000)

    class Meta:
        model = Entry
        fields = (
            "product",
            "effective_on",
            "kind",
            "memo",
            "contract",
            "reverses",
            "postings",
        )
        read_only_fields = ("reverses",)


class ReversalSerializer(StrictSerializer):
    """The day of a reversal, and why."""

    effective_on = serializers.DateField()
    memo = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    reason = serializers.CharField(max_length=2000)


class PeriodMoveSerializer(ProposalSerializer[PeriodMove]):
    """A decision to close a product's books for a run of days, or to open them again."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))

    class Meta:
        model = PeriodMove
        fields = ("product", "starts_on", "ends_on", "move")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        if attrs["ends_on"] <= attrs["starts_on"]:
            raise serializers.ValidationError({"ends_on": [_after_start()]})
        return attrs


def _after_start() -> serializers.ErrorDetail:
    return serializers.ErrorDetail(_("A period ends after it starts."), code="not_a_period")


class BalanceSerializer(serializers.Serializer[Any]):
    """The balances of one product on a day, in CNY; a debit balance is positive."""

    product = serializers.IntegerField()
    product_code = serializers.CharField()
    paid_in_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    outstanding_cny = serializers.DecimalField(max_digits=20, decimal_places=2)
    by_account = serializers.DictField(
        child=serializers.DecimalField(max_digits=20, decimal_places=2)
    )
