"""Editions: the classification of trust business and the forms of green trust."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Fact
from trusts.register.models.base import choices_of

KIND_LEVELS = {1: _("class"), 2: _("group"), 3: _("kind")}


class TrustKind(Fact):
    """One class, group or kind of trust business in one edition of the classification."""

    edition = models.CharField(_("edition"), max_length=20)
    code = models.CharField(_("code"), max_length=20)
    level = models.SmallIntegerField(_("level"), choices=choices_of(KIND_LEVELS))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("within")
    )
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1)

    class Meta:
        app_label = "trusts"
        verbose_name = _("trust kind")
        verbose_name_plural = _("trust kinds")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="a_trust_kind_stands_once_in_an_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def class_code(self) -> str:
        """Return the code of the class that the kind belongs to: AS, AM or CH."""
        return self.code.split(".", maxsplit=1)[0]


class GreenForm(Fact):
    """One form of green trust in one edition of the trade's list."""

    edition = models.CharField(_("edition"), max_length=20)
    code = models.CharField(_("code"), max_length=20)
    class_code = models.CharField(_("class"), max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200)
    source = models.TextField(_("source"))
    confidence = models.CharField(_("confidence"), max_length=1)

    class Meta:
        app_label = "trusts"
        verbose_name = _("green trust form")
        verbose_name_plural = _("green trust forms")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="a_green_form_stands_once_in_an_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
