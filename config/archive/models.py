"""What the archive holds."""

from __future__ import annotations

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
