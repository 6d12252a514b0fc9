"""Entries, their batches, unit classes and periods over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from config.api.serializers import (
    BatchSerializer,
    FactSerializer,
    ProposalSerializer,
    StrictSerializer,
)
from trusts.ledger.models import Account, Entry, EntryBatch, PeriodMove
from trusts.register.models import ALIVE, Product, UnitClass


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
    """
    An amount on one account: a debit is positive, a credit negative.

    On paid-in capital, returned capital and distributions it may name a class of units and
    how many: units issued are positive, units redeemed negative.
    """

    account = serializers.CharField(max_length=40)
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    unit_class = serializers.CharField(max_length=20, required=False)
    units = serializers.DecimalField(max_digits=20, decimal_places=6, required=False)


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
            "batch",
            "batch_row",
            "postings",
        )
        read_only_fields = ("reverses", "batch", "batch_row")


class ReversalSerializer(StrictSerializer):
    """The day of a reversal, and why."""

    effective_on = serializers.DateField()
    memo = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    reason = serializers.CharField(max_length=2000)


class EntryBatchSerializer(BatchSerializer[EntryBatch]):
    """A set of entries that is decided as one: a file of movements, or a correction."""

    class Meta:
        model = EntryBatch
        fields = (*BatchSerializer.BATCH_FIELDS, "entries")
        read_only_fields = fields


class CorrectionSerializer(StrictSerializer):
    """A confirmed entry, the postings that are right, and the day of both."""

    entry = serializers.PrimaryKeyRelatedField(queryset=Entry.objects.all())
    effective_on = serializers.DateField()
    memo = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    postings = serializers.ListField(child=PostingSerializer(), min_length=2, max_length=1000)
    reason = serializers.CharField(max_length=2000)


class UnitClassSerializer(ProposalSerializer[UnitClass]):
    """A class of units of a product."""

    product = serializers.PrimaryKeyRelatedField(queryset=Product.objects.filter(ALIVE))

    class Meta:
        model = UnitClass
        fields = ("product", "code", "name_zh", "name_en", "rank", "issue_price", "is_sample")


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


class MonthClosingSerializer(StrictSerializer):
    """The products whose books are to be closed for one period, together."""

    products = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.filter(ALIVE), many=True, allow_empty=False
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        if attrs["ends_on"] <= attrs["starts_on"]:
            raise serializers.ValidationError({"ends_on": [_after_start()]})
        return attrs


def _after_start() -> serializers.ErrorDetail:
    return serializers.ErrorDetail(_("A period ends after it starts."), code="not_a_period")
