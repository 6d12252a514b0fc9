"""What contracts add to the pages of products below them, and of projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from config.console.admin import person
from config.console.panels import panel
from config.console.record import Table, Text, link_to
from config.kernel.models import Decision
from trusts.contracts import queries
from trusts.contracts.admin import tables
from trusts.contracts.models import Contract
from trusts.register.admin import ProductAdmin
from trusts.register.models import Product


def contracts_panel(request: HttpRequest, product: Product) -> list[Table]:
    """Return a product's contracts and where their money stands, for its page."""
    today, now = timezone.localdate(), timezone.now()
    placed = queries.allocations(on=today, known_at=now, product_ids=[product.pk])
    rests = queries.rests([each.contract.pk for each in placed], on=today, known_at=now)
    rows: list[tuple[Any, ...]] = [
        (
            link_to(each.contract),
            each.outstanding,
            tables.said_shares(each),
            each.unallocated,
            rests[each.contract.pk].age_days if each.unallocated else "",
        )
        for each in placed
    ]
    if rows:
        chain = reverse("admin:chain-of", args=[product.pk])
        rows.append((_way(chain, _("Its chain of money, down to the projects")),))
    if product.decision == Decision.CONFIRMED and person(request).may(Contract.propose_permission):
        add = f"{reverse('admin:trusts_contract_add')}?product={product.pk}"
        rows.append((_way(add, _("Propose a contract")),))
    return [
        Table(
            title=_("Contracts today"),
            headers=[
                _("contract"),
                _("outstanding (CNY)"),
                _("split"),
                _("unallocated (CNY)"),
                _("age in days"),
            ],
            rows=rows,
            numeric=frozenset({1, 3, 4}),
            empty=_("There is no contract."),
        )
    ]


def _way(url: str, text: str) -> Text:
    return format_html('<a class="gt-link" href="{}">{}</a>', url, text)


@panel("projects.Project", permission="trusts.contracts.view")
def money_panel(_request: HttpRequest, project: Any) -> list[Table]:
    """Return which products' money stands on a project, for its page."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.money_on([project.pk], on=today, known_at=now)[project.pk]
    return [tables.standing_on(found)]


ProductAdmin.panels.append(contracts_panel)
