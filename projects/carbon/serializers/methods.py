"""Methods over HTTP: what each asks for, its formulas, what it gives."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.carbon.serializers.numbers import ExactNumber, PlainNumber


class ParameterSerializer(serializers.Serializer[Any]):
    """One number that a method uses."""

    code = serializers.CharField()
    symbol = serializers.CharField()
    value = PlainNumber()
    unit = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField()
    note = serializers.CharField()


class SymbolSerializer(serializers.Serializer[Any]):
    """One letter of an equation."""

    symbol = serializers.CharField()
    unit = serializers.CharField()
    meaning_zh = serializers.CharField()
    meaning_en = serializers.CharField()


class RouteSerializer(serializers.Serializer[Any]):
    """Another way of saying the same energy."""

    route = serializers.CharField()
    equation = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class AskedSerializer(serializers.Serializer[Any]):
    """One number that somebody must give."""

    code = serializers.CharField()
    symbol = serializers.CharField()
    unit = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    lowest = ExactNumber(allow_null=True)
    highest = ExactNumber(allow_null=True)
    optional = serializers.BooleanField()


class FactorInputSerializer(AskedSerializer):
    """One factor that is asked for: of which kinds, and where."""

    kinds = serializers.ListField(child=serializers.CharField())
    region = serializers.CharField()
    lag_years = serializers.IntegerField()


class PublishedSerializer(serializers.Serializer[Any]):
    """One published value of a parameter."""

    name = serializers.CharField()
    value = ExactNumber()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField()
    note = serializers.CharField()


class ParameterInputSerializer(AskedSerializer):
    """One parameter that is asked for, with its published values."""

    published = PublishedSerializer(many=True)
    default = serializers.CharField(help_text="The value that is taken unasked; or empty.")


class StepSerializer(serializers.Serializer[Any]):
    """One formula of a method."""

    symbol = serializers.CharField()
    formula = serializers.CharField(source="formula.text")
    unit = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class OutputSerializer(serializers.Serializer[Any]):
    """One result: what it measures, which indicator of the guide it is, and by which route."""

    symbol = serializers.CharField()
    measure = serializers.CharField()
    indicator = serializers.CharField()
    route = serializers.CharField()


class MethodSerializer(serializers.Serializer[Any]):
    """One way of saying what was spared."""

    code = serializers.CharField()
    version = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    family = serializers.CharField()
    carrier = serializers.CharField(help_text="Of drawn statements; empty where none are drawn.")
    equation = serializers.CharField()
    description_zh = serializers.CharField()
    description_en = serializers.CharField()
    limits_zh = serializers.CharField()
    limits_en = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # (a field called source)
    confidence = serializers.CharField()
    inputs = AskedSerializer(many=True)
    factors = FactorInputSerializer(many=True)
    parameter_inputs = ParameterInputSerializer(many=True)
    steps = StepSerializer(many=True)
    outputs = OutputSerializer(many=True)
    symbols = SymbolSerializer(many=True)
    alternatives = RouteSerializer(many=True)
    parameters = serializers.SerializerMethodField()

    @extend_schema_field(ParameterSerializer(many=True))
    def get_parameters(self, method: Any) -> list[dict[str, Any]]:
        """Return the parameters."""
        return list(ParameterSerializer(list(method.parameters.values()), many=True).data)
