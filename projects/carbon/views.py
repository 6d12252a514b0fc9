"""Carbon over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.accounts.models import User
from config.api import time as times
from config.api.conditional import answer_conditionally
from config.api.filters import refuse_unknown
from config.api.views import KNOWN_AT, FactViewSet, ProposalViewSet, RoomViewSet, person
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from config.kernel.quantities import Measure
from projects.carbon import examples, filters, operations, queries, requesting, serializers
from projects.carbon.methodologies.table import METHODS, method
from projects.carbon.models import (
    Activity,
    ActivityStatement,
    Claim,
    SoldRight,
    Statement,
    StatementRun,
)
from projects.carbon.rules.announced import check_facts

VIEW = "projects.carbon.view"


class StatementViewSet(FactViewSet[Statement]):
    """Statements of what projects spared; ``known_at`` keeps what had been drawn by then."""

    queryset = Statement.objects.all()
    serializer_class = serializers.StatementSerializer
    filterset_class = filters.StatementFilter
    view_permission = VIEW

    def get_serializer_class(self) -> type[Any]:
        """Return the short form for lists, the whole for one."""
        if self.action == "retrieve":
            return serializers.StatementDetailSerializer
        return serializers.StatementSerializer

    def known_parameters(self) -> set[str]:
        """Return the parameters of a list, or those that a single question takes."""
        if self.action == "factors_beside":
            return set()
        return {times.KNOWN_AT} if self.action == "claimable" else super().known_parameters()

    @extend_schema(responses=serializers.FactorBesideSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], url_path="factors-beside", pagination_class=None)
    def factors_beside(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """
        Read what each kind of grid factor makes of a statement's electricity.

        Average, residual, fossil, operating, build and combined margin: alternatives, never
        added; by the library as it was known when the statement was drawn.
        """
        found = queries.factors_beside(self.get_object())
        return Response(serializers.FactorBesideSerializer(found, many=True).data)

    @extend_schema(parameters=[KNOWN_AT], responses=serializers.ClaimableSerializer, filters=False)
    @action(detail=True, methods=["get"])
    def claimable(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Read what of a statement may still be claimed, as sales were known at ``known_at``."""
        found = queries.claimable_of(self.get_object(), known_at=times.known_at(request))
        return Response(serializers.ClaimableSerializer(found).data)


