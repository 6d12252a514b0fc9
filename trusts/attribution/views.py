"""Attribution over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as rest
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.serializers import PeriodField
from config.api.views import KNOWN_AT, FactViewSet, ProposalViewSet, person
from config.kernel.periods import Period
from trusts.attribution import operations, queries, serializers
from trusts.attribution.models import (
    AttributionStatement,
    Exposure,
    FinancedStatement,
    Investee,
    InvesteeEmission,
    InvesteeYear,
)

VIEW = "trusts.attribution.view"
PERIOD = OpenApiParameter("period", str, required=True, description="2025, 2025Q1, 2025-03")


def _period(text: str) -> Period:
    try:
        period: Period = PeriodField().run_validation(text)
    except rest.ValidationError as fault:
        raise rest.ValidationError({"period": fault.detail}) from fault
    return period


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
        """Ask for the attribution of a period, every asset class in it; a worker does it."""
        given = serializers.RunSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        run = operations.request_run(
            period=_period(data["period"]), known_at=data["known_at"], by=person(request)
        )
        return Response({"run": run.pk}, status=status.HTTP_202_ACCEPTED)


# ---- what money finances


class InvesteeViewSet(ProposalViewSet[Investee]):
    """Companies, projects, properties, vehicles, assets, pools and states that money finances."""

    queryset = Investee.objects.select_related("party", "project")
    serializer_class = serializers.InvesteeSerializer
    filterset_fields = ("code", "kind", "party", "project", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Investee:
        """Propose an investee."""
        reason = data.pop("reason")
        return operations.propose_investee(investee=Investee(**data), by=by, reason=reason)


class InvesteeYearViewSet(ProposalViewSet[InvesteeYear]):
    """What investees were worth at the ends of years: what shares are divided by."""

    queryset = InvesteeYear.objects.select_related("investee")
    serializer_class = serializers.InvesteeYearSerializer
    filterset_fields = ("investee", "year", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> InvesteeYear:
        """Propose the value of an investee."""
        reason = data.pop("reason")
        return operations.propose_year(year=InvesteeYear(**data), by=by, reason=reason)


class InvesteeEmissionViewSet(ProposalViewSet[InvesteeEmission]):
    """What investees emitted, removed or avoided in years, and on which evidence that rests."""

    queryset = InvesteeEmission.objects.select_related("investee")
    serializer_class = serializers.InvesteeEmissionSerializer
    filterset_fields = ("investee", "year", "kind", "option", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> InvesteeEmission:
        """Propose the emissions of an investee."""
        reason = data.pop("reason")
        return operations.propose_emission(emission=InvesteeEmission(**data), by=by, reason=reason)


class ExposureViewSet(ProposalViewSet[Exposure]):
    """Which asset class the money of contracts falls in; ``as_of`` keeps the standing ones."""

    queryset = Exposure.objects.select_related("contract", "investee")
    serializer_class = serializers.ExposureSerializer
    filterset_fields = ("contract", "investee", "asset_class")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Exposure:
        """Propose an exposure."""
        reason = data.pop("reason")
        return operations.propose_exposure(exposure=Exposure(**data), by=by, reason=reason)


# ---- what was stated of it


class FinancedViewSet(FactViewSet[FinancedStatement]):
    """Statements of the financed part of what investees emit, scope by scope."""

    queryset = FinancedStatement.objects.select_related("product", "contract")
    serializer_class = serializers.FinancedSerializer
    filterset_fields = (
        "product",
        "contract",
        "investee",
        "asset_class",
        "method",
        "starts_on",
        "ends_on",
        "is_sample",
    )
    view_permission = VIEW
    extra_parameters: ClassVar[tuple[str, ...]] = (times.KNOWN_AT, "period")

    @extend_schema(responses=serializers.FinancedPairSerializer)
    @action(detail=True, url_path="side-by-side")
    def side_by_side(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read both methods of a statement, with the difference, or why one is alone, in words."""
        found = queries.financed_pair(self.get_object())
        return Response(serializers.FinancedPairSerializer(found).data)

    @extend_schema(parameters=[PERIOD, KNOWN_AT], responses=serializers.PortfolioTotalSerializer)
    @action(detail=False, pagination_class=None)
    def summary(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """
        Read what was stated for a period and a moment, in sums: each class and the whole.

        Scopes, avoided and removed tonnes stay apart; intensity is financed scopes 1 and 2 per
        million of the money that they cover; coverage that money over all that is outstanding.
        Without ``known_at``, what was stated for the latest moment.
        """
        period = _period(request.query_params.get("period", ""))
        asked = times.asked_known_at(request, now=timezone.now())
        moment = asked or queries.latest_financed(period=period) or times.known_at(request)
        found = queries.portfolio(period=period, known_at=moment)
        return Response(serializers.PortfolioTotalSerializer(found).data)
