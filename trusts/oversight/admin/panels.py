"""What stands against a product, on the product's own page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from config.console.record import Table
from trusts.oversight import queries
from trusts.oversight.admin.pages import VIEW, mixes_table
from trusts.register.admin import ProductAdmin
from trusts.register.models import Product


def asset_mix_panel(request: HttpRequest, product: Product) -> list[Table]:
    """Return the asset mix of an asset-management product today."""
    if not request.user.may(VIEW):  # type: ignore[union-attr]
        return []
    found = queries.asset_mixes(
        on=timezone.localdate(), known_at=timezone.now(), product_ids=[product.pk]
    )
    return [Table(**{**vars(mixes_table(found)), "title": _("Asset mix today")})] if found else []


ProductAdmin.panels.append(asset_mix_panel)
