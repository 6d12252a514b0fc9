"""What figures say over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import FactSerializer, RoomSerializer
from reporting.figures.models import CONTENT, Figure, FigureSet
from reporting.figures.rules.beside import ASPECTS


class FigureSetSerializer(FactSerializer[FigureSet]):
    """One drawing of all figures of a period."""

    class Meta:
        model = FigureSet
        fields = (
            "id",
            "key",
            "starts_on",
            "ends_on",
            "known_at",
            "table_version",
            "methods",
            "count",
            "figures_sha256",
            "is_sample",
            "compares",
            "recorded_at",
        )


class FigureSerializer(RoomSerializer[Figure]):
    """A figure with all that it rests on."""

    measure = serializers.CharField(read_only=True)
    method_zh = serializers.CharField(read_only=True)
    method_en = serializers.CharField(read_only=True)

    class Meta:
        model = Figure
        fields = ("figure_id", "figure_set", *CONTENT, "method_zh", "method_en", "sha256")


class FigureLineSerializer(RoomSerializer[Figure]):
    """A figure in a list: what it is and what it says."""

    measure = serializers.CharField(read_only=True)

    class Meta:
        model = Figure
        fields = (
            "figure_id",
            "figure_set",
            "indicator",
            "dimension",
            "label_zh",
            "label_en",
            "value",
            "text_value",
            "unit",
            "measure",
            "displayed_zh",
            "displayed_en",
            "period",
            "known_at",
            "sha256",
        )


class BesideSerializer(serializers.Serializer[Any]):
    """Another figure of the same thing, and how the asked one differs from it."""

    figure_id = serializers.CharField(source="figure.figure_id")
    figure_set = serializers.IntegerField(source="figure.figure_set_id")
    period = serializers.CharField(source="figure.period")
    known_at = serializers.DateTimeField(source="figure.known_at")
    value = serializers.DecimalField(
        source="figure.value", max_digits=40, decimal_places=12, allow_null=True
    )
    text_value = serializers.CharField(source="figure.text_value")
    unit = serializers.CharField(source="figure.unit")
    displayed_zh = serializers.CharField(source="figure.displayed_zh")
    displayed_en = serializers.CharField(source="figure.displayed_en")
    difference = serializers.DecimalField(
        source="difference.amount",
        max_digits=40,
        decimal_places=12,
        allow_null=True,
        help_text="The asked figure less this one; null of words and of unlike units.",
    )
    percent = serializers.DecimalField(
        source="difference.percent",
        max_digits=20,
        decimal_places=2,
        allow_null=True,
        help_text="The difference in percent of this figure; null where it is not above zero.",
    )
    is_same = serializers.BooleanField(source="difference.is_same")
    differs_in = serializers.ListField(
        child=serializers.ChoiceField(choices=list(ASPECTS)), source="difference.aspects"
    )


class FigureComparisonSerializer(serializers.Serializer[Any]):
    """A figure beside the last period, the year before, and its period on other bases."""

    figure = FigureLineSerializer()
    last_period = BesideSerializer(allow_null=True)
    year_before = BesideSerializer(allow_null=True)
    other_bases = BesideSerializer(many=True)


class StatementLineSerializer(serializers.Serializer[Any]):
    """One statement that a figure rests on."""

    table = serializers.CharField()
    id = serializers.IntegerField()
    sha256 = serializers.CharField()
    title = serializers.CharField()
    period = serializers.CharField()
    method = serializers.CharField()
    method_zh = serializers.CharField()
    method_en = serializers.CharField()
    value = serializers.DecimalField(max_digits=40, decimal_places=6)
    unit = serializers.CharField()
    detail = serializers.JSONField()


class StationLineSerializer(serializers.Serializer[Any]):
    """One station below a figure with its energy of the figure's days."""

    station_id = serializers.IntegerField()
    code = serializers.CharField()
    province = serializers.CharField()
    carrier = serializers.CharField()
    capacity_w = serializers.IntegerField()
    station_days = serializers.IntegerField()
    readings = serializers.IntegerField()
    total_wh = serializers.IntegerField()


class StationPageSerializer(serializers.Serializer[Any]):
    """One page of the stations below a figure."""

    next = serializers.URLField(allow_null=True)
    period = serializers.CharField()
    results = StationLineSerializer(many=True)
