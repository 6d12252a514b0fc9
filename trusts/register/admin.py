"""Staff pages of the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, navigation
from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.dashboard import Step
from config.console.record import Link, Section, Table, lines_of, link_to
from config.console.site import site
from trusts.register import operations, queries
from trusts.register.models import GreenForm, Party, PartyRole, Product, ProductTerms, TrustKind

navigation.room("trusts.register", title=gettext_lazy("Register"), order=10)

VIEW = "trusts.register.view"
#: The fields of standing terms that a product's page repeats.
TERMS_SHOWN = (
    "effective_from",
    "kind",
    "form",
    "structure",
    "function",
    "status",
    "established_on",
    "term_months",
    "matures_on",
    "benchmark_percent",
    "risk_grade",
    "purpose",
    "benefit_note",
)

Panel = Callable[[HttpRequest, Product], list[Table]]


@admin.register(TrustKind, site=site)
class TrustKindAdmin(FactAdmin[TrustKind]):
    """The classification of trust business."""

    view_permission = VIEW
    icon = "category"
    list_display = ("code", "name_zh", "name_en", "level", "edition", "confidence")
    list_filter = ("edition", "level")
    search_fields = ("code", "name_zh", "name_en")
    ordering = ("edition", "id")


@admin.register(GreenForm, site=site)
class GreenFormAdmin(FactAdmin[GreenForm]):
    """The forms of green trust."""

    view_permission = VIEW
    icon = "eco"
    list_display = ("code", "name_zh", "name_en", "class_code", "edition", "confidence")
    list_filter = ("edition", "class_code")
    ordering = ("edition", "id")


@admin.register(Party, site=site)
class PartyAdmin(ProposedAdmin[Party]):
    """Parties to trusts and contracts."""

    view_permission = VIEW
    icon = "groups"
    list_display = ("code", "name_zh", "party_type", "uscc", "is_sample")
    search_fields = ("code", "name_zh", "name_en", "uscc")

    def perform_propose(self, request: HttpRequest, form: Any) -> Party:
        """Propose the party of the form."""
        given = {**form.cleaned_data, "uscc": form.cleaned_data["uscc"] or ""}
        return operations.propose_party(**given, by=person(request))


@admin.register(Product, site=site)
class ProductAdmin(ProposedAdmin[Product]):
    """Products: the standing terms, the roles, and what higher rooms know of them."""

    view_permission = VIEW
    icon = "account_balance"
    list_display = ("code", "name_zh", "registration_code", "is_sample")
    search_fields = ("code", "registration_code", "name_zh", "name_en")
    #: Tables that higher rooms add to a product's page; the register knows nothing of them.
    panels: ClassVar[list[Panel]] = []

    def perform_propose(self, request: HttpRequest, form: Any) -> Product:
        """Propose the product of the form."""
        return operations.propose_product(**form.cleaned_data, by=person(request))

    def record_content(self, row: Product) -> list[Section]:
        """Return what never changes, then the terms that stand today."""
        now, today = timezone.now(), timezone.localdate()
        terms = queries.standing_terms([row.pk], on=today, known_at=now).get(row.pk)
        sections = super().record_content(row)
        if terms is not None:
            sections.append(Section(_("Terms that stand today"), lines_of(terms, TERMS_SHOWN)))
        return sections

    def record_links(self, request: HttpRequest, row: Product) -> list[Link]:
        """Return the way to every version of the terms, and to a new one."""
        return [
            *super().record_links(request, row),
            Link(_("All versions of the terms"), list_of(ProductTerms, product=row.pk)),
        ]

    def record_tables(self, request: HttpRequest, row: Product) -> list[Table]:
        """Return the roles of parties, then what higher rooms add."""
        tables = [*super().record_tables(request, row), _roles(row)]
        for panel in self.panels:
            tables += panel(request, row)
        return tables


@admin.register(ProductTerms, site=site)
class ProductTermsAdmin(ProposedAdmin[ProductTerms]):
    """Terms of products in versions."""

    view_permission = VIEW
    icon = "history_edu"
    list_display = ("product", "effective_from", "kind", "form", "status", "matures_on")
    list_filter = (*ProposedAdmin.list_filter, "status", "structure")
    list_select_related = ("product", "kind", "form")

    def perform_propose(self, request: HttpRequest, form: Any) -> ProductTerms:
        """Propose the terms of the form."""
        return operations.propose_terms(
            terms=form.instance, by=person(request), reason=form.cleaned_data["reason"]
        )

    def record_tables(self, request: HttpRequest, row: ProductTerms) -> list[Table]:
        """Return what is odd in the terms: warnings that do not block."""
        rows = [(finding.field, finding.value, str(finding)) for finding in operations.judge(row)]
        found = Table(
            title=_("Findings"),
            headers=[_("field"), _("value"), _("what")],
            rows=rows,
            empty=_("Nothing is odd."),
        )
        return [*super().record_tables(request, row), found]


@admin.register(PartyRole, site=site)
class PartyRoleAdmin(ProposedAdmin[PartyRole]):
    """Roles of parties in products."""

    view_permission = VIEW
    icon = "badge"
    list_display = ("product", "party", "role", "effective_from", "effective_to")
    list_filter = (*ProposedAdmin.list_filter, "role")
    list_select_related = ("product", "party")

    def perform_propose(self, request: HttpRequest, form: Any) -> PartyRole:
        """Propose the role of the form."""
        return operations.propose_role(**form.cleaned_data, by=person(request))


def list_of(model: type[Model], **narrowed: int) -> str:
    """Return the address of a model's list, narrowed to some rows."""
    meta = model._meta
    listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    words = {f"{name}__id__exact": value for name, value in narrowed.items()}
    return f"{listed}?{urlencode(words)}"


def _roles(row: Product) -> Table:
    now, today = timezone.now(), timezone.localdate()
    roles = queries.roles_of([row.pk], on=today, known_at=now)
    return Table(
        title=_("Parties today"),
        headers=[_("role"), _("party"), _("effective from"), _("effective to")],
        rows=[
            (each.get_role_display(), link_to(each.party), each.effective_from, each.effective_to)
            for each in roles
        ],
        empty=_("No party has a role today."),
    )


@dashboard.first_step(permission=VIEW, order=30)
def register_a_product(request: HttpRequest) -> Step:  # noqa: ARG001
    """Return the step that brings the first product."""
    return Step(
        title=_("Register a product"),
        text=_("The trust with its code; then its terms, its parties and its books."),
        url=reverse("admin:trusts_product_add"),
        is_done=Product.objects.confirmed().exists(),
    )
