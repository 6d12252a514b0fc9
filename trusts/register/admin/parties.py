"""Pages of parties: bodies in the open, natural persons by a mask, readings on record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from config.api.problems import sentence
from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.pages.deciding import panel_of
from config.console.record import Line, Link, Section
from config.console.site import site
from config.kernel.errors import DomainError
from trusts.register import operations
from trusts.register.admin.common import VIEW, list_of
from trusts.register.entry_forms import PartyForm
from trusts.register.models import Party, PartyRole, PersonalReading
from trusts.register.operations.persons import READ


@admin.register(Party, site=site)
class PartyAdmin(ProposedAdmin[Party]):
    """Parties to trusts and contracts."""

    view_permission = VIEW
    icon = "groups"
    form = PartyForm
    propose_fields = (
        "code",
        "party_type",
        "name_zh",
        "name_en",
        "uscc",
        "lei",
        "identity_number",
        "is_sample",
    )
    list_display = ("code", "name_zh", "party_type", "uscc", "lei", "is_sample")
    list_filter = (*ProposedAdmin.list_filter, "party_type")
    search_fields = ("code", "name_zh", "name_en", "uscc", "lei")
    record_template = "trusts/party.html"

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, that of a reading in clear among them."""
        view = self.admin_site.admin_view(require_POST(never_cache(self.read_view)))
        return [path("<int:pk>/read/", view, name="trusts_party_read"), *super().get_urls()]

    @sensitive_variables()
    def perform_propose(self, request: HttpRequest, form: Any) -> Party:
        """Propose the party of the form."""
        given = dict(form.cleaned_data)
        for name in ("uscc", "lei", "identity_number"):
            given[name] = given[name] or ""
        return operations.propose_party(**given, by=person(request))

    def record_links(self, request: HttpRequest, row: Party) -> list[Link]:
        """Return the ways to the party's roles, and to who read a person in clear."""
        links = [*super().record_links(request, row)]
        links.append(Link(_("Roles in products"), list_of(PartyRole, party=row.pk)))
        if row.is_person:
            links.append(Link(_("Readings in clear"), list_of(PersonalReading, party=row.pk)))
        return links

    def show(
        self, request: HttpRequest, row: Party, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the page; of a person, with the way to read it in clear."""
        may_read = row.is_person and person(request).may(READ)
        return super().show(request, row, {"may_read": may_read, **extra}, status=status)

    @sensitive_variables()
    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a natural person in clear, once; the reading is on record before it is shown."""
        row = self.found(request, str(pk))
        reason = request.POST.get("reason", "").strip()
        extra: dict[str, Any] = {"panel": panel_of(row, person(request)), "why": reason}
        try:
            found = operations.read_person(party=row, by=person(request), reason=reason)
        except DomainError as refusal:
            return self.show(
                request, row, {**extra, "fault": sentence(refusal)}, status=refusal.status
            )
        lines = [
            Line(_("Chinese name"), found.name_zh),
            Line(_("English name"), found.name_en or "–"),
            Line(_("identity number"), found.identity_number or "–"),
        ]
        return self.show(request, row, {**extra, "clear": Section(_("In clear"), lines)})


@admin.register(PersonalReading, site=site)
class PersonalReadingAdmin(FactAdmin[PersonalReading]):
    """Readings of natural persons in clear: who, when, why."""

    view_permission = VIEW
    icon = "visibility"
    list_display = ("party", "reader", "reason", "recorded_at")
    list_filter = ("reader",)
    list_select_related = ("party", "reader")
    search_fields = ("party__code", "reason")


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
