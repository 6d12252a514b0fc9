"""Pages of change registrations: what is due, and what was filed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation
from config.console.admin import ProposedAdmin, person
from config.console.record import Crumb, Link, Record, Table, badge, link_to
from config.console.site import site
from trusts.register import operations, queries
from trusts.register.admin.common import VIEW, WithPaper, asked, label_of
from trusts.register.entry_forms import FilingForm
from trusts.register.models import ChangeRegistration, ProductTerms
from trusts.register.queries import DueRegistration
from trusts.register.rules import FilingState

PROPOSE = ChangeRegistration.propose_permission
STATES = {
    FilingState.DUE: (gettext_lazy("due"), "waiting"),
    FilingState.OVERDUE: (gettext_lazy("overdue"), "bad"),
    FilingState.FILED: (gettext_lazy("filed"), "good"),
    FilingState.FILED_LATE: (gettext_lazy("filed late"), "bad"),
}


@admin.register(ChangeRegistration, site=site)
class ChangeRegistrationAdmin(WithPaper, ProposedAdmin[ChangeRegistration]):
    """Filings of changes with the registration system."""

    view_permission = VIEW
    icon = "assignment_turned_in"
    form = FilingForm
    propose_fields = ("terms", "role", "filed_on", "receipt_number", "document")
    list_display = ("receipt_number", "filed_on", "terms", "role")
    list_select_related = (
        "terms__product",
        "role__product",
        "role__party",
    )
    search_fields = ("receipt_number", "terms__product__code", "role__product__code")

    def perform_propose(self, request: HttpRequest, form: Any) -> ChangeRegistration:
        """Propose the filing of the form."""
        return operations.propose_change_registration(**form.cleaned_data, by=person(request))

    def record_links(self, request: HttpRequest, row: ChangeRegistration) -> list[Link]:
        """Return the ways to what is due, and to the receipt."""
        links = [
            *super().record_links(request, row),
            Link(_("Change registrations due"), reverse("admin:registrations-due")),
        ]
        if row.document is not None:
            where = reverse("admin:file", args=[row.document.pk])
            links.append(Link(_("The document"), where, str(row.document)))
        return links


def due_view(request: HttpRequest) -> HttpResponse:
    """Show what has to be registered, as of a day, as known at a moment."""
    person(request).check_may(VIEW)
    times = asked(request)
    rows = queries.registrations_due(on=times.on, known_at=times.known_at)
    title = _("Change registrations due")
    record = Record(
        title=title,
        subtitle=_("10 working days from the change; 信托登记管理办法 (S-REGMEASURE)"),
        crumbs=[Crumb(title)],
        tables=[due_table(request, rows)],
    )
    return drilldown.show(request, record, template="trusts/due.html", asked=times)


def due_table(request: HttpRequest, rows: list[DueRegistration], *, title: str = "") -> Table:
    """Return changes that have to be registered as a table, each with the way to file it."""
    may_file = person(request).may(PROPOSE)
    return Table(
        title=title,
        headers=[
            _("product"),
            _("version"),
            _("what changed"),
            _("changed on"),
            _("due on"),
            _("state"),
            _("filed on"),
        ],
        rows=[_due_row(each, may_file=may_file) for each in rows],
        empty=_("No registered item has changed."),
    )


def _due_row(each: DueRegistration, *, may_file: bool) -> list[Any]:
    said, tone = STATES[each.state]
    version = each.terms or each.role
    assert version is not None  # noqa: S101 (a change is of terms or of a role)
    changed = [
        _("parties") if name == "party" else label_of(ProductTerms, name) for name in each.changed
    ]
    return [
        link_to(each.product, each.product.code),
        link_to(version, str(version.effective_from)),
        ", ".join(changed) + (f" ({_('correction')})" if each.is_correction else ""),
        each.changed_on,
        _("about {day}").format(day=each.due_on) if each.is_estimate else each.due_on,
        badge(said, tone),
        _filed(each, may_file=may_file),
    ]


def _filed(each: DueRegistration, *, may_file: bool) -> Any:
    if each.filing is not None:
        return link_to(each.filing, str(each.filing.filed_on))
    if not may_file:
        return "–"
    about = f"terms={each.terms.pk}" if each.terms else f"role={each.role.pk if each.role else ''}"
    where = f"{reverse('admin:trusts_changeregistration_add')}?{about}"
    return format_html('<a class="gt-link" href="{}">{}</a>', where, _("Enter the filing"))


site.page("registrations/due/", due_view, name="registrations-due")
navigation.page(
    "trusts.register",
    title=gettext_lazy("Change registrations due"),
    url_name="admin:registrations-due",
    permission=VIEW,
    icon="event_upcoming",
)
