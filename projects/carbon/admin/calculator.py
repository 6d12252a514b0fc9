"""The calculators' page: choose a method, give the numbers, see every step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console import asking, drilldown, navigation, record
from config.console.admin import person
from config.console.asking import Field, Row, Trouble
from config.console.record import Crumb, Formula, Line, Record, Section, Table
from config.console.site import site
from config.kernel.canonical import plain_decimal
from projects.carbon import queries
from projects.carbon.admin.asking import body_of, in_language, language, rows_of
from projects.carbon.methodologies.asked import Example, Output
from projects.carbon.methodologies.method import Method
from projects.carbon.methodologies.sources import said_in
from projects.carbon.methodologies.table import CURRENT, method
from projects.carbon.rules.calculator import Calculation
from projects.carbon.rules.given import Number, field_of
from projects.carbon.serializers import CalculateSerializer
from projects.reference.serializers import said

VIEW = "projects.carbon.view"
FAMILIES = {
    "power": _("Power"),
    "heat": _("Heat"),
    "saving": _("Saving and switching"),
    "system": _("Power system"),
    "industry": _("Industry"),
    "water_waste": _("Water and waste"),
    "city": _("Buildings and transport"),
    "land": _("Land"),
    "fuel": _("Fuels and gases"),
    "footprint": _("Footprint"),
    "market": _("Carbon market"),
    "finance": _("Holdings and receivables"),
    "arithmetic": _("Arithmetic"),
}
#: What a result measures, where it is none of the guide's indicators.
MEASURES = {
    "energy": _("electricity"),
    "heat": _("heat"),
    "removed": _("removed, never added to avoided"),
    "emitted": _("emitted, nothing spared"),
    "footprint": _("footprint, nothing spared"),
    "financed": _("financed emissions"),
    "allowance": _("allowances, property"),
    "credit": _("credits, property"),
    "share": _("ratio"),
    "money": _("amount of money"),
}
#: Ways of saying the same, which stand side by side and never add up.
ROUTES = {
    "coal": _("coal route"),
    "energy": _("by energy"),
    "efficiency": _("by efficiency"),
    "factor_2": _("by factor 2"),
    "fixed_heat": _("by fixed heat"),
}
INDICATORS = {
    "tce": _("standard coal"),
    "co2": "CO2",
    "so2": "SO2",
    "nox": "NOx",
    "cod": "COD",
    "nh3n": "NH3-N",
    "water": _("water"),
}


def calculator(request: HttpRequest) -> HttpResponse:
    """Show the methods; or one, with its form and, once numbers are given, the calculation."""
    person(request).check_may(VIEW)
    code = request.GET.get("method", "")
    return _of_method(request, code) if code in CURRENT else _overview(request)


def _overview(request: HttpRequest) -> HttpResponse:
    tables = [
        Table(
            title=title,
            headers=[gettext("method"), gettext("equation"), gettext("gives")],
            rows=[
                (_link(each), each.equation, ", ".join(_gives(each)))
                for each in CURRENT.values()
                if each.family == family
            ],
        )
        for family, title in FAMILIES.items()
    ]
    words = Line(
        "",
        gettext(
            "Nothing is stored here. Every formula shows its numbers, every number its source;"
            " a constant that is not certain must be chosen."
        ),
    )
    page = Record(
        title=gettext("Calculators"),
        subtitle=gettext("What would be spared"),
        sections=[Section(gettext("What this is"), [words])],
        tables=tables,
    )
    return drilldown.show(request, page, template="carbon/overview.html")


def _of_method(request: HttpRequest, code: str) -> HttpResponse:
    chosen = method(code)
    given, found, trouble = request.GET, None, Trouble()
    body = body_of(chosen, given)
    if "go" in given:
        try:
            found = _calculated(chosen, body)
        except asking.REFUSALS as refusal:
            trouble = asking.trouble_of(refusal, [field_of(each) for each in chosen.asked])
    page = Record(
        title=in_language(chosen),
        subtitle=gettext("Calculator"),
        crumbs=[
            Crumb(gettext("Calculators"), reverse("admin:carbon-calculator")),
            Crumb(in_language(chosen)),
        ],
        badges=[record.badge(gettext("confidence {letter}").format(letter=chosen.confidence))],
        formula=_formula(chosen, found),
        sections=[*_found_sections(found), _about(chosen)],
        tables=[_numbers(found)] if found else [],
    )
    return drilldown.show(
        request,
        page,
        template=asking.TEMPLATE,
        results=[results_table(found, title=gettext("Results"))] if found else [],
        chosen=("method", chosen.code),
        groups=_groups(chosen, given, trouble),
        trouble=trouble.sentence,
        examples=[(in_language(each), _address(chosen, each)) for each in chosen.examples],
        address="/api/v1/carbon/calculate",
        body=json.dumps(body, ensure_ascii=False, indent=2) if found else "",
    )


def _calculated(chosen: Method, body: Mapping[str, Any]) -> Calculation:
    serializer = CalculateSerializer(data=body)
    serializer.is_valid(raise_exception=True)
    asked = dict(serializer.validated_data)
    del asked["method"], asked["version"], asked["places"]
    return queries.calculation(chosen, known_at=timezone.now(), **asked)


def _groups(chosen: Method, given: QueryDict, trouble: Trouble) -> list[tuple[str, list[Row]]]:
    parts: Iterable[tuple[str, Sequence[Any]]] = (
        (gettext("Inputs"), chosen.inputs),
        (gettext("Factors"), chosen.factors),
        (gettext("Parameters"), chosen.parameter_inputs),
    )
    rows = [(title, rows_of(asked, given, trouble)) for title, asked in parts if asked]
    return [
        (title, [_library_row(given), *asked] if title == gettext("Factors") else asked)
        for title, asked in rows
    ]


def _library_row(given: QueryDict) -> Row:
    """Return the row that says where and when, for the library."""
    return Row(
        symbol="",
        label=gettext("For the library"),
        hint="",
        fields=(
            Field("region", gettext("province or region"), given.get("region", "")),
            Field("year", gettext("year"), given.get("year", ""), size="short"),
        ),
    )


def _formula(chosen: Method, found: Calculation | None) -> Formula:
    if found is None:
        return Formula(chosen.equation, [])
    lines = [
        Line(
            f"{each.symbol} = {each.step.formula.text}",
            f"{each.numbers} = {_shown(each.value)}",
            each.step.unit,
            is_number=True,
        )
        for each in found.steps
    ]
    return Formula(chosen.equation, lines)


def _found_sections(found: Calculation | None) -> list[Section]:
    if found is None or not (found.warnings or found.left_out):
        return []
    words = [Line("", said(each)) for each in found.warnings]
    left = [
        Line(in_language(each.step), f"{gettext('left out')}: {said(each.reason)}")
        for each in found.left_out
    ]
    return [Section(gettext("What to know about this result"), [*words, *left])]


def _about(chosen: Method) -> Section:
    lines = [
        Line(gettext("What it computes"), in_language(chosen, "description")),
        Line(gettext("What it does not say"), in_language(chosen, "limits")),
        Line(gettext("source"), said_in(language(), chosen.source)),
        Line(gettext("version"), f"{chosen.code} {chosen.version}"),
    ]
    return Section(gettext("The method"), lines)


def results_table(found: Calculation, *, title: str) -> Table:
    """Return the results of a calculation as a table."""
    return Table(
        title=title,
        headers=[gettext("result"), gettext("value"), gettext("unit"), gettext("indicator")],
        rows=[
            (
                f"{each.output.symbol} · {in_language(each.step)}",
                _shown(each.quantity.value),
                each.quantity.unit,
                _named(each.output)
                + (f" ({ROUTES[each.output.route]})" if each.output.route else ""),
            )
            for each in found.results
        ],
        numeric=frozenset({1}),
    )


def _numbers(found: Calculation) -> Table:
    return Table(
        title=gettext("Numbers used"),
        headers=[
            gettext("quantity"),
            gettext("value"),
            gettext("unit"),
            gettext("as given"),
            gettext("source"),
            gettext("confidence"),
        ],
        rows=[_number(each) for each in found.numbers],
        numeric=frozenset({1}),
    )


def _number(each: Number) -> tuple[Any, ...]:
    source: Any = said_in(language(), each.source) or gettext("given")
    if each.resolution is not None:
        url = reverse("admin:projects_factor_change", args=[each.resolution.factor_id])
        place = f"{each.resolution.region} {each.resolution.data_year or ''}".strip()
        source = format_html('<a class="gt-link" href="{}">{}</a> {}', url, place, each.source)
    return (
        f"{each.asked.symbol} · {in_language(each.asked)}",
        _shown(each.value),
        each.asked.unit,
        gettext("default: {name}").format(name=each.given) if each.is_default else each.given,
        source,
        each.confidence or "–",
    )


def _named(output: Output) -> str:
    """Return what a result is: an indicator of the guide, or what it measures."""
    return str(INDICATORS.get(output.indicator) or MEASURES[output.measure])


def _gives(each: Method) -> list[str]:
    return list(dict.fromkeys(_named(each_output) for each_output in each.outputs))


def _link(each: Method) -> Any:
    url = f"{reverse('admin:carbon-calculator')}?{urlencode({'method': each.code})}"
    return format_html('<a class="gt-link" href="{}">{}</a>', url, in_language(each))


def _address(chosen: Method, example: Example) -> str:
    """Return the address of the page with a worked example filled in."""
    boxes = {
        f"{group}/{code}/{name}": text
        for group in ("inputs", "factors", "parameters")
        for code, facts in getattr(example, group).items()
        for name, text in facts.items()
    }
    return f"?{urlencode({'method': chosen.code, **boxes, 'go': '1'})}"


def _shown(value: Decimal) -> str:
    """Return a number for reading: grouped, at most ten places behind the point."""
    return f"{Decimal(plain_decimal(round(value, 10))):,f}"


site.page("carbon/calculator/", calculator, name="carbon-calculator")
navigation.page(
    "projects.carbon",
    title=_("Calculators"),
    url_name="admin:carbon-calculator",
    permission=VIEW,
    icon="calculate",
)
