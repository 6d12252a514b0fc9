"""What is said about tasks: comments of people, reminders of the clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from reporting.collection.models.periods import CollectionTask


class TaskComment(Fact):
    """One remark of one person about one task."""

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="comments", verbose_name=_("collection task")
    )
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("comment on a task")
        verbose_name_plural = _("comments on tasks")

    def __str__(self) -> str:
        return f"{self.task}: {self.text[:60]}"


class CollectionReminder(Fact):
    """One reminder of one task that is owed, as its day came near or had passed."""

    task = models.ForeignKey(
        CollectionTask, models.PROTECT, related_name="reminders", verbose_name=_("collection task")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("to"),
        help_text=_("Nobody named: everybody in the department."),
    )
    due_on = models.DateField(_("due on"))
    step = models.CharField(_("step"), max_length=20)
    is_overdue = models.BooleanField(_("overdue"))
    reminded_on = models.DateField(_("reminded on"))

    class Meta:
        app_label = "reporting"
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "due_on", "step"], name="a_step_towards_a_due_day_reminds_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.due_on}"
