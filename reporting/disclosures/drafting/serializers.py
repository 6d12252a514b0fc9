"""What drafting says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.accounts.models import User
from config.api.problems import finding_sentence
from config.api.serializers import FactSerializer, PersonSerializer, StrictSerializer
from reporting.disclosures.drafting.queries import SectionState
from reporting.disclosures.kinds.kind import LANGUAGES
from reporting.disclosures.kinds.table import KINDS
from reporting.disclosures.models import (
    Disclosure,
    DraftComment,
    NarrativeText,
    ReportingClose,
    SectionAssignment,
    TypedNumberReason,
)
from reporting.disclosures.models.narrative import KEY


def disclosure_field() -> serializers.SlugRelatedField[Disclosure]:
    """Return a field that names a disclosure by its number."""
    return serializers.SlugRelatedField(slug_field="code", queryset=Disclosure.objects.all())


class NarrativeTextSerializer(FactSerializer[NarrativeText]):
    """A text of a section: who wrote it over which, or from where it was carried."""

    disclosure = serializers.CharField(source="disclosure.code", read_only=True)
    by = PersonSerializer(read_only=True)

    class Meta:
        model = NarrativeText
        fields = (
            "id",
            "disclosure",
            "section",
            "language",
            "sequence",
            "text",
            "carried_from",
            "by",
            "recorded_at",
        )


class WriteTextSerializer(StrictSerializer):
    """A text, and the number of the one that it is written over; 0 if there is none."""

    disclosure = disclosure_field()
    section = serializers.CharField(max_length=KEY)
    language = serializers.ChoiceField(choices=list(LANGUAGES))
    text = serializers.CharField(allow_blank=True, max_length=100_000, trim_whitespace=False)
    over = serializers.IntegerField(min_value=0)


class KeepTextSerializer(StrictSerializer):
    """A note about a carried text that holds as it stands."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class TypedNumberReasonSerializer(FactSerializer[TypedNumberReason]):
    """Why a typed number in a sentence is bound to no figure."""

    by = PersonSerializer(read_only=True)

    class Meta:
        model = TypedNumberReason
        fields = ("id", "text", "number", "sentence", "reason", "by", "recorded_at")


class ExplainNumberSerializer(StrictSerializer):
    """A typed number as its finding names it, and the reason why it stands alone."""

    text = serializers.PrimaryKeyRelatedField(queryset=NarrativeText.objects.all())
    number = serializers.CharField(max_length=100)
    sentence = serializers.CharField(max_length=400)
    reason = serializers.CharField(max_length=2000)


class DraftCommentSerializer(FactSerializer[DraftComment]):
    """A comment: what it is about, its thread, and whether that is settled."""

    disclosure = serializers.CharField(source="disclosure.code", read_only=True)
    by = PersonSerializer(read_only=True)
    settled_by = PersonSerializer(source="resolution.by", read_only=True, allow_null=True)
    settled_note = serializers.CharField(
        source="resolution.note", read_only=True, default=None, allow_null=True
    )
    settled_at = serializers.DateTimeField(
        source="resolution.recorded_at", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = DraftComment
        fields = (
            "id",
            "disclosure",
            "thread",
            "section",
            "figure",
            "text",
            "by",
            "recorded_at",
            "settled_by",
            "settled_note",
            "settled_at",
        )


class CommentOnDraftSerializer(StrictSerializer):
    """A comment on a section or on a figure, or an answer in a thread."""

    disclosure = disclosure_field()
    section = serializers.CharField(required=False, allow_blank=True, default="", max_length=KEY)
    figure = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    thread = serializers.PrimaryKeyRelatedField(
        required=False, allow_null=True, default=None, queryset=DraftComment.objects.all()
    )
    text = serializers.CharField(max_length=10_000)


class SettleThreadSerializer(StrictSerializer):
    """How a thread was settled."""

    note = serializers.CharField(max_length=2000)


class SectionAssignmentSerializer(FactSerializer[SectionAssignment]):
    """Who writes a section until when."""

    disclosure = serializers.CharField(source="disclosure.code", read_only=True)
    assignee = PersonSerializer(read_only=True)
    by = PersonSerializer(read_only=True)

    class Meta:
        model = SectionAssignment
        fields = ("id", "disclosure", "section", "assignee", "due_on", "note", "by", "recorded_at")


class AssignSectionSerializer(StrictSerializer):
    """A section, its writer by the name of the account, and the day."""

    disclosure = disclosure_field()
    section = serializers.CharField(max_length=KEY)
    assignee = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    due_on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class DraftFindingSerializer(serializers.Serializer[Any]):
    """One thing found in a text: where, what, and what to do."""

    code = serializers.CharField()
    severity = serializers.CharField()
    line = serializers.IntegerField(source="row", allow_null=True)
    value = serializers.CharField()
    sentence = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()
    remedy = serializers.SerializerMethodField()

    def get_sentence(self, finding: Any) -> str:
        """Return the sentence that a typed number stands in."""
        return str(finding.facts.get("sentence", ""))

    def get_detail(self, finding: Any) -> str:
        """Return what was found, in the reader's language."""
        return finding_sentence(finding.to_json())

    def get_remedy(self, finding: Any) -> str:
        """Return what to do, in the reader's language."""
        return finding_sentence(finding.to_json(), "remedy")


class SectionStateSerializer(serializers.Serializer[Any]):
    """One section in one language: how far it is, and all that stands in the way."""

    section = serializers.CharField(source="slot.key")
    heading_zh = serializers.CharField(source="slot.heading_zh")
    heading_en = serializers.CharField(source="slot.heading_en")
    guidance_zh = serializers.CharField(source="slot.guidance_zh")
    guidance_en = serializers.CharField(source="slot.guidance_en")
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=["empty", "carried", "findings", "ready"])
    text = NarrativeTextSerializer(allow_null=True)
    findings = DraftFindingSerializer(many=True)
    reasons = TypedNumberReasonSerializer(many=True)
    assignment = SectionAssignmentSerializer(allow_null=True)
    is_late = serializers.SerializerMethodField()
    open_threads = serializers.IntegerField()

    @extend_schema_field(serializers.BooleanField())
    def get_is_late(self, state: SectionState) -> bool:
        """Return whether the day of its writer is over and it is not ready."""
        return state.is_late(self.context["today"])


class ReferenceSerializer(serializers.Serializer[Any]):
    """One figure that a text may refer to: how it is written, and how it prints."""

    reference = serializers.CharField()
    figure_id = serializers.CharField()
    label_zh = serializers.CharField()
    label_en = serializers.CharField()
    printed_zh = serializers.CharField()
    printed_en = serializers.CharField()


class OpenDisclosureSerializer(StrictSerializer):
    """Which disclosure is opened: the kind, the period, whose it is, about which product."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    period = serializers.CharField(max_length=21)
    organization_zh = serializers.CharField(max_length=200)
    organization_en = serializers.CharField(max_length=200)
    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=list(LANGUAGES)), required=False, allow_empty=False
    )
    subject = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)


class RollForwardSerializer(StrictSerializer):
    """From which disclosure the texts are carried; the last one before it by default."""

    carry_from = serializers.SlugRelatedField(
        slug_field="code", queryset=Disclosure.objects.all(), required=False
    )


class SpanSerializer(serializers.Serializer[Any]):
    """A stretch of a line."""

    text = serializers.CharField()
    is_changed = serializers.BooleanField()


class LineChangeSerializer(serializers.Serializer[Any]):
    """One line that differs."""

    change = serializers.CharField()
    before = SpanSerializer(many=True)
    after = SpanSerializer(many=True)


class SectionChangeSerializer(serializers.Serializer[Any]):
    """What became of one section."""

    heading = serializers.CharField()
    change = serializers.CharField()
    same_lines = serializers.IntegerField()
    lines = LineChangeSerializer(many=True)


class StatedSerializer(serializers.Serializer[Any]):
    """One figure as one of the two documents states it."""

    figure_id = serializers.CharField()
    name = serializers.CharField(source="label")
    value = serializers.DecimalField(max_digits=40, decimal_places=12, allow_null=True)
    shown = serializers.CharField()
    unit = serializers.CharField()
    method = serializers.CharField()


class FigureChangeSerializer(serializers.Serializer[Any]):
    """One figure on both sides, and the difference where they can be subtracted."""

    key = serializers.CharField()
    change = serializers.CharField()
    before = StatedSerializer(allow_null=True)
    after = StatedSerializer(allow_null=True)
    difference = serializers.DecimalField(max_digits=40, decimal_places=12, allow_null=True)
    share = serializers.DecimalField(
        max_digits=40, decimal_places=6, allow_null=True, rounding="ROUND_HALF_EVEN"
    )
    is_another_basis = serializers.BooleanField()


class DraftComparisonSerializer(serializers.Serializer[Any]):
    """What changed from one version to another; what is the same is counted, not listed."""

    before = serializers.CharField()
    after = serializers.CharField()
    language = serializers.CharField()
    sections = SectionChangeSerializer(many=True, source="changed_sections")
    figures = FigureChangeSerializer(many=True, source="changed_figures")
    same_sections = serializers.SerializerMethodField()
    same_figures = serializers.SerializerMethodField()

    @extend_schema_field(serializers.IntegerField())
    def get_same_sections(self, comparison: Any) -> int:
        """Return how many sections did not change."""
        return len(comparison.sections) - len(comparison.changed_sections)

    @extend_schema_field(serializers.IntegerField())
    def get_same_figures(self, comparison: Any) -> int:
        """Return how many figures did not change."""
        return len(comparison.figures) - len(comparison.changed_figures)


class ReportingCloseSerializer(FactSerializer[ReportingClose]):
    """The closing of a period by a publication."""

    version = serializers.CharField(source="version.__str__", read_only=True)
    by = PersonSerializer(read_only=True)

    class Meta:
        model = ReportingClose
        fields = ("id", "version", "kind", "starts_on", "ends_on", "known_at", "by", "recorded_at")


class LateFactSerializer(serializers.Serializer[Any]):
    """One fact that came after the closing."""

    room = serializers.CharField()
    said = serializers.SerializerMethodField()
    recorded_at = serializers.DateTimeField(allow_null=True)

    def get_said(self, late: Any) -> str:
        """Return what came, in the reader's language."""
        return finding_sentence({"message": late.message, "facts": late.facts})


class OpenBooksSerializer(serializers.Serializer[Any]):
    """One product whose books still take entries in the period."""

    product = serializers.CharField()
    months = serializers.ListField(child=serializers.CharField())


class SinceCloseSerializer(serializers.Serializer[Any]):
    """What came since a closing, and which books the period is still open in."""

    late = LateFactSerializer(many=True)
    open_books = OpenBooksSerializer(many=True)
