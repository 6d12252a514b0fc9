"""What would move, over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.views import FactViewSet, person
from reporting.disclosures.serializers import RunAskedSerializer
from reporting.moves import operations, serializers
from reporting.moves.models import MoveReport


class MoveReportViewSet(FactViewSet[MoveReport]):
    """What a proposed edition or policy would move: statements, products, disclosures."""

    queryset = MoveReport.objects.select_related("edition", "policy")
    serializer_class = serializers.MoveReportSerializer
    filterset_fields = ("edition", "policy")
    view_permission = "reporting.moves.view"

    @extend_schema(request=serializers.AskSerializer, responses={202: RunAskedSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Ask for the list as known now; a worker draws it."""
        given = serializers.AskSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        run = operations.ask(
            subject=given.validated_data["subject"],
            pk=given.validated_data["id"],
            by=person(request),
        )
        return Response(RunAskedSerializer(run).data, status=status.HTTP_202_ACCEPTED)
