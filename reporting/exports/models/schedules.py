"""Schedules, whether they run, and the runs that they are expected to make."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from config.console.lists.saved import page_of
from config.kernel.models import Fact, Proposed
from config.kernel.periods import Period
from reporting.exports.rules.life import SlotState
from reporting.exports.rules.periods import Relative, resolve
from reporting.exports.rules.timetable import Timetable, read_timetable
from reporting.exports.rules.writing import ListForm
from reporting.rendering import child


class Content(models.TextChoices):
    """What is exported."""

    DISCLOSURE = "disclosure", _("published disclosure")
    FIGURES = "figures", _("figures of a published disclosure")
    LIST = "list", _("list")


RELATIVE_LABELS = {
    Relative.LAST_MONTH: _("last month"),
    Relative.LAST_QUARTER: _("last quarter"),
    Relative.LAST_YEAR: _("last year"),
    Relative.LAST_DAY: _("the day before"),
    Relative.AS_OF: _("as of the day it runs"),
    Relative.FIXED: _("fixed"),
}
SLOT_LABELS = {
    SlotState.EXPECTED: _("expected"),
    SlotState.CLAIMED: _("under way"),
    SlotState.DONE: _("done"),
    SlotState.FAILED: _("failed"),
    SlotState.MISSED: _("missed"),
}


#: What the owner of a schedule must hold when it is made and whenever it runs.
_RUN = "reporting.exports.run"
RIGHTS = {
    Content.DISCLOSURE: (_RUN, "reporting.disclosures.view", "reporting.figures.view"),
    Content.FIGURES: (_RUN, "reporting.disclosures.view", "reporting.figures.view"),
    Content.LIST: (_RUN,),
}


def form_choices() -> list[tuple[str, str]]:
    """Return every form that a document or a list can leave in, from their own tables."""
    return [(each, each.upper()) for each in sorted({*child.FORMS, *map(str, ListForm)})]


class Schedule(Proposed):
    """One standing order to export something at certain times, with its owner's rights."""

    propose_permission: ClassVar[str] = "reporting.exports.propose"
    confirm_permission: ClassVar[str] = "reporting.exports.confirm"

    name = models.CharField(_("name"), max_length=100)
    content = models.CharField(_("content"), max_length=20, choices=Content.choices)
    disclosure_kind = models.CharField(_("kind of disclosure"), max_length=40, blank=True)
    subject = models.CharField(
        _("product"),
        max_length=64,
        blank=True,
        help_text=_("The code of the product, where the kind is about one product."),
    )
    figure_template = models.SlugField(
        _("table template"),
        max_length=40,
        blank=True,
        help_text=_(
            "For figures: the code of a confirmed table template; the one that holds on the day "
            "of the run is filled. Without one, every figure is listed."
        ),
    )
    list_name = models.CharField(_("list"), max_length=80, blank=True)
    list_query = models.TextField(_("columns, filters and order"), blank=True)
    relative_period = models.CharField(
        _("period"), max_length=20, choices=list(RELATIVE_LABELS.items())
    )
    fixed_period = models.CharField(_("fixed period"), max_length=21, blank=True)
    form = models.CharField(_("form"), max_length=20, choices=form_choices)
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-Hans", "简体中文"), ("en", "English")]
    )
    timetable = models.JSONField(_("timetable"))
    time_zone = models.CharField(_("time zone"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    watchers = models.JSONField(
        _("told of alarms"),
        default=list,
        blank=True,
        help_text=_("Accounts that are told by mail, besides the owner, when a run goes wrong."),
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.name

    def check_rights(self) -> None:
        """
        Refuse if the owner may not, now, send what the schedule sends.

        :raises NotAllowed: naming the permission that is missing.
        """
        for permission in RIGHTS[Content(self.content)]:
            self.owner.check_may(permission)
        if self.list_name:
            page_of(self.list_name, by=self.owner)

    def check_confirmable(self) -> None:
        """Refuse a schedule whose owner may not send it."""
        self.check_rights()

    @property
    def times(self) -> Timetable:
        """Return when it runs."""
        return read_timetable(self.timetable, zone=self.time_zone)

    def period_at(self, slot_at: dt.datetime) -> Period:
        """Return the period that a run due at ``slot_at`` is about."""
        return resolve(
            Relative(self.relative_period),
            fixed=self.fixed_period,
            slot_at=slot_at,
            zone=self.time_zone,
        )


class ScheduleSwitch(Fact):
    """One decision to pause a schedule or to let it run again: who, when, why."""

    schedule = models.ForeignKey(
        Schedule, models.PROTECT, related_name="switches", verbose_name=_("schedule")
    )
    is_on = models.BooleanField(_("running"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))

    class Meta:
        app_label = "reporting"
        verbose_name = _("pause or resumption")
        verbose_name_plural = _("pauses and resumptions")

    def __str__(self) -> str:
        return f"{self.schedule}: {self.is_on}"


class ExpectedRun(models.Model):
    """One run that a schedule is expected to make, written ahead of its time."""

    schedule = models.ForeignKey(
        Schedule, models.PROTECT, related_name="expected_runs", verbose_name=_("schedule")
    )
    slot_at = models.DateTimeField(_("due at"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=list(SLOT_LABELS.items()),
        default=SlotState.EXPECTED.value,
    )
    period = models.CharField(_("period"), max_length=21, blank=True)
    run = models.ForeignKey(
        "jobs.Run", models.PROTECT, null=True, related_name="+", verbose_name=_("run")
    )
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    error = models.TextField(_("error"), blank=True)
    #: The State Council had not yet decreed that year's holidays: Monday to Friday was taken.
    is_guessed = models.BooleanField(_("day not yet decreed"), default=False)
    moved_at = models.DateTimeField(_("last moved at"), null=True)

    class Meta:
        app_label = "reporting"
        verbose_name = _("expected run")
        verbose_name_plural = _("expected runs")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "slot_at"], name="a_schedule_runs_once_a_slot"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in SlotState]),
                name="an_expected_run_is_in_a_known_state",
            ),
        ]
        indexes = [
            # The tick asks, every few seconds, for what is due; the past piles up for years.
            models.Index(
                fields=["slot_at"],
                condition=models.Q(state__in=["expected", "claimed"]),
                name="expected_runs_not_finished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule} @ {localtime(self.slot_at):%Y-%m-%d %H:%M:%S}"


class ExpectedRunRequest(Fact):
    """One request of a person to have a missed or failed run made after all: who, when, why."""

    expected_run = models.ForeignKey(
        ExpectedRun, models.PROTECT, related_name="requests", verbose_name=_("expected run")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))
    #: What it had come to before: missed, or failed and by what.
    was = models.CharField(_("state before"), max_length=10, choices=list(SLOT_LABELS.items()))
    error = models.TextField(_("error"), blank=True)

    class Meta:
        app_label = "reporting"
        verbose_name = _("run asked for again")
        verbose_name_plural = _("runs asked for again")

    def __str__(self) -> str:
        return f"{self.expected_run}: {self.reason[:60]}"
