"""Files on their way to destinations, each try, and what was received in the end."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.accounts.models import User
from config.kernel.models import Fact, FactQuerySet
from reporting.exports.models.destinations import Destination, Door, within_reach
from reporting.exports.models.schedules import ExpectedRun, Schedule
from reporting.exports.rules.life import IN_TROUBLE, UNDER_WAY, DispatchState

STATE_LABELS = {
    DispatchState.PENDING: _("to be sent"),
    DispatchState.SENDING: _("being sent"),
    DispatchState.WAITING: _("failed, will be tried again"),
    DispatchState.SENT: _("sent"),
    DispatchState.DEAD: _("given up, waits for a person"),
    DispatchState.UNKNOWN: _("perhaps received, waits for a person"),
    DispatchState.DROPPED: _("not to be sent any more"),
}


class DispatchQuerySet(models.QuerySet[Any]):
    """Dispatches, of which a person sees those to destinations they see."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may see."""
        return self.filter(within_reach(user, at="destination__"))


class AttemptQuerySet(FactQuerySet):
    """Attempts, of which a person sees those of dispatches they see."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may see."""
        return self.filter(within_reach(user, at="dispatch__destination__"))


class DeliveryQuerySet(FactQuerySet):
    """Deliveries, of which a person sees those to destinations they see."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may see."""
        return self.filter(within_reach(user, at="destination__"))


class Dispatch(models.Model):
    """One file on its way to one destination for one expected run, and how far it has come."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    expected_run = models.ForeignKey(
        ExpectedRun, models.PROTECT, related_name="dispatches", verbose_name=_("expected run")
    )
    recipient = models.CharField(_("recipient"), max_length=40)
    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, related_name="+", verbose_name=_("destination")
    )
    period = models.CharField(_("period"), max_length=21)
    file = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size_bytes = models.BigIntegerField(_("bytes"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=list(STATE_LABELS.items()),
        default=DispatchState.PENDING.value,
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    #: Attempts up to here count no more: a person had it sent again.
    forgiven = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(
        "jobs.Run", models.PROTECT, null=True, related_name="+", verbose_name=_("run")
    )
    handed_over_at = models.DateTimeField(_("handed over at"), null=True)
    next_at = models.DateTimeField(_("tried again at"), null=True)
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    error = models.TextField(_("error"), blank=True)
    moved_at = models.DateTimeField(_("last moved at"), null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(DispatchQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            models.UniqueConstraint(
                fields=["expected_run", "recipient"], name="a_run_is_sent_once_to_a_recipient"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[each.value for each in DispatchState]),
                name="a_dispatch_is_in_a_known_state",
            ),
        ]
        indexes = [
            # The tick asks, every few seconds, for what is due; what was sent piles up for years.
            models.Index(
                fields=["state", "next_at"],
                condition=models.Q(state__in=[each.value for each in (*UNDER_WAY, *IN_TROUBLE)]),
                name="dispatches_not_settled",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.recipient}"


class DispatchAttempt(Fact):
    """One try to hand a file over, or one act of a person about it, and what came of it."""

    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, related_name="tries", verbose_name=_("dispatch")
    )
    number = models.PositiveIntegerField(_("attempt"))
    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, related_name="+", verbose_name=_("destination")
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=[
            ("sent", _("sent")),
            ("found", _("found there, received before")),
            ("failed", _("failed")),
            ("refused", _("refused")),
            ("unanswered", _("no answer")),
            ("interrupted", _("interrupted")),
            ("resent", _("a person had it sent again")),
            ("settled", _("a person found it received")),
            ("dropped", _("a person gave it up")),
        ],
    )
    began_at = models.DateTimeField(_("began at"), null=True)
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    error = models.TextField(_("error"), blank=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(AttemptQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.dispatch} #{self.number}: {self.outcome}"


class Delivery(Fact):
    """One file that left by a door for one expected run: which bytes, and what was received."""

    expected_run = models.ForeignKey(
        ExpectedRun, models.PROTECT, related_name="deliveries", verbose_name=_("expected run")
    )
    dispatch = models.OneToOneField(
        Dispatch, models.PROTECT, null=True, related_name="delivery", verbose_name=_("dispatch")
    )
    destination = models.ForeignKey(
        Destination,
        models.PROTECT,
        null=True,
        related_name="deliveries",
        verbose_name=_("destination"),
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

    objects: ClassVar[Any] = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["expected_run", "dispatch"],
                nulls_distinct=False,
                name="a_run_is_delivered_once_by_each_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sha256[:8]})"
