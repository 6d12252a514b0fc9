"""What people keep of the lists they look at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """One way to look at a list that a person gave a name, for themselves or for everybody."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    list_name = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("filters, order and columns"), blank=True)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"], name="a_person_names_a_view_once"
            )
        ]
        indexes = [models.Index(fields=["list_name"], name="saved_views_by_list")]

    def __str__(self) -> str:
        return self.name


class ListDefault(models.Model):
    """The view in which one list opens for one person."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    list_name = models.CharField(_("list"), max_length=80)
    view = models.ForeignKey(
        SavedView, models.PROTECT, related_name="defaults", verbose_name=_("view")
    )

    class Meta:
        verbose_name = _("view that a list opens in")
        verbose_name_plural = _("views that lists open in")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name"], name="a_list_opens_in_one_view_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.view}"
