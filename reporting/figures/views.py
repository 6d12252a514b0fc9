"""Figures over HTTP: listed, read, and walked down to the stations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from config.api.tables import TableListMixin
from config.api.views import FactViewSet, RoomViewSet
from reporting.figures import serializers
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries import beside, walking

VIEW = "reporting.figures.view"
AFTER, LIMIT = "after", "limit"
MAX_STATIONS = 500
#: What a list of figures does not show.
LONG = (
    "names",
    "formula",
    "inputs",
    "factors",
    "policies",
    "approvals",
    "data_quality",
    "attributes",
    "explanation_zh",
    "explanation_en",
)


class FigureSetViewSet(FactViewSet[FigureSet]):
    """Sets of figures, each drawn for a period as known at a moment."""

    queryset = FigureSet.objects.all()
    serializer_class = serializers.FigureSetSerializer
    filterset_fields = ("starts_on", "ends_on", "is_sample")
    view_permission = VIEW


class FigureViewSet(TableListMixin, mixins.RetrieveModelMixin, RoomViewSet[Figure]):
    """Figures by their ids, each with formula, factors, approvals and what stands below it."""

    queryset = Figure.objects.select_related("figure_set")
    serializer_class = serializers.FigureSerializer
    filterset_fields = ("figure_set", "indicator", "measure", "period")
    view_permission = VIEW
    lookup_field = "figure_id"
    lookup_value_converter = "str"

    def get_queryset(self) -> QuerySet[Figure]:
        """Return the figures; a list leaves the long columns where they are."""
        found = super().get_queryset()
        return found.defer(*LONG) if self.action == "list" else found

    def get_serializer_class(self) -> Any:
        """Return the short form for lists."""
        listed = self.action == "list"
        return serializers.FigureLineSerializer if listed else super().get_serializer_class()

    def known_parameters(self) -> set[str]:
        """Return the parameters that this address reads; stations are paged."""
        paged = {AFTER, LIMIT} if self.action == "stations" else set()
        return super().known_parameters() | paged

    @extend_schema(responses=serializers.StatementLineSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def statements(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the carbon and attribution statements that the figure rests on."""
        found = walking.statements_of(self.get_object())
        return Response(serializers.StatementLineSerializer(found, many=True).data)

    @extend_schema(responses=serializers.FigureComparisonSerializer)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def compare(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the figure beside the last period, the year before, and other bases."""
        found = beside.comparison(self.get_object())
        return Response(serializers.FigureComparisonSerializer(found).data)

    @extend_schema(
        responses=serializers.StationPageSerializer,
        parameters=[
            OpenApiParameter(
                AFTER, int, description="The id of the last station of the page before."
            ),
            OpenApiParameter(LIMIT, int, description="How many stations at most, up to 500."),
        ],
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def stations(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the next stations below the figure; their day blocks are the stations' own."""
        page = walking.stations_of(
            self.get_object(),
            after_id=_whole(request, AFTER, default=0, high=2**63 - 1),
            limit=_whole(request, LIMIT, default=walking.PAGE, low=1, high=MAX_STATIONS),
        )
        here = request.build_absolute_uri()
        following = replace_query_param(here, AFTER, page.next_after) if page.next_after else None
        answer = {"next": following, "period": str(page.period), "results": page.rows}
        return Response(serializers.StationPageSerializer(answer).data)


def _whole(request: Request, name: str, *, default: int, high: int, low: int = 0) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        message = _("A whole number from {low} to {high}.").format(low=low, high=high)
        raise ValidationError({name: [ErrorDetail(message, code="invalid")]})
    return int(text)
