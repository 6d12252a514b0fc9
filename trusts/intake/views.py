"""Intake over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.accounts.models import User
from config.api.views import BatchViewSet, ProposalViewSet, person
from config.archive import queries as archive
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
    def errors(self, request: Request, *args: Any, **kwargs: Any) -> FileResponse:  # noqa: ARG002
        """Hand out the file with the errors: the original columns, what is wrong, how to mend."""
        stored = self.get_object().errors_file
        if stored is None:
            raise Http404
        return FileResponse(
            archive.checked_path(stored).open("rb"),
            as_attachment=True,
            filename=stored.name,
            content_type=stored.media_type,
        )

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave a file as it is."""
        if isinstance(response, FileResponse):
            return response
        return super().finalize_response(request, response, *args, **kwargs)

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


class ImportRunView(APIView):
    """How far the judging of a large file has come."""

    view_permission = VIEW

    @extend_schema(responses=serializers.ImportRunSerializer)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Say how far it has come, and which import it has made."""
        run = Run.objects.filter(pk=pk, kind=TAKE).first()
        if run is None:
            raise Http404
        return Response(serializers.ImportRunSerializer(run).data)


class ImportSubjectsView(APIView):
    """What the rows of a file may be."""

    view_permission = VIEW

    @extend_schema(responses=serializers.SubjectSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        """List the subjects with their columns."""
        return Response(serializers.SubjectSerializer(list(SUBJECTS.values()), many=True).data)


class ImportTemplateView(APIView):
    """A template to fill in."""

    view_permission = VIEW

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request: Request, name: str) -> HttpResponse:  # noqa: ARG002
        """Hand out a workbook with the titles, an example that is not read, and lists."""
        if name not in SUBJECTS:
            raise Http404
        answer = HttpResponse(operations.template_of(SUBJECTS[name]), content_type=XLSX)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}-template.xlsx"'
        return answer
