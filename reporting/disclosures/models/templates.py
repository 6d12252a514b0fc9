"""Templates of the company's own: Word files, and tables of figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Versioned
from reporting.disclosures.models.versions import LANGUAGES


class WordTemplate(Versioned):
    """One Word file of the company's own for a kind and a language, from a day on."""

    propose_permission: ClassVar[str] = "reporting.disclosures.propose"
    confirm_permission: ClassVar[str] = "reporting.disclosures.confirm"
    identity: ClassVar[tuple[str, ...]] = ("disclosure_kind", "language")

    name = models.CharField(_("name"), max_length=100)
    disclosure_kind = models.CharField(_("kind of disclosure"), max_length=40)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    is_used = models.BooleanField(_("is used"), default=True)
    file = models.ForeignKey(
        "archive.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    names_used = models.JSONField(_("names used"), default=list)
    tried_with = models.ForeignKey(
        "reporting.DisclosureVersion",
        models.PROTECT,
        related_name="+",
        verbose_name=_("tried with"),
    )

    class Meta:
        app_label = "reporting"
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")

    def __str__(self) -> str:
        return f"{self.name} ({self.disclosure_kind}, {self.language})"


class FigureTemplate(Versioned):
    """One table of figures as somebody wants it: which, in what columns, from a day on."""

    propose_permission: ClassVar[str] = "reporting.disclosures.propose"
    confirm_permission: ClassVar[str] = "reporting.disclosures.confirm"
    identity: ClassVar[tuple[str, ...]] = ("code",)

    code = models.SlugField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    indicators = models.JSONField(_("indicators"), default=list)
    columns = models.JSONField(_("columns"))
    order = models.JSONField(_("order"), default=list)

    class Meta:
        app_label = "reporting"
        verbose_name = _("table template")
        verbose_name_plural = _("table templates")

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
