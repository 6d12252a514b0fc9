"""Where deliveries go: destinations, what they are entered with, and how they were tried."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.accounts.models import User
from config.kernel.errors import DomainError
from config.kernel.models import Actor, Fact, FactQuerySet, Proposed, ProposedQuerySet

VIEW, RUN = "reporting.exports.view", "reporting.exports.run"


class Door(models.TextChoices):
    """By which way a delivery leaves."""

    DOWNLOAD = "download", _("download")
    EMAIL = "email", _("e-mail")
    SFTP = "sftp", _("SFTP")
    S3 = "s3", _("S3 store")
    WEBHOOK = "webhook", _("webhook")
    FOLDER = "folder", _("folder")


class NotTried(DomainError):
    """Nothing has reached {destination} yet; have a test file sent, then confirm it."""

    code = "not_tried"


def within_reach(user: User, *, permission: str = VIEW, at: str = "") -> models.Q:
    """Return what keeps destinations of nobody's or of the departments that a person reaches."""
    reach = user.reach(permission)
    if reach is None:
        return models.Q()
    return models.Q(**{f"{at}department": None}) | models.Q(**{f"{at}department__in": reach})


class DestinationQuerySet(ProposedQuerySet):
    """Destinations, of which a person sees those of the departments that their roles are for."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may see."""
        return self.filter(within_reach(user))

    def awaiting(self, user: Actor) -> Self:
        """Keep what the person could confirm, within their departments."""
        permission = self.model.confirm_permission
        return super().awaiting(user).filter(within_reach(cast(User, user), permission=permission))


class Destination(Proposed):
    """One place outside to which files are delivered: its door, its address, whose it is."""

    propose_permission: ClassVar[str] = "reporting.exports.propose"
    confirm_permission: ClassVar[str] = "reporting.exports.confirm"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(
        _("code"),
        max_length=40,
        help_text=_("Schedules name it so; a later destination of the same code replaces this."),
    )
    name = models.CharField(_("name"), max_length=100)
    door = models.CharField(
        _("delivered by"),
        max_length=20,
        choices=[each for each in Door.choices if each[0] != Door.DOWNLOAD],
    )
    address = models.JSONField(_("address"))
    has_secret = models.BooleanField(_("entered with a secret"), default=False, editable=False)
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("Nothing is sent to a destination that is closed.")
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(DestinationQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(door__in=[each for each in Door if each != Door.DOWNLOAD]),
                name="a_destination_has_a_door_that_leads_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def check_confirmable(self) -> None:
        """
        Refuse a destination that no test file has reached.

        :raises NotTried: naming it.
        """
        if self.is_open and not self.checks.filter(is_passed=True).exists():
            raise NotTried(destination=str(self))

    def check_open_to(self, user: User) -> None:
        """
        Refuse a person who may not have files sent here.

        :raises OtherDepartment: if it belongs to a department that the person's roles are not for.
        """
        if self.department is not None:
            user.check_reaches(RUN, self.department)

    def when_confirmed(self, *, by: Actor) -> None:
        """
        Refuse a second person whose roles are for other departments.

        :raises OtherDepartment: naming whose it is.
        """
        if self.department is not None:
            cast(User, by).check_reaches(self.confirm_permission, self.department)


class DestinationSecret(models.Model):
    """What one destination is entered with: a password or a key, under seal."""

    destination = models.OneToOneField(
        Destination, models.PROTECT, related_name="kept", verbose_name=_("destination")
    )
    sealed = models.TextField()

    class Meta:
        app_label = "reporting"
        verbose_name = _("secret of a destination")
        verbose_name_plural = _("secrets of destinations")

    def __str__(self) -> str:
        return str(self.destination)


class CheckQuerySet(FactQuerySet):
    """Test files, of which a person sees those that went to destinations they see."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may see."""
        return self.filter(within_reach(user, at="destination__"))


class DestinationCheck(Fact):
    """One test file that was sent to a destination, and what came of it."""

    destination = models.ForeignKey(
        Destination, models.PROTECT, related_name="checks", verbose_name=_("destination")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    is_passed = models.BooleanField(_("received"))
    receipt = models.JSONField(_("receipt"), default=dict, blank=True)
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(CheckQuerySet)()

    class Meta:
        app_label = "reporting"
        verbose_name = _("test delivery")
        verbose_name_plural = _("test deliveries")

    def __str__(self) -> str:
        return f"{self.destination}: {self.is_passed}"
