"""Oversight over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import time as times
from config.api.views import KNOWN_AT, RoomViewSet
from trusts.oversight import queries, rules, serializers
from trusts.oversight.rules import Weight
from trusts.register.models import Product

VIEW = "trusts.oversight.view"
AS_OF = OpenApiParameter(
    times.AS_OF, OpenApiTypes.DATE, description="The day at whose end it is asked; today if none."
)
PRODUCT = OpenApiParameter("product", int, description="Only this product, by its id.")


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
        asked = dict(given.validated_data)
        asked.pop(times.AS_OF, None)
        product = asked.pop("product", None)
        if "weight" in asked:
            asked["weight"] = Weight(asked["weight"])
        return {
            **asked,
            "on": times.as_of(self.request),
            "known_at": times.known_at(self.request),
            "product_ids": None if product is None else [product],
        }


class FindingViewSet(_QuestionViewSet):
    """What stands against the books."""

    serializer_class = serializers.BoardSerializer
    question_class = serializers.BoardQuestion

    @extend_schema(
        operation_id="oversight_findings_read",
        parameters=[
            AS_OF,
            KNOWN_AT,
            OpenApiParameter("rule", str, enum=list(rules.RULES), description="Only this rule."),
            OpenApiParameter("weight", str, enum=[each.value for each in Weight]),
            PRODUCT,
            OpenApiParameter(
                "counterparty_percent",
                OpenApiTypes.DECIMAL,
                description="From which share of all placed money on one counterparty is asked"
                f" about; {queries.ASKED_FROM_PERCENT} if none. No rule of law.",
            ),
        ],
        responses=serializers.BoardSerializer,
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read what stands against the books on a day, as known at a moment."""
        found = queries.board(**self.asked())
        return Response(self.get_serializer(serializers.board_row(found)).data)


class AssetMixViewSet(_QuestionViewSet):
    """The asset mix of asset-management products."""

    serializer_class = serializers.MixSerializer
    question_class = serializers.MixQuestion

    @extend_schema(parameters=[AS_OF, KNOWN_AT, PRODUCT])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the asset mixes of asset-management products in run, by product code."""
        rows = [serializers.mix_row(each) for each in queries.asset_mixes(**self.asked())]
        return Response(self.get_serializer(rows, many=True).data)


class RuleViewSet(_QuestionViewSet):
    """The rules that are held against the books."""

    serializer_class = serializers.RuleSerializer
    question_class = drf.Serializer

    @extend_schema(operation_id="oversight_rules_list")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the rules, each with its source and how sure that is."""
        rows = [
            {**vars(rule), "title": gettext(rule.title), "note": gettext(rule.note or " ").strip()}
            for rule in rules.RULES.values()
        ]
        return Response(self.get_serializer(rows, many=True).data)
