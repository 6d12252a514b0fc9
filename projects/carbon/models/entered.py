"""Statements of entered activity: what its numbers came to, frozen."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from config.kernel.periods import Period
from projects.carbon.rules.entered import Entered

LISTS = ("numbers", "steps", "results", "left_out", "warnings", "inputs")


class Days(models.Func):
    """The days from one until another, as a range of the database."""

    function = "daterange"
    output_field = DateRangeField()


class ActivityStatement(Fact):
    """What one project's entered activity of one period came to, as known at one moment."""

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    method = models.CharField(_("method"), max_length=60)
    method_version = models.CharField(_("version of the method"), max_length=20)
    known_at = models.DateTimeField(_("known at"))
    region = models.CharField(
        _("region of the factors"),
        max_length=20,
        blank=True,
        help_text=_("Empty where no factor depends on the place."),
    )
    numbers = models.JSONField(_("numbers"))
    steps = models.JSONField(_("steps"))
    results = models.JSONField(_("results"))
    left_out = models.JSONField(_("steps left out, and why"), default=list, blank=True)
    warnings = models.JSONField(_("what the reader should know"), default=list, blank=True)
    inputs = models.JSONField(_("entered activities"))
    data_quality = models.JSONField(_("data quality"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "projects"
        verbose_name = _("statement of entered activity")
        verbose_name_plural = _("statements of entered activity")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "project",
                    "method",
                    "method_version",
                    "starts_on",
                    "ends_on",
                    "known_at",
                    "region",
                ],
                name="entered_activity_is_stated_once_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_activity_statement_has_a_period"
            ),
            # What was spared in a time is stated once for a moment, not by year and month both.
            ExclusionConstraint(
                name="entered_activity_is_stated_once_of_a_time",
                expressions=[
                    ("project", RangeOperators.EQUAL),
                    ("method", RangeOperators.EQUAL),
                    ("known_at", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("recorded_at")),
                name="an_activity_statement_is_of_no_moment_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.period} {self.method} v{self.method_version}"

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)

    @property
    def entered(self) -> Entered:
        """Return what the columns say, as the value that the hash is taken over."""
        return Entered(
            project_id=self.project_id,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            method=self.method,
            method_version=self.method_version,
            known_at=self.known_at,
            region=self.region,
            data_quality=self.data_quality,
            **{name: tuple(getattr(self, name)) for name in LISTS},
        )
