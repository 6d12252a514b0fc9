"""Each reading of what is known of natural persons, on record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from trusts.register.models.parties import Party


class PersonalReading(Fact):
    """One reading of a natural person's data in clear: who read whose, when and why."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by")
    )
    reason = models.TextField(_("reason"))

    class Meta:
        app_label = "trusts"
        verbose_name = _("reading of personal data")
        verbose_name_plural = _("readings of personal data")

    def __str__(self) -> str:
        return f"{self.party.code}: {self.reader}"
