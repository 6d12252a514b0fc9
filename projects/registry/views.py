"""The registry over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import conditional
from config.api import time as times
from config.api.tables import TableListMixin
from config.api.views import (
    AS_OF,
    KNOWN_AT,
    BatchViewSet,
    FactViewSet,
    ProposalViewSet,
    RoomViewSet,
    person,
)
from projects.registry import filters, operations, queries, serializers
from projects.registry.models import Owner, ProjectFinance, ProjectTerms, Station, StationBatch
from projects.registry.rules.station_file import SIZE_LIMIT
from projects.registry.rules.terms import Terms

VIEW = "projects.registry.view"


class OwnerViewSet(ProposalViewSet[Owner]):
    """Owners of projects."""

    queryset = Owner.objects.all()
    serializer_class = serializers.OwnerSerializer
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Owner:
        """Propose an owner."""
        return operations.propose_owner(**data, by=by)


class ProjectViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[ProjectTerms]):
    """Projects as they stand on a day, as known at a moment; a new one is proposed here."""

    queryset = ProjectTerms.objects.none()
    serializer_class = serializers.ProjectSerializer
    filterset_class = filters.ProjectFilter
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF)
    lookup_field = "project_id"
    lookup_url_kwarg = "pk"

    def get_queryset(self) -> QuerySet[ProjectTerms]:
        """Return the terms that hold at the times that the request asks for."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.projects_known(
            as_of=times.as_of(self.request), known_at=times.known_at(self.request)
        )

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the projects that are confirmed, with the terms that hold."""
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read one project, with the terms that hold."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        request=serializers.RegistrationSerializer,
        responses={201: serializers.RegistrationSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose a new project with its first terms; it is listed once they are confirmed."""
        given = serializers.RegistrationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        row = operations.register_project(
            code=data.pop("code"),
            technology_code=data.pop("technology"),
            reason=data.pop("reason"),
            by=person(request),
            **_terms_and_owner(data),
        )
        answer = serializers.RegistrationSerializer(row, context=self.get_serializer_context())
        tag = {"ETag": conditional.tag_of_proposal(row)}
        return Response(answer.data, status=status.HTTP_201_CREATED, headers=tag)


class ProjectTermsViewSet(ProposalViewSet[ProjectTerms]):
    """What holds for projects from a day on: every version, proposed and confirmed."""

    queryset = ProjectTerms.objects.select_related("project", "owner")
    serializer_class = serializers.ProjectTermsSerializer
    filterset_class = filters.ProjectTermsFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ProjectTerms:
        """Propose a version for a registered project."""
        return operations.propose_terms(
            project_id=data.pop("project").pk,
            reason=data.pop("reason"),
            by=by,
            **_terms_and_owner(data),
        )


class ProjectFinanceViewSet(ProposalViewSet[ProjectFinance]):
    """Balance sheets of projects, by year."""

    queryset = ProjectFinance.objects.all()
    serializer_class = serializers.ProjectFinanceSerializer
    filterset_class = filters.ProjectFinanceFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ProjectFinance:
        """Propose a balance sheet."""
        return operations.propose_finance(project_id=data.pop("project").pk, **data, by=by)


class StationViewSet(FactViewSet[Station]):
    """Registered stations."""

    queryset = Station.objects.all()
    serializer_class = serializers.StationSerializer
    filterset_class = filters.StationFilter
    view_permission = VIEW


class StationBatchViewSet(BatchViewSet[StationBatch]):
    """Files of stations: sent, judged, and registered whole when a second person confirms."""

    queryset = StationBatch.objects.all()
    serializer_class = serializers.StationBatchSerializer
    upload_serializer_class = serializers.StationUploadSerializer
    view_permission = VIEW

    @extend_schema(request={"multipart/form-data": serializers.StationUploadSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a CSV file of stations; every finding comes back with its row and its remedy."""
        return super().create(request, *args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> StationBatch:
        """Plan the file and propose it."""
        file = data.pop("file")
        return operations.propose_stations(
            **data,
            content=file.read(SIZE_LIMIT + 1),
            name=file.name,
            today=timezone.localdate(),
            by=by,
        )


def _terms_and_owner(data: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that both acts on terms take, from what a request brought."""
    owner = data.pop("owner", None)
    data["provinces"] = tuple(data["provinces"])
    return {"terms": Terms(**data), "owner_code": owner.code if owner else None}
