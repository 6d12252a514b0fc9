"""What the archive holds, and what was taken out of the house."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact


class StoredFile(Fact):
    """One content that the archive holds, whatever it was called and however often it came."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size_bytes = models.BigIntegerField(_("bytes"))
    media_type = models.CharField(_("media type"), max_length=120)
    name = models.CharField(_("first name"), max_length=255)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"


class Extract(Fact):
    """One list that a person took out of the house as a file: which, how narrowed, how long."""

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by")
    )
    list_name = models.CharField(_("list"), max_length=80)
    form = models.CharField(_("form"), max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    query = models.TextField(_("address"), blank=True)
    filters = models.TextField(_("filters"), blank=True)
    as_of = models.DateField(_("as of"), null=True)
    known_at = models.DateTimeField(_("as known at"), null=True)
    rows = models.BigIntegerField(_("rows"))
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("file kept")
    )
    #: The background run that made the file, if one did; it is written down once.
    job = models.BigIntegerField(_("background run"), null=True, unique=True)

    class Meta:
        verbose_name = _("list taken out")
        verbose_name_plural = _("lists taken out")
        indexes = [models.Index(fields=["taken_by"], name="extracts_by_person")]

    def __str__(self) -> str:
        return f"{self.list_name}.{self.form}, {self.rows}"
