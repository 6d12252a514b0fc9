"""What the registry says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import (
    BatchSerializer,
    FactSerializer,
    ProposalSerializer,
    RoomSerializer,
    UploadSerializer,
)
from projects.registry.models import (
    Owner,
    ProjectFinance,
    ProjectTerms,
    Station,
    StationBatch,
)
from projects.registry.rules.technologies import TECHNOLOGIES

TERMS_FIELDS = (
    "effective_from",
    "name_zh",
    "name_en",
    "owner",
    "provinces",
    "state",
    "capacity",
    "capacity_unit",
    "commissioned_on",
    "total_investment_cny",
    "facts_origin",
    "is_sample",
)


class OwnerSerializer(ProposalSerializer[Owner]):
    """An owner, proposed and confirmed."""

    class Meta:
        model = Owner
        fields = ("code", "name_zh", "name_en", "uscc", "is_sample")


class ProjectTermsSerializer(ProposalSerializer[ProjectTerms]):
    """What holds for a project from a day on; the owner goes by its code."""

    project_code = serializers.CharField(source="project.code", read_only=True)
    owner = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Owner.objects.filter(decision__in=["", "confirmed"]),
        required=False,
        allow_null=True,
    )
    facts_origin = serializers.DictField(child=serializers.CharField(), required=False)

    class Meta:
        model = ProjectTerms
        fields: tuple[str, ...] = ("project", "project_code", *TERMS_FIELDS, "supersedes")
        read_only_fields: tuple[str, ...] = ("supersedes",)


class RegistrationSerializer(ProjectTermsSerializer):
    """A new project: its code, its technology and its first terms."""

    code = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", write_only=True)
    technology = serializers.ChoiceField(choices=list(TECHNOLOGIES), write_only=True)

    class Meta(ProjectTermsSerializer.Meta):
        fields = ("project", "project_code", "code", "technology", *TERMS_FIELDS)
        read_only_fields = ("project",)


class ProjectSerializer(RoomSerializer[ProjectTerms]):
    """A project as it stands on a day as known at a moment; ``id`` is the project's."""

    id = serializers.IntegerField(source="project_id", read_only=True)
    code = serializers.CharField(source="project.code", read_only=True)
    technology = serializers.CharField(source="project.technology", read_only=True)
    technology_name = serializers.SerializerMethodField()
    owner: serializers.SlugRelatedField[Owner] = serializers.SlugRelatedField(
        slug_field="code", read_only=True
    )
    terms_id = serializers.IntegerField(source="pk", read_only=True)

    class Meta:
        model = ProjectTerms
        fields = ("id", "code", "technology", "technology_name", *TERMS_FIELDS, "terms_id")

    @extend_schema_field(
        {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
    )
    def get_technology_name(self, terms: ProjectTerms) -> dict[str, str]:
        """Return the technology's name in both languages."""
        found = TECHNOLOGIES[terms.project.technology]
        return {"zh": found.name_zh, "en": found.name_en}


class ProjectFinanceSerializer(ProposalSerializer[ProjectFinance]):
    """A project's balance sheet at the end of a year, in CNY."""

    class Meta:
        model = ProjectFinance
        fields = (
            "project",
            "year",
            "equity_cny",
            "debt_cny",
            "total_assets_cny",
            "basis",
            "is_sample",
            "supersedes",
        )
        read_only_fields = ("supersedes",)
        extra_kwargs: dict[str, dict[str, Any]] = {"year": {"min_value": 1980, "max_value": 2200}}


class StationSerializer(FactSerializer[Station]):
    """A station; whose roof it is stays out."""

    class Meta:
        model = Station
        fields = (
            "id",
            "code",
            "project",
            "province",
            "city",
            "capacity_w",
            "carrier",
            "zone",
            "commissioned_on",
            "grid_code",
            "batch",
            "row",
            "is_sample",
            "recorded_at",
        )


class StationBatchSerializer(BatchSerializer[StationBatch]):
    """A file of stations: what was found in it, and the decision."""

    class Meta:
        model = StationBatch
        fields = BatchSerializer.BATCH_FIELDS


class StationUploadSerializer(UploadSerializer):
    """A CSV file of stations, with the time zone of rows that name none."""

    zone = serializers.CharField(
        max_length=64,
        default="Asia/Shanghai",
        help_text=_("The IANA time zone of stations whose row names none."),
    )
    is_sample = serializers.BooleanField(default=False)
