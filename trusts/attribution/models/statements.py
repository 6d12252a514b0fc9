"""The table of attribution statements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import sha256_of
from config.kernel.models import Fact
from config.kernel.periods import Period
from trusts.attribution import rules
from trusts.contracts.models import Contract
from trusts.register.models import Product, choices_of

METHOD_LABELS = {
    rules.Method.PCAF: _("PCAF"),
    rules.Method.GUIDE: _("green-credit guide"),
}
BASIS_LABELS = {
    rules.Basis.EQUITY_AND_DEBT: _("equity and debt"),
    rules.Basis.TOTAL_ASSETS: _("total assets"),
    rules.Basis.TOTAL_INVESTMENT: _("total investment"),
}
#: What the database or the hash itself sets; every other column is hashed.
NOT_HASHED = frozenset({"id", "recorded_at", "sha256"})


class AttributionStatement(Fact):
    """The part of a project's avoided tonnes that one contract financed, by one method."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="+", verbose_name=_("project")
    )
    project_code = models.CharField(_("project code"), max_length=64)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    known_at = models.DateTimeField(_("moment of knowledge"))
    method = models.CharField(_("method"), max_length=10, choices=choices_of(METHOD_LABELS))
    method_version = models.CharField(_("version of the method"), max_length=40)
    outstanding_cny = models.DecimalField(
        _("outstanding under the contract (CNY)"), max_digits=20, decimal_places=2
    )
    split_percent = models.DecimalField(_("split (%)"), max_digits=9, decimal_places=6)
    allocated_cny = models.DecimalField(
        _("allocated to the project (CNY)"), max_digits=20, decimal_places=2
    )
    basis = models.CharField(_("divided by"), max_length=20, choices=choices_of(BASIS_LABELS))
    denominator_cny = models.DecimalField(_("denominator (CNY)"), max_digits=20, decimal_places=2)
    equity_cny = models.DecimalField(
        _("equity of the project (CNY)"), max_digits=20, decimal_places=2, null=True
    )
    debt_cny = models.DecimalField(
        _("debt of the project (CNY)"), max_digits=20, decimal_places=2, null=True
    )
    total_assets_cny = models.DecimalField(
        _("total assets of the project (CNY)"), max_digits=20, decimal_places=2, null=True
    )
    total_investment_cny = models.DecimalField(
        _("total investment in the project (CNY)"), max_digits=20, decimal_places=2, null=True
    )
    share = models.DecimalField(_("share"), max_digits=18, decimal_places=12)
    is_capped = models.BooleanField(_("capped at 1"))
    project_avoided_tco2e = models.DecimalField(
        _("avoided by the project (tCO2e)"), max_digits=24, decimal_places=6
    )
    attributed_tco2e = models.DecimalField(
        _("attributed to the product (tCO2e)"), max_digits=24, decimal_places=6
    )
    data_quality = models.SmallIntegerField(_("PCAF data quality score"), null=True)
    inputs = models.JSONField(_("inputs"))
    is_sample = models.BooleanField(_("rests on sample data"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "trusts"
        verbose_name = _("attribution statement")
        verbose_name_plural = _("attribution statements")
        indexes = [
            # What a product is attributed in a period, as known at a moment.
            models.Index(
                fields=["product", "starts_on", "ends_on", "known_at"],
                name="attributions_of_product",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "project",
                    "contract",
                    "starts_on",
                    "ends_on",
                    "known_at",
                    "method",
                    "method_version",
                ],
                name="a_share_is_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="a_share_is_at_most_the_project"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_attribution_covers_days"
            ),
            models.CheckConstraint(
                condition=Q(denominator_cny__gt=0), name="a_share_divides_by_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.project_code} {self.period} {self.method}"

    @property
    def period(self) -> Period:
        """Return the days that the statement covers."""
        return Period(self.starts_on, self.ends_on)

    @property
    def place(self) -> tuple[int, int, str, str]:
        """Return what tells the statement from its neighbors of the same period and moment."""
        return self.contract_id, self.project_id, self.method, self.method_version

    @property
    def stake_cny(self) -> Decimal | None:
        """Return what the stake counts at, in CNY; None where what was placed counts."""
        stated = self.inputs.get("stake_cny")
        return None if stated is None else Decimal(stated)

    def content(self) -> dict[str, Any]:
        """Return every column that the hash covers, by name."""
        return {
            column.attname: getattr(self, column.attname)
            for column in self._meta.concrete_fields
            if column.attname not in NOT_HASHED
        }

    def computed_sha256(self) -> str:
        """Return the hash of what the row says, whatever hash it carries."""
        return sha256_of(self.content())

    def as_share(self) -> rules.Share:
        """Return the share as the rules reckon it."""
        stake = self.stake_cny
        return rules.Share(
            share=self.share,
            outstanding=self.allocated_cny if stake is None else stake,
            placed=None if stake is None else self.allocated_cny,
            denominator=self.denominator_cny,
            basis=rules.Basis(self.basis),
            is_capped=self.is_capped,
            equity_below_zero=self.method == rules.Method.PCAF and (self.equity_cny or 0) < 0,
        )
