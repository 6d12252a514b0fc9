"""Tables of fund-use contracts, their terms in versions and their split over projects."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import AppendOnly, Proposed, Versioned
from trusts.contracts import rules
from trusts.register.models import ALIVE, GreenForm, Party, Product, check_confirmed, choices_of

INSTRUMENT_LABELS = {
    rules.Instrument.LOAN: _("loan"),
    rules.Instrument.EQUITY: _("equity stake"),
    rules.Instrument.BOND: _("bond"),
    rules.Instrument.ABS: _("asset-backed security or note"),
    rules.Instrument.FUND: _("fund"),
    rules.Instrument.RECEIVABLE: _("receivables purchased"),
    rules.Instrument.OTHER: _("other"),
}


class Contract(Proposed):
    """One fund-use contract of one product: what never changes of it."""

    propose_permission = "trusts.contracts.propose"
    confirm_permission = "trusts.contracts.confirm"

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    code = models.CharField(_("code"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=ALIVE, name="a_contract_code_is_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def check_confirmable(self) -> None:
        """
        Refuse a contract of a product that awaits confirmation itself.

        :raises NotConfirmedYet: naming the product.
        """
        check_confirmed(self.product)


class ContractVersion(Versioned):
    """One version of something that holds for a contract from a day on."""

    propose_permission = "trusts.contracts.propose"
    confirm_permission = "trusts.contracts.confirm"
    identity: ClassVar[tuple[str, ...]] = ("contract",)

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.contract} @ {self.effective_from}"

    def check_confirmable(self) -> None:
        """
        Refuse a version for a contract that awaits confirmation itself.

        :raises NotConfirmedYet: naming the contract.
        """
        check_confirmed(self.contract)


class ContractTerms(ContractVersion):
    """One version of a contract's terms: to whom, by what instrument, for what, how much."""

    instrument = models.CharField(
        _("instrument"), max_length=20, choices=choices_of(INSTRUMENT_LABELS)
    )
    counterparty = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name=_("counterparty")
    )
    industry_code = models.CharField(_("industry of use (GB/T 4754)"), max_length=5)
    province = models.CharField(_("province of use"), max_length=8, blank=True)
    committed_amount = models.DecimalField(
        _("committed amount (CNY)"), max_digits=20, decimal_places=2
    )
    form = models.ForeignKey(
        GreenForm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("green form"),
    )
    look_back_percent = models.DecimalField(
        _("refinancing share (%)"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("How much of the money replaces earlier financing of the same projects."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    matures_on = models.DateField(_("matures on"), null=True, blank=True)

    class Meta:
        app_label = "trusts"
        verbose_name = _("contract terms")
        verbose_name_plural = _("contract terms")
        indexes = [
            models.Index(fields=["contract", "-effective_from"], name="terms_of_contract_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                # The upper bound also keeps out NaN, which PostgreSQL sorts above every number.
                condition=Q(committed_amount__gt=0, committed_amount__lt=Decimal(10) ** 18),
                name="a_contract_commits_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(look_back_percent__isnull=True)
                | Q(look_back_percent__range=(Decimal(0), Decimal(100))),
                name="a_refinancing_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(industry_code__regex=r"^[A-T]([0-9]{2,4})?$"),
                name="an_industry_is_coded_by_gb_t_4754",
            ),
            models.CheckConstraint(
                condition=Q(matures_on__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(matures_on__gt=F("signed_on")),
                name="a_contract_matures_after_it_is_signed",
            ),
        ]


class Split(ContractVersion):
    """One version of a contract's split over projects, proposed whole, at most 100 %."""

    shares = models.JSONField(
        _("shares"), help_text=_("Project, its code and its percentage; together at most 100.")
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("split")
        verbose_name_plural = _("splits")
        indexes = [
            models.Index(fields=["contract", "-effective_from"], name="splits_of_contract_by_day"),
        ]

    def parsed_shares(self) -> list[rules.Share]:
        """Return the shares as values, in the order of the split."""
        return [rules.Share.from_json(each) for each in self.shares]


class SplitLine(AppendOnly):
    """One project's percentage of a contract, written when its split was confirmed."""

    #: Nobody inserts a line: the confirmation of a split does, inside the database.
    insert_roles: ClassVar[tuple[str, ...]] = ()

    split = models.ForeignKey(Split, models.PROTECT, related_name="lines", verbose_name=_("split"))
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    project_code = models.CharField(_("project code"), max_length=64)
    percent = models.DecimalField(_("share (%)"), max_digits=9, decimal_places=6)

    class Meta:
        app_label = "trusts"
        verbose_name = _("share of a split")
        verbose_name_plural = _("shares of splits")
        constraints = [
            models.UniqueConstraint(
                fields=["split", "project"], name="a_project_stands_once_in_a_split"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="a_share_is_a_part_of_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_code} {self.percent} %"
