"""The table of what proposals would move."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact


class MoveReport(Fact):
    """What one proposed edition or policy would move, as it stood at one moment."""

    edition = models.ForeignKey(
        "projects.Edition",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("edition"),
    )
    policy = models.ForeignKey(
        "projects.FactorPolicy",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("factor policy"),
    )
    known_at = models.DateTimeField(_("known at"))
    statements = models.JSONField(_("statements that would move"), default=list)
    products = models.JSONField(_("products that would move"), default=list)
    disclosures = models.JSONField(_("published disclosures that would move"), default=list)
    difference_tco2e = models.DecimalField(
        _("difference of the latest statements (tCO2e)"), max_digits=24, decimal_places=6
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("list of what would move")
        verbose_name_plural = _("lists of what would move")
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=True) ^ Q(policy__isnull=True),
                name="what_would_move_is_asked_of_one_proposal",
            ),
            models.UniqueConstraint(
                fields=["edition", "policy", "known_at"],
                nulls_distinct=False,
                name="what_would_move_is_listed_once_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.difference_tco2e:+,f} tCO2e"

    @property
    def subject(self) -> Any:
        """Return the proposal that the list is about."""
        return self.edition or self.policy
