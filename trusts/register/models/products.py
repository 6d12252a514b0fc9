"""Products, and their terms in versions."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trusts.register import rules
from trusts.register.models.base import (
    ALIVE,
    Registered,
    RegisteredVersion,
    check_confirmed,
    choices_of,
)
from trusts.register.models.reference import GreenForm, TrustKind

STATUS_LABELS = {
    rules.TrustStatus.DRAFT: _("draft"),
    rules.TrustStatus.PRE_REGISTERED: _("pre-registered"),
    rules.TrustStatus.ESTABLISHED: _("established"),
    rules.TrustStatus.IN_RUN: _("in run"),
    rules.TrustStatus.EXTENDED: _("extended"),
    rules.TrustStatus.TERMINATED: _("terminated"),
    rules.TrustStatus.LIQUIDATED: _("liquidated"),
}
FUNCTION_LABELS = {
    rules.TrustFunction.FINANCING: _("financing"),
    rules.TrustFunction.INVESTMENT: _("investment"),
    rules.TrustFunction.ADMINISTRATION: _("administration"),
}
STRUCTURE_LABELS = {
    rules.TrustStructure.SINGLE: _("single"),
    rules.TrustStructure.COLLECTIVE: _("collective"),
    rules.TrustStructure.PROPERTY_RIGHT: _("property right"),
}


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


class ProductTerms(RegisteredVersion):
    """One version of a product's terms, from a day on, its place in its life included."""

    identity = ("product",)

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    kind = models.ForeignKey(TrustKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    form = models.ForeignKey(
        GreenForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("green form"),
    )
    function = models.CharField(
        _("function"), max_length=20, blank=True, choices=choices_of(FUNCTION_LABELS)
    )
    structure = models.CharField(
        _("structure"), max_length=20, choices=choices_of(STRUCTURE_LABELS)
    )
    status = models.CharField(_("status"), max_length=20, choices=choices_of(STATUS_LABELS))
    purpose = models.TextField(_("trust purpose"), blank=True)
    property_note = models.TextField(_("trust property"), blank=True)
    benefit_note = models.TextField(_("distribution of benefits"), blank=True)
    established_on = models.DateField(_("established on"), null=True, blank=True)
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True)
    term_months = models.PositiveIntegerField(_("term in months"), null=True, blank=True)
    matures_on = models.DateField(_("matures on"), null=True, blank=True)
    benchmark_percent = models.DecimalField(
        _("performance benchmark (%)"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    fee_rate_percent = models.DecimalField(
        _("trustee fee rate (%)"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    risk_grade = models.CharField(
        _("risk grade"),
        max_length=2,
        blank=True,
        choices=[(each.value, each.value) for each in rules.RiskGrade],
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("product terms")
        verbose_name_plural = _("product terms")
        indexes = [
            # Which terms hold on a day, for one product and for a page of them.
            models.Index(fields=["product", "-effective_from"], name="terms_of_product_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(matures_on__isnull=True) | Q(matures_on__gt=F("established_on")),
                name="a_product_matures_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(terminated_on__isnull=True) | Q(terminated_on__gt=F("established_on")),
                name="a_product_ends_after_it_begins",
            ),
            models.CheckConstraint(
                # The upper bound also keeps out NaN, which PostgreSQL sorts above every number.
                condition=Q(benchmark_percent__isnull=True)
                | Q(benchmark_percent__range=(Decimal(-100), Decimal(999))),
                name="a_benchmark_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(fee_rate_percent__isnull=True)
                | Q(fee_rate_percent__range=(Decimal(0), Decimal(100))),
                name="a_fee_rate_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} @ {self.effective_from}"

    def check_confirmable(self) -> None:
        """
        Refuse what no longer fits: the product unconfirmed, or a move its life does not hold.

        :raises NotConfirmedYet: if the product itself awaits confirmation.
        :raises ForbiddenMove: if the status cannot follow, or be followed by, its neighbors.
        """
        check_confirmed(self.product)
        self.check_place_in_life()

    def check_place_in_life(self) -> None:
        """Refuse a status that does not fit the standing terms before and after it."""
        others = ProductTerms.objects.standing(rules.ALL_THAT_IS_KNOWN).filter(product=self.product)
        if self.supersedes_id is not None:
            others = others.exclude(pk=self.supersedes_id)
        before = others.filter(effective_from__lte=self.effective_from)
        after = others.filter(effective_from__gt=self.effective_from)
        earlier = before.order_by("-effective_from", "-id").first()
        if earlier is not None:
            rules.check_can_follow(earlier.status, self.status)
        later = after.order_by("effective_from", "id").first()
        if later is not None:
            rules.check_can_follow(self.status, later.status)
