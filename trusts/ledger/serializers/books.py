"""What the books answer over HTTP: balances, statements, reports, units."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trusts.ledger.places import place_text
from trusts.ledger.queries import AccountStatement


def money(**more: Any) -> serializers.DecimalField:
    """Return the field of an amount in CNY."""
    return serializers.DecimalField(max_digits=20, decimal_places=2, **more)


def of_units(**more: Any) -> serializers.DecimalField:
    """Return the field of a number of units, or of what one is worth."""
    return serializers.DecimalField(max_digits=20, decimal_places=6, **more)


class BalanceSerializer(serializers.Serializer[Any]):
    """The balances of one product on a day, in CNY; a debit balance is positive."""

    product = serializers.IntegerField()
    product_code = serializers.CharField()
    paid_in_cny = money()
    outstanding_cny = money()
    by_account = serializers.DictField(child=money())


class StatementRowSerializer(serializers.Serializer[Any]):
    """One movement of an account, with the balance after it."""

    line = serializers.IntegerField(source="line_id")
    entry = serializers.IntegerField(source="entry_id")
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField()
    memo = serializers.CharField()
    contract = serializers.IntegerField(source="contract_id", allow_null=True)
    amount_cny = money(source="amount")
    balance_cny = money(source="balance")


class AccountStatementSerializer(serializers.Serializer[Any]):
    """A page of the statement of one account; ``next`` is the cursor of the page after it."""

    opening_cny = money(source="opening")
    carried_cny = money(source="carried")
    closing_cny = money(source="closing")
    rows = StatementRowSerializer(many=True)
    next = serializers.SerializerMethodField()

    def get_next(self, found: AccountStatement) -> str:
        """Return the cursor of the next page; empty after the last."""
        return place_text(found.following)


class TurnoverSerializer(serializers.Serializer[Any]):
    """One account over a period; balances carry the sign of the books, a debit positive."""

    account = serializers.CharField(source="code")
    nature = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    opening_cny = money(source="opening")
    debits_cny = money(source="debits")
    credits_cny = money(source="credits")
    closing_cny = money(source="closing")


class TrialBalanceSerializer(serializers.Serializer[Any]):
    """Every account of the chart over a period."""

    rows = TurnoverSerializer(many=True)
    debits_cny = money(source="debits")
    credits_cny = money(source="credits")


class ReportLineSerializer(serializers.Serializer[Any]):
    """One account in a report, with the sign of its side."""

    account = serializers.CharField(source="code")
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    amount_cny = money(source="amount")


class BalanceSheetSerializer(serializers.Serializer[Any]):
    """Assets, liabilities and what belongs to the beneficiaries."""

    assets = ReportLineSerializer(many=True)
    liabilities = ReportLineSerializer(many=True)
    equity = ReportLineSerializer(many=True)
    undistributed_cny = money(source="undistributed")
    total_assets_cny = money(source="total_assets")
    total_liabilities_cny = money(source="total_liabilities")
    net_assets_cny = money(source="net_assets")


class IncomeStatementSerializer(serializers.Serializer[Any]):
    """Income and expenses by kind, and what is left."""

    income = ReportLineSerializer(many=True)
    expenses = ReportLineSerializer(many=True)
    total_income_cny = money(source="total_income")
    total_expenses_cny = money(source="total_expenses")
    result_cny = money(source="result")


class CapitalDaySerializer(serializers.Serializer[Any]):
    """Paid-in and outstanding capital at the end of a day."""

    day = serializers.DateField()
    paid_in_cny = money(source="paid_in")
    outstanding_cny = money(source="outstanding")


class UnitValueDaySerializer(serializers.Serializer[Any]):
    """Net assets, units and the value of a unit at the end of a day."""

    day = serializers.DateField()
    net_assets_cny = money(source="net_assets")
    units = of_units()
    unit_value_cny = of_units(source="unit_value", allow_null=True)


class ClassCapitalSerializer(serializers.Serializer[Any]):
    """What one class of units paid in, got back and holds; an empty code names no class."""

    code = serializers.CharField(allow_blank=True)
    name_zh = serializers.CharField(allow_blank=True)
    name_en = serializers.CharField(allow_blank=True)
    rank = serializers.CharField(allow_blank=True)
    paid_in_cny = money(source="paid_in")
    returned_cny = money(source="returned")
    distributed_cny = money(source="distributed")
    outstanding_cny = money(source="outstanding")
    units = of_units()
    unit_value_cny = of_units(source="unit_value", allow_null=True)


class MonthsSerializer(serializers.Serializer[Any]):
    """The state of the twelve months of a year, January first."""

    product = serializers.IntegerField()
    year = serializers.IntegerField()
    months = serializers.ListField(child=serializers.CharField())
