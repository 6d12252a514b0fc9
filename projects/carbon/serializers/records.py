"""Statements, drawings and claims over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from config.api.serializers import (
    FactSerializer,
    PeriodField,
    ProposalSerializer,
    StrictSerializer,
)
from projects.carbon.models import Activity, Claim, Statement, StatementRun
from projects.carbon.serializers.numbers import NumbersByName, PlainNumber
from projects.carbon.serializers.rights import ClaimableSerializer
from projects.reference.serializers import SentenceField

HEAD = (
    "id",
    "project",
    "starts_on",
    "ends_on",
    "method",
    "method_version",
    "known_at",
    "carrier",
    "energy_wh",
    "avoided_tco2e",
    "data_quality",
    "sha256",
    "run",
    "recorded_at",
)


class StatementSerializer(FactSerializer[Statement]):
    """A statement, as lists show it."""

    class Meta:
        model = Statement
        fields: tuple[str, ...] = HEAD


class StatementDetailSerializer(StatementSerializer):
    """A statement with its lines and factors, other routes, inputs and explanation."""

    explanation = serializers.ListField(child=SentenceField(), read_only=True)

    class Meta(StatementSerializer.Meta):
        fields = (*HEAD, "lines", "alternatives", "inputs", "explanation")


class StatementRunSerializer(FactSerializer[StatementRun]):
    """A drawing of statements."""

    class Meta:
        model = StatementRun
        fields = (
            "id",
            "starts_on",
            "ends_on",
            "known_at",
            "asked_by",
            "project_ids",
            "methods",
            "count",
            "set_sha256",
            "not_drawn",
            "recorded_at",
        )


class DrawSerializer(StrictSerializer):
    """
    Which period's statements to draw, as known when, of which projects.

    Without a moment they are drawn as known now; without projects, of all.
    """

    period = PeriodField(help_text="Whole months: 2025, 2025Q1, 2025-03.")
    known_at = serializers.DateTimeField(
        required=False, help_text="A moment that was pinned before; by default one is pinned now."
    )
    projects = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=10_000
    )


class DrawingAskedSerializer(serializers.Serializer[Any]):
    """The run that draws the statements, and the moment that it draws them for."""

    run = serializers.IntegerField(source="pk")
    state = serializers.CharField()
    known_at = serializers.CharField(source="payload.known_at")


class ClaimSerializer(ProposalSerializer[Claim]):
    """An announced figure: a claim, never a result."""

    is_claim = serializers.BooleanField(read_only=True)
    announced = serializers.DictField(child=serializers.CharField(max_length=40), required=False)

    class Meta:
        model = Claim
        fields = (
            "project",
            "subject",
            "measure",
            "value",
            "unit",
            "basis",
            "announced_on",
            "source",
            "quote_zh",
            "quote_en",
            "announced",
            "is_claim",
            "is_sample",
        )


class ActivitySerializer(ProposalSerializer[Activity]):
    """One number of a project and period that a method asks for."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        if attrs["ends_on"] <= attrs["starts_on"]:
            raise serializers.ValidationError(
                {"ends_on": [gettext("A period ends after it starts.")]}
            )
        return attrs

    class Meta:
        model = Activity
        fields = (
            "project",
            "method",
            "quantity",
            "starts_on",
            "ends_on",
            "value",
            "unit",
            "source",
            "uncertainty_percent",
            "is_sample",
        )


class PeriodSerializer(StrictSerializer):
    """The year that a claim is set beside."""

    period = serializers.RegexField(r"^\d{4}$", help_text="A year, such as 2025.")


class CheckSerializer(serializers.Serializer[Any]):
    """One implied ratio and the verdict on it."""

    code = serializers.CharField(source="range.code")
    name_zh = serializers.CharField(source="range.name_zh")
    name_en = serializers.CharField(source="range.name_en")
    value = PlainNumber(source="printed")
    unit = serializers.CharField(source="range.unit")
    verdict = serializers.CharField()
    reason = SentenceField()
    source = serializers.CharField(source="range.source")  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField(source="range.confidence")


class ComparisonSerializer(serializers.Serializer[Any]):
    """The claimed and the computed side by side."""

    claimed_tco2e = PlainNumber()
    computed_tco2e = PlainNumber(source="computed.avoided_tco2e")
    computed_energy_wh = serializers.IntegerField(source="computed.energy_wh")
    computed_hours = PlainNumber(source="computed.hours", allow_null=True)
    computed_factor = PlainNumber(source="computed.factor", allow_null=True)
    difference_tco2e = PlainNumber()
    ratio = PlainNumber(allow_null=True)
    hours_needed = PlainNumber(allow_null=True)
    factor_needed = PlainNumber(allow_null=True)
    equivalents = NumbersByName()
    reasons = serializers.ListField(child=SentenceField())


class ClaimCheckSerializer(serializers.Serializer[Any]):
    """A claim judged by itself, and set beside what was computed."""

    claim = serializers.IntegerField(source="claim.pk")
    period = serializers.CharField()
    known_at = serializers.DateTimeField()
    drawn_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.CharField()
    checks = CheckSerializer(many=True)
    comparison = ComparisonSerializer(allow_null=True)
    statement_ids = serializers.ListField(child=serializers.IntegerField())
    missing = SentenceField(allow_null=True)
    claimable = ClaimableSerializer(allow_null=True)


class FactorAnswerSerializer(serializers.Serializer[Any]):
    """One factor of the library that answers for a province of the statement."""

    id = serializers.IntegerField(source="factor_id")
    region = serializers.CharField()
    data_year = serializers.IntegerField(allow_null=True)
    value = PlainNumber()
    unit = serializers.CharField()
    edition = serializers.CharField(source="edition_code")
    confidence = serializers.CharField()


class FactorBesideSerializer(serializers.Serializer[Any]):
    """What a kind of factor makes of a statement's energy: an alternative, never added."""

    kind = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    is_own = serializers.BooleanField(help_text="Whether the statement itself rests on it.")
    avoided_tco2e = PlainNumber(allow_null=True)
    factors = FactorAnswerSerializer(many=True)
    missing = SentenceField(allow_null=True)
