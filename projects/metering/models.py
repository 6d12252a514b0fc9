"""Meter files and what they brought: batches, slices, day blocks and their monthly roll-up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError
from config.kernel.models import AppendOnly, Batch, one_standing_batch_per_file
from config.kernel.periods import Period
from projects.metering.rules.layout import FileLayout, Sending
from projects.metering.rules.reading import SlicePlan

LOAD = "projects.metering.load"  # the kinds of run that work on meter files
TAKE = "projects.metering.take"


class FaultyMeterFile(DomainError):
    """The file {name} has {errors} fault(s) and is refused whole; mend it and send it again."""

    code = "faulty_meter_file"


class NotYetLoaded(DomainError):
    """Of the {planned} slices of {name}, {loaded} are loaded; confirm when all are."""

    code = "not_yet_loaded"


class MeterBatch(Batch):
    """One meter file: judged whole, loaded in slices, known when a second person confirms."""

    KIND: ClassVar[str] = "projects.readings"
    propose_permission = "projects.metering.propose"
    confirm_permission = "projects.metering.confirm"

    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
        help_text=_("The project whose stations the file may speak of; empty for all."),
    )
    layout = models.JSONField(_("declared layout"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    blocks = models.BigIntegerField(_("station-days"), default=0)
    readings = models.BigIntegerField(_("readings"), default=0)
    total_wh = models.BigIntegerField(_("energy (Wh)"), default=0)
    errors_file = models.ForeignKey(
        "archive.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file of all findings"),
    )

    class Meta:
        app_label = "projects"
        verbose_name = _("meter file")
        verbose_name_plural = _("meter files")
        constraints = [
            one_standing_batch_per_file(),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_meter_file_has_a_period"
            ),
        ]

    @property
    def period(self) -> Period:
        """Return the declared period."""
        return Period(self.starts_on, self.ends_on)

    @property
    def sent(self) -> Sending:
        """Return the file as its sender declared it."""
        return Sending(
            name=self.original_name,
            layout=FileLayout.from_json(self.layout),
            period=self.period,
            project_id=self.project_id,
            source=self.source,
            is_sample=self.is_sample,
        )

    @property
    def slice_plans(self) -> list[SlicePlan]:
        """Return the slices that the judged file is to be loaded in."""
        return [SlicePlan.from_json(each) for each in self.plan["slices"]]

    @property
    def is_refused(self) -> bool:
        """Return whether the file's faults keep it from being loaded and confirmed."""
        return bool(self.plan["refused"])

    def loaded(self) -> dict[int, str]:
        """Return the number and the digest of each slice that is loaded."""
        slices = MeterSlice.objects.filter(batch_id=self.pk)
        return dict(slices.values_list("number", "digest"))

    def check_confirmable(self) -> None:
        """
        Refuse a faulty file, and one that is not wholly loaded as it was planned.

        :raises FaultyMeterFile: if its layout refuses files with faults and it has some.
        :raises NotYetLoaded: if a slice is missing.
        """
        if self.is_refused:
            raise FaultyMeterFile(name=self.original_name, errors=self.plan["errors"])
        planned = {each.number: each.digest for each in self.slice_plans}
        loaded = self.loaded()
        if loaded != planned:
            raise NotYetLoaded(name=self.original_name, planned=len(planned), loaded=len(loaded))


class MeterSlice(AppendOnly):
    """One slice of a meter file whose day blocks and roll-up are in the database."""

    insert_roles: ClassVar[tuple[str, ...]] = ("worker",)

    batch = models.ForeignKey(
        MeterBatch, models.PROTECT, related_name="+", verbose_name=_("meter file")
    )
    number = models.PositiveIntegerField(_("number"))
    month = models.DateField(_("month"))
    blocks = models.PositiveIntegerField(_("station-days"))
    readings = models.PositiveIntegerField(_("readings"))
    total_wh = models.BigIntegerField(_("energy (Wh)"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), db_default=Now(), editable=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("loaded slice")
        verbose_name_plural = _("loaded slices")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_slice_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class StationMonth(AppendOnly):
    """What one meter file says of one station in one month: days, readings, energy, digest."""

    insert_roles: ClassVar[tuple[str, ...]] = ("worker",)

    station = models.ForeignKey(
        "projects.Station", models.PROTECT, related_name="+", verbose_name=_("station")
    )
    month = models.DateField(_("month"))
    batch = models.ForeignKey(
        MeterBatch, models.PROTECT, related_name="+", verbose_name=_("meter file")
    )
    days_mask = models.IntegerField(
        _("days"), help_text=_("Bit 0 is the first day of the month; a set bit is a day block.")
    )
    readings = models.IntegerField(_("readings"))
    estimated = models.IntegerField(_("estimated readings"))
    total_wh = models.BigIntegerField(_("energy (Wh)"))
    digest = models.BinaryField(_("SHA-256 of the day blocks"), max_length=32)

    class Meta:
        app_label = "projects"
        verbose_name = _("station's month")
        verbose_name_plural = _("stations' months")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "month", "batch"],
                name="a_batch_sums_a_station_and_month_once",
            ),
            models.CheckConstraint(condition=Q(days_mask__gt=0), name="a_station_month_has_a_day"),
            models.CheckConstraint(
                condition=Q(total_wh__gte=0), name="a_station_month_is_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["month"], name="station_months_by_month")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.month:%Y-%m}"


class DayBlock(AppendOnly):
    """The readings of one station on one day as one meter file gave them; a gap stays a gap."""

    insert_roles: ClassVar[tuple[str, ...]] = ("worker",)

    pk = models.CompositePrimaryKey("station_id", "day", "batch_id")
    # No foreign keys on five million rows a year: the roll-up of the same slice carries them, a
    # trigger checks the batch, and verify names a block that no roll-up speaks of.
    station_id = models.BigIntegerField(_("station"))
    batch_id = models.BigIntegerField(_("meter file"))
    total_wh = models.BigIntegerField(_("energy (Wh)"))
    day = models.DateField(_("day"))
    interval_minutes = models.SmallIntegerField(_("interval (minutes)"))
    quality = models.SmallIntegerField(_("quality"))
    readings = models.SmallIntegerField(_("readings"))
    energy_wh: ArrayField[list[int | None], list[int | None]] = ArrayField(
        models.IntegerField(null=True), verbose_name=_("energy by interval (Wh)")
    )

    class Meta:
        app_label = "projects"
        managed = False
        db_table = "projects_dayblock"
        verbose_name = _("day block")
        verbose_name_plural = _("day blocks")

    def __str__(self) -> str:
        return f"{self.station_id} {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Refuse: blocks come by COPY, whole slices at a time."""
        raise TypeError("Day blocks are loaded by projects.metering.operations, slice by slice.")
