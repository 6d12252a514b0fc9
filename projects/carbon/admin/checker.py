"""The page that judges an announced figure: facts in, verdict, ranges and reasons out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console import asking, drilldown, navigation, record
from config.console.admin import person
from config.console.asking import Field, Option, Row, Trouble
from config.console.record import Line, Record, Section, Table
from config.console.site import site
from projects.carbon.admin.asking import in_language
from projects.carbon.admin.records import VERDICT_TONES, VERDICTS
from projects.carbon.rules.announced import Checked, check_facts
from projects.carbon.rules.facts import ANNOUNCED_FACTS
from projects.carbon.rules.plausibility import Check
from projects.carbon.serializers import CheckFactsSerializer
from projects.reference.serializers import said
from projects.registry.rules.technologies import TECHNOLOGIES

VIEW = "projects.carbon.view"
TEMPLATE = "carbon/checker.html"
#: Factors whose needed hours a reader most often asks for, as many boxes.
_FACTORS = 2
#: The rooftops as announced (S-SEED): what the page offers to try.
EXAMPLE = (
    "?technology=rooftop_pv&facts/avoided_tco2/value=36.48&facts/avoided_tco2/unit=万t"
    "&facts/capacity_mw/value=450&facts/households/value=16000"
    "&facts/investment_cny/value=15&facts/investment_cny/unit=亿CNY"
    "&factor/0/name=0.8273&factor/0/value=0.8273&factor/1/name=0.5897&factor/1/value=0.5897&go=1"
)


def checker(request: HttpRequest) -> HttpResponse:
    """Show the form for an announcement and, once facts are given, the verdict on it."""
    person(request).check_may(VIEW)
    given, found, trouble = request.GET, None, Trouble()
    if "go" in given:
        try:
            serializer = CheckFactsSerializer(data=_body(given))
            serializer.is_valid(raise_exception=True)
            found = check_facts(**serializer.validated_data)
        except asking.REFUSALS as refusal:
            places = [f"facts/{code}" for code in ANNOUNCED_FACTS]
            trouble = asking.trouble_of(refusal, places)
    words = gettext(
        "Ratios that an announcement implies are held against ranges with their source."
        " What is questionable may be right, and its basis must be stated. Nothing is stored."
    )
    page = Record(
        title=gettext("Check an announced figure"),
        subtitle=gettext("Plausibility"),
        badges=[record.badge(VERDICTS[found.verdict], VERDICT_TONES[found.verdict])]
        if found
        else [],
        sections=[] if found else [Section(gettext("What this is"), [Line("", words)])],
    )
    return drilldown.show(
        request,
        page,
        template=TEMPLATE,
        results=_tables(found) if found else [],
        technology=_technology(given),
        rows=_rows(given, trouble),
        factors=_factor_rows(given),
        trouble=trouble.sentence,
        example=EXAMPLE,
    )


def _body(given: QueryDict) -> dict[str, Any]:
    facts = {
        code: {"value": value, "unit": str(given.get(f"facts/{code}/unit", "")).strip()}
        for code in ANNOUNCED_FACTS
        if (value := str(given.get(f"facts/{code}/value", "")).strip())
    }
    factors = {
        str(given.get(f"factor/{number}/name", "")).strip() or value: value
        for number in range(_FACTORS)
        if (value := str(given.get(f"factor/{number}/value", "")).strip())
    }
    return {"facts": facts, "technology": given.get("technology", ""), "at_factors": factors}


def _technology(given: QueryDict) -> Field:
    chosen = given.get("technology", "")
    options = (
        Option("", gettext("any"), not chosen),
        *(Option(code, in_language(each), code == chosen) for code, each in TECHNOLOGIES.items()),
    )
    return Field("technology", gettext("technology"), options=options)


def _rows(given: QueryDict, trouble: Trouble) -> list[Row]:
    return [
        Row(
            symbol="",
            label=in_language(fact),
            hint="",
            fields=(
                Field(
                    f"facts/{code}/value", gettext("value"), given.get(f"facts/{code}/value", "")
                ),
                Field(
                    f"facts/{code}/unit",
                    gettext("unit"),
                    given.get(f"facts/{code}/unit") or fact.unit,
                    size="short",
                ),
            ),
            faults=trouble.by_row.get(f"facts/{code}", ()),
        )
        for code, fact in ANNOUNCED_FACTS.items()
    ]


def _factor_rows(given: QueryDict) -> list[Row]:
    return [
        Row(
            symbol="",
            label=gettext("factor {number} (tCO2/MWh)").format(number=number + 1),
            hint="",
            fields=(
                Field(
                    f"factor/{number}/name", gettext("name"), given.get(f"factor/{number}/name", "")
                ),
                Field(
                    f"factor/{number}/value",
                    gettext("value"),
                    given.get(f"factor/{number}/value", ""),
                    size="short",
                ),
            ),
        )
        for number in range(_FACTORS)
    ]


def _tables(found: Checked) -> list[Table]:
    checks = Table(
        title=gettext("Plausibility"),
        headers=[
            gettext("ratio"),
            gettext("value"),
            gettext("unit"),
            gettext("usual"),
            gettext("possible"),
            gettext("verdict on it"),
            gettext("why"),
        ],
        rows=[_check(each) for each in found.checks],
        numeric=frozenset({1, 3, 4}),
        empty=gettext("The announcement prints nothing that could be set against each other."),
    )
    if not found.hours_needed:
        return [checks]
    hours = Table(
        title=gettext("Full-load hours that the claim needs"),
        headers=[gettext("factor"), gettext("hours")],
        rows=[(name, round(each)) for name, each in found.hours_needed.items()],
        numeric=frozenset({1}),
    )
    return [checks, hours]


def _check(each: Check) -> tuple[Any, ...]:
    held = each.range
    return (
        in_language(held),
        each.printed,
        held.unit,
        _span(held.usual_low, held.usual_high),
        _span(held.possible_low, held.possible_high),
        record.badge(VERDICTS[each.verdict], VERDICT_TONES[each.verdict]),
        said(each.reason),
    )


def _span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return "–"
    low_text, high_text = ("" if each is None else f"{each:,f}" for each in (low, high))
    return f"{low_text} – {high_text}"


site.page("carbon/check-claim/", checker, name="carbon-checker")
navigation.page(
    "projects.carbon",
    title=_("Check an announced figure"),
    url_name="admin:carbon-checker",
    permission=VIEW,
    icon="fact_check",
)
