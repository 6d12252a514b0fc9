"""Staff pages of figures: from a number down to the stations, their blocks and the file."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import navigation, record
from config.console.admin import FactAdmin
from config.console.record import Crumb, Formula, Line, Link, Record, Section, Table
from config.console.site import site
from config.kernel.errors import NotFoundHere
from config.kernel.periods import Period, UnreadablePeriod
from reporting.figures.admin import tables
from reporting.figures.models import Figure, FigureSet
from reporting.figures.queries import beside, walking
from reporting.figures.queries.sets import figure_of

VIEW = "reporting.figures.view"
ROOM = navigation.room("reporting.figures", title=gettext_lazy("Figures"), order=10)


@admin.register(FigureSet, site=site)
class FigureSetAdmin(FactAdmin[FigureSet]):
    """Sets of figures."""

    view_permission = VIEW
    icon = "dataset"
    list_display = ("key", "starts_on", "ends_on", "known_at", "count", "figures_sha256")
    search_fields = ("key", "figures_sha256")

    def record_tables(self, request: HttpRequest, row: FigureSet) -> list[Table]:
        """Return the figures of the set."""
        label = "label_zh" if tables.is_chinese() else "label_en"
        shown = "displayed_zh" if tables.is_chinese() else "displayed_en"
        figures = Figure.objects.filter(figure_set=row).only(
            "figure_id", "label_zh", "label_en", "displayed_zh", "displayed_en", "unit", "indicator"
        )
        return [
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                figures,
                [
                    (_("id"), lambda each: record.link_to(each, each.figure_id)),
                    (_("indicator"), "indicator"),
                    (_("figure"), label),
                    (_("value"), shown),
                    (_("unit"), "unit"),
                ],
                ordering=("id",),
                title=_("Figures"),
                numeric={3},
            ),
        ]


@admin.register(Figure, site=site)
class FigureAdmin(FactAdmin[Figure]):
    """Figures, each walked down to what it rests on."""

    view_permission = VIEW
    icon = "monitoring"
    list_display = ("figure_id", "indicator", "label_zh", "displayed_zh", "unit", "period")
    list_filter = ("indicator", "measure")
    search_fields = ("figure_id", "label_zh", "label_en")
    list_select_related = ("figure_set",)
    column_words: ClassVar = {"measure": tables.measure_words}
    record_sections = (
        (
            gettext_lazy("What it says"),
            ("figure_id", "indicator", "period", "known_at", "measure", "figure_set"),
        ),
        (
            gettext_lazy("How it was computed"),
            ("method_version", "data_quality", "sha256"),
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, those by figure id and of stations among them."""
        view = self.admin_site.admin_view
        return [
            path("by-id/<str:figure_id>", view(self.by_id_view), name="reporting_figure_by_id"),
            path("by-id/<str:figure_id>/", view(self.by_id_view)),
            path(
                "<int:pk>/stations/<path:code>/",
                view(self.station_view),
                name="reporting_figure_station",
            ),
            *super().get_urls(),
        ]

    def by_id_view(self, request: HttpRequest, figure_id: str) -> HttpResponse:
        """Lead from the id that is printed to the figure's page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return HttpResponseRedirect(record.url_of(figure_of(figure_id)))
        except NotFoundHere as refusal:
            raise Http404(str(refusal)) from refusal

    def record_of(self, request: HttpRequest, row: Figure) -> Record:
        """Return the record under the figure's label, marked if its set is of sample data."""
        found = super().record_of(request, row)
        label = row.label_zh if tables.is_chinese() else row.label_en
        return Record(
            **{
                **vars(found),
                "title": label,
                "subtitle": row.figure_id,
                "is_sample": row.figure_set.is_sample,
            }
        )

    def record_formula(self, request: HttpRequest, row: Figure) -> Formula:  # noqa: ARG002
        """Return the formula with its values and the result."""
        zh = tables.is_chinese()
        terms = [
            Line(
                f"{each['symbol']}: {each['name_zh' if zh else 'name_en']}",
                record.shown(Decimal(each["value"])),
                each["unit"],
                is_number=True,
            )
            for each in row.formula.get("terms", ())
        ]
        result = Line(
            row.label_zh if zh else row.label_en,
            row.displayed_zh if zh else row.displayed_en,
            row.unit,
            is_number=row.value is not None,
        )
        return Formula(
            row.formula.get("expression") or (row.explanation_zh if zh else row.explanation_en),
            terms,
            result,
        )

    def record_content(self, row: Figure) -> list[Section]:
        """Return what the figure says, and the explanation in the reader's language."""
        words = row.explanation_zh if tables.is_chinese() else row.explanation_en
        method = row.method_zh if tables.is_chinese() else row.method_en
        explanation = Section(
            _("Explanation"),
            [
                Line(_("How the figure came about"), words, is_wide=True),
                Line(_("Method"), method, is_wide=True),
            ],
        )
        return [explanation, *super().record_content(row)]

    def record_tables(self, request: HttpRequest, row: Figure) -> list[Table]:
        """Return statements, factors, approvals, and the stations below."""
        walk = walking.walk(row)
        found = [
            tables.compared(beside.comparison(row)),
            tables.statements(walk),
            tables.factors(walk),
            tables.approvals(walk),
            tables.sets(walk),
        ]
        if walk.is_metered:
            found.append(tables.stations(request, row))
        return [*super().record_tables(request, row), *(each for each in found if each.rows)]

    def station_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """Show a station's day blocks below a figure, each with its batch and its file."""
        row = self.found(request, str(pk))
        try:
            month = _month(request)
            period, blocks = walking.blocks_of(row, code, month=month)
        except NotFoundHere as refusal:
            raise Http404(str(refusal)) from refusal
        shown = Record(
            title=code,
            subtitle=str(period),
            is_sample=row.figure_set.is_sample,
            crumbs=[
                *self.record_crumbs(row)[:-1],
                Crumb(row.figure_id, record.url_of(row)),
                Crumb(code),
            ],
            links=[
                Link(str(each), f"?month={each}", _("day blocks of the month"))
                for each in walking.months_below(row)
            ],
            tables=[tables.blocks(blocks, str(period))],
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": code,
            "record": shown,
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.record_template, context)


def _month(request: HttpRequest) -> Period | None:
    text = request.GET.get("month")
    if not text:
        return None
    try:
        return Period.parse(text)
    except UnreadablePeriod as fault:
        raise Http404(str(fault)) from fault
