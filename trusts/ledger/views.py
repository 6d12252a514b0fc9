"""The ledger over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, FactViewSet, ProposalViewSet, RoomViewSet, person
from config.kernel.periods import Period
from trusts.ledger import operations, queries, serializers
from trusts.ledger.models import Account, Entry, PeriodMove
from trusts.ledger.rules import PeriodMoveKind, Posting
from trusts.register.models import Product

VIEW = "trusts.ledger.view"


class AccountViewSet(FactViewSet[Account]):
    """The chart of accounts."""

    queryset = Account.objects.all()
    serializer_class = serializers.AccountSerializer
    filterset_fields = ("code", "nature")
    view_permission = VIEW


class EntryViewSet(ProposalViewSet[Entry]):
    """Entries in the books of products."""

    queryset = Entry.objects.all()
    serializer_class = serializers.EntrySerializer
    filterset_fields = {
        "product": ["exact"],
        "contract": ["exact"],
        "kind": ["exact"],
        "reverses": ["exact"],
        "effective_on": ["exact", "gte", "lt"],
    }
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> Entry:
        """Propose an entry."""
        contract = data.pop("contract", None)
        postings = [Posting(**each) for each in data.pop("postings")]
        return operations.propose_entry(
            **data, postings=postings, contract_id=contract.pk if contract else None, by=by
        )

    @extend_schema(
        request=serializers.ReversalSerializer, responses={201: serializers.EntrySerializer}
    )
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose the exact opposite of a confirmed entry."""
        given = self.read_body(serializers.ReversalSerializer)
        row = operations.propose_reversal(entry=self.get_object(), **given, by=person(request))
        return self.answer(row, code=status.HTTP_201_CREATED)


class PeriodMoveViewSet(ProposalViewSet[PeriodMove]):
    """Decisions to close books and to open them again."""

    queryset = PeriodMove.objects.all()
    serializer_class = serializers.PeriodMoveSerializer
    filterset_fields = ("product", "move")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> PeriodMove:
        """Propose to close or to reopen."""
        closes = data.pop("move") == PeriodMoveKind.CLOSE
        propose = operations.propose_close if closes else operations.propose_reopen
        period = Period(data.pop("starts_on"), data.pop("ends_on"))
        return propose(**data, period=period, by=by)


class BalanceViewSet(mixins.ListModelMixin, RoomViewSet[Product]):
    """Balances of products at the end of a day, as known at a moment."""

    queryset = Product.objects.all()
    serializer_class = serializers.BalanceSerializer
    filterset_fields = ("code", "is_sample")
    view_permission = VIEW
    extra_parameters = (times.KNOWN_AT, times.AS_OF)

    @extend_schema(parameters=[KNOWN_AT, AS_OF])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """List the balances of the products, two statements a page."""
        known_at = times.known_at(request)
        known = Product.objects.known(known_at)
        page = self.paginate_queryset(self.filter_queryset(known)) or []
        found = queries.balances(
            [product.pk for product in page], on=times.as_of(request), known_at=known_at
        )
        rows = [
            {
                "product": product.pk,
                "product_code": product.code,
                "paid_in_cny": found[product.pk].paid_in,
                "outstanding_cny": found[product.pk].outstanding,
                "by_account": found[product.pk].by_account,
            }
            for product in page
        ]
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
