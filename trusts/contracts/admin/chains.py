"""The pages of the chain: where every yuan of a product stands, and that it adds up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation
from config.console.bars import bar
from config.console.record import Crumb, Formula, Line, Link, Record, Table, badge, link_to
from config.console.site import site
from trusts.contracts import queries
from trusts.contracts.admin import tables, times
from trusts.contracts.admin.pages import TEMPLATE, VIEW, Part, amount_line, check
from trusts.contracts.queries import ProductChain
from trusts.contracts.rules import percent_of
from trusts.ledger.rules import ZERO


def chains_view(request: HttpRequest) -> HttpResponse:
    """Show where the yuan of every product stand, and that the sums agree with the books."""
    check(request)
    asked = times.asked(request, keep=["page"])
    found = queries.chain(on=asked.on, known_at=asked.known_at)
    apart = [each for each in found if each.difference]
    # What does not agree comes first: nobody has to look for it.
    part = Part(request, [*apart, *(each for each in found if not each.difference)])
    columns = ("cash", "in_projects", "unallocated", "other_assets", "total", "ledger_assets")
    rows: list[tuple[Any, ...]] = [
        (
            _way(each, asked),
            *(getattr(each, name) for name in columns),
            tables.agreement(each.difference),
        )
        for each in part.rows
    ]
    sums = [sum((getattr(each, name) for each in found), ZERO) for name in columns]
    rows.append((_("all products"), *sums, tables.agreement(sums[4] - sums[5])))
    table = Table(
        title=_("Where the money of each product stands (CNY)"),
        headers=[
            _("product"),
            _("cash"),
            _("on projects"),
            _("unallocated"),
            _("other assets"),
            _("together"),
            _("in the books"),
            _("difference"),
        ],
        rows=rows,
        numeric=frozenset(range(1, 8)),
        next_url=part.next_url,
        previous_url=part.previous_url,
    )
    record = Record(
        title=_("The chain: cash, contracts, projects"),
        subtitle=str(navigation.ROOMS["trusts.contracts"].title),
        crumbs=[Crumb(_("The chain: cash, contracts, projects"))],
        formula=Formula(_RULE, [], None),
        tables=[table],
    )
    return drilldown.show(request, record, template=TEMPLATE, times=asked)


_RULE = gettext_lazy(
    "cash + on projects + unallocated + other assets = assets in the books, every day, to the fen"
)


def chain_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow one product's yuan through its contracts to the projects."""
    check(request)
    asked = times.asked(request)
    found = queries.chain(on=asked.on, known_at=asked.known_at, product_ids=[pk])
    if not found:
        raise Http404
    (one,) = found
    record = Record(
        title=str(one.product),
        subtitle=_("The chain: cash, contracts, projects"),
        is_sample=one.product.is_sample,
        badges=[tables.agreement(one.difference)],
        crumbs=[
            Crumb(_("The chain: cash, contracts, projects"), _at("admin:chain", asked)),
            Crumb(one.product.code),
        ],
        formula=Formula(
            _RULE,
            [
                amount_line(_("cash"), one.cash),
                amount_line(_("on projects"), one.in_projects),
                amount_line(_("unallocated"), one.unallocated),
                amount_line(_("other assets"), one.other_assets),
                amount_line(_("together"), one.total),
                amount_line(_("assets in the books"), one.ledger_assets),
            ],
            Line(_("difference"), tables.agreement(one.difference), is_number=True),
        ),
        links=[Link(_("Product"), _url(one), str(one.product))],
        tables=[_by_contract(one), _by_project(one)],
    )
    return drilldown.show(request, record, template=TEMPLATE, times=asked)


def _at(name: str, asked: times.Times, *args: Any) -> str:
    return f"{reverse(name, args=args)}?{asked.query}"


def _way(each: ProductChain, asked: times.Times) -> Any:
    url = _at("admin:chain-of", asked, each.product.pk)
    return format_html('<a class="gt-link" href="{}">{}</a>', url, each.product)


def _url(one: ProductChain) -> str:
    return reverse("admin:trusts_product_change", args=[one.product.pk])


def _by_contract(one: ProductChain) -> Table:
    """Return the cash, then each contract's money by project, down to what has none."""
    rows: list[tuple[Any, ...]] = [
        (_("cash, under no contract"), None, None, None, one.cash),
    ]
    for each in one.placed:
        rows += [
            (
                link_to(each.contract),
                tables.project_link(share),
                bar(share.percent),
                share.percent.normalize(),
                share.amount,
            )
            for share in each.shares
        ]
        if each.unallocated or not each.shares:
            rest = percent_of(each.unallocated, each.outstanding)
            none = badge(_("unallocated"), "waiting")
            part = bar(rest, tone="waiting")
            rows.append((link_to(each.contract), none, part, rest.normalize(), each.unallocated))
    if one.other_assets:
        rows.append((_("other assets"), None, None, None, one.other_assets))
    rows.append((_("together"), None, None, None, one.total))
    return Table(
        title=_("Contract by contract"),
        headers=[
            _("contract"),
            _("project"),
            _("part"),
            _("share of the contract (%)"),
            _("amount (CNY)"),
        ],
        rows=rows,
        numeric=frozenset({3, 4}),
    )


def _by_project(one: ProductChain) -> Table:
    """Return what of the product stands on each project, through whatever contracts."""
    amounts: dict[str, Decimal] = {}
    through: dict[str, list[str]] = {}
    links: dict[str, Any] = {}
    for each in one.placed:
        for share in each.shares:
            code = share.project_code
            amounts[code] = amounts.get(code, ZERO) + share.amount
            through.setdefault(code, []).append(each.contract.code)
            links[code] = tables.project_link(share)
    return Table(
        title=_("Project by project"),
        headers=[_("project"), _("through"), _("amount (CNY)")],
        rows=[(links[code], ", ".join(through[code]), amounts[code]) for code in sorted(amounts)],
        numeric=frozenset({2}),
        empty=_("Nothing stands on a project."),
    )


site.page("chain/", chains_view, name="chain")
site.page("chain/<int:pk>/", chain_view, name="chain-of")
navigation.page(
    "trusts.contracts",
    title=gettext_lazy("The chain"),
    url_name="admin:chain",
    permission=VIEW,
    icon="link",
)
