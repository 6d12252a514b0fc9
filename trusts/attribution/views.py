"""Attribution over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.views import FactViewSet, person
from config.kernel.periods import Period, UnreadablePeriod
from trusts.attribution import operations, queries, serializers
from trusts.attribution.models import AttributionStatement

VIEW = "trusts.attribution.view"


class AttributionViewSet(FactViewSet[AttributionStatement]):
    """Statements of the financed part of what projects spared."""

    queryset = AttributionStatement.objects.select_related("product", "contract")
    serializer_class = serializers.AttributionSerializer
    filterset_fields = (
        "product",
        "contract",
        "project",
        "method",
        "starts_on",
        "ends_on",
        "is_sample",
    )
    view_permission = VIEW

    @extend_schema(responses=serializers.SideBySideSerializer)
    @action(detail=True, url_path="side-by-side")
    def side_by_side(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read a statement beside the one of the other method, with the difference in words."""
        found = queries.pair_of(self.get_object())
        if found is None:
            raise rest.ValidationError(_("The other method has no statement here."), code="alone")
        return Response(serializers.SideBySideSerializer(found).data)

    @extend_schema(
        request=serializers.RunSerializer,
        responses={202: {"type": "object", "properties": {"run": {"type": "integer"}}}},
    )
    @action(detail=False, methods=["post"])
    def run(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Ask for the attribution of a period; it is done by a worker."""
        given = serializers.RunSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        try:
            period = Period.parse(data["period"])
        except UnreadablePeriod as fault:
            raise rest.ValidationError({"period": [str(fault)]}) from fault
        run = operations.request_run(period=period, known_at=data["known_at"], by=person(request))
        return Response({"run": run.pk}, status=status.HTTP_202_ACCEPTED)
