"""Questions about the money of contracts over HTTP: placed, chained, unallocated, refinanced."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework import serializers as fields
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import time as times
from config.api.serializers import StrictSerializer
from config.api.views import AS_OF, KNOWN_AT, RoomViewSet
from trusts.contracts import queries, serializers
from trusts.contracts.models import Contract
from trusts.register.models import Product

VIEW = "trusts.contracts.view"
MOST = 500
PRODUCT = OpenApiParameter("product", int, description="Only contracts of this product.")
PROJECT = OpenApiParameter("project", int, description="Only contracts split over this project.")
LIMIT = OpenApiParameter("limit", int, description="How many contracts at most, 1 to 500.")


class AllocationViewSet(mixins.ListModelMixin, RoomViewSet[Contract]):
    """Where the money of contracts stands on a day: by project, and what is unallocated."""

    queryset = Contract.objects.select_related("product")
    serializer_class = serializers.AllocationSerializer
    filterset_fields = ("product", "code", "is_sample")
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF, "project")

    @extend_schema(parameters=[PROJECT, KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the allocations of the contracts, five statements a page."""
        known_at = times.known_at(request)
        known = Contract.objects.known(known_at).select_related("product")
        project = request.query_params.get("project")
        if project is not None:
            known = known.filter(pk__in=queries.contracts_naming([_project_id(project)]))
        page = self.paginate_queryset(self.filter_queryset(known)) or []
        found = queries.allocations_of(page, on=times.as_of(request), known_at=known_at)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)


def _project_id(text: str) -> int:
    """
    Return the id of a project that a request names.

    :raises ValidationError: if it is no whole number.
    """
    asked = fields.IntegerField(min_value=1, max_value=2**63 - 1)
    try:
        return asked.run_validation(text)  # type: ignore[no-any-return]
    except fields.ValidationError as fault:
        raise fields.ValidationError({"project": fault.detail}) from fault


class ChainViewSet(mixins.ListModelMixin, RoomViewSet[Any]):
    """The chain from a product's cash through its contracts to projects, against its books."""

    queryset = Product.objects.all()
    serializer_class = serializers.ChainSerializer
    filterset_fields = ("code", "is_sample")
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF)

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List where the yuan of products stand; ``difference`` is zero, or something is wrong."""
        known_at = times.known_at(request)
        page = self.paginate_queryset(self.filter_queryset(Product.objects.known(known_at))) or []
        found = queries.chains_of(page, on=times.as_of(request), known_at=known_at)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)


class AskedSerializer(StrictSerializer):
    """Which contracts a question is about, and how many of them are listed."""

    product = fields.IntegerField(required=False)
    limit = fields.IntegerField(min_value=1, max_value=MOST, default=100)
    as_of = fields.CharField(required=False)
    known_at = fields.CharField(required=False)


class _WholeViewSet(RoomViewSet[Contract]):
    """A question about all contracts at once: their sum, and the first of them."""

    queryset = Contract.objects.none()
    pagination_class = None
    filter_backends = ()
    view_permission = VIEW

    def known_parameters(self) -> set[str]:
        """Return the names of the parameters of the question."""
        return set(AskedSerializer().fields)

    def get_queryset(self) -> QuerySet[Contract]:
        """Return nothing: the answer is no list of rows."""
        return Contract.objects.none()

    def asked(self) -> tuple[dict[str, Any], int]:
        """Return the question in the words of the room, and how many contracts are listed."""
        given = AskedSerializer(data=self.request.query_params.dict())
        given.is_valid(raise_exception=True)
        product = given.validated_data.get("product")
        question = {
            "on": times.as_of(self.request),
            "known_at": times.known_at(self.request),
            "product_ids": None if product is None else [product],
        }
        return question, given.validated_data["limit"]


class UnallocatedViewSet(_WholeViewSet):
    """Money under contracts that stands on no project, with its age."""

    serializer_class = serializers.UnallocatedAnswerSerializer

    @extend_schema(
        parameters=[PRODUCT, LIMIT, KNOWN_AT, AS_OF],
        responses=serializers.UnallocatedAnswerSerializer,
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Sum what is unallocated, by age, and name the contracts, the oldest money first."""
        question, limit = self.asked()
        rows = queries.open_rests(**question)
        answer = {
            "total": queries.total_unallocated(rows),
            "count": len(rows),
            "contracts": queries.with_contracts(rows[:limit]),
        }
        return Response(self.get_serializer(answer).data)


class LookBackViewSet(_WholeViewSet):
    """How much of the outstanding money replaced earlier financing."""

    serializer_class = serializers.LookBackAnswerSerializer

    @extend_schema(
        parameters=[PRODUCT, LIMIT, KNOWN_AT, AS_OF],
        responses=serializers.LookBackAnswerSerializer,
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Sum what is refinanced and what is new, and name the contracts."""
        question, limit = self.asked()
        rows = queries.look_back(**question)
        answer = {
            "total": queries.total_look_back(rows),
            "count": len(rows),
            "contracts": rows[:limit],
        }
        return Response(self.get_serializer(answer).data)
