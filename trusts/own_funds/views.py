"""Own funds over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, ProposalViewSet, RoomViewSet, person
from trusts.own_funds import operations, queries, serializers
from trusts.own_funds.models import OwnMovement, OwnPlacement, OwnPlacementTerms

VIEW = "trusts.own_funds.view"


class OwnPlacementViewSet(ProposalViewSet[OwnPlacement]):
    """Assets in which the company's own funds are placed."""

    queryset = OwnPlacement.objects.all()
    serializer_class = serializers.OwnPlacementSerializer
    filterset_fields = ("code", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> OwnPlacement:
        """Propose a placement."""
        return operations.propose_placement(**data, by=by)


class OwnPlacementTermsViewSet(ProposalViewSet[OwnPlacementTerms]):
    """Terms of placements in versions; ``as_of`` keeps the standing ones."""

    queryset = OwnPlacementTerms.objects.select_related("placement", "counterparty", "project")
    serializer_class = serializers.OwnPlacementTermsSerializer
    filterset_fields = ("placement", "instrument", "counterparty", "project", "taxonomy_class")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> OwnPlacementTerms:
        """Propose a version of a placement's terms."""
        reason = data.pop("reason")
        return operations.propose_terms(terms=OwnPlacementTerms(**data), by=by, reason=reason)


class OwnMovementViewSet(ProposalViewSet[OwnMovement]):
    """Own funds placed and returned, by day."""

    queryset = OwnMovement.objects.select_related("placement")
    serializer_class = serializers.OwnMovementSerializer
    filterset_fields = {
        "placement": ["exact"],
        "kind": ["exact"],
        "reverses": ["exact"],
        "effective_on": ["exact", "gte", "lt"],
    }
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> OwnMovement:
        """Propose a movement."""
        return operations.propose_movement(**data, by=by)

    @extend_schema(
        request=serializers.OwnReversalSerializer,
        responses={201: serializers.OwnMovementSerializer},
    )
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose the exact opposite of a confirmed movement."""
        given = self.read_body(serializers.OwnReversalSerializer)
        row = operations.propose_reversal(self.get_object(), **given, by=person(request))
        return self.answer(row, code=status.HTTP_201_CREATED)


class OwnPositionViewSet(mixins.ListModelMixin, RoomViewSet[OwnPlacement]):
    """What is placed of the company's own funds on a day: beside trust property, never in it."""

    queryset = OwnPlacement.objects.all()
    serializer_class = serializers.OwnPositionSerializer
    filterset_fields = ("code", "is_sample")
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF)

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the placements with what is outstanding, three statements a page."""
        known_at = times.known_at(request)
        known = OwnPlacement.objects.known(known_at)
        page = self.paginate_queryset(self.filter_queryset(known)) or []
        found = queries.positions_of(page, on=times.as_of(request), known_at=known_at)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)
