"""Published packs, each sealed onto the one before it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact


class Pack(Fact):
    """One published pack: what was sealed and signed, and the pack that it follows."""

    version = models.OneToOneField(
        "reporting.DisclosureVersion",
        models.PROTECT,
        related_name="pack",
        verbose_name=_("version"),
    )
    sequence = models.PositiveIntegerField(_("number in the chain"), unique=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("pack before it")
    )
    manifest_sha256 = models.CharField(_("SHA-256 of the manifest"), max_length=64)
    seal_sha256 = models.CharField(_("SHA-256 of the seal"), max_length=64, unique=True)
    key_name = models.CharField(_("name of the signing key"), max_length=60)
    public_key = models.CharField(_("public key"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        app_label = "reporting"
        verbose_name = _("published pack")
        verbose_name_plural = _("published packs")
        constraints = [
            models.CheckConstraint(
                condition=Q(sequence=1) & Q(previous__isnull=True)
                | Q(sequence__gt=1) & Q(previous__isnull=False),
                name="only_the_first_pack_follows_none",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.version}"
