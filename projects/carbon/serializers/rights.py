"""Sold certificates and credits, and what is left to claim, over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from projects.carbon.models import SoldRight
from projects.carbon.serializers.numbers import PlainNumber
from projects.reference.serializers import SentenceField
from projects.registry.models import Project


class SoldRightSerializer(ProposalSerializer[SoldRight]):
    """Certificates [MWh] or credits [tCO2e] of a project and period that were sold."""

    unit = serializers.CharField(read_only=True)

    class Meta:
        model = SoldRight
        fields = (
            "project",
            "kind",
            "starts_on",
            "ends_on",
            "amount",
            "unit",
            "sold_on",
            "buyer",
            "registry_reference",
            "source",
            "replaces",
            "is_sample",
        )


class SoldPartSerializer(serializers.Serializer[Any]):
    """The part of one sale that falls in the period, and the tonnes that it takes away."""

    sold_right = serializers.IntegerField(source="right_id")
    kind = serializers.CharField()
    amount = PlainNumber()
    unit = serializers.CharField()
    tco2e = PlainNumber()


class ClaimableSerializer(serializers.Serializer[Any]):
    """What was avoided, what was sold of it, and what is left to claim."""

    project = serializers.IntegerField(source="project_id")
    period = serializers.CharField()
    known_at = serializers.DateTimeField()
    avoided_tco2e = PlainNumber(source="found.avoided_tco2e")
    sold_tco2e = PlainNumber(source="found.sold_tco2e")
    claimable_tco2e = PlainNumber(source="found.claimable_tco2e")
    sold = SoldPartSerializer(many=True, source="found.parts")
    reasons = serializers.ListField(child=SentenceField(), source="found.reasons")
    statement_ids = serializers.ListField(child=serializers.IntegerField())
    activity_statement_ids = serializers.ListField(child=serializers.IntegerField())


class AskClaimableSerializer(StrictSerializer):
    """The project and the year or month that are asked for."""

    project = serializers.PrimaryKeyRelatedField(queryset=Project.objects.all())
    period = serializers.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$",
        help_text="A year, quarter or month: 2025, 2025Q1, 2025-03.",
    )
