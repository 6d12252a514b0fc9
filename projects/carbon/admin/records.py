"""Staff pages of carbon."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from config.console import dashboard, navigation, record
from config.console.admin import FactAdmin, ProposedAdmin, amount, person
from config.console.record import Formula, Line, Link, Section, Table
from config.console.site import site
from config.kernel.periods import Period
from config.kernel.quantities import Measure
from projects.carbon import operations, queries, requesting
from projects.carbon.admin.rights import claimable_tables, latest_year
from projects.carbon.methodologies.method import Method, Route
from projects.carbon.methodologies.table import METHODS
from projects.carbon.models import Claim, Statement, StatementRun
from projects.carbon.rules.plausibility import Verdict
from projects.reference.serializers import said

VIEW = "projects.carbon.view"
VERDICT_TONES = {
    Verdict.NOT_JUDGED: "",
    Verdict.FITS: "good",
    Verdict.QUESTIONABLE: "waiting",
    Verdict.IMPOSSIBLE: "bad",
}
VERDICTS = {
    Verdict.NOT_JUDGED: _("not judged"),
    Verdict.FITS: _("fits"),
    Verdict.QUESTIONABLE: _("questionable"),
    Verdict.IMPOSSIBLE: _("impossible"),
}

#: What people read, and what a watt-hour is of it, by the carrier of the energy.
_SHOWN_IN = {"electricity": ("MWh", Decimal("1E-6")), "heat": ("GJ", Decimal("3.6E-6"))}
_CARRIERS = {"electricity": _("electricity"), "heat": _("heat")}

navigation.room("projects.carbon", title=_("Carbon"), order=50)
dashboard.name_run(requesting.RUN_KIND, _("Draw the statements"))


@admin.register(StatementRun, site=site)
class StatementRunAdmin(FactAdmin[StatementRun]):
    """Drawings of statements."""

    view_permission = VIEW
    icon = "draw"
    list_display = ("starts_on", "ends_on", "known_at", "count", "asked_by", "recorded_at")

    def record_links(self, request: HttpRequest, row: StatementRun) -> list[Link]:  # noqa: ARG002
        """Return the way to the statements."""
        url = reverse("admin:projects_statement_changelist")
        title = str(Statement._meta.verbose_name_plural)
        return [Link(title, f"{url}?run__id__exact={row.pk}", str(row.count))]


@admin.register(Statement, site=site)
class StatementAdmin(FactAdmin[Statement]):
    """Statements: what was spared, by which energy and which factors."""

    view_permission = VIEW
    icon = "eco"
    list_display = ("project", "month", "method_name", "energy", "avoided_tco2e", "known_at")
    list_filter = (
        "method",
        ("project", admin.RelatedOnlyFieldListFilter),
        ("run", admin.RelatedOnlyFieldListFilter),
    )
    record_hidden = FactAdmin.record_hidden | {
        *("lines", "alternatives", "explanation", "method", "method_version"),
        *("carrier", "energy_wh", "starts_on", "ends_on", "avoided_tco2e"),
    }

    @admin.display(description=_("month"), ordering="starts_on")
    def month(self, row: Statement) -> str:
        """Return the month in one word."""
        return str(row.period)

    @admin.display(description=_("method"), ordering="method")
    def method_name(self, row: Statement) -> str:
        """Return the method by its name."""
        return _method_name(row)

    @admin.display(description=_("energy"), ordering="energy_wh")
    def energy(self, row: Statement) -> Any:
        """Return the energy in the unit that its carrier is counted in."""
        return amount(_energy(row.carrier, row.energy_wh))

    def record_formula(self, request: HttpRequest, row: Statement) -> Formula:  # noqa: ARG002
        """Return the equation with the values that it took."""
        method = METHODS.get((row.method, row.method_version))
        terms = [
            Line(
                line["province"],
                f"{_energy(row.carrier, line['energy_wh'])} × {line['factor']['value']}",
                line["factor"]["unit"],
                is_number=True,
            )
            for line in row.lines
        ]
        result = Line(gettext("avoided"), f"{row.avoided_tco2e:,f}", "tCO2e", is_number=True)
        return Formula(method.equation if method else row.method, terms, result)

    def record_content(self, row: Statement) -> list[Section]:
        """Return the explanation in words, then the columns."""
        words = [Line("", said(each), is_wide=True) for each in row.explanation]
        about = [
            Line(gettext("month"), str(row.period)),
            Line(gettext("method"), f"{_method_name(row)} ({row.method} {row.method_version})"),
            Line(gettext("carrier"), _CARRIERS.get(row.carrier, row.carrier)),
            Line(gettext("energy"), _energy(row.carrier, row.energy_wh)),
        ]
        (content,) = super().record_content(row)
        return [
            Section(gettext("Explanation"), words),
            Section(content.title, [*about, *content.lines]),
        ]

    def record_tables(self, request: HttpRequest, row: Statement) -> list[Table]:  # noqa: ARG002
        """Return lines by province, the routes beside the result, and what is left to claim."""
        left = queries.claimable_of(row, known_at=timezone.now())
        beside = _factors_table(row)
        return [_lines_table(row), _routes_table(row), *beside, *claimable_tables(left)]


def _method_name(row: Statement) -> str:
    method = METHODS.get((row.method, row.method_version))
    return _named(method) if method else row.method


def _energy(carrier: str, energy_wh: int) -> str:
    unit, per_wh = _SHOWN_IN[carrier]
    return f"{(energy_wh * per_wh).normalize():,f} {unit}"


def _lines_table(row: Statement) -> Table:
    return Table(
        title=gettext("By province"),
        headers=[
            gettext("province"),
            gettext("number of stations"),
            gettext("readings"),
            gettext("energy"),
            gettext("factor"),
            gettext("edition"),
            gettext("policies"),
            gettext("avoided (tCO2e)"),
        ],
        rows=[
            (
                line["province"],
                line["stations"],
                line["readings"],
                _energy(row.carrier, line["energy_wh"]),
                _factor_link(line["factor"]),
                line["factor"]["edition"],
                ", ".join(each["name"] for each in line["factor"]["policies"]),
                Decimal(line["avoided_tco2e"]),
            )
            for line in row.lines
        ],
        numeric=frozenset({1, 2, 3, 7}),
    )


def _factor_link(factor: dict[str, Any]) -> Any:
    url = reverse("admin:projects_factor_change", args=[factor["id"]])
    place = f"{factor['region']} {factor['data_year'] or ''}".strip()
    text = f"{factor['value']} {factor['unit']} ({place})"
    return format_html('<a class="gt-link" href="{}">{}</a>', url, text)


def _routes_table(row: Statement) -> Table:
    return Table(
        title=gettext("Other routes, shown beside and never added"),
        headers=[gettext("route"), gettext("value"), gettext("unit"), gettext("parameters")],
        rows=[
            (_route_name(row, route), Decimal(value["value"]), value["unit"], _parameters(route))
            for route in row.alternatives
            for value in route["values"]
        ]
        + [
            (_route_name(row, route), "", "", route["missing"])
            for route in row.alternatives
            if route["missing"]
        ],
        numeric=frozenset({1}),
    )


def _factors_table(row: Statement) -> list[Table]:
    """Return what each kind of factor makes of the energy; nothing for other carriers."""
    found = queries.factors_beside(row)
    if not found:
        return []
    table = Table(
        title=gettext("By other factors of the grid: alternatives, never added"),
        headers=[
            gettext("kind of factor"),
            gettext("avoided (tCO2e)"),
            gettext("factors"),
            gettext("why there is none"),
        ],
        rows=[
            (
                said_name(each.name_zh, each.name_en)
                + (f" ({gettext('this statement')})" if each.is_own else ""),
                "–" if each.avoided_tco2e is None else each.avoided_tco2e,
                "; ".join(
                    f"{one.value:f} ({one.region} {one.data_year or ''})".replace(" )", ")")
                    for one in each.factors
                ),
                said(each.missing) if each.missing else "",
            )
            for each in found
        ],
        numeric=frozenset({1}),
    )
    return [table]


def _parameters(route: dict[str, Any]) -> str:
    return "; ".join(
        f"{each['symbol']} = {each['value']}{_unit(each['unit'])} ({each['confidence']})"
        for each in route["parameters"]
    )


def _unit(unit: str) -> str:
    """Return a unit behind its number; a bare number has none."""
    return "" if unit in {"", "1"} else f" {unit}"


def _route_name(row: Statement, route: dict[str, Any]) -> str:
    method = METHODS.get((row.method, row.method_version))
    known = {each.route: each for each in method.alternatives} if method else {}
    code = str(route["route"])
    return _named(known[code]) if code in known else code


def _named(each: Method | Route) -> str:
    """Return the name in the reader's language."""
    return each.name_zh if (get_language() or "").startswith("zh") else each.name_en


