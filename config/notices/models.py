"""Notices: to whom, about what, in their language, and whether the mail went out."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from config.accounts.models import User

READ_OTHERS = "notices.others.read"


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices, of which a person sees their own."""

    def visible_to(self, user: User) -> Self:
        """Keep what the person may read: their own, and others' if that is their office."""
        return self if user.may(READ_OTHERS) else self.filter(to=user)


class Notice(models.Model):
    """One thing that one person is told, once, in one line, and whether it was mailed."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("to")
    )
    key = models.CharField(_("key"), max_length=150)
    line = models.TextField(_("what happened"))
    path = models.CharField(_("page"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written at"), db_default=Now())
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("tried again at"), null=True)
    error = models.TextField(_("error"), blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="a_person_is_told_a_thing_once")
        ]
        indexes = [
            # The clock asks for what is not mailed; what was mailed piles up for years.
            models.Index(
                fields=["to", "written_at"],
                condition=models.Q(mailed_at=None),
                name="notices_not_mailed",
            ),
            models.Index(fields=["to", "mailed_at"], name="notices_by_last_mail"),
        ]

    def __str__(self) -> str:
        return self.line[:100]
