"""Pages of the terms of products, in versions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.console.admin import ProposedAdmin, person
from config.console.record import Link, Table
from config.console.site import site
from trusts.register import operations, queries
from trusts.register.admin.common import VIEW, WithPaper, findings_table, label_of
from trusts.register.entry_forms import TermsForm
from trusts.register.models import ProductTerms


@admin.register(ProductTerms, site=site)
class ProductTermsAdmin(WithPaper, ProposedAdmin[ProductTerms]):
    """Terms of products in versions."""

    view_permission = VIEW
    icon = "history_edu"
    form = TermsForm
    list_display = (
        "product",
        "effective_from",
        "kind",
        "form",
        "department",
        "status",
        "entrusted_amount",
        "matures_on",
    )
    list_filter = (
        *ProposedAdmin.list_filter,
        "status",
        "structure",
        "department",
        "raising",
        "risk_grade",
    )
    list_select_related = ("product", "kind", "form", "department")
    search_fields = ("product__code", "product__name_zh", "product__registration_code")

    def perform_propose(self, request: HttpRequest, form: Any) -> ProductTerms:
        """Propose the terms of the form."""
        return operations.propose_terms(
            terms=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form begins with: the terms that stand today, to change one of them."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        product = str(initial.get("product", ""))
        if product.isdecimal():
            now, today = timezone.now(), timezone.localdate()
            found = queries.standing_terms([int(product)], on=today, known_at=now)
            for terms in found.values():
                initial |= model_to_dict(terms, fields=set(queries.CONTENT) - {"document"})
        return initial

    def record_links(self, request: HttpRequest, row: ProductTerms) -> list[Link]:
        """Return the way to the paper behind the terms."""
        links = [*super().record_links(request, row)]
        if row.document is not None:
            links.append(
                Link(
                    _("The document"),
                    reverse("admin:file", args=[row.document_id]),
                    str(row.document),
                )
            )
        return links

    def record_tables(self, request: HttpRequest, row: ProductTerms) -> list[Table]:
        """Return what is odd in the terms: warnings that do not block."""
        found = findings_table(
            operations.judge(row), title=_("Findings"), labels=partial(label_of, ProductTerms)
        )
        return [*super().record_tables(request, row), found]
