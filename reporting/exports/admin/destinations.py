"""Staff pages of destinations: where files go, and whether a test file reached them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from config.console import record
from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.record import Act, Table
from config.console.site import site
from config.kernel.errors import InvalidInput
from reporting.exports import operations
from reporting.exports.admin import addresses
from reporting.exports.models import Destination, DestinationCheck

VIEW = "reporting.exports.view"


class _DestinationForm(forms.ModelForm):  # type: ignore[type-arg]  # (Django's form takes no type at run time)
    """Where files go, and what the place is entered with."""

    secret = forms.CharField(
        label=gettext_lazy("password or key"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"autocomplete": "off", "rows": 2}),
        help_text=gettext_lazy(
            "SFTP: a password, or a private key in PEM. S3: the secret key. Webhook: whsec_… as "
            "agreed with the receiver. It is kept under seal and never shown again; "
            "empty keeps the one of the destination that this one replaces."
        ),
    )

    class Meta:
        model = Destination
        fields = "__all__"  # noqa: DJ007 (the page names the fields that it shows)


# The boxes of all doors belong to the form by declaration: Django reads no other way.
DestinationForm = type("DestinationForm", (_DestinationForm,), addresses.form_fields())


@admin.register(Destination, site=site)
class DestinationAdmin(ProposedAdmin[Destination]):
    """Places outside to which files are delivered."""

    view_permission = VIEW
    icon = "pin_drop"
    form = DestinationForm
    list_display = ("code", "name", "door", "department", "is_open")
    list_filter = (*ProposedAdmin.list_filter, "door", "is_open")
    list_select_related = ("department",)
    search_fields = ("code", "name")
    propose_fields = (
        "code",
        "name",
        "door",
        *addresses.NAMES.values(),
        "secret",
        "department",
        "is_open",
    )
    conditional_fields = addresses.SHOWN_WHEN | {
        "secret": "!['', 'email', 'folder'].includes(door || '')"
    }
    never_shown = frozenset({"key"})
    record_sections = (
        (
            gettext_lazy("Where it goes"),
            ("code", "name", "door", "has_secret", "department", "is_open"),
        ),
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> Destination:
        """Propose a destination; its secret is put under seal."""
        given = dict(form.cleaned_data)
        address = addresses.address_of(given)
        try:
            return operations.propose_destination(**given, address=address, by=person(request))
        except InvalidInput as refusal:
            raise addresses.boxed(refusal, str(given["door"])) from refusal

    def record_acts(self, request: HttpRequest, row: Destination) -> list[Act]:
        """Return the button that sends a test file there."""
        turned_down = row.decision in {"rejected", "withdrawn"}
        if turned_down or not person(request).may(row.propose_permission):
            return []
        return [Act("try", _("Send a test file"))]

    def perform_act(self, request: HttpRequest, row: Destination, name: str) -> str:  # noqa: ARG002
        """Have a test file sent there."""
        operations.ask_for_trial(destination=row, by=person(request))
        return _("A worker sends a test file; reload the page to see what came of it.")

    def record_tables(self, request: HttpRequest, row: Destination) -> list[Table]:
        """Return its address, and the test files that were sent there."""
        address = [[str(label), value] for label, value in addresses.told(row.door, row.address)]
        return [
            Table([_("address"), ""], address, title=_("Address")),
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                DestinationCheck.objects.filter(destination=row).select_related("by"),
                [
                    (_("received"), passed_badge),
                    (_("what was said"), lambda each: each.error or each.receipt),
                    (_("by"), "by"),
                    (_("recorded at"), "recorded_at"),
                ],
                title=_("Test deliveries"),
                parameter="checks",
            ),
        ]


@admin.register(DestinationCheck, site=site)
class DestinationCheckAdmin(FactAdmin[DestinationCheck]):
    """Test files that were sent to destinations."""

    view_permission = VIEW
    icon = "fact_check"
    in_sidebar = False
    list_display = ("destination", "is_passed", "error_code", "error", "by", "recorded_at")
    list_select_related = ("destination", "by")
    list_filter = ("is_passed",)


def passed_badge(row: DestinationCheck) -> Any:
    """Return whether a test file was received, as a badge."""
    return (
        record.badge(_("received"), "good") if row.is_passed else record.badge(_("failed"), "bad")
    )
