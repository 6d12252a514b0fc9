"""The table of financed statements: whose part of an investee's tonnes, scope by scope."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.canonical import sha256_of
from config.kernel.models import Fact
from config.kernel.periods import Period
from trusts.attribution.models.exposures import CLASS_LABELS
from trusts.attribution.models.investees import Investee
from trusts.attribution.models.statements import METHOD_LABELS, NOT_HASHED
from trusts.attribution.rules.asset_classes import Factor
from trusts.attribution.rules.classes_table import factor
from trusts.attribution.rules.portfolios import Tonnes
from trusts.attribution.rules.shares import Method, Share, guide_share
from trusts.contracts.models import Contract
from trusts.register.models import Product, choices_of


class FinancedStatement(Fact):
    """The part of one investee's tonnes, kind by kind, that one contract financed, by a method."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    investee = models.ForeignKey(
        Investee, models.PROTECT, related_name="+", verbose_name=_("investee")
    )
    investee_code = models.CharField(_("investee code"), max_length=60)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    known_at = models.DateTimeField(_("moment of knowledge"))
    asset_class = models.CharField(
        _("asset class by PCAF"), max_length=40, choices=choices_of(CLASS_LABELS)
    )
    method = models.CharField(_("method"), max_length=10, choices=choices_of(METHOD_LABELS))
    method_version = models.CharField(_("version of the method"), max_length=40)
    outstanding_cny = models.DecimalField(
        _("outstanding under the contract (CNY)"), max_digits=20, decimal_places=2
    )
    allocated_cny = models.DecimalField(
        _("placed in the investee (CNY)"), max_digits=20, decimal_places=2
    )
    numerator = models.DecimalField(_("counted"), max_digits=24, decimal_places=6)
    denominator = models.DecimalField(_("denominator"), max_digits=24, decimal_places=6, null=True)
    basis = models.CharField(_("divided by"), max_length=20)
    share = models.DecimalField(_("share"), max_digits=18, decimal_places=12)
    is_capped = models.BooleanField(_("capped at 1"))
    tonnes = models.JSONField(_("tonnes by kind"))
    data_quality = models.SmallIntegerField(_("PCAF data quality score"), null=True)
    inputs = models.JSONField(_("inputs"))
    is_sample = models.BooleanField(_("rests on sample data"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        app_label = "trusts"
        verbose_name = _("financed statement")
        verbose_name_plural = _("financed statements")
        indexes = [
            models.Index(
                fields=["product", "starts_on", "ends_on", "known_at"], name="financed_of_product"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "investee",
                    "contract",
                    "starts_on",
                    "ends_on",
                    "known_at",
                    "method",
                ],
                name="a_financed_share_is_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="a_financed_share_is_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_financed_statement_covers_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.investee_code} {self.period} {self.method}"

    @property
    def period(self) -> Period:
        """Return the days that the statement covers."""
        return Period(self.starts_on, self.ends_on)

    @property
    def place(self) -> tuple[int, int, str]:
        """Return what tells the statement from its neighbors of the same period and moment."""
        return self.contract_id, self.investee_id, self.method

    @property
    def parts(self) -> Mapping[Tonnes, Decimal]:
        """Return the financed tonnes by kind; no two kinds are ever added."""
        return {Tonnes(kind): Decimal(each["part"]) for kind, each in self.tonnes.items()}

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

    def as_factor(self) -> Factor:
        """Return PCAF's factor with its steps and notes, reckoned again from the stored amounts."""
        amounts = {name: Decimal(value) for name, value in self.inputs["amounts"].items()}
        return factor(self.asset_class, amounts)

    def as_guide(self) -> Share | None:
        """Return the guide's share, reckoned again; None for a statement by PCAF."""
        if self.method != Method.GUIDE:
            return None
        return guide_share(outstanding=self.allocated_cny, total_investment=self.denominator)
