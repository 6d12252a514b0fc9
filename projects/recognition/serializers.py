"""What recognition says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import FactSerializer, ProposalSerializer, StrictSerializer
from projects.recognition.models import (
    CriteriaEdition,
    Evidence,
    Recognition,
    RiskGrade,
    RiskListing,
)
from projects.recognition.rules.criteria import EvidenceType
from projects.registry.models import Project

NUMBER = serializers.DecimalField(max_digits=30, decimal_places=12)


class CriteriaEditionSerializer(ProposalSerializer[CriteriaEdition]):
    """An edition of criteria, each with its expression, unit, threshold, evidence and source."""

    criteria = serializers.ListField(child=serializers.DictField(), max_length=500)

    class Meta:
        model = CriteriaEdition
        fields = (
            "code",
            "name_zh",
            "name_en",
            "source",
            "confidence",
            "note",
            "criteria",
            "supersedes",
        )


class EvidenceSerializer(FactSerializer[Evidence]):
    """A document that proves something about a project."""

    file_sha256 = serializers.CharField(source="original.sha256", read_only=True)
    media_type = serializers.CharField(source="original.media_type", read_only=True)
    size_bytes = serializers.IntegerField(source="original.size_bytes", read_only=True)

    class Meta:
        model = Evidence
        fields = (
            "id",
            "project",
            "evidence_type",
            "title",
            "original_name",
            "file_sha256",
            "media_type",
            "size_bytes",
            "issued_on",
            "added_by",
            "is_sample",
            "recorded_at",
        )


class EvidenceUploadSerializer(StrictSerializer):
    """A document to be kept as evidence."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)
    project = serializers.IntegerField(min_value=1)
    evidence_type = serializers.ChoiceField(choices=[each.value for each in EvidenceType])
    title = serializers.CharField(max_length=200)
    issued_on = serializers.DateField()
    is_sample = serializers.BooleanField(default=False)


class CaseSerializer(StrictSerializer):
    """What a project is judged by: criteria, class of a catalogue, inputs, documents, a day."""

    project = serializers.PrimaryKeyRelatedField(queryset=Project.objects.all())
    criteria_code = serializers.CharField(max_length=40)
    taxonomy_edition = serializers.CharField(max_length=40, allow_blank=True, default="")
    taxonomy_class = serializers.CharField(max_length=40, allow_blank=True, default="")
    inputs = serializers.DictField(child=NUMBER, default=dict)
    evidence_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=200, default=list
    )
    effective_from = serializers.DateField()


class ResultSerializer(serializers.Serializer[Any]):
    """How one criterion came out, and by what."""

    code = serializers.CharField()
    outcome = serializers.CharField()
    expression = serializers.CharField()
    threshold = serializers.CharField(allow_null=True)
    inputs = serializers.DictField(child=serializers.CharField())
    missing_inputs = serializers.ListField(child=serializers.CharField())
    evidence_type = serializers.CharField()
    evidence_ids = serializers.ListField(child=serializers.IntegerField())
    lacks_evidence = serializers.BooleanField()


class EvaluationSerializer(serializers.Serializer[Any]):
    """How a project comes out; nothing is stored."""

    is_green = serializers.BooleanField()
    obstacles = serializers.ListField(child=serializers.CharField())
    inputs = serializers.DictField(child=serializers.CharField())
    results = serializers.SerializerMethodField()

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, evaluation: Any) -> list[dict[str, Any]]:
        """Return one entry for each criterion that applies."""
        return [each.to_json() for each in evaluation.results]


class RecognitionProposalSerializer(CaseSerializer):
    """A decision to be proposed: the case, the verdict and why."""

    verdict = serializers.ChoiceField(choices=["green", "not_green"])
    opinion = serializers.CharField()
    conditions = serializers.CharField(allow_blank=True, default="")
    expires_on = serializers.DateField(allow_null=True, default=None)
    is_sample = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2000)


class RecognitionSerializer(ProposalSerializer[Recognition]):
    """A decision on whether a project is green, with everything it was judged by."""

    project_code = serializers.CharField(source="project.code", read_only=True)
    criteria_code = serializers.CharField(source="criteria_edition.code", read_only=True)
    results = ResultSerializer(many=True, read_only=True)
    evidence_ids = serializers.SerializerMethodField()

    class Meta:
        model = Recognition
        fields = (
            "project",
            "project_code",
            "criteria_edition",
            "criteria_code",
            "taxonomy_edition",
            "taxonomy_class",
            "verdict",
            "inputs",
            "results",
            "evidence_ids",
            "opinion",
            "conditions",
            "effective_from",
            "expires_on",
            "supersedes",
            "is_sample",
        )

    def get_evidence_ids(self, recognition: Recognition) -> list[int]:
        """Return the documents that the decision rests on."""
        found: set[int] = set()
        for each in recognition.results:
            found.update(each["evidence_ids"])
        return sorted(found)


class RecheckSerializer(serializers.Serializer[Any]):
    """A recognition that must be looked at again, and why."""

    recognition = serializers.IntegerField(source="recognition.pk")
    project = serializers.IntegerField(source="recognition.project_id")
    project_code = serializers.CharField(source="recognition.project.code")
    expires_on = serializers.DateField(source="recognition.expires_on", allow_null=True)
    reason = serializers.CharField()
    days_left = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField(allow_blank=True)


class ReplayedSerializer(serializers.Serializer[Any]):
    """A decided case judged again by other criteria."""

    recognition = serializers.IntegerField(source="recognition.pk")
    project = serializers.IntegerField(source="recognition.project_id")
    project_code = serializers.CharField(source="recognition.project.code")
    verdict = serializers.CharField(source="recognition.verdict")
    would_be_green = serializers.BooleanField()
    verdict_changes = serializers.BooleanField()
    changes = serializers.ListField(child=serializers.CharField())
    results = ResultSerializer(many=True)


class RiskGradeSerializer(ProposalSerializer[RiskGrade]):
    """A version of a project's environmental and social risk grade."""

    class Meta:
        model = RiskGrade
        fields = (
            "project",
            "effective_from",
            "grade",
            "assessment",
            "measures",
            "supersedes",
            "is_sample",
        )
        read_only_fields = ("supersedes",)


class RiskListingSerializer(ProposalSerializer[RiskListing]):
    """A version of an owner's place on the risk list."""

    class Meta:
        model = RiskListing
        fields = (
            "owner",
            "effective_from",
            "listing",
            "concern",
            "source",
            "supersedes",
            "is_sample",
        )
        read_only_fields = ("supersedes",)
