"""Announced figures: kept as claims, never as results."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Proposed
from config.kernel.quantities import Measure, Quantity
from projects.carbon.rules.facts import readable, with_own_value


class ClaimMeasure(models.TextChoices):
    """What an announced figure measures."""

    AVOIDED = Measure.AVOIDED.value, _("avoided emissions")
    COAL_SAVED = Measure.COAL_SAVED.value, _("standard coal saved")
    ALLOWANCE = Measure.ALLOWANCE.value, _("allowances saved")
    FOOTPRINT = Measure.FOOTPRINT.value, _("product footprint")
    ENERGY = Measure.ENERGY.value, _("electricity")
    HEAT = Measure.HEAT.value, _("heat")
    AREA = Measure.AREA.value, _("area")
    MASS = Measure.MASS.value, _("mass")
    SHARE = Measure.SHARE.value, _("share or ratio")


class ClaimBasis(models.TextChoices):
    """The time that an announced figure is for."""

    YEAR = "year", _("per year")
    CUMULATIVE = "cumulative", _("since the beginning")
    ONCE = "once", _("once")
    UNSTATED = "unstated", _("not stated")


class Claim(Proposed):
    """One figure that a sponsor announced, with its source; a claim, never a result."""

    propose_permission: ClassVar[str] = "projects.carbon.propose"
    confirm_permission: ClassVar[str] = "projects.carbon.confirm"
    is_claim: ClassVar[bool] = True

    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
    )
    subject = models.CharField(
        _("subject"), max_length=200, blank=True, help_text=_("What it is said of, if no project.")
    )
    measure = models.CharField(_("measure"), max_length=20, choices=ClaimMeasure.choices)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=20)
    basis = models.CharField(_("basis"), max_length=12, choices=ClaimBasis.choices)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    source = models.TextField(_("source"))
    quote_zh = models.TextField(_("quoted in Chinese"), blank=True)
    quote_en = models.TextField(_("quoted in English"), blank=True)
    announced = models.JSONField(_("announced facts"), default=dict, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False) | ~Q(subject=""),
                name="a_claim_is_said_of_something",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="a_claim_is_above_zero"),
            models.CheckConstraint(
                condition=~Q(quote_zh="") | ~Q(quote_en=""), name="a_claim_is_quoted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject or self.project_id}: {self.quantity}"

    @property
    def quantity(self) -> Quantity:
        """Return the announced figure as a quantity of its own measure."""
        return Quantity(self.value.normalize() + 0, self.unit, Measure(self.measure))

    @property
    def facts(self) -> dict[str, Decimal]:
        """Return every announced fact, the claim's own value among them."""
        return with_own_value(
            readable(self.announced),
            measure=Measure(self.measure),
            value=self.value,
            unit=self.unit,
        )
