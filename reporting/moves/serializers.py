"""What the room says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import FactSerializer, StrictSerializer
from reporting.moves.models import MoveReport
from reporting.moves.operations import SUBJECTS


class AskSerializer(StrictSerializer):
    """Of which proposal it is asked."""

    subject = serializers.ChoiceField(choices=[(each, each) for each in SUBJECTS])
    id = serializers.IntegerField(min_value=1)


class WouldMoveSerializer(serializers.Serializer[Any]):
    """One thing that would move, in tCO2e; null where there would be no value."""

    key = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    before_tco2e = serializers.CharField(allow_null=True)
    after_tco2e = serializers.CharField(allow_null=True)
    difference_tco2e = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    refusal = serializers.CharField(allow_blank=True)


class MoveReportSerializer(FactSerializer[MoveReport]):
    """What one proposal would move, as it stood at one moment."""

    statements = WouldMoveSerializer(many=True, read_only=True)
    products = WouldMoveSerializer(many=True, read_only=True)
    disclosures = WouldMoveSerializer(many=True, read_only=True)

    class Meta:
        model = MoveReport
        fields = (
            "id",
            "edition",
            "policy",
            "known_at",
            "difference_tco2e",
            "statements",
            "products",
            "disclosures",
            "sha256",
            "recorded_at",
        )
