"""Tables of investees: what money finances, what it is worth and what it emits, year by year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kernel.models import Proposed, Versioned
from trusts.attribution.rules.investees import Kind
from trusts.attribution.rules.portfolios import Tonnes
from trusts.register.models import ALIVE, Party, check_confirmed, choices_of

PROPOSE, CONFIRM = "trusts.attribution.propose", "trusts.attribution.confirm"
KIND_LABELS = {
    Kind.COMPANY: _("company"),
    Kind.PROJECT: _("project"),
    Kind.PROPERTY: _("property"),
    Kind.VEHICLE: _("vehicle"),
    Kind.ASSET: _("asset of a use-of-proceeds instrument"),
    Kind.POOL: _("pool of assets"),
    Kind.STATE: _("state"),
    Kind.REGION: _("province, city or other sub-sovereign"),
}
TONNES_LABELS = {
    Tonnes.SCOPE_1: _("scope 1"),
    Tonnes.SCOPE_2: _("scope 2"),
    Tonnes.SCOPE_3: _("scope 3"),
    Tonnes.SCOPE_1_LULUCF: _("scope 1 with land use"),
    Tonnes.REMOVED: _("removed"),
    Tonnes.AVOIDED: _("avoided"),
    Tonnes.CREDITS_RETIRED: _("credits retired"),
    Tonnes.CREDITS_GENERATED: _("credits generated"),
}
#: NaN and infinity sort above every number in PostgreSQL; an upper bound keeps them out.
TOO_MUCH = Decimal(10) ** 18


def _money(name: Any, **more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(name, max_digits=20, decimal_places=2, null=True, blank=True, **more)


class Investee(Proposed):
    """One company, project, property, pool or state that money finances: what never changes."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM

    code = models.CharField(_("code"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=choices_of(KIND_LABELS))
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("party"),
        help_text=_("Of a company that is a counterparty: its loans and bonds then find it."),
    )
    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
        help_text=_("Of a project: its balance sheet and total investment stand in its register."),
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        app_label = "trusts"
        verbose_name = _("investee")
        verbose_name_plural = _("investees")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=ALIVE, name="an_investee_code_is_held_once"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=ALIVE, name="a_project_is_one_investee"
            ),
            models.UniqueConstraint(
                fields=["party"], condition=ALIVE, name="a_party_is_one_investee"
            ),
            models.CheckConstraint(
                condition=Q(kind="project", project__isnull=False)
                | (~Q(kind="project") & Q(project__isnull=True)),
                name="an_investee_names_a_project_if_it_is_one",
                violation_error_message=_("A project is named by an investee of that kind alone."),
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True) | Q(kind="company"),
                name="a_party_is_a_company",
                violation_error_message=_("Only a company names a party."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]),
                name="an_investee_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def check_confirmable(self) -> None:
        """
        Refuse an investee that names a party which awaits confirmation itself.

        :raises NotConfirmedYet: naming the party.
        """
        if self.party is not None:
            check_confirmed(self.party)


class InvesteeVersion(Versioned):
    """What is known of one investee for one year."""

    propose_permission = PROPOSE
    confirm_permission = CONFIRM

    investee = models.ForeignKey(
        Investee, models.PROTECT, related_name="+", verbose_name=_("investee")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.TextField(
        _("source"), help_text=_("Audited accounts, price of a day, valuation, report, statistics.")
    )
    is_sample = models.BooleanField(_("sample data"), default=False)

    class Meta:
        abstract = True

    def check_confirmable(self) -> None:
        """
        Refuse a year of an investee that awaits confirmation itself.

        :raises NotConfirmedYet: naming the investee.
        """
        check_confirmed(self.investee)


class InvesteeYear(InvesteeVersion):
    """What one investee was worth at the end of one year: what shares of it are divided by."""

    identity: ClassVar[tuple[str, ...]] = ("investee", "year")

    equity_cny = _money(_("total equity (CNY)"), help_text=_("Below zero if losses ate it up."))
    debt_cny = _money(_("total debt, book value (CNY)"))
    total_assets_cny = _money(_("total assets (CNY)"))
    market_cap_ordinary_cny = _money(
        _("market capitalization, ordinary shares (CNY)"),
        help_text=_("Of a listed company, at the end of the year: makes its EVIC."),
    )
    market_cap_preferred_cny = _money(_("market capitalization, preferred shares (CNY)"))
    minority_interests_cny = _money(_("minority interests, book value (CNY)"))
    asset_value_cny = _money(
        _("value of the asset or balance of the pool (CNY)"),
        help_text=_("Of an asset that proceeds are used for, or of the pool behind a security."),
    )
    total_investment_cny = _money(
        _("total investment (CNY)"), help_text=_("What the green-credit guide divides by.")
    )
    ppp_gdp_usd = _money(_("PPP-adjusted GDP (international USD)"))
    cny_per_usd = models.DecimalField(
        _("CNY per USD at the end of the year"),
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("value of an investee")
        verbose_name_plural = _("values of investees")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_from__year=F("year")),
                name="a_value_of_an_investee_holds_in_its_year",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{column}__isnull": True})
                    | Q(**{f"{column}__gte": 0, f"{column}__lt": TOO_MUCH}),
                    name=f"{column}_of_an_investee_is_an_amount",
                )
                for column in (
                    "debt_cny",
                    "total_assets_cny",
                    "market_cap_ordinary_cny",
                    "market_cap_preferred_cny",
                    "minority_interests_cny",
                    "asset_value_cny",
                    "total_investment_cny",
                    "ppp_gdp_usd",
                )
            ),
            models.CheckConstraint(
                condition=Q(cny_per_usd__isnull=True)
                | Q(cny_per_usd__gt=0, cny_per_usd__lt=Decimal(10) ** 5),
                name="a_rate_of_exchange_is_above_zero",
                violation_error_message=_("A rate of exchange is above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investee} {self.year}"


class InvesteeEmission(InvesteeVersion):
    """What one investee emitted, removed or avoided in one year, in tCO2e, and on what it rests."""

    identity: ClassVar[tuple[str, ...]] = ("investee", "year", "kind")

    kind = models.CharField(_("kind of tonnes"), max_length=20, choices=choices_of(TONNES_LABELS))
    mass_tco2e = models.DecimalField(
        _("of the whole investee (tCO2e)"), max_digits=24, decimal_places=6
    )
    option = models.CharField(
        _("option of evidence"),
        max_length=4,
        help_text=_(
            "PCAF's option: 1a reported and verified, 1b reported, 2a from energy, 2b from "
            "production, 3a from revenue, 3b from assets, 3c from turnover; buildings and "
            "vehicles have options of their own."
        ),
    )
    verified_by = models.CharField(
        _("verified by"),
        max_length=200,
        blank=True,
        help_text=_("Who verified it and in which statement; asked for by option 1a."),
    )

    class Meta:
        app_label = "trusts"
        verbose_name = _("emissions of an investee")
        verbose_name_plural = _("emissions of investees")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_from__year=F("year")),
                name="emissions_of_an_investee_hold_in_their_year",
            ),
            models.CheckConstraint(
                condition=Q(mass_tco2e__gte=0, mass_tco2e__lt=TOO_MUCH),
                name="emissions_of_an_investee_are_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Tonnes]),
                name="tonnes_of_an_investee_are_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investee} {self.year} {self.kind}"
