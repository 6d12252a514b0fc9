"""What intake says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import (
    BatchSerializer,
    ProposalSerializer,
    StrictSerializer,
    UploadSerializer,
)
from trusts.intake.models import Import, ImportProfile
from trusts.intake.rules.mapping import Mapping, WrongMapping
from trusts.intake.subjects import SUBJECTS


class MappingField(serializers.JSONField):
    """A mapping as JSON; what it leaves out stands at its default."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the mapping as it is stored; refuse one of the wrong shape."""
        stated = super().to_internal_value(data)
        if not isinstance(stated, dict):
            raise serializers.ValidationError(_("Write an object."), code="mapping_malformed")
        try:
            return Mapping.from_json(stated).to_json()
        except WrongMapping as fault:
            raise serializers.ValidationError(str(fault), code="mapping_malformed") from fault


class ImportProfileSerializer(ProposalSerializer[ImportProfile]):
    """A version of how the files of one source are read."""

    mapping = MappingField()

    class Meta:
        model = ImportProfile
        fields = (
            "code",
            "name_zh",
            "name_en",
            "source",
            "subject",
            "mapping",
            "encoding",
            "sheet",
            "header_row",
            "effective_from",
            "supersedes",
            "is_sample",
        )


class ImportUploadSerializer(UploadSerializer):
    """A file, what its rows are, and whose layout it follows."""

    subject = serializers.ChoiceField(choices=())
    profile = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=40,
        help_text="The code of a confirmed import profile; without one, the template's titles.",
    )
    is_sample = serializers.BooleanField(default=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"] = serializers.ChoiceField(choices=list(SUBJECTS))


class AgainSerializer(StrictSerializer):
    """Judge a blocked file again, with or without its faulty rows, and why."""

    leave_out = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2000)


class ImportSerializer(BatchSerializer[Import]):
    """A file that was sent: what was found in it, and what its confirmation enters."""

    subject = serializers.CharField(read_only=True)
    errors_url = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = (
            *BatchSerializer.BATCH_FIELDS,
            "subject",
            "profile",
            "leaves_out",
            "rows_faulty",
            "is_blocked",
            "entry_batch",
            "errors_url",
        )

    @extend_schema_field({"type": "string", "format": "uri-reference", "nullable": True})
    def get_errors_url(self, row: Import) -> str | None:
        """Return where the file with the errors is; null if nothing is wrong."""
        return f"/api/v1/imports/{row.pk}/errors/" if row.errors_file_id else None


class ImportRunSerializer(serializers.Serializer[Any]):
    """How far the judging of a large file has come; at its end, the import."""

    run = serializers.IntegerField(source="pk")
    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    error = serializers.CharField()
    import_id = serializers.SerializerMethodField()

    def get_import_id(self, run: Any) -> int | None:
        """Return the import that the run has made; null while it has made none."""
        number: int | None = run.result.get("import")
        return number


class ColumnSerializer(serializers.Serializer[Any]):
    """One column that a subject takes."""

    name = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
    is_required = serializers.BooleanField()
    example = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())


class SubjectSerializer(serializers.Serializer[Any]):
    """What the rows of a file may be, with their columns."""

    name = serializers.CharField()
    title = serializers.CharField()
    most_rows = serializers.IntegerField()
    columns = ColumnSerializer(many=True)
