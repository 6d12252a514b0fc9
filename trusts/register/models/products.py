"""Products: what never changes of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trusts.register.models.base import ALIVE, Registered


class Product(Registered):
    """One separately accounted trust product or sub-product: what never changes of it."""

    code = models.CharField(_("code"), max_length=40)
    registration_code = models.CharField(
        _("registration code"),
        max_length=60,
        help_text=_("The product code of the trust registration system; any text, held once."),
    )
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=ALIVE, name="a_product_code_is_held_once"
            ),
            models.UniqueConstraint(
                fields=["registration_code"],
                condition=ALIVE,
                name="a_registration_code_is_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"
