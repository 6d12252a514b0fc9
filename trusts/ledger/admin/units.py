"""Staff pages of unit classes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from config.console.admin import ProposedAdmin, person
from config.console.record import Table
from config.console.site import site
from trusts.ledger import operations, queries
from trusts.ledger.queries import ClassCapital
from trusts.register.models import Product, UnitClass, UnitRank


@admin.register(UnitClass, site=site)
class UnitClassAdmin(ProposedAdmin[UnitClass]):
    """Classes of units of products."""

    view_permission = "trusts.register.view"
    icon = "stacks"
    list_display = ("product", "code", "name_zh", "rank", "issue_price", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "rank")
    list_select_related = ("product",)
    search_fields = ("code", "name_zh", "name_en", "product__code")

    def perform_propose(self, request: HttpRequest, form: Any) -> UnitClass:
        """Propose the class of the form."""
        return operations.propose_unit_class(**form.cleaned_data, by=person(request))


def classes_table(found: list[ClassCapital]) -> Table:
    """Return capital and units by class as a table."""
    ranks = dict(UnitRank.choices)
    rows = [
        (
            f"{each.code} {each.name_zh}" if each.code else _("no class named"),
            ranks.get(each.rank, ""),
            each.paid_in,
            each.returned,
            each.outstanding,
            each.distributed,
            each.units,
            each.unit_value,
        )
        for each in found
    ]
    return Table(
        title=_("Classes of units"),
        headers=[
            _("class"),
            _("rank"),
            _("paid in (CNY)"),
            _("returned (CNY)"),
            _("outstanding (CNY)"),
            _("distributed (CNY)"),
            _("units"),
            _("value of a unit (CNY)"),
        ],
        rows=rows,
        numeric=frozenset(range(2, 8)),
        empty=_("No capital and no class of units."),
    )


def classes_panel(_request: HttpRequest, product: Product) -> list[Table]:
    """Return a product's classes of units today, for its page; nothing where it has none."""
    found = queries.capital_by_class(product.pk, on=timezone.localdate(), known_at=timezone.now())
    return [classes_table(found)] if any(each.code for each in found) else []
