"""What restatements and materiality policies say and take over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import ProposalSerializer, StrictSerializer
from reporting.disclosures.models import MaterialityPolicy, Restatement, Treatment
from reporting.disclosures.restating import queries
from reporting.disclosures.restating.queries import Moved


class MaterialityPolicySerializer(ProposalSerializer[MaterialityPolicy]):
    """From where on a change of one indicator is material."""

    class Meta:
        model = MaterialityPolicy
        fields = (
            "kind",
            "indicator",
            "percent",
            "absolute",
            "effective_from",
            "supersedes",
            "is_sample",
        )


class StepSerializer(serializers.Serializer[Any]):
    """One step of a bridge, as a figure."""

    cause = serializers.CharField()
    amount = serializers.CharField()
    figure_id = serializers.CharField()
    explanation_zh = serializers.CharField()
    explanation_en = serializers.CharField()


class BasisSerializer(serializers.Serializer[Any]):
    """One number on both bases; its steps add up to the difference."""

    indicator = serializers.CharField()
    project = serializers.CharField(allow_blank=True)
    label_zh = serializers.CharField()
    label_en = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    old = serializers.CharField()
    old_figure = serializers.CharField()
    new = serializers.CharField()
    new_figure = serializers.CharField()
    difference = serializers.CharField()
    difference_figure = serializers.CharField()
    steps = StepSerializer(many=True)


class JudgedSerializer(serializers.Serializer[Any]):
    """One indicator held against its threshold."""

    indicator = serializers.CharField()
    policy_id = serializers.IntegerField()
    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)
    difference = serializers.CharField(allow_null=True)
    percent = serializers.CharField(allow_null=True)
    threshold_percent = serializers.CharField(allow_null=True)
    threshold_absolute = serializers.CharField(allow_null=True)
    is_material = serializers.BooleanField()


class RestatementSerializer(ProposalSerializer[Restatement]):
    """What is proposed about a published version whose basis moved."""

    judgment = JudgedSerializer(many=True, read_only=True)

    class Meta:
        model = Restatement
        fields = (
            "version",
            "treatment",
            "known_at",
            "causes",
            "explanation_zh",
            "explanation_en",
            "comparison",
            "move_report",
            "is_material",
            "judgment",
            "is_sample",
        )


class RestatementDetailSerializer(RestatementSerializer):
    """A restatement with the table of both bases and the bridge."""

    bases = serializers.SerializerMethodField()

    class Meta(RestatementSerializer.Meta):
        fields = (*RestatementSerializer.Meta.fields, "bases")  # type: ignore[assignment]

    @extend_schema_field(BasisSerializer(many=True))
    def get_bases(self, row: Restatement) -> Any:
        """Return every number that moved or is judged, on both bases."""
        return bases_of(row.comparison)


class OpenSerializer(StrictSerializer):
    """What to do about a published version, and why."""

    version = serializers.IntegerField(min_value=1)
    treatment = serializers.ChoiceField(choices=Treatment.choices)
    known_at = serializers.DateTimeField(required=False)
    move_report = serializers.IntegerField(required=False, min_value=1)
    explanation_zh = serializers.CharField(max_length=4000)
    explanation_en = serializers.CharField(max_length=4000)
    reason = serializers.CharField(max_length=2000)


class CompareSerializer(StrictSerializer):
    """Which published version to compare with what is known at a moment; the latest by default."""

    version = serializers.IntegerField(min_value=1)
    known_at = serializers.DateTimeField(required=False)


class DraftRestatedSerializer(StrictSerializer):
    """Why the next version is drafted."""

    reason = serializers.CharField(max_length=2000)


def bases_of(comparison: Any) -> list[dict[str, Any]]:
    """Return the table of both bases and the bridges of a comparison; empty without one."""
    if comparison is None:
        return []
    found = queries.moved(comparison)
    rows = [_plain(each) for each in found if each.has_moved]
    return list(BasisSerializer(rows, many=True).data)


def _plain(moved: Moved) -> dict[str, Any]:
    return {
        "indicator": moved.indicator,
        "project": moved.project,
        "label_zh": moved.old.label_zh,
        "label_en": moved.old.label_en,
        "unit": moved.new.unit,
        "old": f"{moved.old.value:f}",
        "old_figure": moved.old.figure_id,
        "new": f"{moved.new.value:f}",
        "new_figure": moved.new.figure_id,
        "difference": f"{moved.difference.value:f}",
        "difference_figure": moved.difference.figure_id,
        "steps": [
            {
                "cause": each.dimension["step"],
                "amount": f"{each.value:f}",
                "figure_id": each.figure_id,
                "explanation_zh": each.explanation_zh,
                "explanation_en": each.explanation_en,
            }
            for each in moved.steps
        ],
    }
