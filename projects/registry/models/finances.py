"""A project's balance sheet by year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Versioned


class ProjectFinance(Versioned):
    """What stood on one project's balance sheet at the end of one year, in CNY."""

    propose_permission = "projects.registry.propose"
    confirm_permission = "projects.registry.confirm"
    identity = ("project", "year")

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    equity_cny = models.DecimalField(
        _("equity (CNY)"),
        max_digits=20,
        decimal_places=2,
        help_text=_("Below zero if losses have eaten it up."),
    )
    debt_cny = models.DecimalField(_("debt (CNY)"), max_digits=20, decimal_places=2)
    total_assets_cny = models.DecimalField(
        _("total assets (CNY)"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    basis = models.TextField(
        _("basis"), help_text=_("Audited statements, management accounts, or how it was estimated.")
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("balance sheet of a project")
        verbose_name_plural = _("balance sheets of projects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debt_cny__gte=0), name="project_debt_is_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(total_assets_cny__isnull=True)
                | models.Q(total_assets_cny__gte=0),
                name="project_assets_are_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from__year=models.F("year")),
                name="project_finance_holds_in_its_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"
