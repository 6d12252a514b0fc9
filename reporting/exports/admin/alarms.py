"""Alarms of exports: missed, late, failed, waiting for a person; a page, and on the dashboard."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, drilldown, navigation, record
from config.console.dashboard import Card
from config.console.pages.base import allowed, person
from config.console.record import Record, Table
from config.console.site import site
from reporting.exports import queries
from reporting.exports.admin.schedules import state_badge
from reporting.exports.admin.sending import dispatch_badge

VIEW = "reporting.exports.view"
ON_THE_DASHBOARD = 10


@dashboard.card(permission=VIEW, order=60)
def exports_in_trouble(request: HttpRequest) -> Card | None:
    """Return how many exports need a hand; nothing while all is well."""
    counts = queries.alarms(now=timezone.now(), by=person(request), limit=0)["counts"]
    number = sum(counts.values())
    if not number:
        return None
    return Card(
        title=_("Exports that need a hand"),
        value=number,
        note=_("missed, late, failed, or waiting for a person"),
        url=reverse("admin:export-alarms"),
    )


@dashboard.table(permission=VIEW, order=60)
def exports_that_wait(request: HttpRequest) -> Table | None:
    """Return what waits for a person; nothing while nothing does."""
    found = queries.alarms(now=timezone.now(), by=person(request), limit=ON_THE_DASHBOARD)
    rows = [*_run_rows(found["missed_or_failed"]), *_dispatch_rows(found["waiting_for_a_person"])]
    if not rows:
        return None
    return Table(_headers(), rows[:ON_THE_DASHBOARD], title=_("Exports that need a hand"))


def show(request: HttpRequest) -> HttpResponse:
    """Show what did not go as it should."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    found = queries.alarms(now=timezone.now(), by=person(request))
    well = record.badge(_("all is well"), "good")
    badge = well if found["is_well"] else record.badge(_("needs a hand"), "bad")
    titles = {
        "waiting_for_a_person": (_("Waiting for a person"), _dispatch_rows),
        "missed_or_failed": (_("Missed or failed"), _run_rows),
        "late": (_("Late"), _run_rows),
        "slow": (_("Still being tried"), _dispatch_rows),
    }
    return drilldown.show(
        request,
        Record(
            title=_("Alarms of exports"),
            subtitle=_("Exports"),
            badges=[badge],
            tables=[
                Table(_headers(), rows(found[name]), title=title, empty=_("Nothing."))
                for name, (title, rows) in titles.items()
            ],
        ),
    )


def _headers() -> list[Any]:
    return [_("what"), _("period"), _("recipient"), _("state"), _("why"), _("since")]


def _run_rows(rows: Any) -> list[list[Any]]:
    return [
        [
            record.link_to(each, str(each.schedule)),
            each.period,
            "",
            state_badge(each),
            each.error or each.error_code,
            each.slot_at,
        ]
        for each in rows
    ]


def _dispatch_rows(rows: Any) -> list[list[Any]]:
    return [
        [
            record.link_to(each, each.file_name),
            each.period,
            each.recipient,
            dispatch_badge(each),
            each.error,
            each.moved_at,
        ]
        for each in rows
    ]


site.page("export-alarms/", show, name="export-alarms")
navigation.page(
    "reporting.exports",
    title=gettext_lazy("Alarms of exports"),
    url_name="admin:export-alarms",
    permission=VIEW,
    icon="notification_important",
)
