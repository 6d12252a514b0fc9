"""Contracts over HTTP."""

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
from trusts.contracts import operations, queries, serializers
from trusts.contracts.models import Contract, ContractTerms, Split
from trusts.ledger.serializers import EntrySerializer

VIEW = "trusts.contracts.view"


class ContractViewSet(ProposalViewSet[Contract]):
    """Fund-use contracts: what never changes of them."""

    queryset = Contract.objects.select_related("product")
    serializer_class = serializers.ContractSerializer
    filterset_fields = ("product", "code", "is_sample")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Contract:
        """Propose a contract."""
        return operations.propose_contract(**data, by=by)

    @extend_schema(request=serializers.MoveSerializer, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def draw(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that money goes out under the contract."""
        given = self.read_body(serializers.MoveSerializer)
        entry = operations.propose_drawdown(contract=self.get_object(), **given, by=person(request))
        return Response(EntrySerializer(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.MoveSerializer, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def repay(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that principal comes back under the contract."""
        given = self.read_body(serializers.MoveSerializer)
        entry = operations.propose_repayment(
            contract=self.get_object(), **given, by=person(request)
        )
        return Response(EntrySerializer(entry).data, status=status.HTTP_201_CREATED)


class ContractTermsViewSet(ProposalViewSet[ContractTerms]):
    """Terms of contracts in versions; ``as_of`` keeps the standing ones."""

    queryset = ContractTerms.objects.select_related("contract", "counterparty", "form")
    serializer_class = serializers.ContractTermsSerializer
    filterset_fields = ("contract", "instrument", "counterparty", "industry_code", "province")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ContractTerms:
        """Propose a version of a contract's terms."""
        reason = data.pop("reason")
        return operations.propose_terms(terms=ContractTerms(**data), by=by, reason=reason)


class SplitViewSet(ProposalViewSet[Split]):
    """Splits of contracts over projects in versions; ``as_of`` keeps the standing ones."""

    queryset = Split.objects.select_related("contract")
    serializer_class = serializers.SplitSerializer
    filterset_fields = ("contract",)
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Split:
        """Propose a split."""
        percents = {share["code"]: share["percent"] for share in data.pop("shares")}
        return operations.propose_split(**data, percents=percents, by=by)


class AllocationViewSet(mixins.ListModelMixin, RoomViewSet[Contract]):
    """Where the money of contracts stands on a day: by project, and what is unallocated."""

    queryset = Contract.objects.select_related("product")
    serializer_class = serializers.AllocationSerializer
    filterset_fields = ("product", "code", "is_sample")
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF)

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the allocations of the contracts, five statements a page."""
        known_at = times.known_at(request)
        known = Contract.objects.known(known_at).select_related("product")
        page = self.paginate_queryset(self.filter_queryset(known)) or []
        found = queries.allocations_of(page, on=times.as_of(request), known_at=known_at)
        return self.get_paginated_response(self.get_serializer(found, many=True).data)
