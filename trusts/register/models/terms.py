"""The terms of products in versions, their place in the product's life included."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trusts.register import rules
from trusts.register.models.base import RegisteredVersion, check_confirmed, choices_of
from trusts.register.models.products import Product
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
RAISING_LABELS = {
    rules.Raising.PRIVATE: _("qualified investors"),
    rules.Raising.PUBLIC: _("the public"),
}
BENEFIT_LABELS = {
    rules.BenefitScope.SELF: _("the settlor alone"),
    rules.BenefitScope.OTHERS: _("others than the settlor"),
    rules.BenefitScope.BOTH: _("the settlor and others"),
}
LARGEST_AMOUNT = Decimal("999999999999999999.99")


def _amount(label: Any, **more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=20, decimal_places=2, null=True, blank=True, **more
    )


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
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    function = models.CharField(
        _("function"), max_length=20, blank=True, choices=choices_of(FUNCTION_LABELS)
    )
    structure = models.CharField(
        _("structure"), max_length=20, choices=choices_of(STRUCTURE_LABELS)
    )
    status = models.CharField(_("status"), max_length=20, choices=choices_of(STATUS_LABELS))
    document = models.ForeignKey(
        "archive.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
        help_text=_("The paper behind a move: a filing receipt, a resolution, a report."),
    )
    raising = models.CharField(
        _("raised from"), max_length=10, blank=True, choices=choices_of(RAISING_LABELS)
    )
    benefit_scope = models.CharField(
        _("benefits"), max_length=10, blank=True, choices=choices_of(BENEFIT_LABELS)
    )
    planned_amount = _amount(_("planned amount (CNY)"))
    entrusted_amount = _amount(
        _("entrusted amount (CNY)"),
        help_text=_("As entrusted at the beginning; what is paid in stands in the ledger."),
    )
    protection_fund_amount = _amount(_("trust protection fund subscription (CNY)"))
    purpose = models.TextField(_("trust purpose"), blank=True)
    property_note = models.TextField(_("trust property"), blank=True)
    benefit_note = models.TextField(_("distribution of benefits"), blank=True)
    registered_on = models.DateField(
        _("registered on"),
        null=True,
        blank=True,
        help_text=_("The day of the initial registration with the registration system."),
    )
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
            *(
                models.CheckConstraint(
                    # The upper bound also keeps out NaN.
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__range": (Decimal(0), LARGEST_AMOUNT)}),
                    name=f"a_products_{name}_is_an_amount",
                )
                for name in ("planned_amount", "entrusted_amount", "protection_fund_amount")
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
        """
        Refuse a status that does not fit the standing terms before and after it.

        What these terms supersede leaves its place, so its own neighbors must fit as well.
        """
        chain = sorted([*self.others(), self], key=lambda each: each.effective_from)
        for earlier, later in pairwise(chain):
            rules.check_can_follow(earlier.status, later.status)

    def others(self) -> list[ProductTerms]:
        """Return the standing terms of the product but these and the ones they supersede."""
        aside = {self.pk, self.supersedes_id}
        standing = ProductTerms.objects.standing(rules.ALL_THAT_IS_KNOWN)
        rows = standing.filter(product=self.product).order_by("effective_from", "id")
        return [row for row in rows if row.pk not in aside]

    def before(self) -> ProductTerms | None:
        """Return the standing terms that hold until these do; None if these are the first."""
        earlier = [row for row in self.others() if row.effective_from <= self.effective_from]
        return earlier[-1] if earlier else None
