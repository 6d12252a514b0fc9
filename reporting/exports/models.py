"""Schedules, whether they run, the runs they are expected to make, and what was delivered."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact, Proposed
from config.kernel.periods import Period
from reporting.exports.rules.life import SlotState
from reporting.exports.rules.periods import Relative, resolve
from reporting.exports.rules.timetable import Timetable, read_timetable


class Content(models.TextChoices):
    """What is exported."""

    DISCLOSURE = "disclosure", _("published disclosure")
    FIGURES = "figures", _("figures of a published disclosure")


RELATIVE_LABELS = {
    Relative.LAST_MONTH: _("last month"),
    Relative.LAST_QUARTER: _("last quarter"),
    Relative.LAST_YEAR: _("last year"),
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
RIGHTS = ("reporting.exports.run", "reporting.disclosures.view", "reporting.figures.view")


class Door(models.TextChoices):
    """By which way a delivery leaves."""

    DOWNLOAD = "download", _("download")


class Schedule(Proposed):
    """One standing order to export something at certain times, with its owner's rights."""

    propose_permission: ClassVar[str] = "reporting.exports.propose"
    confirm_permission: ClassVar[str] = "reporting.exports.confirm"

    name = models.CharField(_("name"), max_length=100)
    content = models.CharField(_("content"), max_length=20, choices=Content.choices)
    disclosure_kind = models.CharField(_("kind of disclosure"), max_length=40)
    relative_period = models.CharField(
        _("period"), max_length=20, choices=list(RELATIVE_LABELS.items())
    )
    fixed_period = models.CharField(_("fixed period"), max_length=21, blank=True)
    form = models.CharField(
        _("form"), max_length=10, choices=[("pdf", "PDF"), ("xlsx", "XLSX"), ("json", "JSON")]
    )
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-Hans", "简体中文"), ("en", "English")]
    )
    timetable = models.JSONField(_("timetable"))
    time_zone = models.CharField(_("time zone"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    door = models.CharField(_("delivered by"), max_length=20, choices=Door.choices)

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
        for permission in RIGHTS:
            self.owner.check_may(permission)

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
        return f"{self.schedule} @ {self.slot_at:%Y-%m-%d %H:%M:%S}"


class Delivery(Fact):
    """One file that left by a door for one expected run: which bytes, and what was received."""

    expected_run = models.OneToOneField(
        ExpectedRun, models.PROTECT, related_name="delivery", verbose_name=_("expected run")
    )
    schedule = models.ForeignKey(
        Schedule, models.PROTECT, related_name="deliveries", verbose_name=_("schedule")
    )
    period = models.CharField(_("period"), max_length=21)
    file = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size_bytes = models.BigIntegerField(_("bytes"))
    door = models.CharField(_("delivered by"), max_length=20, choices=Door.choices)
    receipt = models.JSONField(_("receipt"), default=dict, blank=True)

    class Meta:
        app_label = "reporting"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sha256[:8]})"
