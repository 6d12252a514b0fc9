"""Stations, and the files that brought them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from config.archive import queries as archive
from config.kernel.errors import DomainError
from config.kernel.models import Actor, Batch, Fact, one_standing_batch_per_file
from projects.registry.models.projects import Project, ProjectTerms
from projects.registry.rules.station_file import Register, StationPlan, StationRow, plan_stations
from projects.registry.rules.technologies import TECHNOLOGIES, Carrier

_CHUNK = 4000


class FaultyStationBatch(DomainError):
    """The station file {name} has {errors} error(s); mend the file and send it again."""

    code = "faulty_station_batch"


class StationCodeTaken(DomainError):
    """A station of the file {name} was registered by somebody else a moment ago."""

    code = "station_code_taken"


class StationBatch(Batch):
    """One file of stations: planned, shown, registered whole when a second person confirms."""

    KIND: ClassVar[str] = "projects.stations"
    propose_permission = "projects.registry.propose"
    confirm_permission = "projects.registry.confirm"

    class Meta:
        app_label = "projects"
        verbose_name = _("file of stations")
        verbose_name_plural = _("files of stations")
        constraints = [one_standing_batch_per_file()]

    @classmethod
    def judge(cls, content: bytes, *, zone: str, today: dt.date) -> StationPlan:
        """Return what ``content`` would bring to the register as it stands."""
        confirmed = ProjectTerms.objects.confirmed().values("project_id")
        projects = Project.objects.filter(pk__in=confirmed).values_list("code", "technology")
        register = Register(
            carriers={code: TECHNOLOGIES[technology].carrier for code, technology in projects},
            taken_codes=set(Station.objects.values_list("code", flat=True)),
            zone=zone,
            today=today,
        )
        return plan_stations(content, register=register)

    def check_confirmable(self) -> None:
        """
        Refuse a file with errors: a register takes a file whole or not at all.

        :raises FaultyStationBatch: if an error was found when it was planned.
        """
        self._refuse_errors(int(self.plan["errors"]))

    def when_confirmed(self, *, by: Actor) -> None:  # noqa: ARG002  (the batch row names the person)
        """
        Register the stations, judged once more against the register of this moment.

        :raises FaultyStationBatch: if the register has moved so that a row no longer fits.
        :raises StationCodeTaken: if somebody registered one of the codes at the same time.
        """
        zone = str(self.plan["zone"])
        today = dt.date.fromisoformat(self.plan["today"])
        plan = self.judge(archive.read(self.original), zone=zone, today=today)
        self._refuse_errors(sum(each.blocks for each in plan.findings))
        try:
            with transaction.atomic():
                self._register(plan.rows)
        except IntegrityError as refusal:
            raise StationCodeTaken(name=self.original_name) from refusal

    def _refuse_errors(self, errors: int) -> None:
        if errors:
            raise FaultyStationBatch(name=self.original_name, errors=errors)

    def _register(self, rows: list[StationRow]) -> None:
        codes = {row.project for row in rows}
        ids = dict(Project.objects.filter(code__in=codes).values_list("code", "id"))
        Station.objects.bulk_create(
            (Station.from_row(row, batch=self, project_id=ids[row.project]) for row in rows),
            batch_size=_CHUNK,
        )


class Station(Fact):
    """One metered plant of a project, such as the panels on one household's roof."""

    batch = models.ForeignKey(
        "projects.StationBatch", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    row = models.PositiveIntegerField(_("row of the file"))
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    code = models.CharField(_("code"), max_length=64, unique=True)
    province = models.CharField(_("province"), max_length=8)
    city = models.CharField(_("city"), max_length=64, blank=True)
    capacity_w = models.BigIntegerField(_("capacity (W)"))
    carrier = models.CharField(
        _("carrier"),
        max_length=11,
        choices=[(Carrier.ELECTRICITY.value, _("electricity")), (Carrier.HEAT.value, _("heat"))],
    )
    zone = models.CharField(_("time zone"), max_length=64)
    commissioned_on = models.DateField(_("commissioned on"))
    grid_code = models.CharField(_("grid connection code"), max_length=64, blank=True)
    household_pseudonym = models.CharField(
        _("pseudonym of the household"), max_length=64, null=True, blank=True
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity_w__gt=0), name="station_capacity_is_above_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(carrier__in=[each.value for each in Carrier]),
                name="station_carrier_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "province"], name="stations_by_place"),
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def from_row(cls, row: StationRow, *, batch: StationBatch, project_id: int) -> Station:
        """Return the unsaved station that a file's row describes."""
        facts: dict[str, Any] = {
            name: getattr(row, name)
            for name in ("row", "code", "province", "city", "capacity_w", "carrier", "zone")
        }
        return cls(
            **facts,
            batch=batch,
            project_id=project_id,
            commissioned_on=row.commissioned_on,
            grid_code=row.grid_code,
            household_pseudonym=row.household_pseudonym,
            is_sample=batch.is_sample,
        )
