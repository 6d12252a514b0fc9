"""Statements of what was spared, and the drawings that made them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from config.kernel.periods import Period
from config.kernel.quantities import Measure, Quantity
from projects.carbon.rules.drawing import Drawn


class StatementRun(Fact):
    """One drawing of statements: for which projects and period, as known when, at whose wish."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    known_at = models.DateTimeField(_("known at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    scope_sha256 = models.CharField(
        _("SHA-256 of the scope"),
        max_length=64,
        unique=True,
        help_text=_("Period, moment of knowledge, projects and method versions."),
    )
    project_ids = models.JSONField(_("projects"))
    methods = models.JSONField(_("methods"))
    count = models.PositiveIntegerField(_("statements"))
    set_sha256 = models.CharField(_("SHA-256 of the statements"), max_length=64)
    not_drawn = models.JSONField(_("what was not drawn, and why"), default=list, blank=True)

    class Meta:
        app_label = "projects"
        verbose_name = _("drawing of statements")
        verbose_name_plural = _("drawings of statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_drawing_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("recorded_at")),
                name="a_drawing_is_not_of_a_moment_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} @ {localtime(self.known_at):%Y-%m-%d %H:%M:%S}"

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)


class Statement(Fact):
    """What one project spared in one month, by one method and version, as known at one moment."""

    run = models.ForeignKey(
        "projects.StatementRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drawing"),
    )
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    method = models.CharField(_("method"), max_length=60)
    method_version = models.CharField(_("version of the method"), max_length=20)
    known_at = models.DateTimeField(_("known at"))
    carrier = models.CharField(_("carrier"), max_length=20)
    energy_wh = models.BigIntegerField(_("energy (Wh)"))
    avoided_tco2e = models.DecimalField(
        _("avoided (tCO2e)"),
        max_digits=24,
        decimal_places=6,
        help_text=_("The exact product, to the gram, halves to the even neighbor."),
    )
    lines = models.JSONField(_("lines by province"))
    alternatives = models.JSONField(_("other routes, never added"))
    inputs = models.JSONField(_("inputs"))
    data_quality = models.JSONField(_("data quality"))
    explanation = models.JSONField(_("explanation"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "projects"
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "starts_on", "method", "method_version", "known_at"],
                name="a_statement_is_drawn_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_statement_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(energy_wh__gte=0), name="a_statement_has_no_negative_energy"
            ),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("recorded_at")),
                name="a_statement_is_not_of_a_moment_to_come",
            ),
        ]
        indexes = [models.Index(fields=["known_at", "starts_on"], name="statements_by_moment")]

    def __str__(self) -> str:
        return f"{self.project} {self.period} {self.method}"

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)

    @property
    def avoided(self) -> Quantity:
        """Return what was avoided, as a quantity that adds to nothing else."""
        return Quantity(self.avoided_tco2e, "tCO2e", Measure.AVOIDED)

    @property
    def drawn(self) -> Drawn:
        """Return what the columns say, as the value that the hash is taken over."""
        return Drawn(
            project_id=self.project_id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            method=self.method,
            method_version=self.method_version,
            known_at=self.known_at,
            carrier=self.carrier,
            energy_wh=self.energy_wh,
            avoided_tco2e=self.avoided_tco2e,
            lines=tuple(self.lines),
            alternatives=tuple(self.alternatives),
            inputs=self.inputs,
            data_quality=self.data_quality,
            explanation=tuple(self.explanation),
        )

    @classmethod
    def of(cls, drawn: Drawn, *, run: StatementRun) -> Statement:
        """Return the unsaved row of a drawn value."""
        facts = {**vars(drawn), "sha256": drawn.sha256, "run": run}
        for name in ("lines", "alternatives", "explanation"):
            facts[name] = list(facts[name])
        return cls(**facts)
