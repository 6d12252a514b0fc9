"""Tables of contracts and of their terms in versions."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Proposed, Versioned
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
ASSET_LABELS = {
    rules.AssetClass.DEBT: _("debt asset"),
    rules.AssetClass.EQUITY: _("equity asset"),
    rules.AssetClass.COMMODITY_DERIVATIVE: _("commodity or derivative"),
    rules.AssetClass.OTHER: _("other asset"),
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
    asset_class = models.CharField(
        _("asset class"),
        max_length=24,
        choices=choices_of(ASSET_LABELS),
        blank=True,
        help_text=_(
            "What the 80 % thresholds count it as. Loans, bonds, securitized assets and "
            "receivables are usually debt assets, stakes equity assets; a fund is what it holds. "
            "Left empty it is not stated, never assumed."
        ),
    )
    isin = models.CharField(
        _("ISIN"), max_length=12, blank=True, help_text=_("Of a bond, an ABS or ABN, or a fund.")
    )
    security_code = models.CharField(
        _("security code"),
        max_length=20,
        blank=True,
        help_text=_("The exchange's or the interbank market's own code, where there is one."),
    )
    series_name = models.CharField(_("series or issue"), max_length=120, blank=True)
    counterparty = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name=_("counterparty")
    )
    use_of_funds = models.TextField(_("use of funds"), blank=True)
    industry_code = models.CharField(
        _("industry of use (GB/T 4754)"),
        max_length=5,
        help_text=_("Section and division, then group or class if known, like D4416."),
    )
    province = models.CharField(_("province of use"), max_length=8, blank=True)
    city = models.CharField(_("city of use"), max_length=40, blank=True)
    committed_amount = models.DecimalField(
        _("committed amount (CNY)"), max_digits=20, decimal_places=2
    )
    interest_rate_percent = models.DecimalField(
        _("interest rate (% a year)"), max_digits=9, decimal_places=6, null=True, blank=True
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
            models.CheckConstraint(
                condition=Q(asset_class__in=["", *(each.value for each in rules.AssetClass)]),
                name="an_asset_class_is_one_of_the_thresholds",
            ),
            models.CheckConstraint(
                condition=Q(isin="") | Q(isin__regex=r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$"),
                name="an_isin_is_written_like_one",
            ),
            models.CheckConstraint(
                condition=Q(interest_rate_percent__isnull=True)
                | Q(interest_rate_percent__range=(Decimal(0), Decimal(100))),
                name="an_interest_rate_is_a_percentage",
            ),
        ]
