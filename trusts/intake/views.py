"""Intake over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import stored
from config.api.views import BatchViewSet, ProposalViewSet, RoomViewSet, person
from config.jobs.models import Run
from trusts.intake import operations, queries, serializers
from trusts.intake.models import TAKE, Import, ImportProfile
from trusts.intake.operations.judging import XLSX
from trusts.intake.subjects import SUBJECTS

VIEW = "trusts.intake.view"
_ANSWERS = {
    201: serializers.ImportSerializer,
    200: serializers.ImportSerializer,
    202: serializers.ImportRunSerializer,
}


class ImportProfileViewSet(ProposalViewSet[ImportProfile]):
    """How the files of each source are read."""

    queryset = ImportProfile.objects.all()
    serializer_class = serializers.ImportProfileSerializer
    filterset_fields = ("code", "source", "subject", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ImportProfile:
        """Propose a version of a profile."""
        reason = data.pop("reason")
        return operations.propose_profile(profile=ImportProfile(**data), by=by, reason=reason)


class ImportViewSet(BatchViewSet[Import]):
    """Files that were sent: judged, mended, entered when a second person confirms."""

    queryset = Import.objects.all()
    serializer_class = serializers.ImportSerializer
    upload_serializer_class = serializers.ImportUploadSerializer
    filterset_fields = ("kind", "source", "file_sha256", "is_blocked", "is_sample")
    view_permission = VIEW

    @extend_schema(
        request={"multipart/form-data": serializers.ImportUploadSerializer}, responses=_ANSWERS
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Send a file: 201 judged, 200 the same file stood already, 202 being judged."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        profile = None
        if data["profile"]:
            profile = queries.profile_by_code(
                data["profile"], on=timezone.localdate(), known_at=timezone.now()
            )
        found, stood = operations.send_file(
            file=data["file"].file,
            name=data["file"].name,
            subject=data["subject"],
            profile=profile,
            source=data["source"],
            is_sample=data["is_sample"],
            by=person(request),
            reason=data["reason"],
        )
        return self._became(request, found, stood=stood)

    @extend_schema(request=serializers.AgainSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Judge a blocked file again; ``leave_out`` goes on without its faulty rows."""
        given = self.read_body(serializers.AgainSerializer)
        found, stood = operations.send_again(
            batch=self.get_object(),
            leaves_out=given["leave_out"],
            by=person(request),
            reason=given["reason"],
        )
        return self._became(request, found, stood=stood)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def errors(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002
        """Hand out the file with the errors: the original columns, what is wrong, how to mend."""
        file = self.get_object().errors_file
        if file is None:
            raise Http404
        return stored.handed_out(request, file, name=file.name)

    def _became(self, request: Request, found: Import | Run, *, stood: bool) -> Response:
        if isinstance(found, Run):
            answer = Response(
                serializers.ImportRunSerializer(found).data, status=status.HTTP_202_ACCEPTED
            )
            answer.headers["Location"] = request.build_absolute_uri(
                f"/api/v1/import-runs/{found.pk}/"
            )
            return answer
        answer = self.answer(found, code=status.HTTP_200_OK if stood else status.HTTP_201_CREATED)
        answer.headers["Location"] = request.build_absolute_uri(f"/api/v1/imports/{found.pk}/")
        return answer


class ImportRunViewSet(mixins.RetrieveModelMixin, RoomViewSet[Run]):
    """How far the judging of a large file has come."""

    queryset = Run.objects.filter(kind=TAKE)
    serializer_class = serializers.ImportRunSerializer
    view_permission = VIEW


class ImportSubjectViewSet(RoomViewSet[Import]):
    """What the rows of a file may be, each with a template to fill in."""

    queryset = Import.objects.none()
    serializer_class = serializers.SubjectSerializer
    view_permission = VIEW
    pagination_class = None
    filter_backends = ()
    lookup_field = "name"
    lookup_value_converter = "slug"

    @extend_schema(responses=serializers.SubjectSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the subjects with their columns."""
        return Response(serializers.SubjectSerializer(list(SUBJECTS.values()), many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses={(200, XLSX): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"])
    def template(
        self,
        request: Request,
        *args: Any,  # noqa: ARG002
        name: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> HttpResponseBase:
        """Hand out a workbook with the titles, an example that is not read, and lists."""
        if name not in SUBJECTS:
            raise Http404
        content = operations.template_of(SUBJECTS[name])
        return stored.made(request, content, name=f"{name}-template.xlsx", media_type=XLSX)
