"""Pages of money that has no project yet, and of money that refinanced earlier money."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation
from config.console.bars import bar
from config.console.record import Crumb, Line, Link, Record, Section, Table, link_to, shown
from config.console.site import site
from trusts.contracts import queries
from trusts.contracts.admin import tables, times
from trusts.contracts.admin.pages import TEMPLATE, VIEW, Part, amount_line, check
from trusts.contracts.rules import percent_of


def unallocated_view(request: HttpRequest) -> HttpResponse:
    """Show all money under contracts that stands on no project, the oldest or the most first."""
    check(request)
    asked = times.asked(request, keep=["sort"])
    rows = queries.open_rests(on=asked.on, known_at=asked.known_at)
    total = queries.total_unallocated(rows)
    by_amount = request.GET.get("sort") == "amount"
    if by_amount:
        rows = sorted(rows, key=lambda row: (-row.rest.amount, -row.rest.age_days))
    part = Part(request, rows)
    table = Table(
        title=_("The largest first") if by_amount else _("The oldest first"),
        headers=[
            _("contract"),
            _("product"),
            _("outstanding (CNY)"),
            _("unallocated (CNY)"),
            _("part"),
            _("since"),
            _("age in days"),
        ],
        rows=[
            (
                link_to(each.contract),
                link_to(each.contract.product),
                each.outstanding,
                each.rest.amount,
                bar(percent_of(each.rest.amount, each.outstanding), tone="waiting"),
                each.rest.since_on,
                each.rest.age_days,
            )
            for each in queries.with_contracts(part.rows)
        ],
        numeric=frozenset({2, 3, 6}),
        empty=_("Every yuan under a contract stands on a project."),
        next_url=part.next_url,
        previous_url=part.previous_url,
    )
    oldest = (
        _("{days} days, since {day}").format(days=total.age_days, day=total.since_on)
        if total.since_on
        else None
    )
    other = {"sort": "age" if by_amount else "amount"}
    record = Record(
        title=_("Unallocated money"),
        subtitle=str(navigation.ROOMS["trusts.contracts"].title),
        crumbs=[Crumb(_("Unallocated money"))],
        sections=[
            Section(
                _("The whole company"),
                [
                    amount_line(_("unallocated (CNY)"), total.amount),
                    Line(_("age of the oldest unallocated yuan"), shown(oldest)),
                    Line(_("contracts"), shown(len(rows))),
                ],
            )
        ],
        links=[
            Link(
                _("Sort by age") if by_amount else _("Sort by amount"),
                f"?{asked.query}&{urlencode(other)}",
            )
        ],
        tables=[tables.bands(total), table],
    )
    return drilldown.show(request, record, template=TEMPLATE, times=asked)


def look_back_view(request: HttpRequest) -> HttpResponse:
    """Show how much of the outstanding money replaced earlier financing."""
    check(request)
    asked = times.asked(request)
    rows = queries.look_back(on=asked.on, known_at=asked.known_at)
    total = queries.total_look_back(rows)
    part = Part(request, rows)
    table = Table(
        title=_("By contract"),
        headers=[
            _("contract"),
            _("refinancing share (%)"),
            _("refinanced (CNY)"),
            _("new money (CNY)"),
            _("not stated (CNY)"),
        ],
        rows=[
            (
                link_to(each.contract),
                None if each.percent is None else each.percent.normalize(),
                each.refinanced,
                each.new,
                each.not_stated,
            )
            for each in part.rows
        ],
        numeric=frozenset({1, 2, 3, 4}),
        empty=_("There is no contract."),
        next_url=part.next_url,
        previous_url=part.previous_url,
    )
    share = None if total.percent is None else total.percent.normalize()
    record = Record(
        title=_("Refinancing and new money"),
        subtitle=str(navigation.ROOMS["trusts.contracts"].title),
        crumbs=[Crumb(_("Refinancing and new money"))],
        sections=[
            Section(
                _("The whole company"),
                [
                    amount_line(_("refinanced (CNY)"), total.refinanced),
                    amount_line(_("new money (CNY)"), total.new),
                    amount_line(_("not stated (CNY)"), total.not_stated),
                    Line(_("refinancing share of what is stated (%)"), shown(share)),
                ],
            )
        ],
        tables=[table],
    )
    return drilldown.show(request, record, template=TEMPLATE, times=asked)


site.page("unallocated/", unallocated_view, name="unallocated")
site.page("look-back/", look_back_view, name="look-back")
navigation.page(
    "trusts.contracts",
    title=gettext_lazy("Unallocated money"),
    url_name="admin:unallocated",
    permission=VIEW,
    icon="hourglass_top",
)
navigation.page(
    "trusts.contracts",
    title=gettext_lazy("Refinancing"),
    url_name="admin:look-back",
    permission=VIEW,
    icon="history",
)
