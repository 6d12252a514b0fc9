"""Abstract rows: append-only, stamped facts, proposals, versions, batches."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Protocol, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.errors import DomainError


class Actor(Protocol):
    """A person who acts: what the kernel needs to know of an account."""

    pk: Any
    employee_no: str

    def may(self, permission: str) -> bool:
        """Return whether this person holds the permission."""

    def check_may(self, permission: str) -> None:
        """Refuse, by name, if this person does not hold the permission."""


class NeverEdited(DomainError):
    """A row of {table} is never changed; record a correction that names it."""

    code = "never_edited"


class AppendOnly(models.Model):
    """One row that is written once; the database refuses its change and its removal."""

    #: Database roles that may insert; the rest may only read.
    insert_roles: ClassVar[tuple[str, ...]] = ("app", "worker")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; a second save is refused before the database has to."""
        if self.pk is not None and not self._state.adding:
            raise NeverEdited(table=self._meta.db_table)
        super().save(*args, **kwargs)


class FactQuerySet(models.QuerySet[Any]):
    """Facts, asked with a moment of knowledge."""

    def known(self, known_at: dt.datetime) -> Self:
        """Keep what had been recorded at ``known_at``."""
        return self.filter(recorded_at__lte=known_at)


class Fact(AppendOnly):
    """One fact, stamped by the database with the moment it came to be known."""

    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(FactQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, then read back the stamp that the database set."""
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["recorded_at"])


class Decision(models.TextChoices):
    """What became of a proposal."""

    PENDING = "", _("awaiting confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ProposedQuerySet(models.QuerySet[Any]):
    """Proposals and what became of them."""

    def pending(self) -> Self:
        """Keep what nobody has decided."""
        return self.filter(decision=Decision.PENDING)

    def confirmed(self) -> Self:
        """Keep what a second person confirmed, whenever that was."""
        return self.filter(decision=Decision.CONFIRMED)

    def known(self, known_at: dt.datetime) -> Self:
        """Keep what had been confirmed at ``known_at``."""
        return self.filter(decision=Decision.CONFIRMED, recorded_at__lte=known_at)

    def alone(self) -> Self:
        """Keep what is decided by itself: all, where no row is decided together with another."""
        return self.all()

    def awaiting(self, user: Actor) -> Self:
        """Keep what ``user`` could confirm: pending, permitted, and another person's."""
        if not user.may(self.model.confirm_permission):
            return self.none()
        pending = self.alone().pending().exclude(proposed_by_id=user.pk)
        return pending.exclude(proposed_by__employee_no=user.employee_no)


class Proposed(models.Model):
    """
    One row that a first person proposed and a second one decides.

    The database lets the decision be written once, by another person, and nothing else
    be changed ever; ``recorded_at`` is the moment of confirmation.
    """

    propose_permission: ClassVar[str]
    confirm_permission: ClassVar[str]
    #: Set on the columns that the decision writes; all others are frozen content.
    decision_columns: ClassVar[tuple[str, ...]] = (
        "decision",
        "decided_by_id",
        "decided_at",
        "decision_note",
        "recorded_at",
    )

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), null=True, editable=False)
    reason = models.TextField(_("reason"))
    decision = models.CharField(
        _("decision"),
        max_length=9,
        choices=Decision.choices,
        default=Decision.PENDING,
        blank=True,
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision_note = models.TextField(_("note on the decision"), blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)
    content_sha256 = models.CharField(
        _("content SHA-256"), max_length=64, blank=True, editable=False
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(ProposedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the proposal and read back what the database stamped on it."""
        if not self._state.adding:
            raise NeverEdited(table=self._meta.db_table)
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["proposed_at", "content_sha256"])

    @property
    def is_pending(self) -> bool:
        """Return whether nobody has decided."""
        return self.decision == Decision.PENDING

    def check_confirmable(self) -> None:
        """Refuse the confirmation if the room's own rules do; nothing by default."""

    def when_confirmed(self, *, by: Actor) -> None:
        """Do what follows from the confirmation, in its transaction; nothing by default."""

    def when_turned_down(self, *, by: Actor) -> None:
        """Do what follows from a rejection or a withdrawal; nothing by default."""


class VersionedQuerySet(ProposedQuerySet):
    """Versions, asked for a day as known at a moment."""

    def standing(self, known_at: dt.datetime) -> Self:
        """Keep the versions that nothing known at ``known_at`` had superseded."""
        later = self.model.objects.filter(
            supersedes_id=OuterRef("pk"), decision=Decision.CONFIRMED, recorded_at__lte=known_at
        )
        return self.known(known_at).filter(~Exists(later))

    def as_of(self, day: dt.date, *, known_at: dt.datetime) -> Self:
        """Keep, for each identity, the version that holds on ``day`` as known at ``known_at``."""
        chosen = self.model.objects.holding(day, known_at=known_at)
        return self.filter(pk__in=chosen.values("pk"))

    def holding(self, day: dt.date, *, known_at: dt.datetime) -> Self:
        """
        Return the versions that ``as_of`` keeps, as one pass over the table.

        They are chosen by being first in their order: read them or embed them whole, but do
        not filter them further, which would choose among other rows.
        """
        identity = self.model.identity
        standing: Self = self.model.objects.standing(known_at).filter(effective_from__lte=day)
        ordered = standing.order_by(*identity, "-effective_from", "-recorded_at", "-id")
        return ordered.distinct(*identity)


class Versioned(Proposed):
    """One version of what holds for a thing, from a day on until a later version."""

    identity: ClassVar[tuple[str, ...]]

    effective_from = models.DateField(_("effective from"))
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supersedes"),
        help_text=_("The version that this one corrects, if it corrects one."),
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(VersionedQuerySet)()

    class Meta:
        abstract = True


class Batch(Proposed):
    """One file of facts: planned, shown, and published by a second person all at once."""

    kind = models.CharField(_("kind"), max_length=40)
    source = models.CharField(_("source"), max_length=200, blank=True)
    original = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("original file")
    )
    original_name = models.CharField(_("file name"), max_length=255)
    file_sha256 = models.CharField(_("file SHA-256"), max_length=64)
    rows_read = models.BigIntegerField(_("rows read"), default=0)
    rows_accepted = models.BigIntegerField(_("rows accepted"), default=0)
    finding_counts = models.JSONField(_("findings by code"), default=dict, blank=True)
    findings = models.JSONField(_("first findings"), default=list, blank=True)
    plan = models.JSONField(_("plan"), default=dict, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.original_name} ({self.file_sha256[:8]})"

    @classmethod
    def twin_of(cls, *, kind: str, file_sha256: str) -> Self | None:
        """Return the standing batch that already holds the same file, if there is one."""
        alive = Q(decision__in=[Decision.PENDING, Decision.CONFIRMED])
        found: Self | None = (
            cls._default_manager.filter(alive, kind=kind, file_sha256=file_sha256)
            .order_by("id")
            .first()
        )
        return found


def one_standing_batch_per_file() -> models.UniqueConstraint:
    """Return the constraint that keeps a file from being taken twice; for a batch's Meta."""
    return models.UniqueConstraint(
        fields=["kind", "file_sha256"],
        condition=Q(decision__in=["", "confirmed"]),
        name="%(class)s_takes_a_file_once",
    )
