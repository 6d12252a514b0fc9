"""Staff pages of what is on its way, each try, and what was sent to whom with which bytes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, record
from config.console.admin import FactAdmin, RoomAdmin, person, reason_of
from config.console.record import Act, Link, Table
from config.console.site import site
from reporting.exports import operations
from reporting.exports.models import Delivery, Destination, Dispatch, DispatchAttempt
from reporting.exports.operations.destinations import CHECK_RUN
from reporting.exports.operations.sending import SEND_RUN
from reporting.exports.operations.ticking import DELIVER_RUN
from reporting.exports.rules.life import DISPATCH_LIFE, DispatchState

VIEW = "reporting.exports.view"
RUN = "reporting.exports.run"
TONES = {
    DispatchState.PENDING: "",
    DispatchState.SENDING: "waiting",
    DispatchState.WAITING: "waiting",
    DispatchState.SENT: "good",
    DispatchState.DEAD: "bad",
    DispatchState.UNKNOWN: "bad",
    DispatchState.DROPPED: "",
}

dashboard.name_run(DELIVER_RUN, gettext_lazy("Make an export"))
dashboard.name_run(SEND_RUN, gettext_lazy("Send an export"))
dashboard.name_run(CHECK_RUN, gettext_lazy("Try a destination"))


def dispatch_badge(row: Dispatch) -> Any:
    """Return where a dispatch stands, as a badge."""
    return record.badge(row.get_state_display(), TONES[DispatchState(row.state)])


@admin.register(Dispatch, site=site)
class DispatchAdmin(RoomAdmin[Dispatch]):
    """Files on their way to destinations; what waits for a person is decided here."""

    view_permission = VIEW
    icon = "local_shipping"
    list_display = ("file_name", "recipient", "period", "state_shown", "attempts", "next_at")
    list_filter = ("state", "recipient")
    search_fields = ("file_name", "sha256", "recipient")
    columns_shown_otherwise = frozenset({"state"})
    record_sections = (
        (
            gettext_lazy("What goes where"),
            (
                "expected_run",
                "recipient",
                "destination",
                "period",
                "file_name",
                "size_bytes",
                "sha256",
                "key",
            ),
        ),
        (
            gettext_lazy("How far it has come"),
            ("attempts", "handed_over_at", "next_at", "error_code", "error", "moved_at"),
        ),
    )

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, row: Dispatch) -> Any:
        """Return where a dispatch stands, as a badge."""
        return dispatch_badge(row)

    def record_badges(self, row: Dispatch) -> list[Any]:
        """Return where it stands."""
        return [dispatch_badge(row)]

    def record_acts(self, request: HttpRequest, row: Dispatch) -> list[Act]:
        """Return what a person may decide about it."""
        if not person(request).may(RUN):
            return []
        offered = [
            (DispatchState.PENDING, Act("resend", _("Send it again"), asks_why=True)),
            (DispatchState.SENT, Act("settle", _("It was received"), asks_why=True)),
            (DispatchState.DROPPED, Act("drop", _("Give it up"), tone="bad", asks_why=True)),
        ]
        waits = row.state in {DispatchState.DEAD, DispatchState.UNKNOWN}
        return [
            act for target, act in offered if waits and DISPATCH_LIFE.can_move(row.state, target)
        ]

    def perform_act(self, request: HttpRequest, row: Dispatch, name: str) -> str:
        """Decide about it, as the person pressed."""
        by, reason = person(request), reason_of(request)
        if name == "resend":
            operations.resend(dispatch=row, by=by, reason=reason)
            return _("A worker sends it again, the same bytes under the same id.")
        if name == "settle":
            operations.settle(dispatch=row, by=by, reason=reason)
            return _("Written down as received.")
        operations.drop(dispatch=row, by=by, reason=reason)
        return _("Given up.")

    def record_links(self, request: HttpRequest, row: Dispatch) -> list[Link]:
        """Return the way to the bytes."""
        download = Link(_("Download"), reverse("admin:file", args=[row.file_id]), row.file_name)
        return [*super().record_links(request, row), download]

    def record_tables(self, request: HttpRequest, row: Dispatch) -> list[Table]:
        """Return each try, and the receipt."""
        return [
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                DispatchAttempt.objects.filter(dispatch=row).select_related("by"),
                [
                    (_("attempt"), "number"),
                    (_("outcome"), DispatchAttempt.get_outcome_display),
                    (_("what was said"), "error"),
                    (_("by"), "by"),
                    (_("recorded at"), "recorded_at"),
                ],
                title=_("Attempts"),
                numeric={0},
                parameter="tries",
            ),
            record.keyset_table(
                request,
                Delivery.objects.filter(dispatch=row),
                [
                    (_("file"), lambda each: record.link_to(each, each.file_name)),
                    (_("receipt"), "receipt"),
                    (_("sent at"), "recorded_at"),
                ],
                title=_("Receipt"),
                parameter="sent",
            ),
        ]


@admin.register(DispatchAttempt, site=site)
class DispatchAttemptAdmin(FactAdmin[DispatchAttempt]):
    """Each try to hand a file over."""

    view_permission = VIEW
    icon = "history"
    in_sidebar = False
    list_display = ("dispatch", "number", "outcome", "error_code", "error", "by", "recorded_at")
    list_select_related = ("dispatch", "by")
    list_filter = ("outcome",)


class SeenDestinations(admin.RelatedFieldListFilter):
    """Offers the destinations that the person sees, and no other department's."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002
        """Return the choices."""
        seen = Destination.objects.visible_to(person(request)).order_by("code", "id")
        return [(each.pk, str(each)) for each in seen]


@admin.register(Delivery, site=site)
class DeliveryAdmin(FactAdmin[Delivery]):
    """What was sent, to whom, and which bytes."""

    view_permission = VIEW
    icon = "outbox"
    list_display = (
        "file_name",
        "schedule",
        "destination",
        "door",
        "period",
        "size_bytes",
        "sha256",
        "recorded_at",
    )
    list_select_related = ("schedule", "destination")
    list_filter = ("door", "schedule", ("destination", SeenDestinations))
    search_fields = ("file_name", "sha256")

    def record_links(self, request: HttpRequest, row: Delivery) -> list[Link]:
        """Return the way to the bytes that were delivered."""
        download = Link(_("Download"), reverse("admin:file", args=[row.file_id]), row.file_name)
        return [*super().record_links(request, row), download]
