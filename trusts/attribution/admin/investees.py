"""Staff pages of investees: what they are, what they are worth and emit, whose money is in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from config.console.admin import ProposedAdmin, person
from config.console.record import Act, Link, Table, link_to, url_of
from config.console.site import site
from config.kernel.models import Decision
from trusts.attribution import operations
from trusts.attribution.models import Exposure, Investee, InvesteeEmission, InvesteeYear
from trusts.attribution.operations.investees import AMOUNTS
from trusts.attribution.rules.investees import Kind, options_for
from trusts.register.admin import list_of

VIEW = "trusts.attribution.view"


@admin.register(Investee, site=site)
class InvesteeAdmin(ProposedAdmin[Investee]):
    """Investees: companies, projects, properties, vehicles, assets, pools and states."""

    view_permission = VIEW
    icon = "domain"
    list_display = ("code", "name_zh", "kind", "party", "project", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "kind")
    search_fields = ("code", "name_zh", "name_en")
    list_select_related = ("party", "project")
    propose_fields = ("code", "name_zh", "name_en", "kind", "party", "project", "is_sample")

    def perform_propose(self, request: HttpRequest, form: Any) -> Investee:
        """Propose the investee of the form."""
        return operations.propose_investee(
            investee=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )

    def record_links(self, request: HttpRequest, row: Investee) -> list[Link]:
        """Return the ways to its party, its project and the contracts with money in it."""
        leads = [(_("Party"), row.party), (_("Project"), row.project)]
        return [
            *super().record_links(request, row),
            *(Link(title, url_of(each), str(each)) for title, each in leads if each is not None),
            Link(_("Exposures to it"), list_of(Exposure, investee=row.pk)),
        ]

    def record_tables(self, request: HttpRequest, row: Investee) -> list[Table]:
        """Return its years and its emissions, the confirmed ones, the latest first."""
        return [*super().record_tables(request, row), _years(row), _emissions(row)]

    def record_acts(self, request: HttpRequest, row: Investee) -> list[Act]:
        """Return the ways to say what it is worth and what it emits."""
        if row.decision != Decision.CONFIRMED or not person(request).may(row.propose_permission):
            return []
        asked = f"?investee={row.pk}"
        emission = reverse("admin:trusts_investeeemission_add") + asked
        acts = [Act("emission", _("Record its emissions"), url=emission)]
        if row.kind != Kind.PROJECT:
            year = reverse("admin:trusts_investeeyear_add") + asked
            acts.append(Act("year", _("Record its value"), "plain", year))
        return acts


def _years(row: Investee) -> Table:
    rows = InvesteeYear.objects.confirmed().filter(investee=row).order_by("-year", "-id")
    label_of = {each.attname: each.verbose_name for each in InvesteeYear._meta.concrete_fields}
    return Table(
        title=_("What it was worth"),
        headers=[_("year"), _("of which"), _("amount"), _("source")],
        rows=[
            (link_to(each, str(each.year)), str(label_of[name]), getattr(each, name), each.source)
            for each in rows
            for name in AMOUNTS
            if getattr(each, name) is not None
        ],
        numeric=frozenset({2}),
        empty=_("The balance sheet and the total investment of a project stand in its register.")
        if row.kind == Kind.PROJECT
        else _("Nothing is recorded; no share of it can be stated."),
    )


def _emissions(row: Investee) -> Table:
    rows = (
        InvesteeEmission.objects.confirmed().filter(investee=row).order_by("-year", "kind", "-id")
    )
    scores = options_for(row.kind)
    return Table(
        title=_("What it emitted; kinds are never added"),
        headers=[_("year"), _("kind of tonnes"), _("tCO2e"), _("option"), _("score"), _("source")],
        rows=[
            (
                link_to(each, str(each.year)),
                each.get_kind_display(),
                each.mass_tco2e,
                each.option,
                scores.get(each.option, "–"),
                each.source,
            )
            for each in rows
        ],
        numeric=frozenset({2, 4}),
        empty=_("Nothing is recorded; money in it is not covered."),
    )


@admin.register(InvesteeYear, site=site)
class InvesteeYearAdmin(ProposedAdmin[InvesteeYear]):
    """What investees were worth, year by year."""

    view_permission = VIEW
    icon = "balance"
    list_display = ("investee", "year", "equity_cny", "debt_cny", "asset_value_cny", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "year")
    search_fields = ("investee__code", "investee__name_zh", "investee__name_en")
    list_select_related = ("investee",)
    propose_fields = ("investee", "year", *AMOUNTS, "source", "is_sample")

    def perform_propose(self, request: HttpRequest, form: Any) -> InvesteeYear:
        """Propose the value of the form."""
        return operations.propose_year(
            year=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )


@admin.register(InvesteeEmission, site=site)
class InvesteeEmissionAdmin(ProposedAdmin[InvesteeEmission]):
    """What investees emitted, year by year, with the evidence."""

    view_permission = VIEW
    icon = "cloud"
    list_display = ("investee", "year", "kind", "mass_tco2e", "option", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "kind", "option")
    search_fields = ("investee__code", "investee__name_zh", "investee__name_en")
    list_select_related = ("investee",)
    propose_fields = (
        "investee",
        "year",
        "kind",
        "mass_tco2e",
        "option",
        "verified_by",
        "source",
        "is_sample",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> InvesteeEmission:
        """Propose the emissions of the form."""
        return operations.propose_emission(
            emission=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )


@admin.register(Exposure, site=site)
class ExposureAdmin(ProposedAdmin[Exposure]):
    """Which asset class the money of contracts falls in."""

    view_permission = VIEW
    icon = "share"
    list_display = ("contract", "investee", "effective_from", "asset_class", "percent")
    list_filter = (*ProposedAdmin.list_filter, "asset_class")
    search_fields = ("contract__code", "investee__code", "investee__name_zh")
    list_select_related = ("contract", "investee")
    propose_fields = (
        "contract",
        "investee",
        "effective_from",
        "asset_class",
        "percent",
        "shares_held",
        "total_shares",
        "value_at_origination_cny",
        "note",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> Exposure:
        """Propose the exposure of the form."""
        return operations.propose_exposure(
            exposure=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )
