"""Recognition over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import serializers as words
from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, FactViewSet, ProposalViewSet, person
from projects.recognition import operations, queries, serializers
from projects.recognition.models import (
    CriteriaEdition,
    Evidence,
    Recognition,
    RiskGrade,
    RiskListing,
)
from projects.recognition.rules.documents import SIZE_LIMIT
from projects.recognition.rules.inputs import Case
from projects.recognition.rules.rulings import Ruling

VIEW = "projects.recognition.view"


class CriteriaEditionViewSet(ProposalViewSet[CriteriaEdition]):
    """Editions of the criteria by which projects are judged green."""

    queryset = CriteriaEdition.objects.all()
    serializer_class = serializers.CriteriaEditionSerializer
    filterset_fields = ("code", "confidence")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> CriteriaEdition:
        """Propose an edition."""
        return operations.propose_criteria(**data, by=by)

    @extend_schema(
        parameters=[KNOWN_AT, AS_OF], responses={200: serializers.ReplayedSerializer(many=True)}
    )
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def replay(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Judge every standing case by this edition, from its stored inputs; store nothing."""
        found = queries.replay(
            self.get_object(), on=times.as_of(request), known_at=times.known_at(request)
        )
        return Response(serializers.ReplayedSerializer(found, many=True).data)


class EvidenceViewSet(FactViewSet[Evidence]):
    """Documents that prove something about projects."""

    queryset = Evidence.objects.select_related("original")
    serializer_class = serializers.EvidenceSerializer
    filterset_fields = ("project", "evidence_type", "is_sample")
    view_permission = VIEW

    def get_parsers(self) -> list[Any]:
        """Take a form with a file."""
        return [words.FileParser()]

    @extend_schema(
        request={"multipart/form-data": serializers.EvidenceUploadSerializer},
        responses={201: serializers.EvidenceSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Keep a PDF, PNG or JPEG file as evidence about a project."""
        given = serializers.EvidenceUploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        file = data.pop("file")
        row = operations.add_evidence(
            project_id=data.pop("project"),
            **data,
            content=file.read(SIZE_LIMIT + 1),
            name=file.name,
            known_at=timezone.now(),
            by=person(request),
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)


class RecognitionViewSet(ProposalViewSet[Recognition]):
    """Decisions on whether projects are green."""

    queryset = Recognition.objects.select_related("project", "criteria_edition")
    serializer_class = serializers.RecognitionSerializer
    filterset_fields = ("project", "verdict", "criteria_edition")
    view_permission = VIEW

    @extend_schema(
        request=serializers.RecognitionProposalSerializer,
        responses={201: serializers.RecognitionSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Propose a decision; the criteria are evaluated and the inputs kept with it."""
        return super().create(request, *args, **kwargs)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read a proposal with its own serializer, write with the room's."""
        if "data" in kwargs:
            return serializers.RecognitionProposalSerializer(*args, **kwargs)
        return super().get_serializer(*args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Recognition:
        """Propose the decision."""
        ruling = Ruling(
            verdict=data["verdict"],
            opinion=data["opinion"],
            conditions=data["conditions"],
            effective_from=data["effective_from"],
            expires_on=data["expires_on"],
        )
        return operations.propose_recognition(
            project_id=data["project"].pk,
            case=_case(data),
            ruling=ruling,
            known_at=timezone.now(),
            by=by,
            reason=data["reason"],
            is_sample=data["is_sample"],
        )

    @extend_schema(
        request=serializers.CaseSerializer, responses={200: serializers.EvaluationSerializer}
    )
    @action(detail=False, methods=["post"])
    def evaluate(self, request: Request) -> Response:  # noqa: ARG002
        """Say how a project would come out by an edition of criteria; nothing is stored."""
        data = self.read_body(serializers.CaseSerializer)
        evaluation = queries.evaluate(
            project_id=data["project"].pk,
            case=_case(data),
            on=data["effective_from"],
            known_at=timezone.now(),
        )
        return Response(serializers.EvaluationSerializer(evaluation).data)

    @extend_schema(
        parameters=[KNOWN_AT, AS_OF], responses={200: serializers.RecheckSerializer(many=True)}
    )
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def recheck(self, request: Request) -> Response:
        """List the recognitions that must be looked at again, and why, the first due first."""
        due = queries.recheck_queue(on=times.as_of(request), known_at=times.known_at(request))
        return Response(serializers.RecheckSerializer(due, many=True).data)


class RiskGradeViewSet(ProposalViewSet[RiskGrade]):
    """Environmental and social risk grades of projects."""

    queryset = RiskGrade.objects.select_related("project")
    serializer_class = serializers.RiskGradeSerializer
    filterset_fields = ("project", "grade")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> RiskGrade:
        """Propose a grade."""
        return operations.propose_risk_grade(**data, by=by)


class RiskListingViewSet(ProposalViewSet[RiskListing]):
    """The list of owners with grave environmental, social or governance risks."""

    queryset = RiskListing.objects.select_related("owner")
    serializer_class = serializers.RiskListingSerializer
    filterset_fields = ("owner", "listing")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> RiskListing:
        """Propose a place on the list."""
        return operations.propose_risk_listing(**data, by=by)


def _case(data: dict[str, Any]) -> Case:
    return Case(
        criteria_code=data["criteria_code"],
        taxonomy_edition=data["taxonomy_edition"],
        taxonomy_class=data["taxonomy_class"],
        inputs=data["inputs"],
        evidence_ids=data["evidence_ids"],
    )
