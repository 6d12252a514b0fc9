"""Classes of units: tranches of a product's capital."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trusts.register.models.base import ALIVE, Registered, check_confirmed
from trusts.register.models.products import Product


class UnitRank(models.TextChoices):
    """Who is paid before whom; equal classes share alike."""

    EQUAL = "equal", _("equal")
    SENIOR = "senior", _("senior")
    MEZZANINE = "mezzanine", _("mezzanine")
    JUNIOR = "junior", _("junior")


class UnitClass(Registered):
    """One class of units of one product: what never changes of it, its rank included."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", db_index=False, verbose_name=_("product")
    )
    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    rank = models.CharField(_("rank"), max_length=10, choices=UnitRank.choices)
    issue_price = models.DecimalField(
        _("issue price (CNY a unit)"), max_digits=20, decimal_places=6
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("unit class")
        verbose_name_plural = _("unit classes")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "code"],
                condition=ALIVE,
                name="a_unit_class_stands_once_in_a_product",
            ),
            models.CheckConstraint(
                # The upper bound also keeps out NaN, which PostgreSQL sorts above every number.
                condition=Q(issue_price__gt=0, issue_price__lt=Decimal(10) ** 14),
                name="a_unit_is_issued_at_a_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} / {self.code} {self.name_zh}"

    def check_confirmable(self) -> None:
        """
        Refuse a class of a product that awaits confirmation itself.

        :raises NotConfirmedYet: naming the product.
        """
        check_confirmed(self.product)
