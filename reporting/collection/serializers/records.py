"""What the collection says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.accounts.models import Department, User
from config.api.serializers import (
    FactSerializer,
    PeriodField,
    PersonSerializer,
    ProposalSerializer,
    StrictSerializer,
)
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

_NUMBER: dict[str, Any] = {"max_digits": 30, "decimal_places": 12}


class CollectionPeriodSerializer(FactSerializer[CollectionPeriod]):
    """A period for which numbers are collected."""

    period = PeriodField(read_only=True)
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

    period = PeriodField()
    due_working_days = serializers.IntegerField(
        min_value=1, max_value=250, default=DUE_WORKING_DAYS
    )
    change_limit_percent = serializers.DecimalField(
        max_digits=6, decimal_places=1, min_value=0, default=CHANGE_LIMIT_PERCENT
    )
    reason = serializers.CharField(max_length=2000)


class CarryForwardSerializer(StrictSerializer):
    """Into which period the structure is carried."""

    into = PeriodField()
    reason = serializers.CharField(max_length=2000)


class CollectionTaskSerializer(FactSerializer[CollectionTask]):
    """What one department is asked for one period."""

    period = PeriodField(source="period.period", read_only=True)
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
    name_zh = serializers.CharField(max_length=300)
    name_en = serializers.CharField(max_length=300)
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
    period = PeriodField(source="task.period.period", read_only=True)
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


class ReasonGivenSerializer(StrictSerializer):
    """Why something is done."""

    reason = serializers.CharField(max_length=2000)


class LibraryAskedSerializer(serializers.Serializer[Any]):
    """What was asked, and the indicators whose department is not known here."""

    tasks = CollectionTaskSerializer(many=True)
    without_department = serializers.ListField(child=serializers.CharField())
