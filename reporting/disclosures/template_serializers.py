"""What templates say and take over HTTP."""

from __future__ import annotations

from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from reporting.disclosures.kinds.kind import LANGUAGES
from reporting.disclosures.kinds.table import KINDS
from reporting.disclosures.models import FigureTemplate, WordTemplate


class WordTemplateSerializer(ProposalSerializer[WordTemplate]):
    """A Word file of the company's own: for which kind and language, from when, what it uses."""

    class Meta:
        model = WordTemplate
        fields = (
            "id",
            "name",
            "disclosure_kind",
            "language",
            "is_used",
            "file",
            "file_sha256",
            "names_used",
            "tried_with",
            "effective_from",
            "supersedes",
        )


class WordTemplateUploadSerializer(StrictSerializer):
    """A Word file to be tried and proposed."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)
    name = serializers.CharField(max_length=100)
    disclosure_kind = serializers.ChoiceField(choices=list(KINDS))
    language = serializers.ChoiceField(choices=list(LANGUAGES))
    effective_from = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class WordTemplateEndSerializer(StrictSerializer):
    """From which day on the file is not filled any more, and why."""

    effective_from = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class FigureTemplateSerializer(ProposalSerializer[FigureTemplate]):
    """A table of figures: which, in what columns with what headings, in what order."""

    class Meta:
        model = FigureTemplate
        fields = (
            "id",
            "code",
            "name_zh",
            "name_en",
            "indicators",
            "columns",
            "order",
            "effective_from",
            "supersedes",
        )
