"""What the library says and takes over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import (
    BatchSerializer,
    ProposalSerializer,
    RoomSerializer,
    StrictSerializer,
    UploadSerializer,
)
from config.kernel.errors import fill
from projects.reference.models import Edition, Factor, FactorPolicy, TaxonomyClass, TaxonomyLink
from projects.reference.models.editions import EditionKindChoice
from projects.reference.rules.sentences import Sentence


def said(sentence: Sentence | Mapping[str, Any]) -> str:
    """Return a sentence, or its stored form, in the reader's language with its facts filled in."""
    stored = sentence.to_json() if isinstance(sentence, Sentence) else sentence
    return fill(gettext(str(stored["template"])), dict(stored["facts"]))


@extend_schema_field({"type": "string"})
class SentenceField(serializers.Field[Any, Any, Any, Any]):
    """One sentence in the reader's language."""

    def to_representation(self, value: Sentence | Mapping[str, Any]) -> str:
        """Return the sentence."""
        return said(value)


class EditionSerializer(BatchSerializer[Edition]):
    """An edition of reference data: its file, what it would change, and the decision."""

    class Meta:
        model = Edition
        fields = (
            "code",
            "name_zh",
            "name_en",
            "released_on",
            "is_partial",
            "note",
            "supersedes",
            *BatchSerializer.BATCH_FIELDS,
        )


class EditionUploadSerializer(UploadSerializer):
    """A CSV file in UTF-8, with what the edition is called."""

    code = serializers.RegexField(r"^[A-Z0-9][A-Z0-9.-]{0,59}$")
    kind = serializers.ChoiceField(choices=EditionKindChoice.choices)
    name_zh = serializers.CharField(max_length=200)
    name_en = serializers.CharField(max_length=200)
    released_on = serializers.DateField(required=False, allow_null=True, default=None)
    is_partial = serializers.BooleanField(default=True)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    supersedes = serializers.PrimaryKeyRelatedField(
        queryset=Edition.objects.confirmed(), required=False, allow_null=True, default=None
    )
    is_sample = serializers.BooleanField(default=False)


class FactorSerializer(RoomSerializer[Factor]):
    """One factor of a confirmed edition."""

    edition = serializers.CharField(source="edition.code", read_only=True)

    class Meta:
        model = Factor
        fields = (
            "id",
            "kind",
            "region",
            "data_year",
            "value",
            "unit",
            "source",
            "confidence",
            "note",
            "edition",
            "row",
        )


class TaxonomyClassSerializer(RoomSerializer[TaxonomyClass]):
    """One class of one edition of a taxonomy."""

    edition = serializers.CharField(source="edition.code", read_only=True)
    is_partial = serializers.BooleanField(
        source="edition.is_partial",
        read_only=True,
        help_text="Whether the official edition holds more classes than we do.",
    )

    class Meta:
        model = TaxonomyClass
        fields = (
            "id",
            "edition",
            "is_partial",
            "level",
            "code",
            "parent_code",
            "name_zh",
            "name_en",
            "source",
            "confidence",
        )


class TaxonomyLinkSerializer(RoomSerializer[TaxonomyLink]):
    """How a class of one catalogue stands to a class of another, as one crosswalk says."""

    edition = serializers.CharField(source="edition.code", read_only=True)

    class Meta:
        model = TaxonomyLink
        fields = (
            "id",
            "edition",
            "from_edition",
            "from_code",
            "relation",
            "to_edition",
            "to_code",
            "source",
            "confidence",
            "note",
        )


class FactorPolicySerializer(ProposalSerializer[FactorPolicy]):
    """A fallback or choice in the resolution of factors."""

    class Meta:
        model = FactorPolicy
        fields = (
            "rule",
            "kind",
            "region",
            "max_lag_years",
            "scheme",
            "choice",
            "is_on",
            "effective_from",
            "supersedes",
        )


class QuestionSerializer(StrictSerializer):
    """Which factor is asked for."""

    kind = serializers.CharField(max_length=60)
    region = serializers.CharField(max_length=100)
    data_year = serializers.IntegerField(min_value=1990, max_value=2100)
    unit = serializers.CharField(max_length=40)
    on = serializers.DateField(
        required=False, help_text="The policies of this day hold; the data year's last day if none."
    )


class PolicySerializer(serializers.Serializer[Any]):
    """A policy that an answer rests on."""

    policy_id = serializers.IntegerField()
    rule = serializers.CharField()
    name = serializers.CharField()


class RejectedSerializer(serializers.Serializer[Any]):
    """A factor that does not answer, and why."""

    factor_id = serializers.IntegerField()
    value = serializers.DecimalField(max_digits=24, decimal_places=None)
    unit = serializers.CharField()
    region = serializers.CharField()
    data_year = serializers.IntegerField(allow_null=True)
    edition_code = serializers.CharField()
    reason = SentenceField()


class ResolutionSerializer(serializers.Serializer[Any]):
    """The factor that answers, why, by which policies, and what was set aside."""

    factor_id = serializers.IntegerField()
    value = serializers.DecimalField(max_digits=24, decimal_places=None)
    unit = serializers.CharField()
    kind = serializers.CharField()
    region = serializers.CharField()
    data_year = serializers.IntegerField(allow_null=True)
    edition_code = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField()
    why = serializers.ListField(child=SentenceField(), source="reasons")
    policies = PolicySerializer(many=True)
    rejected = RejectedSerializer(many=True)
