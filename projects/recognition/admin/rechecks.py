"""The page of recognitions that must be looked at again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import drilldown, navigation, record
from config.console.pages.base import allowed
from config.console.record import Table
from config.console.site import site
from projects.recognition import queries

VIEW = "projects.recognition.view"
REASON_WORDS = {
    queries.RecheckReason.EXPIRED: gettext_lazy("expired"),
    queries.RecheckReason.EXPIRES_SOON: gettext_lazy("expires soon"),
    queries.RecheckReason.CRITERIA_SUPERSEDED: gettext_lazy("criteria superseded"),
    queries.RecheckReason.CATALOGUE_SUPERSEDED: gettext_lazy("catalogue superseded"),
    queries.RecheckReason.FACT_CHANGED: gettext_lazy("a registered fact changed"),
    queries.RecheckReason.STOPPED: gettext_lazy("the owner is on the stop list"),
}


def recheck_page(request: HttpRequest) -> HttpResponse:
    """Show which recognitions must be looked at again, and why."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    due = queries.recheck_queue(on=timezone.localdate(), known_at=timezone.now())
    rows = [
        (
            record.link_to(each.recognition),
            record.badge(REASON_WORDS[each.reason], "waiting"),
            each.detail or "–",
            each.recognition.expires_on or "–",
            "–" if each.days_left is None else each.days_left,
        )
        for each in due
    ]
    found = Table(
        title=_("Recognitions to look at again"),
        headers=[_("recognition"), _("why"), _("what changed"), _("expires on"), _("days left")],
        rows=rows,
        numeric=frozenset({4}),
        empty=_("Nothing has to be looked at again."),
    )
    shown = record.Record(title=_("Re-check queue"), tables=[found])
    return drilldown.show(request, shown)


site.page("recognition/rechecks/", recheck_page, name="recognition-rechecks")
navigation.page(
    "projects.recognition",
    title=gettext_lazy("Re-check queue"),
    url_name="admin:recognition-rechecks",
    permission=VIEW,
    icon="event_repeat",
)
