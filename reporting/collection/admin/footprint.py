"""The page of the operational footprint: by scope, by line, with what is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown
from config.console.dashboard import Card
from config.console.pages.base import allowed
from config.console.record import Crumb, Line, Record, Section, Table
from config.console.site import site
from config.kernel.errors import fill
from reporting.collection import queries
from reporting.collection.admin.words import VIEW, is_chinese, name_of, number
from reporting.collection.models import CollectionPeriod
from reporting.collection.rules.values import Footprint, FootprintLine, Scope

SCOPE_NAMES = {
    Scope.ONE: gettext_lazy("Scope 1"),
    Scope.TWO_LOCATION: gettext_lazy("Scope 2, location-based"),
    Scope.TWO_MARKET: gettext_lazy("Scope 2, market-based"),
    Scope.THREE: gettext_lazy("Scope 3, what can be computed"),
}


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the confirmed quantities of a period come to."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    asked = CollectionPeriod.objects.filter(pk=pk).first()
    if asked is None:
        raise Http404
    found = queries.footprint(asked.period, timezone.now())
    board = reverse("admin:collection-period-board", args=[asked.pk])
    return drilldown.show(
        request,
        Record(
            title=_("Operational footprint {period}").format(period=asked.period),
            subtitle=_("Confirmed quantities times confirmed factors"),
            is_sample=asked.is_sample,
            crumbs=[
                Crumb(_("Collection board"), reverse("admin:collection-board")),
                Crumb(str(asked.period), board),
            ],
            sections=[_missing(found)],
            tables=[_table(found, scope) for scope in Scope],
        ),
        template="collection/footprint.html",
        lines=True,
        cards=[_card(found, scope) for scope in Scope],
    )


def _card(found: Footprint, scope: Scope) -> Card:
    total = found.total(scope)
    left_out = sum(each.value_tco2e is None for each in found.of(scope))
    note = ""
    if left_out and scope is Scope.THREE:
        note = _("{count} line(s) left out for want of a factor").format(count=left_out)
    elif left_out:
        note = _("No total: {count} line(s) lack a factor").format(count=left_out)
    shown = "–" if total is None else f"{total:,.3f}"
    return Card(SCOPE_NAMES[scope], shown, unit="tCO2e", note=note)


def _missing(found: Footprint) -> Section:
    lines = [
        Line(
            _("Asked and not confirmed yet"),
            ", ".join(found.not_collected) or _("nothing"),
        ),
        *(
            Line(_line_name(each), fill(_(each.refusal_sentence), dict(each.refusal_facts)))
            for each in found.not_computed
        ),
        Line(_("method"), f"{found.method} {found.method_version}"),
    ]
    return Section(_("What is missing"), lines)


def _line_name(line: FootprintLine) -> str:
    return name_of(line)


def _table(found: Footprint, scope: Scope) -> Table:
    return Table(
        headers=[
            _("source of emissions"),
            _("department"),
            _("quantity"),
            _("how it is computed"),
            _("factors"),
            _("emissions (tCO2e)"),
        ],
        rows=[
            [
                _line_name(each),
                each.department.zh if is_chinese() else each.department.en,
                number(each.quantity, each.unit),
                _formula(each),
                _factors(each),
                _tonnes(each.value_tco2e),
            ]
            for each in found.of(scope)
        ],
        title=SCOPE_NAMES[scope],
        numeric=frozenset({2, 5}),
        empty=_("Nothing was collected for it."),
    )


def _formula(line: FootprintLine) -> Any:
    said = [line.formula, *(_(each) for each in line.assumptions)]
    return format_html_join("", "<small>{}</small>", ((each,) for each in said if each)) or "–"


def _factors(line: FootprintLine) -> Any:
    said = [
        " · ".join(
            filter(
                None,
                [
                    each.region,
                    str(each.data_year or ""),
                    each.edition,
                    _("confidence {word}").format(word=each.confidence),
                ],
            )
        )
        for each in line.factors
    ]
    return format_html_join("", "<small>{}</small>", ((each,) for each in said)) or "–"


def _tonnes(value: Decimal | None) -> str:
    return _("no factor") if value is None else f"{value:,.3f}"


site.page("collection/<int:pk>/footprint/", show, name="collection-footprint")