@admin.register(Claim, site=site)
class ClaimAdmin(ProposedAdmin[Claim]):
    """Claims: announced figures, judged and set beside what was computed."""

    view_permission = VIEW
    icon = "campaign"
    list_display = ("subject", "project", "measure", "value", "unit", "basis", "is_sample")
    propose_fields = (
        "project",
        "subject",
        "measure",
        "value",
        "unit",
        "basis",
        "announced_on",
        "source",
        "quote_zh",
        "quote_en",
        "announced",
        "is_sample",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> Claim:
        """Propose the claim of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        given["measure"] = Measure(given["measure"])
        return operations.propose_claim(**given, by=person(request))

    def record_tables(self, request: HttpRequest, row: Claim) -> list[Table]:  # noqa: ARG002
        """Return the checks, and the computed side for the last full year that was drawn."""
        now = timezone.now()
        found = queries.claim_check(row, period=_year_of(row, now), known_at=now)
        checks = Table(
            title=gettext("Plausibility"),
            headers=[
                gettext("ratio"),
                gettext("value"),
                gettext("unit"),
                gettext("verdict"),
                gettext("why"),
            ],
            rows=[
                (
                    said_name(each.range.name_zh, each.range.name_en),
                    each.printed,
                    each.range.unit,
                    record.badge(VERDICTS[each.verdict], VERDICT_TONES[each.verdict]),
                    said(each.reason),
                )
                for each in found.checks
            ],
            numeric=frozenset({1}),
            empty=gettext("The announcement prints nothing that could be set against each other."),
        )
        reasons = found.comparison.reasons if found.comparison else [found.missing]
        beside = Table(
            title=gettext("Beside the computed year {year}").format(year=found.period),
            headers=[gettext("why they differ")],
            rows=[(said(each),) for each in reasons if each is not None],
        )
        left = claimable_tables(found.claimable) if found.claimable else []
        return [checks, beside, *left]


def said_name(name_zh: str, name_en: str) -> str:
    """Return the name in the reader's language."""
    return name_zh if (get_language() or "").startswith("zh") else name_en


def _year_of(row: Claim, now: dt.datetime) -> Period:
    """Return the latest year of which a statement of the claim's project was drawn."""
    latest = latest_year(row.project_id, now) if row.project_id else None
    return latest or Period.year(now.year)
