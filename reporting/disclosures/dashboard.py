"""What the dashboard shows of the company's annual disclosure: its figures, each a link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import dashboard
from config.console.dashboard import Card, Chart, Step
from config.kernel.periods import Period
from reporting.disclosures.models import Disclosure, DisclosureVersion
from reporting.disclosures.rules.life import State
from reporting.figures.models import Figure
from reporting.rendering.theme import PALETTE

VIEW = "reporting.figures.view"
#: The annual disclosures of the company, the first that is published speaks on the dashboard.
ANNUAL = ("green_trust_annual", "esg_annual", "environmental_jrt0227", "financed_avoided")
#: The totals that stand on the dashboard, in this order.
SHOWN = ("G-GT-02", "G-GT-01", "E-IN-01", "E-IN-04", "E-EN-01", "E-AV-03", "E-AT-01", "E-AT-02")
_METHODS = {
    "E-AV-01": gettext_lazy("grid displacement"),
    "E-AV-02": gettext_lazy("heat displacement"),
}
_SIDES = {"E-CL-01": gettext_lazy("announced"), "E-CL-02": gettext_lazy("computed")}


def _published(request: HttpRequest) -> DisclosureVersion | None:
    """Return what the dashboard speaks of, asked for once a request."""
    if not hasattr(request, "published_version"):
        request.published_version = spoken_of()  # type: ignore[attr-defined]
    version: DisclosureVersion | None = request.published_version  # type: ignore[attr-defined]
    return version


def spoken_of() -> DisclosureVersion | None:
    """
    Return the published annual disclosure of the company: of its last year, the green trusts'.

    Reports of one product, of a quarter, and restatements of earlier years do not take its
    place, however late they were published; without any annual one there is none.
    """
    rows = DisclosureVersion.objects.with_state().filter(
        state_now=State.PUBLISHED, disclosure__kind__in=ANNUAL, disclosure__subject=""
    )
    found = [
        each
        for each in rows.select_related("disclosure", "figure_set")
        if is_whole_year(each.disclosure.period)
    ]
    return max(found, key=_rank, default=None)


def _rank(version: DisclosureVersion) -> tuple[Any, ...]:
    disclosure = version.disclosure
    return disclosure.ends_on, -ANNUAL.index(disclosure.kind), version.recorded_at, version.pk


def is_whole_year(period: Period) -> bool:
    """Return whether a period is one calendar year."""
    return period == Period.year(period.starts_on.year)


def _figures(version: DisclosureVersion, **words: Any) -> Any:
    return Figure.objects.filter(figure_set_id=version.figure_set_id, **words).defer(
        "explanation_zh", "explanation_en"
    )


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _card(code: str) -> Any:
    def make(request: HttpRequest) -> Card | None:
        version = _published(request)
        figure = version and _figures(version, indicator=code, dimension={}).first()
        if not version or not figure:
            return None
        return Card(
            title=figure.label_zh if _is_chinese() else figure.label_en,
            value=figure.displayed_zh if _is_chinese() else figure.displayed_en,
            unit=figure.unit,
            note=f"{figure.figure_id} · {version.disclosure.code}",
            url=reverse("admin:reporting_figure_change", args=[figure.pk]),
            is_sample=version.is_sample,
        )

    make.__qualname__ = f"card_{code}"
    return make


for _order, _code in enumerate(SHOWN):
    dashboard.card(permission=VIEW, order=10 + _order)(_card(_code))


@dashboard.chart(permission=VIEW, order=10)
def avoided_by_month(request: HttpRequest) -> Chart | None:
    """Return what was avoided month by month, by method."""
    version = _published(request)
    if version is None:
        return None
    values = [
        {
            "month": figure.dimension["month"],
            "method": str(_METHODS[figure.indicator]),
            "tonnes": float(figure.value),
        }
        for figure in _figures(version, indicator__in=_METHODS).order_by("id")
        if set(figure.dimension) == {"month"}
    ]
    if not values:
        return None
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "timeUnit": "yearmonth",
                "title": None,
                "axis": {"format": "%-m月" if _is_chinese() else "%b", "labelAngle": 0},
            },
            "y": {"field": "tonnes", "type": "quantitative", "title": "tCO2e"},
            "color": {
                "field": "method",
                "type": "nominal",
                "title": None,
                "scale": {"range": list(PALETTE[:2])},
            },
        },
    }
    return Chart(
        title=_("Avoided emissions by month and method"),
        spec=spec,
        summary=_(
            "From the figures of {disclosure}; the two methods are of different projects."
        ).format(disclosure=version.disclosure.code),
        url=reverse("admin:reporting_figureset_change", args=[version.figure_set_id]),
        is_wide=True,
    )


@dashboard.chart(permission=VIEW, order=20)
def outstanding_by_product(request: HttpRequest) -> Chart | None:
    """Return how much is outstanding by product."""
    version = _published(request)
    if version is None:
        return None
    values = [
        {
            "product": figure.names["product"]["zh" if _is_chinese() else "en"],
            "million": float(figure.value) / 1_000_000,
        }
        for figure in _figures(version, indicator="G-GT-02").order_by("-value")
        if set(figure.dimension) == {"product"}
    ]
    if not values:
        return None
    spec = {
        "data": {"values": values},
        "mark": {"type": "bar", "color": PALETTE[0]},
        "encoding": {
            "y": {
                "field": "product",
                "type": "nominal",
                "sort": "-x",
                "title": None,
                "axis": {"labelLimit": 220},
            },
            "x": {"field": "million", "type": "quantitative", "title": _("CNY million")},
        },
    }
    return Chart(
        title=_("Outstanding by product"),
        spec=spec,
        is_sample=version.is_sample,
        summary=_("At the end of the period of {disclosure}.").format(
            disclosure=version.disclosure.code
        ),
        url=reverse("admin:reporting_figureset_change", args=[version.figure_set_id]),
    )


@dashboard.chart(permission=VIEW, order=30)
def claimed_and_computed(request: HttpRequest) -> Chart | None:
    """Return each announced figure beside the computed one."""
    version = _published(request)
    if version is None:
        return None
    language = "zh" if _is_chinese() else "en"
    values = [
        {
            "claim": figure.names["claim"][language].split(":")[0].split("：")[0],
            "side": str(_SIDES[figure.indicator]),
            "kilotonnes": float(figure.value) / 1000,
        }
        for figure in _figures(version, indicator__in=_SIDES).order_by("id")
    ]
    if not values:
        return None
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "claim", "type": "nominal", "title": None, "axis": {"labelLimit": 180}},
            "yOffset": {"field": "side"},
            "x": {
                "field": "kilotonnes",
                "type": "quantitative",
                "title": _("kt CO2e"),
                "scale": {"type": "symlog"},
            },
            "color": {
                "field": "side",
                "type": "nominal",
                "title": None,
                "scale": {"range": [PALETTE[2], PALETTE[0]]},
            },
        },
    }
    return Chart(
        title=_("Announced and computed"),
        spec=spec,
        summary=_("A claim is never a result; the disclosure says what does not fit."),
        url=reverse("admin:reporting_figureset_change", args=[version.figure_set_id]),
        is_sample=version.is_sample,
    )


@dashboard.first_step(permission="reporting.disclosures.view", order=90)
def publish_a_disclosure(_request: HttpRequest) -> Step:
    """Return the last step of an empty house."""
    return Step(
        title=_("Publish a disclosure"),
        text=_("Draft it for a period; a second person signs it off, and it is published."),
        url=reverse("admin:reporting_disclosure_changelist"),
        is_done=Disclosure.objects.exists(),
    )
