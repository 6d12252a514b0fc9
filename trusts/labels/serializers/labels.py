"""Labels, their documents, and what would support them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from config.archive.models import StoredFile
from trusts.contracts.models import Contract
from trusts.labels.models import GreenLabel
from trusts.register.models import ALIVE

PERCENT: dict[str, Any] = {"max_digits": 9, "decimal_places": 6}


class PartSerializer(StrictSerializer):
    """A percentage of a contract under one catalogue edition and code."""

    edition = serializers.CharField(max_length=40)
    code = serializers.CharField(max_length=40)
    percent = serializers.DecimalField(**PERCENT)


class GreenLabelSerializer(ProposalSerializer[GreenLabel]):
    """A version of a contract's green label; without ``parts`` it is proposed as suggested."""

    contract = serializers.PrimaryKeyRelatedField(queryset=Contract.objects.filter(ALIVE))
    contract_code = serializers.CharField(source="contract.code", read_only=True)
    parts = serializers.ListField(
        child=PartSerializer(),
        required=False,
        allow_null=True,
        max_length=100,
        help_text="Left out on the basis of projects: what split and recognition support.",
    )

    class Meta:
        model = GreenLabel
        fields = (
            "contract",
            "contract_code",
            "effective_from",
            "basis",
            "green_percent",
            "parts",
            "form",
            "note",
            "document",
            "inputs",
            "supersedes",
        )
        read_only_fields = ("green_percent", "inputs")


class DocumentUploadSerializer(StrictSerializer):
    """A document on which a label or a supplementary value rests."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)


class DocumentSerializer(serializers.ModelSerializer[StoredFile]):
    """A document that is kept; its ``id`` is what a proposal names."""

    class Meta:
        model = StoredFile
        fields = ("id", "name", "media_type", "size_bytes", "sha256")


class SupportedPartSerializer(serializers.Serializer[Any]):
    """A percentage that recognized projects carry under one catalogue entry."""

    edition = serializers.CharField()
    code = serializers.CharField()
    percent = serializers.DecimalField(**PERCENT)


class ProjectSupportSerializer(serializers.Serializer[Any]):
    """What one project of the split carries, or why it carries nothing."""

    project = serializers.IntegerField(source="project_id")
    project_code = serializers.CharField()
    percent = serializers.DecimalField(**PERCENT)
    recognized = serializers.CharField()
    recognition = serializers.IntegerField(source="recognition_id", allow_null=True)
    edition = serializers.CharField()
    code = serializers.CharField()
    expires_on = serializers.DateField(allow_null=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    """What split and recognition support as a contract's label on a day."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    on = serializers.DateField(source="support.on")
    split = serializers.IntegerField(source="support.split_id", allow_null=True)
    green_percent = serializers.DecimalField(source="support.percent", **PERCENT)
    parts = SupportedPartSerializer(source="support.parts", many=True)
    projects = ProjectSupportSerializer(source="support.projects", many=True)
