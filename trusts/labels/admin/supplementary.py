"""Staff pages of supplementary fields, and the panels that show their values."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.record import Link, Table, link_to
from config.console.site import site
from trusts.contracts.admin import ContractAdmin
from trusts.contracts.models import Contract
from trusts.labels import operations, queries
from trusts.labels.admin import words
from trusts.labels.admin.labels import VIEW, kept
from trusts.labels.forms import SupplementaryValueForm
from trusts.labels.models import SupplementaryField, SupplementaryValue
from trusts.labels.operations import ValueDraft
from trusts.labels.rules.supplementary import SubjectKind, subject_of
from trusts.register.admin import ProductAdmin
from trusts.register.models import Product


@admin.register(SupplementaryField, site=site)
class SupplementaryFieldAdmin(FactAdmin[SupplementaryField]):
    """The fields that people fill in beside the books."""

    view_permission = VIEW
    icon = "format_list_bulleted_add"
    list_display = ("code", "name_zh", "name_en", "applies_to", "value_type", "edition")
    list_filter = ("edition", "applies_to", "value_type")
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("edition", "id")


@admin.register(SupplementaryValue, site=site)
class SupplementaryValueAdmin(ProposedAdmin[SupplementaryValue]):
    """Values of supplementary fields, in versions."""

    view_permission = VIEW
    icon = "edit_note"
    form = SupplementaryValueForm
    propose_fields = (
        "field",
        "contract",
        "product",
        "effective_from",
        "value",
        "source",
        "file",
        "supersedes",
    )
    list_display = ("field", "contract", "product", "value", "effective_from", "source")
    list_filter = (*ProposedAdmin.list_filter, "field")
    search_fields = ("value", "contract__code", "product__code")
    record_hidden = ProposedAdmin.record_hidden | {"subject", "document"}

    def perform_propose(self, request: HttpRequest, form: Any) -> SupplementaryValue:
        """Propose the value of the form."""
        given = dict(form.cleaned_data)
        reason, file = given.pop("reason"), given.pop("file")
        draft = ValueDraft(**given, document=kept(request, file))
        return operations.propose_value(draft, by=person(request), reason=reason)

    def record_links(self, request: HttpRequest, row: SupplementaryValue) -> list[Link]:
        """Return the way to the document, if there is one."""
        links = [*super().record_links(request, row)]
        if row.document is not None:
            url = reverse("admin:file", args=[row.document_id])
            links.append(Link(_("Document"), url, row.document.name))
        return links


def _name(field: SupplementaryField) -> str:
    return field.name_zh if str(get_language()).startswith("zh") else field.name_en


def _panel(request: HttpRequest, *, kind: SubjectKind, subject: str, key: int) -> list[Table]:
    now, today = timezone.now(), timezone.localdate()
    values = queries.values_of([subject], on=today, known_at=now)[subject]
    if not values and not SupplementaryField.objects.filter(applies_to=kind.value).exists():
        return []
    may = person(request).may(SupplementaryValue.propose_permission)
    add = reverse("admin:trusts_supplementaryvalue_add") + f"?{kind.value}={key}"
    rows: list[tuple[Any, ...]] = [
        (_name(each.field), link_to(each, each.value), each.effective_from, each.source)
        for each in values
    ]
    if may:
        rows.append((words.way(add, _("Fill in a field")),))
    return [
        Table(
            title=_("Supplementary fields today"),
            headers=[_("field"), _("value"), _("effective from"), _("source")],
            rows=rows,
            empty=_("No supplementary field is filled in."),
        )
    ]


def contract_panel(request: HttpRequest, contract: Contract) -> list[Table]:
    """Return the supplementary values of a contract today."""
    subject = subject_of(contract_id=contract.pk, product_id=None)
    return _panel(request, kind=SubjectKind.CONTRACT, subject=subject, key=contract.pk)


def product_panel(request: HttpRequest, product: Product) -> list[Table]:
    """Return the supplementary values of a product today."""
    subject = subject_of(contract_id=None, product_id=product.pk)
    return _panel(request, kind=SubjectKind.PRODUCT, subject=subject, key=product.pk)


ContractAdmin.panels.append(contract_panel)
ProductAdmin.panels.append(product_panel)
