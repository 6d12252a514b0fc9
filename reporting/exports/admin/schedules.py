"""Staff pages of schedules and of the runs that they are expected to make."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import record
from config.console.admin import ProposedAdmin, RoomAdmin, person, reason_of
from config.console.lists import saved
from config.console.record import Act, Table
from config.console.site import site
from reporting.exports import operations, queries
from reporting.exports.admin.scheduling_form import ScheduleForm
from reporting.exports.admin.sending import dispatch_badge
from reporting.exports.models import (
    Dispatch,
    ExpectedRun,
    ExpectedRunRequest,
    Schedule,
    ScheduleSwitch,
)
from reporting.exports.rules.life import SLOT_LIFE, SlotState

VIEW = "reporting.exports.view"
RUN = "reporting.exports.run"
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
    form = ScheduleForm
    propose_fields = (
        "name",
        "content",
        "disclosure_kind",
        "subject",
        "figure_template",
        "view",
        "relative_period",
        "fixed_period",
        "form",
        "language",
        "timetable",
        "time_zone",
        "recipients",
        "watchers",
    )

    #: What the content and the period ask for is shown once they are chosen.
    conditional_fields = {
        "disclosure_kind": "content != 'list'",
        "subject": "content != 'list'",
        "figure_template": "content == 'figures'",
        "view": "content == 'list'",
        "fixed_period": "relative_period == 'fixed'",
    }

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form, which offers the lists that the person keeps views of."""
        found = super().get_form(request, obj, **kwargs)
        found.base_fields["view"].queryset = saved.visible_to(person(request))
        found.base_fields["recipients"].choices = [
            (each.code, str(each)) for each in queries.standing_destinations(by=person(request))
        ]
        return found

    def perform_propose(self, request: HttpRequest, form: Any) -> Schedule:
        """Propose a schedule that is owned by who proposes it."""
        return operations.propose_schedule(**form.cleaned_data, by=person(request))

    def record_acts(self, request: HttpRequest, row: Schedule) -> list[Act]:
        """Return the button that pauses a running schedule, or lets a paused one run again."""
        if row.decision != "confirmed" or not person(request).may(row.propose_permission):
            return []
        if queries.is_running(row):
            return [Act("pause", _("Pause"), asks_why=True)]
        return [Act("resume", _("Let it run again"), asks_why=True)]

    def perform_act(self, request: HttpRequest, row: Schedule, name: str) -> str:
        """Pause a schedule or let it run again."""
        by, reason = person(request), reason_of(request)
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
                Dispatch.objects.visible_to(person(request)).filter(expected_run__schedule=row),
                [
                    (_("file"), lambda each: record.link_to(each, each.file_name)),
                    (_("recipient"), "recipient"),
                    (_("state"), dispatch_badge),
                    (_("attempts"), "attempts"),
                ],
                title=_("Dispatches"),
                numeric={3},
                parameter="dispatches",
            ),
            record.keyset_table(
                request,
                queries.deliveries().visible_to(person(request)).filter(schedule=row),
                [
                    (_("file"), lambda each: record.link_to(each, each.file_name)),
                    (_("bytes"), "size_bytes"),
                    (_("sent at"), "recorded_at"),
                ],
                title=_("Deliveries"),
                numeric={1},
                parameter="sent",
            ),
            record.keyset_table(
                request,
                ScheduleSwitch.objects.filter(schedule=row).select_related("by"),
                [
                    (_("running"), "is_on"),
                    (_("reason"), "reason"),
                    (_("by"), "by"),
                    (_("recorded at"), "recorded_at"),
                ],
                title=_("Pauses and resumptions"),
                parameter="switches",
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
    columns_shown_otherwise = frozenset({"state"})

    def record_acts(self, request: HttpRequest, row: ExpectedRun) -> list[Act]:
        """Return the button that has a missed or failed run made."""
        waits = SLOT_LIFE.can_move(row.state, SlotState.CLAIMED) and row.state != SlotState.EXPECTED
        if not waits or not person(request).may(RUN):
            return []
        return [Act("again", _("Have it made now"), asks_why=True)]

    def perform_act(self, request: HttpRequest, row: ExpectedRun, name: str) -> str:  # noqa: ARG002
        """Have a missed or failed run made."""
        operations.run_again(expected_run=row, by=person(request), reason=reason_of(request))
        return _("A worker makes it now.")

    def record_tables(self, request: HttpRequest, row: ExpectedRun) -> list[Table]:
        """Return who had it made again and why, and where its file went."""
        return [
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                ExpectedRunRequest.objects.filter(expected_run=row).select_related("by"),
                [
                    (_("reason"), "reason"),
                    (_("state before"), ExpectedRunRequest.get_was_display),
                    (_("error"), "error"),
                    (_("by"), "by"),
                    (_("recorded at"), "recorded_at"),
                ],
                title=_("Asked for again"),
                parameter="requests",
            ),
            record.keyset_table(
                request,
                Dispatch.objects.visible_to(person(request)).filter(expected_run=row),
                [
                    (_("file"), lambda each: record.link_to(each, each.file_name)),
                    (_("recipient"), "recipient"),
                    (_("state"), dispatch_badge),
                    (_("attempts"), "attempts"),
                ],
                title=_("Dispatches"),
                numeric={3},
                parameter="dispatches",
            ),
        ]

    def record_badges(self, row: ExpectedRun) -> list[Any]:
        """Return where it stands, and whether its day is a guess."""
        guess = [record.badge(_("day not yet decreed"), "waiting")] if row.is_guessed else []
        return [state_badge(row), *guess]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_shown(self, row: ExpectedRun) -> Any:
        """Return where an expected run stands, as a badge."""
        return state_badge(row)


def state_badge(row: ExpectedRun) -> Any:
    """Return where an expected run stands, as a badge."""
    return record.badge(row.get_state_display(), TONES[SlotState(row.state)])
