"""Staff pages of financed statements: every asset class, and the portfolio in sums."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation
from config.console.admin import FactAdmin, person
from config.console.record import Formula, Line, Link, Record, Section, Table, line_of, url_of
from config.console.site import site
from trusts.attribution import queries
from trusts.attribution.admin.wording import equation_of, steps_of
from trusts.attribution.models import FinancedStatement
from trusts.attribution.models.exposures import CLASS_LABELS
from trusts.attribution.models.investees import TONNES_LABELS
from trusts.attribution.queries import ClassTotal
from trusts.attribution.rules import Method
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.attribution.rules.portfolios import Tonnes
from trusts.attribution.serializers import said
from trusts.register.admin import list_of

VIEW = "trusts.attribution.view"
NONE = "–"
#: What each denominator is called.
BASIS_LABELS = {
    "equity_and_debt": gettext_lazy("equity and debt"),
    "total_assets": gettext_lazy("total assets"),
    "total_investment": gettext_lazy("total investment"),
    "evic": gettext_lazy("enterprise value including cash"),
    "property_value": gettext_lazy("value of the property at origination"),
    "vehicle_value": gettext_lazy("value of the vehicle at origination"),
    "project_value": gettext_lazy("value of the asset"),
    "pool_value": gettext_lazy("balance of the pool"),
    "ppp_gdp": gettext_lazy("PPP-adjusted GDP"),
    "unknown": gettext_lazy("not known"),
}


@admin.register(FinancedStatement, site=site)
class FinancedAdmin(FactAdmin[FinancedStatement]):
    """Statements of the financed part of what investees emit."""

    view_permission = VIEW
    icon = "donut_large"
    list_display = (
        "product",
        "contract",
        "investee_code",
        "asset_class",
        "starts_on",
        "ends_on",
        "method",
        "share",
        "data_quality",
        "is_sample",
    )
    list_filter = ("asset_class", "method", "is_sample")
    search_fields = ("investee_code", "contract__code", "product__code")
    list_select_related = ("product", "contract")

    def record_formula(self, request: HttpRequest, row: FinancedStatement) -> Formula:  # noqa: ARG002
        """Return how the share came about, step by step."""
        if row.method == Method.GUIDE:
            terms = [line_of(row, "allocated_cny"), line_of(row, "denominator")]
            return Formula(_("placed ÷ total investment, at most 1"), terms, line_of(row, "share"))
        chosen = ASSET_CLASSES[row.asset_class]
        steps = list(steps_of(row.as_factor()))
        return Formula(equation_of(chosen), steps, line_of(row, "share"))

    def record_links(self, request: HttpRequest, row: FinancedStatement) -> list[Link]:
        """Return the ways to the product, the contract and the investee."""
        leads: list[tuple[str, Model]] = [
            (_("Product"), row.product),
            (_("Contract"), row.contract),
            (_("Investee"), row.investee),
        ]
        found = [Link(title, url_of(each), str(each)) for title, each in leads if url_of(each)]
        return [*super().record_links(request, row), *found]

    def record_tables(self, request: HttpRequest, row: FinancedStatement) -> list[Table]:
        """Return the tonnes by kind, what to know of the share, and the other method beside it."""
        notes = row.as_factor().notes if row.method == Method.PCAF else ()
        pair = queries.financed_pair(row)
        both = [each for each in (pair.pcaf, pair.guide) if each is not None]
        beside = Table(
            title=_("Both methods side by side; alternatives, never added"),
            headers=[_("method"), _("divided by"), _("denominator"), _("share")],
            rows=[
                (
                    each.get_method_display(),
                    BASIS_LABELS.get(each.basis, each.basis),
                    NONE if each.denominator is None else each.denominator,
                    each.share,
                )
                for each in both
            ],
            numeric=frozenset({2, 3}),
        )
        words = Table(
            title=_("What to know about this result"),
            headers=[_("in words")],
            rows=[(said(each),) for each in (*notes, *pair.explanation)],
        )
        return [*super().record_tables(request, row), _tonnes(row), beside, words]


def _tonnes(row: FinancedStatement) -> Table:
    return Table(
        title=_("Financed tonnes; kinds are never added"),
        headers=[_("kind of tonnes"), _("whole (tCO2e)"), _("financed (tCO2e)"), _("option")],
        rows=[
            (TONNES_LABELS[Tonnes(kind)], each["whole"], each["part"], each["option"])
            for kind, each in row.tonnes.items()
        ],
        numeric=frozenset({1, 2}),
        empty=_("Nothing is recorded for the period; the money is not covered."),
    )


# ---- the portfolio


def portfolio(request: HttpRequest) -> HttpResponse:
    """Show what was stated last, in sums: each asset class and the whole."""
    person(request).check_may(VIEW)
    latest = FinancedStatement.objects.order_by("-known_at", "-id").first()
    if latest is None:
        return drilldown.show(request, _nothing())
    found = queries.portfolio(period=latest.period, known_at=latest.known_at)
    whole = found.whole
    lines = [
        Line(_("period"), str(latest.period)),
        line_of(latest, "known_at"),
        Line(_("outstanding under contracts (CNY)"), f"{found.outstanding_cny:,f}", is_number=True),
        Line(_("covered (CNY)"), f"{whole.covered_cny:,f}", is_number=True),
        Line(_("coverage"), _share(found.coverage), is_number=True),
        Line(
            _("scopes 1 and 2 per million CNY"), _number(whole.intensity), "tCO2e", is_number=True
        ),
        Line(_("data quality, weighted"), _number(whole.score), is_number=True),
    ]
    page = Record(
        title=_("Financed emissions"),
        subtitle=_("By PCAF, every asset class"),
        is_sample=found.is_sample,
        sections=[Section(_("The whole"), lines)],
        links=[Link(_("The statements behind it"), list_of(FinancedStatement))],
        tables=[_classes([*found.classes, whole])],
    )
    return drilldown.show(request, page)


def _classes(totals: list[ClassTotal]) -> Table:
    kinds = [kind for kind in Tonnes if any(kind in each.tonnes for each in totals)]
    return Table(
        title=_("Financed tonnes by asset class; kinds are never added"),
        headers=[
            _("asset class by PCAF"),
            _("placed (CNY)"),
            _("covered (CNY)"),
            *(TONNES_LABELS[kind] for kind in kinds),
            _("per million CNY"),
            _("score"),
        ],
        rows=[
            (
                CLASS_LABELS.get(each.asset_class, _("all")),
                each.placed_cny,
                each.covered_cny,
                *(each.tonnes.get(kind, NONE) for kind in kinds),
                _number(each.intensity),
                _number(each.score),
            )
            for each in totals
        ],
        numeric=frozenset(range(1, len(kinds) + 5)),
    )


def _nothing() -> Record:
    words = _("Nothing was stated yet: record investees and exposures, then run the attribution.")
    return Record(
        title=_("Financed emissions"),
        sections=[Section(_("What this is"), [Line("", words)])],
        links=[Link(_("Investees"), reverse("admin:trusts_investee_changelist"))],
    )


def _number(value: Decimal | None) -> str:
    return NONE if value is None else f"{value:,.2f}"


def _share(value: Decimal | None) -> str:
    return NONE if value is None else f"{value:.2%}"


site.page("attribution/financed/", portfolio, name="financed-portfolio")
navigation.page(
    "trusts.attribution",
    title=gettext_lazy("Financed emissions"),
    url_name="admin:financed-portfolio",
    permission=VIEW,
    icon="factory",
)
