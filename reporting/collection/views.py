"""The collection over HTTP: periods, tasks, entries, evidence, comments, reminders."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.serializers import FileParser
from config.api.stored import handed_out
from config.api.views import AS_OF, KNOWN_AT, FactViewSet, ProposalViewSet, person
from projects.recognition.rules.documents import SIZE_LIMIT
from reporting.collection import filters, operations, queries, serializers
from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
    TaskComment,
)
from reporting.collection.operations.importing import LIMITS
from reporting.collection.rules.life import State

VIEW = "reporting.collection.view"
STATE = OpenApiParameter(
    "state", OpenApiTypes.STR, enum=[each.value for each in State], description="Only these."
)
DEPARTMENT = OpenApiParameter(
    "department", OpenApiTypes.STR, description="Only the tasks of the department with this code."
)
OVERDUE = OpenApiParameter("overdue", OpenApiTypes.BOOL, description="Only what is overdue.")


def _read(serializer: type[Any], request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class CollectionPeriodViewSet(FactViewSet[CollectionPeriod]):
    """Periods for which numbers are collected, each with its board."""

    queryset = CollectionPeriod.objects.select_related("opened_by", "carried_from")
    serializer_class = serializers.CollectionPeriodSerializer
    filterset_fields = ("starts_on", "ends_on", "is_sample")
    view_permission = VIEW

    @extend_schema(
        request=serializers.OpenPeriodSerializer,
        responses={201: serializers.CollectionPeriodSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Open the collection of a period."""
        given = _read(serializers.OpenPeriodSerializer, request)
        row = operations.open_period(**given, by=person(request))
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[KNOWN_AT, AS_OF, STATE, DEPARTMENT, OVERDUE],
        responses=serializers.BoardRowSerializer(many=True),
        filters=False,
    )
    @action(
        detail=True,
        methods=["get"],
        pagination_class=None,
        extra_parameters=(times.KNOWN_AT, times.AS_OF, "state", "department", "overdue"),
    )
    def board(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read who owes what: every task with its state, due day, last year and warnings."""
        rows = queries.board(
            self.get_object(), on=times.as_of(request), known_at=times.known_at(request)
        )
        wanted = request.query_params
        shown = [
            each
            for each in rows
            if wanted.get("state", each.state) == each.state
            and wanted.get("department", each.task.department.code) == each.task.department.code
            and (wanted.get("overdue", "false").lower() != "true" or each.is_overdue)
        ]
        return Response(serializers.BoardRowSerializer(shown, many=True).data)

    @extend_schema(parameters=[KNOWN_AT], responses=serializers.OperationalFootprintSerializer)
    @action(detail=True, methods=["get"], pagination_class=None)
    def footprint(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read what the confirmed quantities come to in tCO2e, line by line, by scope."""
        found = queries.footprint(self.get_object().period, times.known_at(request))
        return Response(serializers.OperationalFootprintSerializer(found).data)

    @extend_schema(
        request=serializers.CarryForwardSerializer,
        responses={201: serializers.CollectionPeriodSerializer},
    )
    @action(detail=True, methods=["post"], url_path="carry-forward")
    def carry_forward(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Open another period with the same tasks: structure, never numbers."""
        given = _read(serializers.CarryForwardSerializer, request)
        row = operations.carry_forward(
            source=self.get_object(), **given, known_at=timezone.now(), by=person(request)
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request={"multipart/form-data": serializers.AnswersFileSerializer},
        responses={201: serializers.CollectedEntrySerializer(many=True)},
    )
    @action(detail=True, methods=["post"], url_path="import", parser_classes=[FileParser])
    def import_entries(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Submit an entry for each row of a CSV or XLSX file: all of them, or none."""
        given = _read(serializers.AnswersFileSerializer, request)
        made = operations.import_entries(
            period=self.get_object(),
            content=given["file"].read(LIMITS.file_bytes + 1),
            name=given["file"].name,
            reason=given["reason"],
            known_at=timezone.now(),
            by=person(request),
        )
        data = serializers.CollectedEntrySerializer(made, many=True).data
        return Response(data, status=status.HTTP_201_CREATED)


class CollectionTaskViewSet(FactViewSet[CollectionTask]):
    """What departments are asked for; who owes it by when."""

    queryset = CollectionTask.objects.select_related("period", "department")
    serializer_class = serializers.CollectionTaskSerializer
    filterset_class = filters.CollectionTaskFilter
    view_permission = VIEW

    @extend_schema(
        request=serializers.NewTaskSerializer,
        responses={201: serializers.CollectionTaskSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Ask a department for one number or text."""
        given = _read(serializers.NewTaskSerializer, request)
        row = operations.add_task(
            period=given.pop("collection_period"), **given, by=person(request)
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=serializers.NewTermsSerializer, responses={201: serializers.TaskTermsSerializer}
    )
    @action(detail=True, methods=["post"])
    def terms(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Say anew who owes a task by when, or that it is asked no longer."""
        given = _read(serializers.NewTermsSerializer, request)
        row = operations.set_terms(
            task=self.get_object(), **given, known_at=timezone.now(), by=person(request)
        )
        data = serializers.TaskTermsSerializer(row).data
        return Response(data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=serializers.AnswerSerializer, responses={201: serializers.EntryDraftSerializer}
    )
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Keep what is written so far; it counts nowhere."""
        given = _read(serializers.AnswerSerializer, request)
        row = operations.save_draft(
            task=self.get_object(), **given, known_at=timezone.now(), by=person(request)
        )
        data = serializers.EntryDraftSerializer(row).data
        return Response(data, status=status.HTTP_201_CREATED)


class CollectedEntryViewSet(ProposalViewSet[CollectedEntry]):
    """Answers in versions; each counts once a second person has confirmed it."""

    queryset = CollectedEntry.objects.select_related(
        "task", "task__period", "task__department", "supersedes"
    )
    serializer_class = serializers.CollectedEntrySerializer
    filterset_class = filters.CollectedEntryFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> CollectedEntry:
        """Submit the answer."""
        return operations.submit_entry(**data, known_at=timezone.now(), by=by)


class CollectionEvidenceViewSet(FactViewSet[CollectionEvidence]):
    """Documents that prove answers."""

    queryset = CollectionEvidence.objects.select_related("original", "added_by")
    serializer_class = serializers.CollectionEvidenceSerializer
    filterset_fields = ("task", "is_sample")
    view_permission = VIEW

    def get_parsers(self) -> list[Any]:
        """Take a form with a file."""
        return [FileParser()]

    @extend_schema(
        request={"multipart/form-data": serializers.EvidenceFileSerializer},
        responses={201: serializers.CollectionEvidenceSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Keep a PDF, PNG or JPEG file as evidence of a task."""
        given = _read(serializers.EvidenceFileSerializer, request)
        file = given.pop("file")
        row = operations.add_evidence(
            **given,
            content=file.read(SIZE_LIMIT + 1),
            name=file.name,
            known_at=timezone.now(),
            by=person(request),
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def content(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Download the document, its hash checked again."""
        row = self.get_object()
        return handed_out(request, row.original, name=row.original_name)


class TaskCommentViewSet(FactViewSet[TaskComment]):
    """Remarks about tasks."""

    queryset = TaskComment.objects.select_related("written_by")
    serializer_class = serializers.TaskCommentSerializer
    filterset_fields = ("task", "written_by")
    view_permission = VIEW

    @extend_schema(
        request=serializers.TaskCommentSerializer,
        responses={201: serializers.TaskCommentSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Say something about a task."""
        given = _read(serializers.TaskCommentSerializer, request)
        row = operations.add_comment(**given, by=person(request))
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)


class CollectionReminderViewSet(FactViewSet[CollectionReminder]):
    """Reminders of what was owed."""

    queryset = CollectionReminder.objects.select_related("task", "to")
    serializer_class = serializers.CollectionReminderSerializer
    filterset_class = filters.CollectionReminderFilter
    view_permission = VIEW
