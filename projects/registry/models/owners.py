"""Who owns projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Proposed


class Owner(Proposed):
    """One legal person that owns projects, under the code by which we call it."""

    propose_permission = "projects.registry.propose"
    confirm_permission = "projects.registry.confirm"

    code = models.CharField(_("code"), max_length=64)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, null=True, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "projects"
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(decision__in=["", "confirmed"]),
                name="owner_code_is_used_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
