"""The board of findings, and the asset mixes behind one of its rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, drilldown, navigation
from config.console.admin import person
from config.console.dashboard import Card
from config.console.record import Crumb, Link, Record, Table, link_to, shown
from config.console.site import site
from config.tables.writing import Form
from trusts.contracts.rules import AssetClass
from trusts.oversight import queries, rules
from trusts.oversight.admin import words
from trusts.oversight.admin.asking import Asked, asked
from trusts.oversight.admin.exports import take_out
from trusts.oversight.rules import Weight

VIEW = "trusts.oversight.view"
BOARD, MIXES = "oversight", "oversight-mixes"
TEMPLATE = "trusts/oversight.html"


def board_page(request: HttpRequest) -> HttpResponseBase:
    """Show what stands against the books on a day, as known at a moment."""
    by = person(request)
    by.check_may(VIEW)
    question = _asked(request)
    found = queries.board(
        on=question.on,
        known_at=question.known_at,
        rule=question.rule,
        weight=question.weight,
        product_ids=question.product_ids,
    )
    form = request.GET.get("file")
    if form in set(Form):
        return take_out(question, found, form=Form(str(form)), by=by, now=timezone.now())
    record = Record(
        title=_("Findings"),
        subtitle=_moment(question),
        is_sample=any(each.is_sample for each in found.products),
        links=[
            Link(
                _("Asset mixes"),
                f"{reverse(f'admin:{MIXES}')}{question.query(rule='', weight='')}",
                _("of every asset-management product in run"),
            )
        ],
        tables=[_findings(found), _rules(question, found)],
    )
    return _show(
        request,
        record,
        question,
        cards=_cards(question, found),
        rules=[(rule.code, _(rule.title)) for rule in rules.RULES.values()],
        weights=[(weight.value, words.WEIGHTS[weight][1]) for weight in Weight],
        files=[(each.upper(), question.query(file=each)) for each in Form],
    )


def mixes_page(request: HttpRequest) -> HttpResponseBase:
    """Show the asset mix of every asset-management product in run."""
    person(request).check_may(VIEW)
    question = _asked(request)
    rows = queries.asset_mixes(
        on=question.on, known_at=question.known_at, product_ids=question.product_ids
    )
    title = _("Asset mixes")
    board = f"{reverse(f'admin:{BOARD}')}{question.query()}"
    record = Record(
        title=title,
        subtitle=_moment(question),
        is_sample=any(each.product.is_sample for each in rows),
        crumbs=[Crumb(_("Findings"), board), Crumb(title)],
        tables=[mixes_table(rows)],
    )
    return _show(request, record, question)


site.page("oversight/", board_page, name=BOARD)
site.page("asset-mixes/", mixes_page, name=MIXES)
navigation.room("trusts.oversight", title=gettext_lazy("Oversight"), order=7)
navigation.page(
    "trusts.oversight",
    title=gettext_lazy("Findings"),
    url_name=f"admin:{BOARD}",
    permission=VIEW,
    icon="gavel",
)
navigation.page(
    "trusts.oversight",
    title=gettext_lazy("Asset mixes"),
    url_name=f"admin:{MIXES}",
    permission=VIEW,
    icon="pie_chart",
)


@dashboard.card(permission=VIEW, order=6)
def findings_card(request: HttpRequest) -> Card | None:  # noqa: ARG001
    """Return how many findings stand today, the forbidden named."""
    found = queries.board(on=timezone.localdate(), known_at=timezone.now())
    if not found.rows:
        return None
    return Card(
        title=_("Findings that stand today"),
        value=len(found.rows),
        note=_("{forbidden} forbidden, {questioned} questioned, in {products} products").format(
            forbidden=found.by_weight[Weight.FORBIDDEN],
            questioned=found.by_weight[Weight.QUESTIONED],
            products=len(found.products),
        ),
        url=reverse(f"admin:{BOARD}"),
        is_sample=any(each.is_sample for each in found.products),
    )


def mixes_table(rows: list[queries.ProductMix]) -> Table:
    """Return asset mixes as a table: amounts, percentages of what is placed, and the verdict."""

    def part(each: queries.ProductMix, asset_class: AssetClass) -> Any:
        percent = rules.shown_percent(each.mix.at_least(asset_class))
        return _amount(each.mix.amount(asset_class), percent)

    return Table(
        title=_("Assets by class (CNY); percentages are of what is placed, cash apart"),
        headers=[
            _("product"),
            _("kind"),
            _("verdict"),
            *(words.CLASSES[each] for each in AssetClass),
            _("not stated"),
            _("placed"),
            _("cash"),
            _("would fit"),
        ],
        rows=[
            (
                link_to(each.product),
                each.kind.code,
                words.fit_badge(each.fit),
                *(part(each, asset_class) for asset_class in AssetClass),
                _amount(each.mix.unstated, rules.shown_percent(each.mix.unstated_percent)),
                each.mix.placed,
                each.mix.cash,
                ", ".join(each.fitting) or "–",
            )
            for each in rows
        ],
        numeric=frozenset(range(3, 10)),
        empty=_("No asset-management product is in run on this day, as far as was known."),
    )


def findings_table(found: queries.Board, *, title: str) -> Table:
    """Return findings as a table."""
    return Table(
        title=title,
        headers=[_("weight"), _("product"), _("what"), _("what to do"), _("source")],
        rows=[
            (
                words.weight_badge(each.weight),
                link_to(each.product) if each.product else _("the company"),
                words.what(each),
                words.remedy(each),
                words.source(
                    each.rule,
                    confidence=str(each.finding.facts.get("confidence", "")),
                    named=str(each.finding.facts.get("source", "")),
                ),
            )
            for each in found.rows
        ],
        empty=_("Nothing stands against the books here."),
    )


def _findings(found: queries.Board) -> Table:
    return findings_table(found, title=_("What stands ({number})").format(number=len(found.rows)))


def _rules(question: Asked, found: queries.Board) -> Table:
    def link(rule: rules.Rule, number: int) -> Any:
        url = question.query(rule=rule.code)
        return format_html('<a class="gt-link" href="{}">{}</a>', url, shown(number))

    return Table(
        title=_("The rules, and where they stand"),
        headers=[_("rule"), _("weighs at most"), _("source"), _("note"), _("standing now")],
        rows=[
            (
                _(rule.title),
                words.weight_badge(rule.weight),
                words.source(rule),
                _(rule.note) if rule.note else "–",
                link(rule, number) if number else shown(number),
            )
            for rule, number in found.by_rule.items()
        ],
        numeric=frozenset({4}),
    )


def _cards(question: Asked, found: queries.Board) -> list[Card]:
    counted = [
        Card(
            title=words.WEIGHTS[weight][1],
            value=number,
            url=question.query(weight=weight.value),
        )
        for weight, number in found.by_weight.items()
    ]
    return [*counted, Card(title=_("products concerned"), value=len(found.products))]


def _amount(amount: Any, percent: str) -> Any:
    return format_html(
        '<span>{}<br><small class="gt-quiet">{} %</small></span>', shown(amount), percent
    )


def _asked(request: HttpRequest) -> Asked:
    return asked(request.GET.dict(), today=timezone.localdate(), now=timezone.now())


def _moment(question: Asked) -> str:
    if question.is_known_now:
        return _("At the end of {day}, as known now").format(day=question.on)
    known = shown(question.known_at)
    return _("At the end of {day}, as known at {moment}").format(day=question.on, moment=known)


def _show(
    request: HttpRequest, record: Record, question: Asked, **context: Any
) -> HttpResponseBase:
    known_text = request.GET.get("known_at", "")
    return drilldown.show(
        request, record, template=TEMPLATE, asked=question, known_text=known_text, **context
    )
