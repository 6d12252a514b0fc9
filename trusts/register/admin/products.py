"""The page of a product: its terms on any day as known at any moment, its life, its history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from config.console import dashboard, record
from config.console.admin import ProposedAdmin, person
from config.console.dashboard import Step
from config.console.pages.proposals import put_on_form
from config.console.record import Line, Link, Record, Section, Table, lines_of, link_to
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.models import Decision
from trusts.register import operations, queries, rules
from trusts.register.admin.common import VIEW, Asked, asked, findings_table, label_of, list_of
from trusts.register.admin.registrations import due_table
from trusts.register.entry_forms import MoveForm
from trusts.register.models import Product, ProductTerms
from trusts.register.models.terms import STATUS_LABELS
from trusts.register.queries import Version
from trusts.register.rules import Difference, TrustStatus

#: The fields of standing terms that a product's page repeats.
TERMS_SHOWN = (
    "effective_from",
    "kind",
    "form",
    "department",
    "structure",
    "function",
    "status",
    "raising",
    "benefit_scope",
    "planned_amount",
    "entrusted_amount",
    "protection_fund_amount",
    "registered_on",
    "established_on",
    "term_months",
    "matures_on",
    "terminated_on",
    "benchmark_percent",
    "fee_rate_percent",
    "risk_grade",
    "purpose",
    "property_note",
    "benefit_note",
)

Panel = Callable[[HttpRequest, Product], list[Table]]


@admin.register(Product, site=site)
class ProductAdmin(ProposedAdmin[Product]):
    """Products: the standing terms, the roles, and what higher rooms know of them."""

    view_permission = VIEW
    icon = "account_balance"
    list_display = ("code", "name_zh", "registration_code", "is_sample")
    search_fields = ("code", "registration_code", "name_zh", "name_en")
    record_template = "trusts/product.html"
    #: Tables that higher rooms add to a product's page; the register knows nothing of them.
    panels: ClassVar[list[Panel]] = []

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, that of the moves among them."""
        view = self.admin_site.admin_view(self.move_view)
        move = path("<int:pk>/move-to-<str:status>/", view, name="trusts_product_move")
        return [move, *super().get_urls()]

    def perform_propose(self, request: HttpRequest, form: Any) -> Product:
        """Propose the product of the form."""
        return operations.propose_product(**form.cleaned_data, by=person(request))

    # ---- the record

    def show(
        self, request: HttpRequest, row: Product, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the page, with the day that it is about and the moves that are possible."""
        more = {"asked": asked(request), "moves": _moves(request, row)}
        return super().show(request, row, {**more, **extra}, status=status)

    def record_of(self, request: HttpRequest, row: Product) -> Record:
        """Return what never changes, then the terms that hold on the day asked for."""
        times = asked(request)
        found = queries.standing_terms([row.pk], on=times.on, known_at=times.known_at)
        page = super().record_of(request, row)
        standing = _terms(found.get(row.pk), times)
        return dataclasses.replace(page, sections=[*page.sections, standing])

    def record_links(self, request: HttpRequest, row: Product) -> list[Link]:
        """Return the way to every version of the terms, and to a new one."""
        links = [
            *super().record_links(request, row),
            Link(_("All versions of the terms"), list_of(ProductTerms, product=row.pk)),
        ]
        if row.decision == Decision.CONFIRMED and person(request).may(
            ProductTerms.propose_permission
        ):
            links.append(Link(_("Propose another version of the terms"), _another(row)))
        return links

    def record_tables(self, request: HttpRequest, row: Product) -> list[Table]:
        """Return history, roles and findings, then what higher rooms add."""
        times = asked(request)
        on, known_at = times.on, times.known_at
        found = queries.trade_findings(on=on, known_at=known_at, product_ids=[row.pk])
        due = queries.registrations_due(on=on, known_at=known_at, product_ids=[row.pk])
        tables = [
            *super().record_tables(request, row),
            _history(row, times),
            _roles(row, times),
            findings_table(
                [finding for _product, finding in found],
                title=_("Rules of the trade"),
                labels=partial(label_of, ProductTerms),
            ),
        ]
        if due:
            tables.append(due_table(request, due, title=_("Change registrations")))
        for panel in self.panels:
            tables += panel(request, row)
        return tables

    # ---- moving

    def move_view(self, request: HttpRequest, pk: int, status: str) -> HttpResponse:
        """Show the form of one move, or propose what it holds."""
        row = self.found(request, str(pk))
        if not person(request).may(ProductTerms.propose_permission):
            raise PermissionDenied
        if status not in set(TrustStatus):
            raise Http404
        title = _("{product}: move to “{status}”").format(
            product=row.code, status=STATUS_LABELS[TrustStatus(status)]
        )
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = MoveForm(*sent, to_status=status, move=title)
        if form.is_valid():
            found = self.moved(request, row, status, form)
            if found is not None:
                return HttpResponseRedirect(record.url_of(found))
        shown = {"title": title, "heading": title, "has_file_field": True}
        return self.show_form(request, form, "", shown)

    def moved(
        self, request: HttpRequest, row: Product, status: str, form: MoveForm
    ) -> ProductTerms | None:
        """Return the move proposed; None, with the refusal on the form, if it was refused."""
        try:
            with transaction.atomic():
                return operations.propose_move(
                    product=row, to_status=status, **form.given(), by=person(request)
                )
        except DomainError as refusal:
            put_on_form(form, refusal)
        return None


def _moves(request: HttpRequest, row: Product) -> dict[str, Any]:
    """Return where the product stands by all that is known, and the ways on for this person."""
    if row.decision != Decision.CONFIRMED:
        return {}
    latest = queries.latest_terms(row.pk)
    may = person(request).may(ProductTerms.propose_permission)
    if not may:
        return {}
    if latest is None:
        return {"first": Link(_("Propose its terms"), _another(row))}
    ways = [
        Link(STATUS_LABELS[each], reverse("admin:trusts_product_move", args=[row.pk, each.value]))
        for each in rules.moves_from(latest.status)
    ]
    return {"stands": latest.get_status_display(), "since": latest.effective_from, "ways": ways}


def _another(row: Product) -> str:
    return f"{reverse('admin:trusts_productterms_add')}?product={row.pk}"


def _terms(terms: ProductTerms | None, times: Asked) -> Section:
    title = times.banner or _("Terms that stand today")
    if terms is None:
        return Section(title, [Line("", _("No terms hold on this day."))])
    filled = [
        line
        for name, line in zip(TERMS_SHOWN, lines_of(terms, TERMS_SHOWN), strict=True)
        if getattr(terms, name) not in (None, "")
    ]
    return Section(title, [*filled, Line(_("version"), link_to(terms, str(terms.pk)))])


def _history(row: Product, times: Asked) -> Table:
    return Table(
        title=_("History of the terms"),
        headers=[
            _("effective from"),
            _("status"),
            _("known from"),
            _("known until"),
            _("what it changed"),
            _("document"),
        ],
        rows=[_version(each) for each in queries.history(row.pk, known_at=times.known_at)],
        empty=_("No version was confirmed."),
    )


def _version(version: Version) -> list[Any]:
    terms = version.terms
    return [
        link_to(terms, str(terms.effective_from)),
        terms.get_status_display(),
        terms.recorded_at,
        version.superseded_at or _("stands"),
        _changes(version),
        _paper(terms),
    ]


def _paper(terms: ProductTerms) -> Any:
    if terms.document is None:
        return "–"
    where = reverse("admin:file", args=[terms.document.pk])
    return format_html('<a class="gt-link" href="{}">{}</a>', where, terms.document.name)


def _changes(version: Version) -> Any:
    before = version.replaces
    if before is None:
        return _("first version")
    if not version.changes:
        return _("nothing")
    said = format_html_join(
        "",
        "<p>{}: <del class='gt-old'>{}</del> → <ins class='gt-new'>{}</ins></p>",
        (_sides(before, version.terms, each) for each in version.changes),
    )
    return format_html("<div>{}</div>", said)


def _sides(before: ProductTerms, after: ProductTerms, change: Difference) -> tuple[Any, ...]:
    """Return a difference as a reader expects it: label, then both values in words."""
    old, new = (record.line_of(each, change.field) for each in (before, after))
    return (new.label, old.value, new.value)


def _roles(row: Product, times: Asked) -> Table:
    roles = queries.roles_of([row.pk], on=times.on, known_at=times.known_at)
    return Table(
        title=_("Parties on this day") if times.banner else _("Parties today"),
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