class StatementRunViewSet(FactViewSet[StatementRun]):
    """Drawings of statements."""

    queryset = StatementRun.objects.all()
    serializer_class = serializers.StatementRunSerializer
    view_permission = VIEW

    @extend_schema(
        request=serializers.DrawSerializer, responses={202: serializers.DrawingAskedSerializer}
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """
        Have the statements of a period drawn; a worker does it.

        One missing factor, or sources that differ while no policy chooses, refuses the whole:
        the run fails, says which and what to do, and nothing is stored.
        """
        given = serializers.DrawSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        run = requesting.request_drawing(
            period=asked["period"],
            known_at=asked.get("known_at"),
            project_ids=asked.get("projects"),
            by=person(request),
        )
        return Response(serializers.DrawingAskedSerializer(run).data, status=202)


class MethodViewSet(RoomViewSet[Any]):
    """Methods by which we say what was spared, with equation, parameters and sources."""

    queryset = Statement.objects.none()
    serializer_class = serializers.MethodSerializer
    view_permission = VIEW
    pagination_class = None
    filter_backends = ()
    lookup_field = "code"
    lookup_value_converter = "slug"

    @extend_schema(responses=serializers.MethodSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002
        """List every method in every version."""
        return Response(serializers.MethodSerializer(list(METHODS.values()), many=True).data)

    @extend_schema(responses=serializers.MethodSerializer)
    def retrieve(self, request: Request, code: str) -> Response:  # noqa: ARG002
        """Read the version of a method by which new statements are drawn."""
        return Response(serializers.MethodSerializer(method(code)).data)


class ClaimViewSet(ProposalViewSet[Claim]):
    """Announced figures: kept apart from results, judged, and set beside them."""

    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer
    filterset_class = filters.ClaimFilter
    view_permission = VIEW

    def known_parameters(self) -> set[str]:
        """Return the parameters of a list, or those of a check."""
        return super().known_parameters() | ({"period"} if self.action == "check" else set())

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Claim:
        """Propose a claim."""
        return operations.propose_claim(**{**data, "measure": Measure(data["measure"])}, by=by)

    @extend_schema(
        parameters=[serializers.PeriodSerializer, KNOWN_AT],
        responses=serializers.ClaimCheckSerializer,
        filters=False,
    )
    @action(detail=True, methods=["get"])
    def check(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """
        Judge a claim by itself and set it beside the latest statements drawn by ``known_at``.

        The comparison says which hours the claim needs at the computed factor, and which
        factor at the metered energy.
        """
        asked = {name: each for name, each in request.query_params.items() if name == "period"}
        given = serializers.PeriodSerializer(data=asked)
        given.is_valid(raise_exception=True)
        found = queries.claim_check(
            self.get_object(),
            period=Period.parse(given.validated_data["period"]),
            known_at=times.known_at(request),
        )
        return Response(serializers.ClaimCheckSerializer(found).data)


class SoldRightViewSet(ProposalViewSet[SoldRight]):
    """Certificates and credits that were sold: what they take away cannot be claimed."""

    queryset = SoldRight.objects.all()
    serializer_class = serializers.SoldRightSerializer
    filterset_class = filters.SoldRightFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> SoldRight:
        """Propose a sale."""
        return operations.propose_sold_right(**data, by=by)


class ActivityViewSet(ProposalViewSet[Activity]):
    """Entered activity: numbers that a method asks for and no meter of energy counts."""

    queryset = Activity.objects.all()
    serializer_class = serializers.ActivitySerializer
    filterset_class = filters.ActivityFilter
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Activity:
        """Propose a number."""
        given = dict(data)
        period = Period(given.pop("starts_on"), given.pop("ends_on"))
        return operations.propose_activity(**given, period=period, by=by)


class ActivityStatementViewSet(FactViewSet[ActivityStatement]):
    """What entered activity came to, frozen; made from its confirmed numbers, never typed."""

    queryset = ActivityStatement.objects.all()
    serializer_class = serializers.ActivityStatementSerializer
    filterset_class = filters.ActivityStatementFilter
    view_permission = VIEW

    @extend_schema(
        request=serializers.StateActivitySerializer,
        responses={201: serializers.ActivityStatementSerializer},
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Freeze what the confirmed numbers of a project and period come to; once a moment."""
        given = serializers.StateActivitySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = dict(given.validated_data)
        period = Period(asked.pop("starts_on"), asked.pop("ends_on"))
        moment = asked.pop("known_at", None) or pin_known_at()
        row = operations.state_activity(**asked, period=period, known_at=moment, by=person(request))
        return Response(serializers.ActivityStatementSerializer(row).data, status=201)

    @extend_schema(responses=serializers.HoldsSerializer, filters=False, parameters=[])
    @action(detail=True, methods=["get"], pagination_class=None)
    def verify(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Recompute the statement from stored facts and compare the hashes."""
        return Response({"holds": queries.holds(self.get_object())})


class ClaimableView(APIView):
    """What of a project's avoided tonnes may still be claimed."""

    view_permission = VIEW

    @extend_schema(
        operation_id="carbon_claimable",
        parameters=[serializers.AskClaimableSerializer, KNOWN_AT],
        responses=serializers.ClaimableSerializer,
    )
    def get(self, request: Request) -> Response:
        """
        Read what a project may still claim of a year, quarter or month.

        Avoided by the latest statements, less the certificates and credits sold, as known at
        ``known_at``; never below zero.
        """
        refuse_unknown(request, {times.KNOWN_AT, "project", "period"})
        asked = {key: each for key, each in request.query_params.items() if key != times.KNOWN_AT}
        given = serializers.AskClaimableSerializer(data=asked)
        given.is_valid(raise_exception=True)
        found = queries.claimable_in(
            project_id=given.validated_data["project"].pk,
            period=Period.parse(given.validated_data["period"]),
            known_at=times.known_at(request),
        )
        answer = Response(serializers.ClaimableSerializer(found).data)
        answer_conditionally(request, answer)
        return answer


class CalculateView(APIView):
    """Calculate by a method; nothing is stored."""

    view_permission = VIEW

    @extend_schema(
        operation_id="carbon_calculate",
        request=serializers.CalculateSerializer,
        responses=serializers.CalculationSerializer,
        parameters=[KNOWN_AT],
        examples=examples.CALCULATE,
    )
    def post(self, request: Request) -> Response:
        """
        Calculate by a method: inputs with their units, every step out.

        A factor is given with its source or answered by the library for region and year; a
        parameter without a certain value must be chosen. ``places`` adds each result as it
        would be printed. Nothing is stored.
        """
        refuse_unknown(request, {times.KNOWN_AT})
        given = serializers.CalculateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = dict(given.validated_data)
        chosen = method(asked.pop("method"), asked.pop("version"))
        said = {"places": asked.pop("places")}
        found = queries.calculation(chosen, known_at=times.known_at(request), **asked)
        return Response(serializers.CalculationSerializer(found, context=said).data)


class CheckClaimView(APIView):
    """Judge what an announcement prints; nothing is stored."""

    view_permission = VIEW

    @extend_schema(
        operation_id="carbon_check_claim",
        request=serializers.CheckFactsSerializer,
        responses=serializers.CheckedSerializer,
        examples=examples.CHECK_CLAIM,
    )
    def post(self, request: Request) -> Response:
        """
        Judge what an announcement prints: each ratio that it implies, against a sourced range.

        The verdict is the worst of fits, questionable and impossible; the reason is in words.
        Nothing is stored.
        """
        refuse_unknown(request, set())
        given = serializers.CheckFactsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        found = check_facts(**given.validated_data)
        return Response(serializers.CheckedSerializer(found).data)
