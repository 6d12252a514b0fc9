"""Statistics over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import time as times
from config.api.views import KNOWN_AT, RoomViewSet
from trusts.register.models import Product
from trusts.statistics import queries, serializers
from trusts.statistics.rules import Measure, NewIn

VIEW = "trusts.statistics.view"
AS_OF = OpenApiParameter(
    times.AS_OF, OpenApiTypes.DATE, description="The day at whose end it is asked; today if none."
)
CUT = OpenApiParameter(
    "cut",
    str,
    enum=list(queries.CUTS),
    default=queries.DEFAULT_CUT,
    description="What the portfolio is cut by; the parts add up to the total.",
)
MEASURE = OpenApiParameter(
    "measure",
    str,
    enum=[each.value for each in Measure],
    description="What shares, rank and concentration are of; an amount of the cut's own if none.",
)
NEW_IN = OpenApiParameter(
    "new_in",
    str,
    enum=[each.value for each in NewIn],
    default=NewIn.YEAR.value,
    description="A product is new if it was established in the day's year (quarter, month) so far.",
)
EXAMPLE = {
    "cut": "form",
    "measure": "outstanding_cny",
    "as_of": "2025-12-31",
    "known_at": "2026-01-15T01:00:00Z",
    "new_since": "2025-01-01",
    "compare_with": "2024-12-31",
    "total": {
        "what": "total",
        "key": "total",
        "name_zh": "合计",
        "name_en": "Total",
        "parts": 2,
        "share_percent": "100.00",
        "now": {
            "outstanding_cny": "1500.10",
            "paid_in_cny": "1500.10",
            "products": 2,
            "new_products": 1,
            "new_paid_in_cny": "500.00",
            "contracts": 2,
            "placed_cny": "800.07",
        },
        "then": None,
        "change": None,
    },
    "groups": [],
    "concentration": {
        "groups": 2,
        "hhi": "5554.81",
        "top": 10,
        "top_percent": "100.00",
        "unknown_percent": "0.00",
    },
    "has_sample_data": False,
}


class _QuestionViewSet(RoomViewSet[Product]):
    """A question with parameters of its own, answered as one value."""

    queryset = Product.objects.none()
    pagination_class = None
    filter_backends = ()
    view_permission = VIEW
    question_class: ClassVar[type[drf.Serializer[Any]]]

    def known_parameters(self) -> set[str]:
        """Return the names of the parameters of the question."""
        return set(self.question_class().fields)

    def get_queryset(self) -> QuerySet[Product]:
        """Return nothing: the answer is no list of rows."""
        return Product.objects.none()

    def asked(self) -> dict[str, Any]:
        """Return the question as it was asked, with its day and its moment of knowledge."""
        given = self.question_class(data=self.request.query_params.dict())
        given.is_valid(raise_exception=True)
        asked = {**given.validated_data, "new_in": NewIn(given.validated_data["new_in"])}
        asked["measure"] = Measure(asked["measure"]) if "measure" in asked else None
        asked.pop(times.AS_OF, None)
        asked["on"] = times.as_of(self.request)
        asked["known_at"] = times.known_at(self.request)
        return asked


class StatisticsViewSet(_QuestionViewSet):
    """The portfolio, cut into parts that add up."""

    serializer_class = serializers.StatisticsSerializer
    question_class = serializers.ComparedQuestion

    @extend_schema(
        operation_id="statistics_read",
        parameters=[
            AS_OF,
            KNOWN_AT,
            CUT,
            OpenApiParameter(
                "compare_with",
                OpenApiTypes.DATE,
                description="Another day, for changes; asked with the same knowledge.",
            ),
            OpenApiParameter(
                "top", int, description="Name so many of the largest parts; the rest is other."
            ),
            MEASURE,
            NEW_IN,
        ],
        responses=serializers.StatisticsSerializer,
        examples=[OpenApiExample("By green form", EXAMPLE, response_only=True)],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the portfolio on a day, as known at a moment, by one cut; three statements."""
        found = queries.statistics(**self.asked())
        return Response(self.get_serializer(serializers.answer(found)).data)


class MembersViewSet(_QuestionViewSet):
    """What stands behind a number of the statistics."""

    serializer_class = serializers.MembersSerializer
    question_class = serializers.MembersQuestion

    @extend_schema(
        operation_id="statistics_members_read",
        parameters=[
            AS_OF,
            KNOWN_AT,
            CUT,
            OpenApiParameter(
                "key", str, description="The part; empty for what is not stated, none for all."
            ),
            MEASURE,
            NEW_IN,
            OpenApiParameter("limit", int, description="1 to 500."),
            OpenApiParameter("offset", int),
        ],
        responses=serializers.MembersSerializer,
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read the products or contracts behind one number, the largest first; one statement."""
        asked = self.asked()
        on, new_in = asked.pop("on"), asked.pop("new_in")
        cut = queries.cut_named(asked.pop("cut"))
        moment = queries.Moment(on, asked.pop("known_at"), new_in.first_day(on))
        measure = queries.measure_of(cut, asked.pop("measure"))
        key = asked.pop("key", None)
        found = queries.members(cut=cut, key=key, measure=measure, moment=moment, **asked)
        return Response(self.get_serializer(found).data)
