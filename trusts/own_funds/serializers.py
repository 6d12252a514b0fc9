"""What own funds say and take over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms
from trusts.register.models import ALIVE, Party


class OwnPlacementSerializer(ProposalSerializer[OwnPlacement]):
    """An asset in which own funds are placed: what never changes of it."""

    class Meta:
        model = OwnPlacement
        fields = ("code", "name_zh", "name_en", "is_sample")


class OwnPlacementTermsSerializer(ProposalSerializer[OwnPlacementTerms]):
    """A version of a placement's terms."""

    placement = serializers.PrimaryKeyRelatedField(queryset=OwnPlacement.objects.filter(ALIVE))
    counterparty = serializers.PrimaryKeyRelatedField(
        queryset=Party.objects.filter(ALIVE), required=False, allow_null=True
    )

    class Meta:
        model = OwnPlacementTerms
        fields = (
            "placement",
            "effective_from",
            "instrument",
            "counterparty",
            "project",
            "taxonomy_edition",
            "taxonomy_class",
            "note",
            "supersedes",
        )


class OwnMovementSerializer(ProposalSerializer[OwnMovement]):
    """Own funds placed or returned; a reversal is made at ``{id}/reverse/``."""

    placement = serializers.PrimaryKeyRelatedField(queryset=OwnPlacement.objects.filter(ALIVE))

    class Meta:
        model = OwnMovement
        fields = ("placement", "effective_on", "kind", "amount", "memo", "reverses")
        read_only_fields = ("reverses",)


class OwnReversalSerializer(StrictSerializer):
    """The day of a reversal, and why."""

    effective_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class OwnPositionSerializer(serializers.Serializer[Any]):
    """One placement of own funds on a day, in CNY; never part of trust property."""

    placement = serializers.IntegerField(source="placement.pk")
    placement_code = serializers.CharField(source="placement.code")
    terms = serializers.IntegerField(source="terms.pk", allow_null=True, default=None)
    taxonomy_edition = serializers.CharField(
        source="terms.taxonomy_edition", allow_null=True, default=None
    )
    taxonomy_class = serializers.CharField(
        source="terms.taxonomy_class", allow_null=True, default=None
    )
    own_funds_cny = serializers.DecimalField(
        source="outstanding.amount", max_digits=20, decimal_places=2
    )
