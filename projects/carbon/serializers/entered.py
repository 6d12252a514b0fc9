"""What statements of entered activity say, and what is asked to make one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from config.api.serializers import FactSerializer, StrictSerializer
from projects.carbon.models import ActivityStatement
from projects.reference.serializers import SentenceField
from projects.registry.models import Project


class StepLeftOutSerializer(serializers.Serializer[Any]):
    """One step that was not taken, and why."""

    symbol = serializers.CharField()
    reason = SentenceField()


class ActivityStatementSerializer(FactSerializer[ActivityStatement]):
    """A statement of entered activity: its results, and every number and step behind them."""

    warnings = serializers.ListField(child=SentenceField(), read_only=True)
    left_out = StepLeftOutSerializer(many=True, read_only=True)

    class Meta:
        model = ActivityStatement
        fields = (
            "id",
            "project",
            "method",
            "method_version",
            "starts_on",
            "ends_on",
            "known_at",
            "region",
            "results",
            "steps",
            "numbers",
            "left_out",
            "warnings",
            "inputs",
            "data_quality",
            "sha256",
            "recorded_at",
        )


class StateActivitySerializer(StrictSerializer):
    """Of which project, method and period the entered activity shall be stated."""

    project = serializers.PrimaryKeyRelatedField(queryset=Project.objects.all())
    method = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="Until, not with.")
    known_at = serializers.DateTimeField(
        required=False, help_text="A moment that was pinned before; by default one is pinned now."
    )
    region = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20, help_text="Such as CN-ZJ."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        if attrs["ends_on"] <= attrs["starts_on"]:
            raise serializers.ValidationError(
                {"ends_on": [gettext("A period ends after it starts.")]}
            )
        return attrs


class HoldsSerializer(serializers.Serializer[Any]):
    """Whether the stored facts still yield a statement."""

    holds = serializers.BooleanField()
