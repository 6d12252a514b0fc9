"""What metering says and takes over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from config.api.serializers import BatchSerializer, StrictSerializer, UploadSerializer
from config.kernel.periods import Period, UnreadablePeriod
from projects.metering.models import MeterBatch
from projects.metering.rules.layout import FileLayout, WrongLayout
from projects.registry import queries as registry


class PeriodField(serializers.CharField):
    """A period: 2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the period; refuse what names none."""
        try:
            return Period.parse(super().to_internal_value(data))
        except UnreadablePeriod as fault:
            raise serializers.ValidationError(str(fault), code="unreadable_period") from fault

    def to_representation(self, value: Any) -> str:
        """Return the shortest text that names the period."""
        return str(value)


class LayoutField(serializers.JSONField):
    """A declared layout as JSON; what it leaves out stands at its default."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the layout; refuse one that contradicts itself."""
        stated = super().to_internal_value(data)
        if not isinstance(stated, dict):
            raise serializers.ValidationError(_("Write an object."), code="wrong_layout")
        try:
            return FileLayout.from_json(stated)
        except WrongLayout as fault:
            raise serializers.ValidationError(gettext(str(fault)), code="wrong_layout") from fault


class MeterUploadSerializer(UploadSerializer):
    """A meter file with its declared layout and period."""

    period = PeriodField(help_text=_("The days that the file may speak of."))
    layout = LayoutField(
        binary=True,
        help_text=_(
            "JSON: shape (wide, long), form (csv, parquet), unit (kWh, Wh), interval_minutes"
            " (15, 30, 60), carrier (electricity, heat), on_error (refuse, gap), estimated,"
            " encoding, delimiter and the names of the columns."
        ),
    )
    project = serializers.IntegerField(required=False, allow_null=True, default=None)
    is_sample = serializers.BooleanField(default=False)


class MeterBatchSerializer(BatchSerializer[MeterBatch]):
    """A meter file: what it declared, what was found in it, and what it brings."""

    period = PeriodField(read_only=True)

    class Meta:
        model = MeterBatch
        fields = (
            *BatchSerializer.BATCH_FIELDS,
            "project",
            "period",
            "layout",
            "blocks",
            "readings",
            "total_wh",
            "is_refused",
        )


class ProgressSerializer(StrictSerializer):
    """How far the load of a meter file has come."""

    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    error = serializers.CharField()


class DayBlockSerializer(StrictSerializer):
    """One day of a station: its readings in Wh by interval, null for a gap, and its file."""

    day = serializers.DateField()
    interval_minutes = serializers.IntegerField()
    estimated = serializers.BooleanField()
    readings = serializers.IntegerField()
    total_wh = serializers.IntegerField()
    energy_wh = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    standing = serializers.BooleanField()
    batch = serializers.IntegerField(source="batch.pk")
    original_name = serializers.CharField(source="batch.original_name")
    file_sha256 = serializers.CharField(source="batch.file_sha256")
    recorded_at = serializers.DateTimeField(source="batch.recorded_at")
    is_sample = serializers.BooleanField(source="batch.is_sample")


class MonthlyEnergySerializer(StrictSerializer):
    """The energy of a project in a month, with the hash of the set that it was summed from."""

    project = serializers.IntegerField(source="project_id")
    province = serializers.CharField()
    carrier = serializers.CharField()
    month = serializers.DateField()
    stations = serializers.IntegerField()
    station_days = serializers.IntegerField()
    readings = serializers.IntegerField()
    estimated = serializers.IntegerField()
    total_wh = serializers.IntegerField()
    set_hash = serializers.CharField()


class StationEnergySerializer(StrictSerializer):
    """The energy of a station over a period."""

    station = serializers.IntegerField(source="station_id")
    code = serializers.CharField()
    province = serializers.CharField()
    carrier = serializers.CharField()
    capacity_w = serializers.IntegerField()
    station_days = serializers.IntegerField()
    readings = serializers.IntegerField()
    total_wh = serializers.IntegerField()


class _Question(StrictSerializer):
    known_at = serializers.CharField(required=False)
    period = PeriodField()


class EnergyQuestion(_Question):
    """Which projects, over which whole months."""

    project = serializers.IntegerField(required=False)


class StationEnergyQuestion(_Question):
    """The stations of which project, over which period, from where on."""

    project = serializers.IntegerField()
    province = serializers.CharField(required=False, default="")
    after = serializers.IntegerField(required=False, default=0)
    limit = serializers.IntegerField(
        required=False, default=100, min_value=1, max_value=registry.PAGE_LIMIT
    )


class DayBlocksQuestion(_Question):
    """Which days, and whether what was corrected is shown too."""

    LONGEST_DAYS = 366

    corrected = serializers.BooleanField(required=False, default=False)

    def validate_period(self, period: Period) -> Period:
        """Refuse a period longer than a year: an answer holds up to a year's readings."""
        if period.days > self.LONGEST_DAYS:
            raise serializers.ValidationError(
                _("Ask for at most 366 days at once."), code="period_too_long"
            )
        return period
