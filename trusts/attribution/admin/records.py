"""Staff pages of attribution."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, navigation
from config.console.admin import FactAdmin
from config.console.record import Formula, Link, Table, line_of, lines_of, url_of
from config.console.site import site
from trusts.attribution import queries
from trusts.attribution.models import AttributionStatement
from trusts.attribution.operations import RUN_KIND
from trusts.attribution.rules import Basis
from trusts.attribution.serializers import said

navigation.room("trusts.attribution", title=gettext_lazy("Attribution"), order=40)
dashboard.name_run(RUN_KIND, gettext_lazy("Attribute to the products"))

_DENOMINATORS = {
    Basis.EQUITY_AND_DEBT: ("equity_cny", "debt_cny"),
    Basis.TOTAL_ASSETS: ("total_assets_cny",),
    Basis.TOTAL_INVESTMENT: ("total_investment_cny",),
}


@admin.register(AttributionStatement, site=site)
class AttributionAdmin(FactAdmin[AttributionStatement]):
    """Statements of the financed part of what projects spared."""

    view_permission = "trusts.attribution.view"
    icon = "donut_small"
    list_display = (
        "product",
        "contract",
        "project_code",
        "starts_on",
        "ends_on",
        "method",
        "share",
        "attributed_tco2e",
        "is_sample",
    )
    list_filter = ("method", "is_sample")
    search_fields = ("project_code", "contract__code", "product__code")
    list_select_related = ("product", "contract")

    def record_formula(self, request: HttpRequest, row: AttributionStatement) -> Formula:  # noqa: ARG002
        """Return how the tonnes came about."""
        parts = ("allocated_cny", *_DENOMINATORS[Basis(row.basis)], "denominator_cny")
        return Formula(
            _("attributed = avoided by the project × allocated ÷ denominator, at most 1"),
            [*lines_of(row, parts), *lines_of(row, ("share", "project_avoided_tco2e"))],
            line_of(row, "attributed_tco2e"),
        )

    def record_links(self, request: HttpRequest, row: AttributionStatement) -> list[Link]:
        """Return the ways to the product, the contract and the project."""
        leads: list[tuple[str, Model]] = [
            (_("Product"), row.product),
            (_("Contract"), row.contract),
            (_("Project"), row.project),
        ]
        found = [Link(title, url_of(each), str(each)) for title, each in leads if url_of(each)]
        return [*super().record_links(request, row), *found]

    def record_tables(self, request: HttpRequest, row: AttributionStatement) -> list[Table]:
        """Return the statement of the other method beside it, and why they differ."""
        pair = queries.pair_of(row)
        tables = super().record_tables(request, row)
        if pair is None:
            return tables
        both = [
            (each.get_method_display(), each.get_basis_display(), each.share, each.attributed_tco2e)
            for each in (pair.pcaf, pair.guide)
        ]
        beside = Table(
            title=_("Both methods side by side; alternatives, never added"),
            headers=[_("method"), _("divided by"), _("share"), _("attributed (tCO2e)")],
            rows=both,
            numeric=frozenset({2, 3}),
        )
        why = Table(
            title=_("Why they differ"),
            headers=[_("in words")],
            rows=[(said(each),) for each in pair.explanation],
        )
        return [*tables, beside, why]
