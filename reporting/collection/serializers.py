"""What the collection says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.accounts.models import Department, User
from config.api.problems import finding_sentence
from config.api.serializers import (
    FactSerializer,
    PersonSerializer,
    ProposalSerializer,
    StrictSerializer,
)
from config.kernel.periods import Period, UnreadablePeriod
from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
    TaskComment,
    TaskTerms,
)
from reporting.collection.operations.periods import CHANGE_LIMIT_PERCENT, DUE_WORKING_DAYS
from reporting.collection.rules.life import State
from reporting.collection.rules.values import Scope

_NUMBER: dict[str, Any] = {"max_digits": 30, "decimal_places": 12}
_STATES = [(each.value, each.value) for each in State]


class CollectedPeriodField(serializers.CharField):
    """A period: 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the period; refuse what names none."""
        try:
            return Period.parse(super().to_internal_value(data))
        except UnreadablePeriod as fault:
            raise serializers.ValidationError(str(fault), code="unreadable_period") from fault

    def to_representation(self, value: Any) -> str:
        """Return the shortest text that names the period."""
        return str(value)


class CollectionPeriodSerializer(FactSerializer[CollectionPeriod]):
    """A period for which numbers are collected."""

    period = CollectedPeriodField(read_only=True)
    opened_by = PersonSerializer(read_only=True)

    class Meta:
        model = CollectionPeriod
        fields = (
            "id",
            "period",
            "starts_on",
            "ends_on",
            "due_working_days",
            "change_limit_percent",
            "carried_from",
            "opened_by",
            "reason",
            "is_sample",
            "recorded_at",
        )


class OpenPeriodSerializer(StrictSerializer):
    """A period to be opened; its numbers are due so many working days after its end."""

    period = CollectedPeriodField(max_length=40)
    due_working_days = serializers.IntegerField(
        min_value=1, max_value=250, default=DUE_WORKING_DAYS
    )
    change_limit_percent = serializers.DecimalField(
        max_digits=6, decimal_places=1, min_value=0, default=CHANGE_LIMIT_PERCENT
    )
    reason = serializers.CharField(max_length=2000)


class CarryForwardSerializer(StrictSerializer):
    """Into which period the structure is carried."""

    into = CollectedPeriodField(max_length=40)
    reason = serializers.CharField(max_length=2000)


class CollectionTaskSerializer(FactSerializer[CollectionTask]):
    """What one department is asked for one period."""

    period = CollectedPeriodField(source="period.period", read_only=True)
    collection_period = serializers.IntegerField(source="period_id", read_only=True)
    department = serializers.CharField(source="department.code", read_only=True)
    department_name = serializers.CharField(source="department.name_zh", read_only=True)

    class Meta:
        model = CollectionTask
        fields = (
            "id",
            "collection_period",
            "period",
            "code",
            "name_zh",
            "name_en",
            "unit",
            "is_text",
            "department",
            "department_name",
            "site",
            "region",
            "evidence_required",
            "usual_low",
            "usual_high",
            "position",
            "is_sample",
            "recorded_at",
        )


class NewTaskSerializer(StrictSerializer):
    """A task to be asked: of whom, what, in which unit, by when."""

    collection_period = serializers.PrimaryKeyRelatedField(queryset=CollectionPeriod.objects.all())
    code = serializers.CharField(max_length=60)
    name_zh = serializers.CharField(max_length=200)
    name_en = serializers.CharField(max_length=200)
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    is_text = serializers.BooleanField(required=False, default=False)
    department: serializers.SlugRelatedField[Department] = serializers.SlugRelatedField(
        slug_field="code", queryset=Department.objects.all()
    )
    site = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    region = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    owner: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    evidence_required = serializers.BooleanField(required=False, default=True)
    usual_low = serializers.DecimalField(allow_null=True, required=False, default=None, **_NUMBER)
    usual_high = serializers.DecimalField(allow_null=True, required=False, default=None, **_NUMBER)
    position = serializers.IntegerField(min_value=0, max_value=32767, required=False, default=0)
    reason = serializers.CharField(max_length=2000)


class NewTermsSerializer(StrictSerializer):
    """Who owes a task from now on, by when, and whether it is still asked."""

    owner: serializers.SlugRelatedField[User] = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), allow_null=True
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    is_asked = serializers.BooleanField(required=False, default=True)
    reason = serializers.CharField(max_length=2000)


class TaskTermsSerializer(FactSerializer[TaskTerms]):
    """Who owes a task by which day."""

    owner = PersonSerializer(read_only=True, allow_null=True)
    set_by = PersonSerializer(read_only=True)

    class Meta:
        model = TaskTerms
        fields = (
            "id",
            "task",
            "owner",
            "due_on",
            "is_estimate",
            "is_asked",
            "set_by",
            "reason",
            "recorded_at",
        )


class AnswerSerializer(StrictSerializer):
    """A draft: what is written so far."""

    value = serializers.DecimalField(allow_null=True, required=False, default=None, **_NUMBER)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=4_000)


class EntryDraftSerializer(serializers.Serializer[Any]):
    """What stands as a draft."""

    task = serializers.IntegerField(source="task_id")
    value = serializers.DecimalField(allow_null=True, **_NUMBER)
    text = serializers.CharField()
    note = serializers.CharField()
    written_by = PersonSerializer()
    recorded_at = serializers.DateTimeField()


class CollectedEntrySerializer(ProposalSerializer[CollectedEntry]):
    """One version of a department's answer, with its evidence and what was odd about it."""

    code = serializers.CharField(source="task.code", read_only=True)
    unit = serializers.CharField(source="task.unit", read_only=True)
    department = serializers.CharField(source="task.department.code", read_only=True)
    period = CollectedPeriodField(source="task.period.period", read_only=True)
    evidence_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), write_only=True, required=False, max_length=50
    )

    class Meta:
        model = CollectedEntry
        fields = (
            "task",
            "code",
            "department",
            "period",
            "version",
            "value",
            "unit",
            "text",
            "note",
            "evidence",
            "evidence_ids",
            "warnings",
            "supersedes",
            "is_sample",
        )
        read_only_fields = ("version", "evidence", "warnings", "supersedes", "is_sample")


class CollectionEvidenceSerializer(FactSerializer[CollectionEvidence]):
    """A document that proves an answer; its bytes are below ``content``."""

    sha256 = serializers.CharField(source="original.sha256", read_only=True)
    media_type = serializers.CharField(source="original.media_type", read_only=True)
    size_bytes = serializers.IntegerField(source="original.size_bytes", read_only=True)
    added_by = PersonSerializer(read_only=True)

    class Meta:
        model = CollectionEvidence
        fields = (
            "id",
            "task",
            "title",
            "original_name",
            "media_type",
            "size_bytes",
            "sha256",
            "added_by",
            "is_sample",
            "recorded_at",
        )


class EvidenceFileSerializer(StrictSerializer):
    """A document to be kept as evidence of a task: PDF, PNG or JPEG."""

    task = serializers.PrimaryKeyRelatedField(queryset=CollectionTask.objects.all())
    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    file = serializers.FileField(max_length=255, allow_empty_file=False)


class AnswersFileSerializer(StrictSerializer):
    """A CSV or XLSX file of answers."""

    file = serializers.FileField(max_length=255, allow_empty_file=False)
    reason = serializers.CharField(max_length=2000)


class TaskCommentSerializer(FactSerializer[TaskComment]):
    """A remark about a task."""

    written_by = PersonSerializer(read_only=True)

    class Meta:
        model = TaskComment
        fields = ("id", "task", "text", "written_by", "recorded_at")


class CollectionReminderSerializer(FactSerializer[CollectionReminder]):
    """A reminder of a task that was owed."""

    code = serializers.CharField(source="task.code", read_only=True)
    to = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = CollectionReminder
        fields = (
            "id",
            "task",
            "code",
            "to",
            "due_on",
            "step",
            "is_overdue",
            "reminded_on",
            "recorded_at",
        )


