"""Contracts, terms and splits over HTTP: proposed, decided, drawn and repaid."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, ProposalViewSet, person
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

    @extend_schema(request=serializers.MoneyMoveSerializer, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def drawdowns(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that money goes out under the contract: an entry in the product's books."""
        given = self.read_body(serializers.MoneyMoveSerializer)
        entry = operations.propose_drawdown(contract=self.get_object(), **given, by=person(request))
        return Response(EntrySerializer(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.MoneyMoveSerializer, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def repayments(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose that principal comes back under the contract."""
        given = self.read_body(serializers.MoneyMoveSerializer)
        entry = operations.propose_repayment(
            contract=self.get_object(), **given, by=person(request)
        )
        return Response(EntrySerializer(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[KNOWN_AT, AS_OF], responses=serializers.ContractStatementSerializer)
    @action(detail=True, methods=["get"])
    def statement(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read drawn, repaid and outstanding by day, up to a day, as known at a moment."""
        found = queries.statement(
            self._contract().pk,
            period=queries.until(times.as_of(request)),
            known_at=times.known_at(request),
        )
        return Response(serializers.ContractStatementSerializer(found).data)

    @extend_schema(parameters=[KNOWN_AT, AS_OF], responses=serializers.HeadroomSerializer)
    @action(detail=True, methods=["get"])
    def headroom(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Read what may still be drawn and repaid on a day without breaking a later one."""
        found = queries.headroom(
            self._contract(), on=times.as_of(request), known_at=times.known_at(request)
        )
        return Response(serializers.HeadroomSerializer(found).data)

    def _contract(self) -> Contract:
        """Return the contract of the address, whatever times the question asks about."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class ContractTermsViewSet(ProposalViewSet[ContractTerms]):
    """Terms of contracts in versions; ``as_of`` keeps the standing ones."""

    queryset = ContractTerms.objects.select_related("contract", "counterparty", "form")
    serializer_class = serializers.ContractTermsSerializer
    filterset_fields = (
        "contract",
        "instrument",
        "asset_class",
        "isin",
        "counterparty",
        "industry_code",
        "province",
    )
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> ContractTerms:
        """Propose a version of a contract's terms."""
        reason = data.pop("reason")
        return operations.propose_terms(terms=ContractTerms(**data), by=by, reason=reason)


class SplitViewSet(ProposalViewSet[Split]):
    """Splits of contracts over projects in versions; ``as_of`` keeps the standing ones."""

    queryset = Split.objects.select_related("contract")
    serializer_class = serializers.SplitSerializer
    filterset_fields = ("contract", "kind")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Split:
        """Propose a split."""
        shares = data.pop("shares")
        word = "amount" if shares and "amount" in shares[0] else "percent"
        stated: dict[str, Any] = {f"{word}s": {share["code"]: share[word] for share in shares}}
        return operations.propose_split(**data, **stated, by=by)
