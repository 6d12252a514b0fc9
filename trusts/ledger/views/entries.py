"""Entries, their batches, unit classes and periods over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.accounts.models import User
from config.api.views import FactViewSet, ProposalViewSet, person
from config.kernel.periods import Period
from trusts.ledger import operations
from trusts.ledger.models import Account, Entry, EntryBatch, PeriodMove
from trusts.ledger.rules import PeriodMoveKind, Posting
from trusts.ledger.serializers.entries import (
    AccountSerializer,
    CorrectionSerializer,
    EntryBatchSerializer,
    EntrySerializer,
    MonthClosingSerializer,
    PeriodMoveSerializer,
    ReversalSerializer,
    UnitClassSerializer,
)
from trusts.register.models import UnitClass

VIEW = "trusts.ledger.view"


class AccountViewSet(FactViewSet[Account]):
    """The chart of accounts."""

    queryset = Account.objects.all()
    serializer_class = AccountSerializer
    filterset_fields = ("code", "nature")
    view_permission = VIEW


class EntryViewSet(ProposalViewSet[Entry]):
    """Entries in the books of products."""

    queryset = Entry.objects.all()
    serializer_class = EntrySerializer
    filterset_fields = {
        "product": ["exact"],
        "contract": ["exact"],
        "kind": ["exact"],
        "reverses": ["exact"],
        "batch": ["exact"],
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

    @extend_schema(request=ReversalSerializer, responses={201: EntrySerializer})
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose the exact opposite of a confirmed entry."""
        given = self.read_body(ReversalSerializer)
        row = operations.propose_reversal(entry=self.get_object(), **given, by=person(request))
        return self.answer(row, code=status.HTTP_201_CREATED)


class EntryBatchViewSet(ProposalViewSet[EntryBatch]):
    """Sets of entries that are decided as one: files of movements, and corrections."""

    queryset = EntryBatch.objects.all()
    serializer_class = EntryBatchSerializer
    filterset_fields = ("kind", "file_sha256", "is_sample")
    view_permission = VIEW

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Read a correction, write a batch."""
        if "data" in kwargs:
            return CorrectionSerializer(*args, **kwargs)
        return super().get_serializer(*args, **kwargs)

    @extend_schema(request=CorrectionSerializer, responses={201: EntryBatchSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Propose a correction: the reversal of an entry and the right one, as one batch."""
        return super().create(request, *args, **kwargs)

    def perform_propose(self, data: dict[str, Any], *, by: User) -> EntryBatch:
        """Propose a correction."""
        postings = [Posting(**each) for each in data.pop("postings")]
        return operations.propose_correction(**data, postings=postings, by=by)


class UnitClassViewSet(ProposalViewSet[UnitClass]):
    """Classes of units of products."""

    queryset = UnitClass.objects.select_related("product")
    serializer_class = UnitClassSerializer
    filterset_fields = ("product", "code", "rank", "is_sample")
    view_permission = "trusts.register.view"

    def perform_propose(self, data: dict[str, Any], *, by: User) -> UnitClass:
        """Propose a class of units."""
        return operations.propose_unit_class(**data, by=by)


class PeriodMoveViewSet(ProposalViewSet[PeriodMove]):
    """Decisions to close books and to open them again."""

    queryset = PeriodMove.objects.all()
    serializer_class = PeriodMoveSerializer
    filterset_fields = ("product", "move")
    view_permission = VIEW

    def perform_propose(self, data: dict[str, Any], *, by: User) -> PeriodMove:
        """Propose to close or to reopen."""
        closes = data.pop("move") == PeriodMoveKind.CLOSE
        propose = operations.propose_close if closes else operations.propose_reopen
        period = Period(data.pop("starts_on"), data.pop("ends_on"))
        return propose(**data, period=period, by=by)

    @extend_schema(request=MonthClosingSerializer, responses={201: PeriodMoveSerializer(many=True)})
    @action(detail=False, methods=["post"], url_path="close-many")
    def close_many(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Propose to close the books of many products for one period, or of none."""
        given = self.read_body(MonthClosingSerializer)
        period = Period(given.pop("starts_on"), given.pop("ends_on"))
        rows = operations.propose_closes(**given, period=period, by=person(request))
        return Response(self.get_serializer(rows, many=True).data, status=status.HTTP_201_CREATED)
