"""Staff pages of what would move."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import dashboard, drilldown, extras, navigation, record
from config.console.admin import FactAdmin, person
from config.console.pages.base import allowed
from config.console.record import Act, Crumb, Link, Record, Section, Table
from config.console.site import site
from config.jobs.models import Run, RunState
from config.kernel.errors import NotFoundHere
from projects.reference.queries import proposal_of, subject_of
from reporting.disclosures.models import Treatment
from reporting.disclosures.restating import operations as restating
from reporting.disclosures.restating.admin.pages import opening_url
from reporting.moves import operations, queries
from reporting.moves.models import MoveReport

VIEW = "reporting.moves.view"
HEADERS = {
    "statements": gettext_lazy("Latest statements"),
    "products": gettext_lazy("Products, by method of attribution"),
    "disclosures": gettext_lazy("Published disclosures"),
}
_UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)

navigation.room("reporting.moves", title=gettext_lazy("What would move"), order=40)
dashboard.name_run(operations.RUN_KIND, gettext_lazy("List what would move"))


@admin.register(MoveReport, site=site)
class MoveReportAdmin(FactAdmin[MoveReport]):
    """Lists of what proposals would move."""

    view_permission = VIEW
    icon = "compare_arrows"
    list_display = ("edition", "policy", "known_at", "difference_tco2e", "drawn_by")
    list_select_related = ("edition", "policy", "drawn_by")
    record_hidden = frozenset({"id", "statements", "products", "disclosures"})

    def record_tables(self, request: HttpRequest, row: MoveReport) -> list[Table]:
        """Return what would move, three lists."""
        return [*super().record_tables(request, row), *tables_of(row)]


def tables_of(report: MoveReport) -> list[Table]:
    """Return the lists of statements, products and disclosures with before, after, difference."""
    return [
        Table(
            title=title,
            headers=[
                _("what"),
                _("name"),
                _("before (tCO2e)"),
                _("after (tCO2e)"),
                _("difference (tCO2e)"),
                _("statements"),
                _("why there is no value"),
            ],
            rows=[_row(name, each) for each in getattr(report, name)],
            numeric=frozenset({2, 3, 4, 5}),
            empty=_("Nothing would move."),
        )
        for name, title in HEADERS.items()
    ]


def _row(name: str, move: dict[str, Any]) -> list[Any]:
    key = "#" + move["key"] if name == "statements" else move["key"]
    amounts = [
        "–" if move[each] is None else record.shown(Decimal(move[each]))
        for each in ("before_tco2e", "after_tco2e", "difference_tco2e")
    ]
    title = move["name_zh"] if (get_language() or "").startswith("zh") else move["name_en"]
    return [key, title, *amounts, move["count"], move["refusal"]]


def show(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Show what a proposal would move as last listed; on POST, have it listed anew."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    try:
        proposal = proposal_of(subject, pk)
    except NotFoundHere as refusal:
        raise Http404 from refusal
    here = reverse("admin:what-would-move", args=[subject, pk])
    if request.method == "POST":
        operations.ask(subject=subject, pk=pk, by=person(request))
        messages.success(request, _("A worker lists it now; this page shows it when it is done."))
        return HttpResponseRedirect(here)
    reports = queries.reports_of(subject, pk)
    run = (
        Run.objects.filter(kind=operations.RUN_KIND, key__startswith=f"{subject} {pk} ")
        .select_related("asked_by")
        .order_by("-id")
        .first()
    )
    return drilldown.show(
        request,
        _record(request, proposal, reports),
        template="console/run.html" if run and run.state in _UNDER_WAY else drilldown.TEMPLATE,
        run=dashboard.run_view(run) if run else None,
        act_url=here,
    )


def _record(request: HttpRequest, proposal: Any, reports: list[MoveReport]) -> Record:
    title = _("What would move if {proposal} were confirmed").format(proposal=proposal)
    may = person(request).may(operations.RUN)
    latest = reports[:1]
    return Record(
        title=title,
        subtitle=_("What would move"),
        crumbs=[Crumb(str(proposal), record.url_of(proposal))],
        acts=[Act("list", _("List it as known now"))] if may else [],
        sections=[
            Section(
                _("As listed last"),
                record.lines_of(each, ("known_at", "difference_tco2e", "drawn_by", "sha256")),
            )
            for each in latest
        ],
        links=[link for each in latest for link in choices_of(request, each)],
        tables=[table for each in latest for table in tables_of(each)],
    )


def choices_of(request: HttpRequest, report: MoveReport) -> list[Link]:
    """Return what may be done about each published disclosure that would move."""
    if not person(request).may(restating.PROPOSE):
        return []
    return [
        Link(f"{title}: {version}", opening_url(version, treatment, move_report=report.pk), note)
        for version in queries.versions_moved(report)
        for treatment, title, note in (
            (Treatment.FROM_NOW_ON, _("From now on"), _("only where it is not material")),
            (Treatment.RESTATE, _("Open a restatement"), _("once it is confirmed and compared")),
        )
    ]


def lead(request: HttpRequest, row: Any) -> list[Link]:
    """Return the way from a proposal to what it would move."""
    if not allowed(request, VIEW):
        return []
    url = reverse("admin:what-would-move", args=[subject_of(row), row.pk])
    return [Link(_("What would move"), url)]


extras.add_links("projects.Edition", lead)
extras.add_links("projects.FactorPolicy", lead)
site.page("what-would-move/<str:subject>/<int:pk>/", show, name="what-would-move")
