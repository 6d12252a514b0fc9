"""What is asked: the period, the tasks of each department, and who owes them by when."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from config.kernel.periods import Period

#: Room for any quantity that a department counts.
NUMBER: dict[str, Any] = {"max_digits": 30, "decimal_places": 12}


class CollectionPeriod(Fact):
    """One period for which numbers are collected from the departments."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until, not with"))
    due_working_days = models.PositiveSmallIntegerField(
        _("due, working days after the end"),
        help_text=_("Counted on the Chinese working calendar, make-up days included."),
    )
    change_limit_percent = models.DecimalField(
        _("limit of change against last year (%)"), max_digits=6, decimal_places=1
    )
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("structure carried from"),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    reason = models.TextField(_("reason"))
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("collection period")
        verbose_name_plural = _("collection periods")
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "ends_on"], name="a_period_is_collected_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_collection_has_a_period"
            ),
        ]

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.starts_on, self.ends_on)


class CollectionTask(Fact):
    """One number or text that one department owes for one period: what is asked, and where."""

    period = models.ForeignKey(
        CollectionPeriod, models.PROTECT, related_name="tasks", verbose_name=_("collection period")
    )
    code = models.CharField(_("indicator"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    is_text = models.BooleanField(_("answered in words"), default=False)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    site = models.CharField(_("site"), max_length=100, blank=True)
    region = models.CharField(
        _("province"),
        max_length=60,
        blank=True,
        help_text=_("Where it is used, as factors name it: 北京. Emissions of power need it."),
    )
    evidence_required = models.BooleanField(_("evidence required"), default=True)
    usual_low = models.DecimalField(_("usual range from"), null=True, blank=True, **NUMBER)
    usual_high = models.DecimalField(_("usual range to"), null=True, blank=True, **NUMBER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "reporting"
        verbose_name = _("collection task")
        verbose_name_plural = _("collection tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "code", "department", "site"],
                name="a_department_is_asked_once_for_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(is_text=True) | ~Q(unit=""), name="a_collected_number_has_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(usual_low=None)
                | Q(usual_high=None)
                | Q(usual_high__gte=F("usual_low")),
                name="a_usual_range_goes_upwards",
            ),
        ]

    def __str__(self) -> str:
        site = f" · {self.site}" if self.site else ""
        return f"{self.code} {self.name_zh}{site}"

    @property
    def usual_range(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the range in which the number usually lies; open where nothing is said."""
        return self.usual_low, self.usual_high


class TaskTerms(Fact):
    """Who owes one task by which day, and whether it is still asked; the latest counts."""

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="terms", verbose_name=_("collection task")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Nobody named: everybody in the department owes it."),
    )
    due_on = models.DateField(_("due on"))
    is_estimate = models.BooleanField(
        _("estimated"),
        default=False,
        help_text=_("The holidays of that year are not decreed yet."),
    )
    is_asked = models.BooleanField(_("still asked"), default=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    reason = models.TextField(_("reason"))

    class Meta:
        app_label = "reporting"
        verbose_name = _("terms of a task")
        verbose_name_plural = _("terms of tasks")
        indexes = [models.Index(fields=["task", "-id"], name="terms_of_a_task_latest_first")]

    def __str__(self) -> str:
        return f"{self.task}: {self.due_on}"
