"""The calculator's page: one position, its share by PCAF and by the guide, every step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console import asking, drilldown, navigation, record
from config.console.admin import person
from config.console.asking import Field, Option, Row, Trouble, written
from config.console.record import Crumb, Formula, Line, Record, Section, Table
from config.console.site import site
from trusts.attribution.admin.wording import equation_of, in_language, steps_of
from trusts.attribution.calculating import EXAMPLE, AttributeSerializer, attributed, position_of
from trusts.attribution.models.investees import TONNES_LABELS
from trusts.attribution.rules.asset_classes import INPUTS, AssetClass
from trusts.attribution.rules.classes_table import ASSET_CLASSES
from trusts.attribution.rules.portfolios import Attributed, Tonnes
from trusts.attribution.rules.shares import options_of
from trusts.attribution.serializers import said

VIEW = "trusts.attribution.view"
_PLACE = "positions/0/"


def calculator(request: HttpRequest) -> HttpResponse:
    """Show the asset classes; or one, with its form and, once numbers are given, the share."""
    person(request).check_may(VIEW)
    chosen = ASSET_CLASSES.get(request.GET.get("asset_class", ""))
    return _overview(request) if chosen is None else _of_class(request, chosen)


def _overview(request: HttpRequest) -> HttpResponse:
    words = gettext(
        "Which share of a project or company belongs to one holding. Nothing is stored here; a"
        " whole portfolio is reckoned over the interface."
    )
    classes = Table(
        title=gettext("Asset classes"),
        headers=[gettext("asset class"), gettext("equation"), gettext("confidence")],
        rows=[(_link(each), equation_of(each), each.confidence) for each in ASSET_CLASSES.values()],
    )
    page = Record(
        title=gettext("Attribution calculator"),
        subtitle=gettext("Whose part is it"),
        sections=[Section(gettext("What this is"), [Line("", words)])],
        tables=[classes],
    )
    return drilldown.show(request, page)


def _of_class(request: HttpRequest, chosen: AssetClass) -> HttpResponse:
    given, found, trouble = request.GET, None, Trouble()
    body = {"positions": [_position(chosen, given)]}
    if "go" in given:
        try:
            serializer = AttributeSerializer(data=body)
            serializer.is_valid(raise_exception=True)
            (found,) = attributed(
                [position_of(serializer.validated_data["positions"][0])]
            ).positions
        except asking.REFUSALS as refusal:
            trouble = asking.trouble_of(refusal, [_PLACE + name for name in _names(chosen)])
    page = Record(
        title=in_language(chosen, "name"),
        subtitle=gettext("Attribution calculator"),
        crumbs=[
            Crumb(gettext("Attribution calculator"), reverse("admin:attribution-calculator")),
            Crumb(in_language(chosen, "name")),
        ],
        badges=[record.badge(gettext("confidence {letter}").format(letter=chosen.confidence))],
        formula=Formula(equation_of(chosen), list(steps_of(found.factor)) if found else []),
        sections=[*_notes(found), _about(chosen)],
    )
    return drilldown.show(
        request,
        page,
        template=asking.TEMPLATE,
        results=list(_results(found)) if found else [],
        chosen=("asset_class", chosen.code),
        groups=list(_groups(chosen, given, trouble)),
        trouble=trouble.sentence,
        examples=_examples(chosen),
        address="/api/v1/attribution/calculate",
        body=json.dumps(body, ensure_ascii=False, indent=2) if found else "",
    )


# ---- what is asked


def _names(chosen: AssetClass) -> list[str]:
    inputs = [f"inputs/{name}" for name in chosen.inputs]
    return [*inputs, *(f"tonnes/{each.value}" for each in Tonnes), "option", "total_investment"]


def _position(chosen: AssetClass, given: QueryDict) -> dict[str, Any]:
    """Return the position that the boxes make up, as a request would name it."""
    position: dict[str, Any] = {
        "name": in_language(chosen, "name"),
        "asset_class": chosen.code,
        "inputs": {},
    }
    for name in _names(chosen):
        if value := written(given, name):
            group, _slash, code = name.partition("/")
            if code:
                position.setdefault(group, {})[code] = value
            else:
                position[group] = value
    return position


def _groups(
    chosen: AssetClass, given: QueryDict, trouble: Trouble
) -> Iterator[tuple[str, list[Row]]]:
    def row(name: str, label: str, *, hint: str = "", options: tuple[Option, ...] = ()) -> Row:
        box = Field(name, gettext("value"), written(given, name), options)
        return Row("", label, hint, (box,), trouble.by_row.get(_PLACE + name, ()))

    yield (
        gettext("Amounts, in one currency"),
        [row(f"inputs/{name}", in_language(INPUTS[name], "name")) for name in chosen.inputs],
    )
    yield (
        gettext("Tonnes of the whole, in tCO2e"),
        [row(f"tonnes/{each.value}", str(TONNES_LABELS[each])) for each in Tonnes],
    )
    picked = written(given, "option")
    options = (
        Option("", gettext("not stated"), not picked),
        *(
            Option(code, f"{code} · {score}", code == picked)
            for code, score in options_of(chosen.code).items()
        ),
    )
    evidence = row(
        "option", gettext("option of evidence and its score, 1 the best"), options=options
    )
    guide = row(
        "total_investment",
        gettext("total investment"),
        hint=gettext("may be left empty; adds the share by the green-credit guide"),
    )
    yield gettext("Evidence, and the other method"), [evidence, guide]


def _examples(chosen: AssetClass) -> list[tuple[str, str]]:
    """Return the documented example where it is of this class."""
    (example,) = EXAMPLE["positions"]
    if example["asset_class"] != chosen.code:
        return []
    facts: dict[str, Any] = {"asset_class": chosen.code}
    for name in _names(chosen):
        group, _slash, code = name.partition("/")
        value = example.get(group, {}).get(code) if code else example.get(group)
        if value:
            facts[name] = value
    return [(in_language(chosen, "name"), f"?{urlencode({**facts, 'go': 1})}")]


# ---- what is answered


def _results(found: Attributed) -> Iterator[Table]:
    guide = found.guide
    shares = [(gettext("PCAF"), found.factor.share, found.factor.denominator)]
    if guide is not None:
        shares.append((gettext("green-credit guide"), guide.share, guide.denominator))
    yield Table(
        title=gettext("Share; the methods stand side by side and never add up"),
        headers=[gettext("method"), gettext("share"), gettext("divided by")],
        rows=[
            (name, share, "–" if divisor is None else divisor) for name, share, divisor in shares
        ],
        numeric=frozenset({1, 2}),
    )
    yield Table(
        title=gettext("Attributed tonnes; kinds are never added"),
        headers=[gettext("kind"), gettext("PCAF (tCO2e)"), gettext("guide (tCO2e)")],
        rows=[
            (TONNES_LABELS[kind], value, found.guide_tonnes.get(kind, "–"))
            for kind, value in found.tonnes.items()
        ],
        numeric=frozenset({1, 2}),
        empty=gettext("No tonnes were given."),
    )


def _notes(found: Attributed | None) -> list[Section]:
    if found is None:
        return []
    words = [Line("", said(each)) for each in (*found.factor.notes, *found.difference)]
    if found.score is not None:
        words.append(Line(gettext("data quality"), str(found.score), is_number=True))
    return [Section(gettext("What to know about this result"), words)] if words else []


def _about(chosen: AssetClass) -> Section:
    lines = [
        Line(gettext("note"), in_language(chosen, "note")),
        Line(gettext("source"), chosen.source),
    ]
    return Section(gettext("The asset class"), lines)


def _link(each: AssetClass) -> Any:
    url = f"{reverse('admin:attribution-calculator')}?{urlencode({'asset_class': each.code})}"
    return format_html('<a class="gt-link" href="{}">{}</a>', url, in_language(each, "name"))


site.page("attribution/calculator/", calculator, name="attribution-calculator")
navigation.page(
    "trusts.attribution",
    title=_("Attribution calculator"),
    url_name="admin:attribution-calculator",
    permission=VIEW,
    icon="calculate",
)