class WarningSerializer(serializers.Serializer[Any]):
    """What is odd about a number."""

    code = serializers.CharField()
    message = serializers.SerializerMethodField()
    remedy = serializers.SerializerMethodField()

    def get_message(self, finding: Any) -> str:
        """Return the sentence, its facts filled in."""
        return finding_sentence(finding.to_json())

    def get_remedy(self, finding: Any) -> str:
        """Return what to do about it."""
        return finding_sentence(finding.to_json(), "remedy")


class BoardRowSerializer(serializers.Serializer[Any]):
    """Where one task stands: its state, who owes it by when, this year beside last year."""

    task = serializers.IntegerField(source="task.pk")
    code = serializers.CharField(source="task.code")
    name_zh = serializers.CharField(source="task.name_zh")
    name_en = serializers.CharField(source="task.name_en")
    department = serializers.CharField(source="task.department.code")
    site = serializers.CharField(source="task.site")
    unit = serializers.CharField(source="task.unit")
    state = serializers.ChoiceField(choices=_STATES)
    owner = PersonSerializer(source="terms.owner", allow_null=True)
    due_on = serializers.DateField(source="terms.due_on")
    due_is_estimate = serializers.BooleanField(source="terms.is_estimate")
    is_overdue = serializers.BooleanField()
    is_being_corrected = serializers.BooleanField()
    value = serializers.DecimalField(allow_null=True, **_NUMBER)
    text = serializers.CharField()
    entry = serializers.IntegerField(source="entry.pk", allow_null=True, default=None)
    last_value = serializers.DecimalField(
        source="last.value", allow_null=True, default=None, **_NUMBER
    )
    change_percent = serializers.DecimalField(allow_null=True, max_digits=40, decimal_places=1)
    warnings = WarningSerializer(many=True)
    reminders = serializers.IntegerField()
    last_reminded_on = serializers.DateField(allow_null=True)


class RowRefSerializer(serializers.Serializer[Any]):
    """A stored row that a number rests on."""

    table = serializers.CharField()
    id = serializers.IntegerField()
    sha256 = serializers.CharField()


class UsedFactorSerializer(serializers.Serializer[Any]):
    """A factor that was used, and where it stands."""

    factor_id = serializers.IntegerField()
    table = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.DecimalField(max_digits=24, decimal_places=12)
    unit = serializers.CharField()
    region = serializers.CharField()
    data_year = serializers.IntegerField(allow_null=True)
    edition = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (DRF's own name for a field's attribute)
    confidence = serializers.CharField()
    why = serializers.CharField()


class OperationalLineSerializer(serializers.Serializer[Any]):
    """One source of emissions; without a value it says which factor is missing."""

    scope = serializers.ChoiceField(choices=[(each.value, each.value) for each in Scope])
    category = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    code = serializers.CharField()
    department = serializers.CharField(source="department.code")
    region = serializers.CharField()
    quantity = serializers.DecimalField(**_NUMBER)
    unit = serializers.CharField()
    formula = serializers.CharField()
    factors = UsedFactorSerializer(many=True)
    value_tco2e = serializers.DecimalField(allow_null=True, max_digits=30, decimal_places=6)
    refusal = serializers.CharField()
    refusal_code = serializers.CharField()
    refs = RowRefSerializer(many=True)
    is_sample = serializers.BooleanField()


class OperationalFootprintSerializer(serializers.Serializer[Any]):
    """The operational footprint of a period, by scope, with what is missing."""

    period = CollectedPeriodField()
    known_at = serializers.DateTimeField()
    method = serializers.CharField()
    method_version = serializers.CharField()
    totals_tco2e = serializers.SerializerMethodField()
    not_collected = serializers.ListField(child=serializers.CharField())
    lines = OperationalLineSerializer(many=True)

    def get_totals_tco2e(self, found: Any) -> dict[str, str | None]:
        """Return the tonnes by scope; null where there is no total."""
        totals = {each.value: found.total(each) for each in Scope}
        return {key: None if each is None else str(each) for key, each in totals.items()}
