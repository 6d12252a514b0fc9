"""Staff pages of metering: files, and what they say of each station."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from config.console import dashboard, navigation, record
from config.console.admin import BatchAdmin, RoomAdmin, UploadForm, person
from config.console.dashboard import Step
from config.console.record import Link, Table
from config.console.site import site
from config.jobs.models import Run
from config.kernel.periods import Period, UnreadablePeriod
from projects.metering import operations, queries
from projects.metering.models import LOAD, TAKE, MeterBatch, MeterSlice, StationMonth
from projects.metering.rules.layout import FileLayout, WrongLayout

VIEW = "projects.metering.view"
ROOM = navigation.room("projects.metering", title=gettext_lazy("Meter readings"), order=30)
dashboard.name_run(LOAD, gettext_lazy("Load a meter file"))
dashboard.name_run(TAKE, gettext_lazy("Judge and load a meter file"))


def _choice(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=UnfoldAdminSelectWidget)


def _text(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(label=label, initial=initial, widget=UnfoldAdminTextInputWidget)


class MeterUploadForm(UploadForm):
    """A meter file, its period, and its layout, declared by who sends it."""

    period = forms.CharField(
        label=gettext_lazy("period"),
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("2025, 2025Q1, 2025-03 or 2025-01-01/2025-02-01."),
    )
    shape = _choice(
        gettext_lazy("shape"),
        ("wide", gettext_lazy("a day a row")),
        ("long", gettext_lazy("a reading a row")),
    )
    form = _choice(gettext_lazy("form"), ("csv", "CSV"), ("parquet", "Parquet"))
    unit = _choice(gettext_lazy("unit"), ("kWh", "kWh"), ("Wh", "Wh"))
    interval_minutes = _choice(
        gettext_lazy("interval (minutes)"), ("60", "60"), ("30", "30"), ("15", "15")
    )
    carrier = _choice(
        gettext_lazy("carrier"),
        ("electricity", gettext_lazy("electricity")),
        ("heat", gettext_lazy("heat")),
    )
    encoding = _choice(gettext_lazy("encoding"), ("utf-8", "UTF-8"), ("gb18030", "GB18030"))
    on_error = _choice(
        gettext_lazy("faulty readings"),
        ("refuse", gettext_lazy("refuse the file")),
        ("gap", gettext_lazy("leave a gap")),
    )
    estimated = forms.BooleanField(
        label=gettext_lazy("estimated readings"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    station_column = _text(gettext_lazy("column of the station"), "station")
    day_column = _text(gettext_lazy("column of the day"), "day")
    starts_at_column = _text(gettext_lazy("column of the start"), "starts_at")
    energy_column = _text(gettext_lazy("column of the energy"), "kwh")
    is_sample = forms.BooleanField(
        label=gettext_lazy("sample data"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    def clean_period(self) -> Period:
        """Return the period that the text names."""
        try:
            return Period.parse(self.cleaned_data["period"])
        except UnreadablePeriod as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean_interval_minutes(self) -> int:
        """Return the interval as a number."""
        return int(self.cleaned_data["interval_minutes"])

    def layout(self) -> FileLayout:
        """Return the declared layout."""
        named = FileLayout.__dataclass_fields__.keys() & self.cleaned_data.keys()
        return FileLayout.from_json({name: self.cleaned_data[name] for name in named})

    def clean(self) -> dict[str, Any]:
        """Refuse a layout that contradicts itself."""
        data: dict[str, Any] = super().clean() or {}
        try:
            data["layout"] = self.layout()
        except WrongLayout as fault:
            raise forms.ValidationError(_(str(fault))) from fault
        return data


@admin.register(MeterBatch, site=site)
class MeterBatchAdmin(BatchAdmin[MeterBatch]):
    """Meter files: sent, judged, loaded, confirmed."""

    view_permission = VIEW
    icon = "electric_meter"
    upload_form = MeterUploadForm
    list_display = (
        "original_name", "starts_on", "ends_on", "readings", "is_sample", "proposed_at"
    )  # fmt: skip

    def perform_propose(self, request: HttpRequest, form: Any) -> MeterBatch:
        """Judge the file and propose it; a worker loads it."""
        data = form.cleaned_data
        batch, _already = operations.propose_meter_file(
            file=data["file"].file,
            name=data["file"].name,
            layout=data["layout"],
            period=data["period"],
            source=data["source"],
            is_sample=data["is_sample"],
            known_at=timezone.now(),
            by=person(request),
            reason=data["reason"],
        )
        return batch

    def run_of(self, row: MeterBatch) -> Run | None:
        """Return the run that loads the file."""
        return queries.run_of(row)

    def record_links(self, request: HttpRequest, row: MeterBatch) -> list[Link]:
        """Return the way to what the file says of each station, and to all its findings."""
        links = super().record_links(request, row)
        if row.errors_file_id:
            url = reverse("admin:file", args=[row.errors_file_id])
            links.append(Link(_("All findings as CSV"), url))
        url = reverse("admin:projects_stationmonth_changelist")
        return [*links, Link(_("Stations' months"), f"{url}?batch__id__exact={row.pk}")]

    def record_tables(self, request: HttpRequest, row: MeterBatch) -> list[Table]:
        """Return the findings, and the slices that are loaded."""
        slices = MeterSlice.objects.filter(batch=row).order_by("number")
        loaded = Table(
            title=_("Loaded slices"),
            headers=[_("number"), _("month"), _("station-days"), _("readings"), _("energy (Wh)")],
            rows=[
                (each.number, f"{each.month:%Y-%m}", each.blocks, each.readings, each.total_wh)
                for each in slices
            ],
            numeric=frozenset({0, 2, 3, 4}),
            empty=_("Nothing is loaded yet."),
        )
        return [*super().record_tables(request, row), loaded]


@admin.register(StationMonth, site=site)
class StationMonthAdmin(RoomAdmin[StationMonth]):
    """What each file says of a station in a month, down to its readings."""

    view_permission = VIEW
    icon = "calendar_view_month"
    is_endless = True
    list_display = ("station", "month", "readings", "estimated", "total_wh", "batch")
    list_filter = ("month",)
    search_fields = ("=station__code",)
    list_select_related = ("station", "batch")
    record_sections = (("", ("station", "month", "batch", "readings", "estimated", "total_wh")),)

    def record_tables(self, request: HttpRequest, row: StationMonth) -> list[Table]:
        """Return the station's day blocks of the month, from whatever file is believed."""
        blocks = queries.day_blocks(
            station_id=row.station_id,
            period=Period.month(row.month.year, row.month.month),
            known_at=timezone.now(),
            only_standing=False,
        )
        return [
            *super().record_tables(request, row),
            Table(
                title=_("Day blocks"),
                headers=[
                    _("day"),
                    _("believed"),
                    _("energy (Wh)"),
                    _("readings"),
                    _("readings by interval (Wh)"),
                    _("meter file"),
                ],
                rows=[
                    (
                        each.day,
                        each.standing,
                        each.total_wh,
                        each.readings,
                        " ".join("–" if wh is None else str(wh) for wh in each.energy_wh),
                        record.link_to(each.batch),
                    )
                    for each in blocks
                ],
                numeric=frozenset({2, 3}),
                empty=_("No confirmed file speaks of this month."),
            ),
        ]


@dashboard.first_step(permission=VIEW, order=50)
def send_a_meter_file(request: HttpRequest) -> Step:  # noqa: ARG001
    """Return the step that brings the first readings."""
    return Step(
        title=_("Send a meter file"),
        text=_("Readings by station and day, as CSV or Parquet; every fault is named by its row."),
        url=reverse("admin:projects_meterbatch_add"),
        is_done=MeterBatch.objects.confirmed().exists(),
    )
