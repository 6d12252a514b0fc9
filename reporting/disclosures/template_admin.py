"""Staff pages of templates: Word files of the company's own, tables of figures."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from config.console.admin import ProposedAdmin, StateFilter, person
from config.console.record import Act, Link, Table
from config.console.site import site
from reporting.disclosures import operations
from reporting.disclosures.forms import kind_choices, kind_words
from reporting.disclosures.models import FigureTemplate, WordTemplate
from reporting.rendering.word_template import NAMES

VIEW = "reporting.disclosures.view"


class WordTemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A Word file with the kind and the language that it is for."""

    disclosure_kind = forms.ChoiceField(
        label=gettext_lazy("kind of disclosure"),
        choices=kind_choices,
        widget=UnfoldAdminSelectWidget,
    )
    upload = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy(
            "It is tried with the newest version of its kind; every slip is named with its place."
        ),
    )

    class Meta:
        model = WordTemplate
        fields = ("name", "language", "effective_from")


@admin.register(WordTemplate, site=site)
class WordTemplateAdmin(ProposedAdmin[WordTemplate]):
    """Word files of the company's own, tried before they are proposed."""

    view_permission = VIEW
    icon = "description"
    form = WordTemplateForm
    propose_fields = ("name", "disclosure_kind", "language", "effective_from", "upload")
    list_display = ("name", "disclosure_kind", "language", "is_used", "effective_from")
    list_filter = (StateFilter, "language", "is_used")
    list_select_related = ("tried_with__disclosure",)
    search_fields = ("name", "disclosure_kind")
    column_words: ClassVar = {"disclosure_kind": kind_words}

    def perform_propose(self, request: HttpRequest, form: Any) -> WordTemplate:
        """Try the file and propose it."""
        given = form.cleaned_data
        upload = given["upload"]
        return operations.propose_word_template(
            disclosure_kind=given["disclosure_kind"],
            language=given["language"],
            name=given["name"],
            content=upload.read(),
            file_name=upload.name,
            effective_from=given["effective_from"],
            by=person(request),
            reason=given["reason"],
        )

    def record_links(self, request: HttpRequest, row: WordTemplate) -> list[Link]:
        """Return the way to the file."""
        file = Link(_("Download the file"), reverse("admin:file", args=[row.file_id]))
        tried = Link(
            _("See it filled with {version}").format(version=row.tried_with),
            reverse("word-template-filled", args=[row.pk]),
        )
        return [*super().record_links(request, row), file, tried]

    def record_acts(self, request: HttpRequest, row: WordTemplate) -> list[Act]:
        """Return that a file in use may be ended."""
        may = person(request).may(row.propose_permission)
        if not (may and row.is_used and row.decision == "confirmed"):
            return []
        return [Act("end", _("Stop filling it from today on"), "bad")]

    def perform_act(self, request: HttpRequest, row: WordTemplate, name: str) -> str:  # noqa: ARG002
        """Propose that the file is not filled any more."""
        operations.propose_end(
            template=row,
            effective_from=timezone.localdate(),
            by=person(request),
            reason=_("Ended from the console."),
        )
        return _("Proposed; a second person confirms it.")

    def record_tables(self, request: HttpRequest, row: WordTemplate) -> list[Table]:
        """Return the names that a file may use, and which it does."""
        return [
            *super().record_tables(request, row),
            Table(
                title=_("Names that a Word file may use"),
                headers=[_("name"), _("gives"), _("used here")],
                rows=[[name, _(gives), name in row.names_used] for name, gives in NAMES.items()],
                empty=_("No rows."),
            ),
        ]


class FigureTemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # (subscripted by stubs only)
    """A table of figures; its lists are written as JSON."""

    indicators = forms.JSONField(
        label=gettext_lazy("indicators"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy('Codes or patterns, like ["E-AV-*"]; left empty, all.'),
    )
    columns = forms.JSONField(
        label=gettext_lazy("columns"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=gettext_lazy("A list of columns, each with field, heading_zh and heading_en."),
    )
    order = forms.JSONField(
        label=gettext_lazy("order"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy('Fields, like ["indicator", "-value"]; left empty, as drawn.'),
    )

    class Meta:
        model = FigureTemplate
        fields = ("code", "name_zh", "name_en", "effective_from", "supersedes")


@admin.register(FigureTemplate, site=site)
class FigureTemplateAdmin(ProposedAdmin[FigureTemplate]):
    """Tables of figures: which, in what columns, in what order."""

    view_permission = VIEW
    icon = "table_view"
    form = FigureTemplateForm
    propose_fields = (
        "code",
        "name_zh",
        "name_en",
        "indicators",
        "columns",
        "order",
        "effective_from",
        "supersedes",
    )
    list_display = ("code", "name_zh", "effective_from")
    list_filter = (StateFilter,)
    search_fields = ("code", "name_zh", "name_en")

    def perform_propose(self, request: HttpRequest, form: Any) -> FigureTemplate:
        """Propose a table, each of whose entries fits."""
        given = form.cleaned_data
        return operations.propose_figure_template(
            code=given["code"],
            name_zh=given["name_zh"],
            name_en=given["name_en"],
            indicators=given["indicators"] or [],
            columns=given["columns"],
            order=given["order"] or [],
            effective_from=given["effective_from"],
            supersedes=given["supersedes"],
            by=person(request),
            reason=given["reason"],
        )
