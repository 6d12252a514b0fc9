"""What contracts answer over HTTP: where money stands, how long, and what may move."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from trusts.contracts.queries import ProductChain, UnallocatedTotal


class Yuan(serializers.DecimalField):
    """An amount in CNY, in yuan and fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=24, decimal_places=2, **kwargs)


class ProjectShareSerializer(serializers.Serializer[Any]):
    """What one project has of one contract."""

    project_id = serializers.IntegerField()
    project_code = serializers.CharField()
    percent = serializers.DecimalField(max_digits=9, decimal_places=6)
    amount = Yuan()
    stated_amount = Yuan(allow_null=True)


class AllocationSerializer(serializers.Serializer[Any]):
    """Where the outstanding amount of a contract stands, in CNY."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    product = serializers.IntegerField(source="contract.product_id")
    outstanding = Yuan()
    split = serializers.IntegerField(source="split_id", allow_null=True)
    kind = serializers.CharField()
    is_scaled = serializers.BooleanField()
    shares = ProjectShareSerializer(many=True)
    unallocated = Yuan()


class ContractDaySerializer(serializers.Serializer[Any]):
    """What happened under a contract on one day, in CNY."""

    day = serializers.DateField()
    drawn = Yuan()
    repaid = Yuan()
    other = Yuan()
    outstanding = Yuan()


class ContractStatementSerializer(serializers.Serializer[Any]):
    """A contract's principal by day, in CNY; accrued interest is not in it."""

    drawn = Yuan()
    repaid = Yuan()
    outstanding = Yuan(source="closing")
    days = ContractDaySerializer(many=True)


class HeadroomSerializer(serializers.Serializer[Any]):
    """What may move under a contract on a day, in CNY."""

    committed = Yuan()
    outstanding = Yuan()
    cash = Yuan()
    drawable = Yuan()
    repayable = Yuan()


class ChainSerializer(serializers.Serializer[ProductChain]):
    """Where the yuan of a product stand, link by link, against its books; in CNY."""

    product = serializers.IntegerField(source="product.pk")
    product_code = serializers.CharField(source="product.code")
    cash = Yuan()
    contracts = AllocationSerializer(many=True, source="placed")
    in_projects = Yuan()
    unallocated = Yuan()
    other_assets = Yuan()
    total = Yuan()
    ledger_assets = Yuan()
    difference = Yuan()


class LayerSerializer(serializers.Serializer[Any]):
    """Money that came to be unallocated on one day and still is."""

    since_on = serializers.DateField()
    amount = Yuan()


class UnallocatedSerializer(serializers.Serializer[Any]):
    """The money of a contract that stands on no project, with its age in days."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    product = serializers.IntegerField(source="contract.product_id")
    outstanding = Yuan()
    amount = Yuan(source="rest.amount")
    since_on = serializers.DateField(source="rest.since_on")
    age_days = serializers.IntegerField(source="rest.age_days")
    layers = LayerSerializer(many=True, source="rest.layers")


class AgeBandSerializer(serializers.Serializer[Any]):
    """How much of the unallocated money is between two ages; no upper one: older still."""

    from_days = serializers.IntegerField()
    below_days = serializers.IntegerField(allow_null=True)
    amount = Yuan()


class UnallocatedTotalSerializer(serializers.Serializer[UnallocatedTotal]):
    """What is unallocated altogether, with the age of its oldest yuan."""

    amount = Yuan()
    since_on = serializers.DateField(allow_null=True)
    age_days = serializers.IntegerField()
    bands = serializers.SerializerMethodField()

    def get_bands(self, total: UnallocatedTotal) -> list[dict[str, Any]]:
        """Return the amounts by age."""
        rows = [{**vars(band), "amount": amount} for band, amount in total.bands.items()]
        return list(AgeBandSerializer(rows, many=True).data)


@extend_schema_serializer(many=False)
class UnallocatedAnswerSerializer(serializers.Serializer[Any]):
    """All unallocated money: the sum, how many contracts, and the oldest of them."""

    total = UnallocatedTotalSerializer()
    count = serializers.IntegerField()
    contracts = UnallocatedSerializer(many=True)


class LookBackTotalSerializer(serializers.Serializer[Any]):
    """What is refinanced, new, or not stated which; in CNY."""

    refinanced = Yuan()
    new = Yuan()
    not_stated = Yuan()
    percent = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)


class LookBackSerializer(LookBackTotalSerializer):
    """What of one contract is refinanced, new, or not stated which; in CNY."""

    contract = serializers.IntegerField(source="contract.pk")
    contract_code = serializers.CharField(source="contract.code")
    product = serializers.IntegerField(source="contract.product_id")


@extend_schema_serializer(many=False)
class LookBackAnswerSerializer(serializers.Serializer[Any]):
    """The refinancing share of the portfolio and of each contract."""

    total = LookBackTotalSerializer()
    count = serializers.IntegerField()
    contracts = LookBackSerializer(many=True)
