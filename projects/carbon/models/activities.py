"""What a project did that no meter of energy counts: entered facts, two people each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import plain_decimal
from config.kernel.models import Proposed
from config.kernel.periods import Period


class Activity(Proposed):
    """
    One number of one project and period that a method asks for: water treated, hydrogen made.

    Of the same project, method, quantity and period the number that was confirmed last holds.
    """

    propose_permission: ClassVar[str] = "projects.carbon.propose"
    confirm_permission: ClassVar[str] = "projects.carbon.confirm"

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    method = models.CharField(_("method"), max_length=60)
    quantity = models.CharField(
        _("quantity"),
        max_length=60,
        help_text=_("The code of an input or parameter that the method asks for."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    value = models.DecimalField(_("value"), max_digits=30, decimal_places=12)
    unit = models.CharField(_("unit"), max_length=40)
    source = models.TextField(_("source"), help_text=_("The record or certificate it is from."))
    uncertainty_percent = models.DecimalField(
        _("uncertainty (%)"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("As the source states it, plus or minus, in percent of the value; else empty."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("activity of a project")
        verbose_name_plural = _("activities of projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_activity_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(uncertainty_percent__isnull=True) | Q(uncertainty_percent__gt=0),
                name="an_activity_states_an_uncertainty_above_zero",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="an_activity_names_its_source"),
        ]
        indexes = [
            models.Index(fields=["project", "method", "starts_on"], name="activity_by_project")
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.period} {self.method}: {self.quantity} {self.amount}"

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)

    @property
    def amount(self) -> str:
        """Return value and unit as people write them."""
        return f"{plain_decimal(self.value)} {self.unit}"
