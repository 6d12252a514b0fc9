"""What figures say over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.api.serializers import FactSerializer, RoomSerializer
from reporting.figures.models import CONTENT, Figure, FigureSet


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

    class Meta:
        model = Figure
        fields = ("figure_id", "figure_set", *CONTENT, "sha256")


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


class StatementLineSerializer(serializers.Serializer[Any]):
    """One statement that a figure rests on."""

    table = serializers.CharField()
    id = serializers.IntegerField()
    sha256 = serializers.CharField()
    title = serializers.CharField()
    period = serializers.CharField()
    method = serializers.CharField()
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
