"""Runs and the outbox: the truth about work; a message only carries an id."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from config.kernel.transitions import Lifecycle


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    QUARANTINED = "quarantined", _("quarantined")


RUN_LIFE = Lifecycle(
    name="run",
    states=RunState,
    moves={
        "queued": frozenset({"running", "quarantined"}),
        "running": frozenset({"done", "failed", "queued", "quarantined"}),
        "failed": frozenset({"queued"}),
        "quarantined": frozenset({"queued"}),
        "done": frozenset(),
    },
    owners={
        "queued": "worker",
        "running": "worker",
        "failed": "asker",
        "quarantined": "operator",
        "done": "nobody",
    },
)


class Run(models.Model):
    """One piece of work that was asked for, and how far it has come."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=200)
    payload = models.JSONField(_("input"), default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RunState.choices, default=RunState.QUEUED
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    holder = models.UUIDField(_("held by"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    done = models.BigIntegerField(_("done so far"), default=0)
    total = models.BigIntegerField(_("in all"), default=0)
    message = models.CharField(_("message"), max_length=500, blank=True)
    error = models.TextField(_("error"), blank=True)
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    peak_mb = models.PositiveIntegerField(_("peak memory, MB"), default=0)
    created_at = models.DateTimeField(_("asked at"), db_default=Now())
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="a_run_is_asked_for_once"),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="a_run_is_in_a_known_state"
            ),
        ]
        indexes = [
            # The sweeper asks for what is not finished; finished runs pile up for years.
            models.Index(
                fields=["state", "lease_until"],
                condition=Q(state__in=["queued", "running"]),
                name="runs_not_finished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_finished(self) -> bool:
        """Return whether nothing more will happen by itself."""
        return self.state in {RunState.DONE, RunState.FAILED, RunState.QUARANTINED}


class Outbox(models.Model):
    """One message that must reach the broker, written with the run it announces."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="messages")
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="outbox_not_sent")
        ]

    def __str__(self) -> str:
        return f"run {self.run_id}"
