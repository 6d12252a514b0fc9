"""What the books answer over HTTP: balances of many products, the reports of one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import time as times
from config.api.views import AS_OF, KNOWN_AT, RoomViewSet
from config.kernel.periods import Period, UnreadablePeriod
from trusts.ledger import queries, rules
from trusts.ledger.places import place_from
from trusts.ledger.serializers import books as words
from trusts.register.models import Product

VIEW = "trusts.ledger.view"
MOST_DAYS = 3660
MOST_ROWS, ROWS = 1000, 100
PERIOD = OpenApiParameter(
    "period", OpenApiTypes.STR, description="2025, 2025Q1, 2025-03 or two days; this year."
)
ACCOUNT = OpenApiParameter("account", OpenApiTypes.STR, description="Its code; cash by default.")
CONTRACT = OpenApiParameter("contract", OpenApiTypes.INT, description="Only under this contract.")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="Where the page begins.")
LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description="How many rows, at most 1000.")
YEAR = OpenApiParameter("year", OpenApiTypes.INT, description="The year of the months.")


class BalanceViewSet(mixins.ListModelMixin, RoomViewSet[Product]):
    """Balances of products at the end of a day, as known at a moment."""

    queryset = Product.objects.all()
    serializer_class = words.BalanceSerializer
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


class BooksViewSet(RoomViewSet[Product]):
    """The books of one product over a period, as known at a moment."""

    queryset = Product.objects.all()
    serializer_class = words.TrialBalanceSerializer
    view_permission = VIEW

    #: The parameters that each address reads, beside the moment of knowledge.
    asked = {
        "statement": {"period", "account", "contract", "cursor", "limit"},
        "classes": {times.AS_OF},
        "months": {"year"},
    }

    def known_parameters(self) -> set[str]:
        """Return the names of the parameters that this address reads."""
        return {times.KNOWN_AT} | self.asked.get(self.action, {"period"})

    @extend_schema(
        operation_id="books_trial_balance",
        parameters=[PERIOD, KNOWN_AT],
        responses=words.TrialBalanceSerializer,
    )
    @action(detail=True, url_path="trial-balance")
    def trial_balance(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return every account of the chart over a period."""
        return Response(words.TrialBalanceSerializer(self._trial(request)).data)

    @extend_schema(parameters=[PERIOD, KNOWN_AT], responses=words.BalanceSheetSerializer)
    @action(detail=True, url_path="balance-sheet")
    def balance_sheet(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return the balance sheet at the end of a period."""
        sheet = rules.balance_sheet(self._trial(request))
        return Response(words.BalanceSheetSerializer(sheet).data)

    @extend_schema(parameters=[PERIOD, KNOWN_AT], responses=words.IncomeStatementSerializer)
    @action(detail=True, url_path="income-statement")
    def income_statement(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return income and expenses of a period."""
        income = rules.income_statement(self._trial(request))
        return Response(words.IncomeStatementSerializer(income).data)

    @extend_schema(
        parameters=[ACCOUNT, CONTRACT, PERIOD, CURSOR, LIMIT, KNOWN_AT],
        responses=words.AccountStatementSerializer,
    )
    @action(detail=True)
    def statement(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return a page of the statement of one account, with its running balance."""
        found = queries.statement(
            self._product_id(),
            request.query_params.get("account", rules.CASH),
            period=_period(request),
            known_at=times.known_at(request),
            contract_id=_number(request, "contract"),
            after=place_from(request.query_params.get("cursor")),
            limit=_number(request, "limit", most=MOST_ROWS) or ROWS,
        )
        said = words.AccountStatementSerializer(found, context={"request": request})
        return Response(said.data)

    @extend_schema(parameters=[PERIOD, KNOWN_AT], responses=words.CapitalDaySerializer(many=True))
    @action(detail=True, pagination_class=None)
    def capital(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return paid-in and outstanding capital, day by day."""
        found = queries.capital_by_day(
            [self._product_id()], period=_period(request), known_at=times.known_at(request)
        )
        return Response(words.CapitalDaySerializer(found, many=True).data)

    @extend_schema(parameters=[PERIOD, KNOWN_AT], responses=words.UnitValueDaySerializer(many=True))
    @action(detail=True, url_path="unit-values", pagination_class=None)
    def unit_values(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return net assets, units and the value of a unit, day by day."""
        found = queries.unit_values(
            self._product_id(), period=_period(request), known_at=times.known_at(request)
        )
        return Response(words.UnitValueDaySerializer(found, many=True).data)

    @extend_schema(parameters=[AS_OF, KNOWN_AT], responses=words.ClassCapitalSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def classes(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return capital and units by class, at the end of a day."""
        found = queries.capital_by_class(
            self._product_id(), on=times.as_of(request), known_at=times.known_at(request)
        )
        return Response(words.ClassCapitalSerializer(found, many=True).data)

    @extend_schema(parameters=[YEAR, KNOWN_AT], responses=words.MonthsSerializer)
    @action(detail=True)
    def months(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Return which months of a year are closed."""
        known_at = times.known_at(request)
        product_id, year = self._product_id(), _number(request, "year", most=9998) or known_at.year
        found = queries.months([product_id], year=year, known_at=known_at)[product_id]
        said = {"product": product_id, "year": year, "months": found}
        return Response(words.MonthsSerializer(said).data)

    def _product_id(self) -> int:
        product_id: int = self.get_object().pk
        return product_id

    def _trial(self, request: Request) -> rules.TrialBalance:
        return queries.trial_balance(
            self._product_id(), period=_period(request), known_at=times.known_at(request)
        )


def _period(request: Request) -> Period:
    text = request.query_params.get("period")
    if text is None:
        return Period.year(times.as_of(request).year)
    try:
        period = Period.parse(text)
    except UnreadablePeriod:
        raise _refused(
            "period", _("Write 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01.")
        ) from None
    if period.days > MOST_DAYS:
        raise _refused("period", _("At most ten years at once."))
    return period


def _number(request: Request, name: str, *, most: int = 2**63 - 1) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise _refused(name, _("Not a number from 1 to {most}.").format(most=most))
    return int(text)


def _refused(field: str, words_: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(words_, code="invalid")]})
