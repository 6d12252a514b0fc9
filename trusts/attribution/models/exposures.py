"""The table of exposures: which asset class of PCAF the money of a contract falls in."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Versioned
from trusts.attribution.models.investees import CONFIRM, PROPOSE, TOO_MUCH, Investee
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.contracts.models import Contract
from trusts.register.models import check_confirmed, choices_of

CLASS_LABELS = {
    "listed_equity_corporate_bonds": _("listed equity and corporate bonds"),
    "business_loans_unlisted_equity": _("business loans and unlisted equity"),
    "project_finance": _("project finance"),
    "commercial_real_estate": _("commercial real estate"),
    "mortgages": _("mortgages"),
    "motor_vehicle_loans": _("motor vehicle loans"),
    "sovereign_debt": _("sovereign debt"),
    "use_of_proceeds": _("use of proceeds"),
    "securitisations_structured_products": _("securitizations and structured products"),
    "sub_sovereign_debt": _("sub-sovereign debt"),
}


class Exposure(Versioned):
    """What the money of one contract in one investee is in PCAF's terms, from a day on."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM
    identity: ClassVar[tuple[str, ...]] = ("contract", "investee")

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    investee = models.ForeignKey(
        Investee, models.PROTECT, related_name="+", verbose_name=_("investee")
    )
    asset_class = models.CharField(
        _("asset class by PCAF"), max_length=40, choices=choices_of(CLASS_LABELS)
    )
    percent = models.DecimalField(
        _("part of what stands on no project (%)"),
        max_digits=9,
        decimal_places=6,
        default=Decimal(100),
        help_text=_("0 ends the exposure. What stands on a project is said by the split."),
    )
    shares_held = models.DecimalField(
        _("shares held"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    total_shares = models.DecimalField(
        _("shares in all"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    value_at_origination_cny = models.DecimalField(
        _("value at origination (CNY)"),
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Of the property or the vehicle; fixed, unless the contract is modified."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        app_label = "trusts"
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__range=(Decimal(0), Decimal(100))),
                name="an_exposure_is_a_part_of_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(asset_class__in=list(ASSET_CLASSES)),
                name="an_exposure_is_in_a_class_of_pcaf",
            ),
            models.CheckConstraint(
                condition=Q(shares_held__isnull=True, total_shares__isnull=True)
                | Q(
                    shares_held__gte=0,
                    shares_held__lte=F("total_shares"),
                    total_shares__gt=0,
                    total_shares__lt=TOO_MUCH,
                ),
                name="a_stake_is_a_part_of_all_shares",
            ),
            models.CheckConstraint(
                condition=Q(value_at_origination_cny__isnull=True)
                | Q(value_at_origination_cny__gt=0, value_at_origination_cny__lt=TOO_MUCH),
                name="a_value_at_origination_is_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} → {self.investee} @ {self.effective_from}"

    def check_confirmable(self) -> None:
        """
        Refuse an exposure of a contract, or to an investee, that awaits confirmation itself.

        :raises NotConfirmedYet: naming it.
        """
        check_confirmed(self.contract)
        check_confirmed(self.investee)
