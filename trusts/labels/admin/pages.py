"""Pages of no table: the green roll-up of the company, and the labels to be looked at again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import drilldown, navigation
from config.console.admin import person
from config.console.record import Line, Link, Record, Section, Table, link_to, shown
from config.console.site import site
from trusts.contracts.admin import times
from trusts.contracts.admin.pages import Part
from trusts.contracts.admin.times import Times
from trusts.contracts.rules import percent_of
from trusts.labels import queries
from trusts.labels.admin import words
from trusts.labels.admin.labels import VIEW
from trusts.labels.queries import GreenTotals
from trusts.labels.rules.amounts import TrustAmounts
from trusts.register.models import Product

TEMPLATE = "console/asked.html"
ROLLUP, RECHECK = "green-rollup", "label-recheck"


def rollup_page(request: HttpRequest) -> HttpResponse:
    """Show how much outstanding is green, on a day, as known at a moment."""
    person(request).check_may(VIEW)
    asked = times.asked(request, keep=["page"])
    found = queries.green_totals(on=asked.on, known_at=asked.known_at)
    part = Part(request, list(found.by_product.items()))
    record = Record(
        title=_("Green roll-up"),
        subtitle=_("Trust property by label; own funds apart"),
        sections=_rollup_sections(found),
        links=[
            Link(_("Labels to re-check"), f"{reverse(f'admin:{RECHECK}')}?{asked.query}"),
            Link(_("Own-funds placements"), reverse("admin:trusts_ownplacement_changelist")),
        ],
        tables=_rollup_tables(found, part),
    )
    return _show(request, record, asked)


def recheck_page(request: HttpRequest) -> HttpResponse:
    """Show the labels whose inputs no longer support their share."""
    person(request).check_may(VIEW)
    asked = times.asked(request, keep=["page"])
    moment = {"on": asked.on, "known_at": asked.known_at}
    excess = queries.beyond_support(**moment)
    part = Part(request, excess.label_ids)
    due = queries.rechecks_of(part.rows, **moment)
    table = Table(
        title=_("Labels beyond their support"),
        headers=[
            _("contract"),
            _("label"),
            _("supported"),
            _("outstanding (CNY)"),
            _("without support (CNY)"),
            _("why"),
        ],
        rows=[
            (
                link_to(each.label.contract),
                link_to(each.label, words.percent(each.label.green_percent)),
                words.percent(each.supported_percent),
                each.outstanding,
                each.unsupported,
                words.why(each.causes),
            )
            for each in due
        ],
        numeric=frozenset({1, 2, 3, 4}),
        empty=_("Every label is supported by what it was judged on."),
        next_url=part.next_url,
        previous_url=part.previous_url,
    )
    record = Record(
        title=_("Labels to re-check"),
        subtitle=_("A label stays as it is until a new version is confirmed"),
        sections=[
            Section(
                _("In short"),
                [
                    _line(_("labels"), excess.number),
                    _line(_("called green without support"), excess.unsupported, "CNY"),
                ],
            )
        ],
        links=[Link(_("Green roll-up"), f"{reverse(f'admin:{ROLLUP}')}?{asked.query}")],
        tables=[table],
    )
    return _show(request, record, asked)


site.page("green/rollup/", rollup_page, name=ROLLUP)
site.page("green/recheck/", recheck_page, name=RECHECK)
navigation.page(
    "trusts.labels",
    title=gettext_lazy("Green roll-up"),
    url_name=f"admin:{ROLLUP}",
    permission=VIEW,
    icon="donut_large",
)
navigation.page(
    "trusts.labels",
    title=gettext_lazy("Labels to re-check"),
    url_name=f"admin:{RECHECK}",
    permission=VIEW,
    icon="rule",
)


def _rollup_sections(found: GreenTotals) -> list[Section]:
    whole = found.total
    share = words.plain(percent_of(whole.green, whole.outstanding))
    return [
        Section(
            _("Trust property"),
            [
                _line(_("outstanding under contracts"), whole.outstanding, "CNY"),
                _line(_("green by label"), whole.green, "CNY"),
                _line(_("green share"), share, "%"),
                _line(_("of it supported"), whole.supported, "CNY"),
                _line(_("rest beside green shares"), whole.rest, "CNY"),
                _line(_("labelled as not green"), whole.not_green, "CNY"),
                _line(_("unlabelled"), whole.unlabelled, "CNY"),
            ],
        ),
        Section(
            _("Own funds, never added to trust property"),
            [_line(_("placed in green assets"), found.own_funds.amount, "CNY")],
        ),
    ]


def _rollup_tables(found: GreenTotals, part: Part[tuple[Product, TrustAmounts]]) -> list[Table]:
    names = words.names_of(found.by_entry, known_at=found.known_at)
    in_chinese = str(get_language()).startswith("zh")
    amounts = [_("outstanding (CNY)"), _("green (CNY)"), _("of it supported (CNY)")]
    left = [_("rest (CNY)"), _("not green (CNY)"), _("unlabelled (CNY)")]
    green = [_("green (CNY)"), _("of it supported (CNY)")]
    return [
        Table(
            title=_("By product"),
            headers=[_("product"), *amounts, *left],
            rows=[
                *((link_to(product), *_cells(each)) for product, each in part.rows),
                *([(_("total"), *_cells(found.total))] if found.by_product else []),
            ],
            numeric=frozenset(range(1, 7)),
            empty=_("There is no contract."),
            next_url=part.next_url,
            previous_url=part.previous_url,
        ),
        Table(
            title=_("By catalogue class"),
            headers=[_("catalogue class"), _("edition"), _("code"), *green],
            rows=[
                (names[entry], *entry, each.green, each.supported)
                for entry, each in found.by_entry.items()
            ],
            numeric=frozenset({3, 4}),
            empty=_("Nothing is green."),
        ),
        Table(
            title=_("By green form"),
            headers=[_("green form"), *green],
            rows=[
                (
                    (form.name_zh if in_chinese else form.name_en) if form else _("none named"),
                    each.green,
                    each.supported,
                )
                for form, each in found.by_form.items()
            ],
            numeric=frozenset({1, 2}),
            empty=_("Nothing is green."),
        ),
    ]


def _cells(each: TrustAmounts) -> tuple[Decimal, ...]:
    return (
        each.outstanding,
        each.green,
        each.supported,
        each.rest,
        each.not_green,
        each.unlabelled,
    )


def _line(label: Any, value: Any, unit: str = "") -> Line:
    return Line(label, shown(value), unit, is_number=True)


def _show(request: HttpRequest, record: Record, asked: Times) -> HttpResponse:
    return drilldown.show(request, record, template=TEMPLATE, times=asked)
