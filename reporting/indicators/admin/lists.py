"""Staff pages of indicators, lists of them, frameworks, their items, and what answers those."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from config.console import navigation
from config.console.admin import BatchAdmin, ProposedAdmin, RoomAdmin, UploadForm, person
from config.console.record import Link, Table, link_to
from config.console.site import site
from reporting.indicators import operations, queries
from reporting.indicators.admin.words import named
from reporting.indicators.models import (
    Framework,
    FrameworkItem,
    IndicatorList,
    ItemLink,
    LibraryIndicator,
)
from reporting.indicators.models.base import ListBatch

VIEW = "reporting.indicators.view"
_ROWS_SHOWN = 200

navigation.room("reporting.indicators", title=_("Indicators and frameworks"), order=5)


class IndicatorListForm(UploadForm):
    """A file of indicators, and what the list is called."""

    source = forms.CharField(
        label=_("source"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Where the list was published; rows without a source of their own have it."),
    )
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9.-]{0,39}$", label=_("code"), widget=UnfoldAdminTextInputWidget
    )
    edition = forms.CharField(label=_("edition"), max_length=40, widget=UnfoldAdminTextInputWidget)
    name_zh = forms.CharField(
        label=_("Chinese name"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    name_en = forms.CharField(
        label=_("English name"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    publisher = forms.CharField(
        label=_("publisher"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    released_on = forms.DateField(
        label=_("released on"), required=False, widget=UnfoldAdminSingleDateWidget
    )
    effective_from = forms.DateField(label=_("effective from"), widget=UnfoldAdminSingleDateWidget)
    is_official = forms.BooleanField(
        label=_("official list"), required=False, widget=UnfoldBooleanWidget
    )
    is_partial = forms.BooleanField(
        label=_("partial"), required=False, initial=True, widget=UnfoldBooleanWidget
    )
    note = forms.CharField(
        label=_("note"),
        max_length=2000,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 3}),
    )
    field_order = ("file", "code", "edition", "name_zh", "name_en", "publisher", "source")


class FrameworkForm(IndicatorListForm):
    """A file of a framework's items, and which edition it replaces."""

    supersedes = forms.ModelChoiceField(
        label=_("supersedes"),
        queryset=Framework.objects.confirmed().order_by("code", "edition"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )


class _ListAdmin(BatchAdmin[Any]):
    """What lists of indicators and frameworks share."""

    view_permission = VIEW
    list_display = ("code", "edition", "name_zh", "is_official", "is_partial", "rows_accepted")
    list_filter = (*ProposedAdmin.list_filter, "is_official")
    search_fields = ("code", "name_zh", "name_en")

    def record_tables(self, request: HttpRequest, row: ListBatch) -> list[Table]:
        """Return what would differ, what would be gone, and the rows of the file."""
        return [
            *super().record_tables(request, row),
            _differences(row),
            *_gone(row),
            _rows_of(row),
        ]


def _differences(row: ListBatch) -> Table:
    found = row.plan.get("differences", [])
    return Table(
        title=_now("Rows that differ from what stands"),
        headers=[_now("code"), _now("column"), _now("before"), _now("after")],
        rows=[
            (each["code"], each["field"], each["before"] or "–", each["after"] or "–")
            for each in found[:_ROWS_SHOWN]
        ],
        empty=_now("None."),
    )


def _gone(row: ListBatch) -> list[Table]:
    gone = row.plan.get("gone_codes", [])
    if not gone:
        return []
    title = _now("Items of the edition before that this one does not have")
    return [Table(title=title, headers=[_now("code")], rows=[(each,) for each in gone])]


def _rows_of(row: ListBatch) -> Table:
    return Table(
        title=_now("Rows of the file"),
        headers=[
            _now("row"),
            _now("code"),
            _now("name"),
            _now("answer"),
            _now("unit"),
            _now("indicators"),
            _now("confidence"),
        ],
        rows=[
            (
                each["row"],
                each["code"],
                each["name_zh"],
                each["answer"],
                each["unit"],
                ", ".join(each.get("indicators", ())),
                each["confidence"],
            )
            for each in row.rows()[:_ROWS_SHOWN]
        ],
        numeric=frozenset({0}),
    )


def _sent(request: HttpRequest, form: Any) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    file = given.pop("file")
    return {**given, "content": file.read(), "file_name": file.name, "by": person(request)}


@admin.register(LibraryIndicator, site=site)
class LibraryIndicatorAdmin(ProposedAdmin[LibraryIndicator]):
    """Indicators: one person proposes a version, a second one confirms it."""

    view_permission = VIEW
    icon = "list_alt"
    list_display = (
        "code",
        "name_zh",
        "unit",
        "theme",
        "kind",
        "periodicity",
        "owner_department",
        "effective_from",
    )
    list_filter = (*ProposedAdmin.list_filter, "kind", "pillar", "theme", "periodicity")
    search_fields = ("code", "name_zh", "name_en", "owner_department")
    propose_fields = (
        "code",
        "name_zh",
        "name_en",
        "unit",
        "answer",
        "pillar",
        "theme",
        "kind",
        "dimensions",
        "periodicity",
        "owner_department",
        "evidence_zh",
        "evidence_en",
        "lowest",
        "highest",
        "method",
        "source",
        "confidence",
        "note",
        "effective_from",
        "supersedes",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> LibraryIndicator:
        """Propose the version of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return operations.propose_indicator(**given, by=person(request))

    def record_tables(self, request: HttpRequest, row: LibraryIndicator) -> list[Table]:
        """Return the items of frameworks that the indicator answers."""
        now = timezone.now()
        found = queries.asked_by(row.code, on=timezone.localdate(), known_at=now)
        answers = Table(
            title=_now("What it answers: one entry, many frameworks"),
            headers=[_now("framework"), _now("code"), _now("item"), _now("note")],
            rows=[
                (link_to(each.framework), each.code, named(each), each.note or "–")
                for each in found
            ],
            empty=_now("No framework asks for it."),
        )
        return [*super().record_tables(request, row), answers]


@admin.register(IndicatorList, site=site)
class IndicatorListAdmin(_ListAdmin):
    """Files of indicators: a file proposes versions, a second person confirms them all."""

    icon = "playlist_add"
    upload_form = IndicatorListForm

    def perform_propose(self, request: HttpRequest, form: Any) -> IndicatorList:
        """Judge the file and propose it."""
        return operations.propose_indicators(**_sent(request, form))

    def record_links(self, request: HttpRequest, row: IndicatorList) -> list[Link]:
        """Return the way to the versions that the file made."""
        links = super().record_links(request, row)
        if not row.recorded_at:
            return links
        url = reverse("admin:reporting_libraryindicator_changelist")
        title = str(LibraryIndicator._meta.verbose_name_plural)
        made = LibraryIndicator.objects.filter(listed_in=row).count()
        return [*links, Link(title, url, str(made))]


@admin.register(Framework, site=site)
class FrameworkAdmin(_ListAdmin):
    """Frameworks: a file proposes an edition, a second person confirms it."""

    icon = "checklist"
    upload_form = FrameworkForm

    def perform_propose(self, request: HttpRequest, form: Any) -> Framework:
        """Judge the file and propose it."""
        return operations.propose_framework(**_sent(request, form))

    def record_links(self, request: HttpRequest, row: Framework) -> list[Link]:
        """Return the way to the gaps of the framework."""
        links = super().record_links(request, row)
        if not row.recorded_at:
            return links
        return [*links, Link(_now("Gaps"), reverse("admin:framework-gaps", args=[row.pk]))]


@admin.register(FrameworkItem, site=site)
class FrameworkItemAdmin(RoomAdmin[FrameworkItem]):
    """Items of frameworks: read, never touched."""

    view_permission = VIEW
    icon = "format_list_numbered"
    list_display = ("framework", "code", "section", "name_zh", "answer", "unit", "confidence")
    list_filter = (("framework", admin.RelatedOnlyFieldListFilter), "answer", "confidence")
    list_select_related = ("framework",)
    search_fields = ("code", "name_zh", "name_en")

    def record_tables(self, request: HttpRequest, row: FrameworkItem) -> list[Table]:
        """Return every version of what answers the item."""
        links = ItemLink.objects.filter(item=row).order_by("indicator", "-effective_from", "-id")
        table = Table(
            title=str(ItemLink._meta.verbose_name_plural),
            headers=[
                _now("indicator"),
                _now("answers"),
                _now("effective from"),
                _now("recorded at"),
            ],
            rows=[
                (link_to(each, each.indicator), each.is_on, each.effective_from, each.recorded_at)
                for each in links
            ],
            empty=_now("No indicator answers it."),
        )
        return [*super().record_tables(request, row), table]


@admin.register(ItemLink, site=site)
class ItemLinkAdmin(ProposedAdmin[ItemLink]):
    """What answers an item: one person proposes it, a second one confirms."""

    view_permission = VIEW
    icon = "link"
    list_display = ("item", "indicator", "is_on", "effective_from")
    list_select_related = ("item",)
    list_filter = (*ProposedAdmin.list_filter, "is_on")
    search_fields = ("indicator", "item__code", "item__name_zh")
    propose_fields = ("item", "indicator", "effective_from", "is_on", "supersedes")

    def perform_propose(self, request: HttpRequest, form: Any) -> ItemLink:
        """Propose the link of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return operations.propose_link(**given, by=person(request))
