"""The page that has statements drawn: one press for each year that meters speak of."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from config.console import drilldown, navigation, record
from config.console.admin import person
from config.console.pages.base import allowed
from config.console.record import Act, Line, Record, Section, Table
from config.console.site import site
from config.kernel.periods import Period
from projects.carbon import operations, requesting
from projects.carbon.models import StatementRun
from projects.metering import queries as metering

VIEW = "projects.carbon.view"
_SHOWN = 20


def drawing(request: HttpRequest) -> HttpResponse:
    """Show what was drawn; on POST, have a worker draw a year, and lead to its run."""
    if not allowed(request, VIEW):
        raise PermissionDenied
    years = [str(each) for each in metering.years_metered(known_at=timezone.now())]
    if request.method == "POST" and (year := request.POST.get("act", "")) in years:
        run = requesting.request_drawing(period=Period.parse(year), by=person(request))
        messages.success(request, gettext("A worker draws it now; this page shows how far it is."))
        return HttpResponseRedirect(record.url_of(run))
    title = gettext("Draw {year} as known now")
    may = person(request).may(operations.RUN)
    page = Record(
        title=gettext("Draw statements"),
        subtitle=gettext("What was spared"),
        acts=[Act(year, title.format(year=year)) for year in years] if may else [],
        sections=[Section(gettext("What this is"), [Line("", each) for each in _words(years)])],
        tables=[_latest()],
    )
    return drilldown.show(request, page, act_url=reverse("admin:carbon-drawing"))


def _words(years: list[str]) -> list[str]:
    words = [
        gettext(
            "A statement says what a project spared in a month, by one method, as known at one"
            " moment. It is frozen: what is learned later comes into a later drawing."
        ),
        gettext(
            "A factor that is missing, or sources that differ while no policy chooses, refuse the"
            " whole drawing and say what to do; nothing is stored then."
        ),
    ]
    none = gettext("No confirmed readings speak of any year yet: load and confirm some first.")
    return words if years else [*words, none]


def _latest() -> Table:
    rows = StatementRun.objects.select_related("asked_by").order_by("-id")[:_SHOWN]
    return Table(
        title=gettext("Drawn last"),
        headers=[
            gettext("drawing"),
            gettext("statements"),
            gettext("not drawn"),
            gettext("methods"),
            gettext("asked by"),
            gettext("recorded at"),
        ],
        rows=[
            (
                record.link_to(each),
                each.count,
                len(each.not_drawn),
                ", ".join(each.methods),
                str(each.asked_by),
                each.recorded_at,
            )
            for each in rows
        ],
        numeric=frozenset({1, 2}),
        empty=gettext("Nothing was drawn yet."),
    )


site.page("carbon/draw/", drawing, name="carbon-drawing")
navigation.page(
    "projects.carbon",
    title=gettext_lazy("Draw statements"),
    url_name="admin:carbon-drawing",
    permission=VIEW,
    icon="draw",
)
