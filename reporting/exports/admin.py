"""Staff pages of exports: schedules, what will happen, what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import navigation, record
from config.console.admin import FactAdmin, ProposedAdmin, RoomAdmin, person
from config.console.record import Act, Link, Table
from config.console.site import site
from reporting.exports import operations, queries
from reporting.exports.models import Delivery, ExpectedRun, Schedule
from reporting.exports.rules.life import SlotState

VIEW = "reporting.exports.view"
ROOM = navigation.room("reporting.exports", title=gettext_lazy("Exports"), order=30)
TONES = {
    SlotState.EXPECTED: "",
    SlotState.CLAIMED: "waiting",
    SlotState.DONE: "good",
    SlotState.FAILED: "bad",
    SlotState.MISSED: "bad",
}


@admin.register(Schedule, site=site)
class ScheduleAdmin(ProposedAdmin[Schedule]):
    """Standing orders to export."""

    view_permission = VIEW
    icon = "event_repeat"
    list_display = ("name", "content", "form", "language", "relative_period")
    list_filter = (*ProposedAdmin.list_filter, "content", "form")
    search_fields = ("name",)
    propose_fields = (
        "name",
        "content",
        "disclosure_kind",
        "relative_period",
        "fixed_period",
        "form",
        "language",
        "timetable",
        "time_zone",
        "door",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> Schedule:
        """Propose a schedule that is owned by who proposes it."""
        return operations.propose_schedule(**form.cleaned_data, by=person(request))

    def record_acts(self, request: HttpRequest, row: Schedule) -> list[Act]:
        """Return the button that pauses a running schedule, or lets a paused one run again."""
        if row.decision != "confirmed" or not person(request).may(row.propose_permission):
            return []
        if queries.is_running(row):
            return [Act("pause", _("Pause"))]
        return [Act("resume", _("Let it run again"))]

    def perform_act(self, request: HttpRequest, row: Schedule, name: str) -> str:
        """Pause a schedule or let it run again."""
        by, reason = person(request), _("From the console.")
        if name == "pause":
            operations.pause(schedule=row, by=by, reason=reason)
            return _("Paused.")
        operations.resume(schedule=row, by=by, reason=reason)
        return _("Running again.")

    def record_tables(self, request: HttpRequest, row: Schedule) -> list[Table]:
        """Return the expected runs and what was delivered."""
        return [
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                ExpectedRun.objects.filter(schedule=row),
                [
                    (_("due at"), "slot_at"),
                    (_("period"), "period"),
                    (_("state"), state_badge),
                    (_("error"), "error"),
                ],
                ordering=("-slot_at", "-id"),
                title=_("Expected runs"),
                parameter="slots",
            ),
            record.keyset_table(
                request,
                queries.deliveries().filter(schedule=row),
                [
                    (_("file"), lambda each: record.link_to(each, each.file_name)),
                    (_("bytes"), "size_bytes"),
                    (_("sent at"), "recorded_at"),
                ],
                title=_("Deliveries"),
                numeric={1},
                parameter="sent",
            ),
        ]


@admin.register(ExpectedRun, site=site)
class ExpectedRunAdmin(RoomAdmin[ExpectedRun]):
    """What schedules are expected to do: the next thirty days, and what became of the past."""

    view_permission = VIEW
    icon = "upcoming"
    list_display = ("schedule", "slot_at", "period", "state_shown", "error")
    list_select_related = ("schedule",)
    list_filter = ("state", "schedule")
    ordering = ("slot_at",)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, row: ExpectedRun) -> Any:
        """Return where an expected run stands, as a badge."""
        return state_badge(row)


@admin.register(Delivery, site=site)
class DeliveryAdmin(FactAdmin[Delivery]):
    """What was sent, and which bytes."""

    view_permission = VIEW
    icon = "outbox"
    list_display = ("file_name", "schedule", "period", "size_bytes", "sha256", "recorded_at")
    list_select_related = ("schedule",)
    list_filter = ("schedule", "door")
    search_fields = ("file_name", "sha256")

    def record_links(self, request: HttpRequest, row: Delivery) -> list[Link]:
        """Return the way to the bytes that were delivered."""
        download = Link(_("Download"), reverse("admin:file", args=[row.file_id]), row.file_name)
        return [*super().record_links(request, row), download]


def state_badge(row: ExpectedRun) -> Any:
    """Return where an expected run stands, as a badge."""
    return record.badge(row.get_state_display(), TONES[SlotState(row.state)])
