"""Lists of what drafting records, and the ways to a draft from a disclosure and its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.api.problems import finding_sentence
from config.console import extras, record
from config.console.admin import FactAdmin
from config.console.record import Link, Table
from config.console.site import site
from reporting.disclosures.drafting import queries
from reporting.disclosures.drafting.closing import SinceClose
from reporting.disclosures.models import (
    CarriedTextRead,
    CommentResolution,
    Disclosure,
    DisclosureVersion,
    DraftComment,
    NarrativeText,
    ReportingClose,
    SectionAssignment,
    TypedNumberReason,
)
from reporting.disclosures.rules.narrative_numbers import typed_numbers

VIEW = "reporting.disclosures.view"


class _Beside(FactAdmin[Any]):
    """A list that is reached from a draft, not from the sidebar."""

    view_permission = VIEW
    in_sidebar = False


@admin.register(NarrativeText, site=site)
class NarrativeTextAdmin(_Beside):
    """Texts of sections, one written over the other."""

    list_display = ("disclosure", "section", "language", "sequence", "by", "recorded_at")
    list_filter = ("language", "section")
    list_select_related = ("disclosure", "by")
    search_fields = ("disclosure__code", "text")


@admin.register(CarriedTextRead, site=site)
class CarriedTextReadAdmin(_Beside):
    """Carried texts that somebody read and kept."""

    list_display = ("text", "by", "recorded_at", "note")
    list_select_related = ("text__disclosure", "by")


@admin.register(TypedNumberReason, site=site)
class TypedNumberReasonAdmin(_Beside):
    """Why typed numbers are bound to no figure."""

    list_display = ("text", "number", "sentence", "reason", "by", "recorded_at")
    list_select_related = ("text__disclosure", "by")
    search_fields = ("number", "sentence", "reason")


@admin.register(DraftComment, site=site)
class DraftCommentAdmin(_Beside):
    """Comments on drafts."""

    list_display = ("disclosure", "about", "text", "by", "recorded_at")
    list_select_related = ("disclosure", "thread", "by")
    search_fields = ("text", "section", "figure")

    @admin.display(description="about")
    def about(self, row: DraftComment) -> str:
        """Return what the comment is about."""
        return row.about


@admin.register(CommentResolution, site=site)
class CommentResolutionAdmin(_Beside):
    """Threads that somebody held for settled."""

    list_display = ("thread", "note", "by", "recorded_at")
    list_select_related = ("thread__disclosure", "by")


@admin.register(SectionAssignment, site=site)
class SectionAssignmentAdmin(_Beside):
    """Who writes which section until when."""

    list_display = ("disclosure", "section", "assignee", "due_on", "by", "recorded_at")
    list_select_related = ("disclosure", "assignee", "by")


@admin.register(ReportingClose, site=site)
class ReportingCloseAdmin(FactAdmin[ReportingClose]):
    """Periods that a publication closed, each with what came late."""

    view_permission = VIEW
    icon = "lock_clock"
    list_display = ("version", "kind", "starts_on", "ends_on", "known_at", "by")
    list_filter = ("kind",)
    list_select_related = ("version__disclosure", "by")

    def record_tables(self, request: HttpRequest, row: ReportingClose) -> list[Table]:
        """Return what was recorded since, and the books that still take entries."""
        since = SinceClose(row, known_at=timezone.now())
        return [*super().record_tables(request, row), _late(since), _open_books(since)]


def _late(since: SinceClose) -> Table:
    return Table(
        title=_("Came late: in no figure of this publication; a restatement takes it in"),
        headers=[_("recorded at"), _("what"), _("room")],
        rows=[
            [
                each.recorded_at,
                finding_sentence({"message": each.what, "facts": each.facts}),
                each.room,
            ]
            for each in since.late_facts()
        ],
        empty=_("Nothing about the period was recorded since."),
    )


def _open_books(since: SinceClose) -> Table:
    return Table(
        title=_("Books that still take entries in the period"),
        headers=[_("product"), _("months")],
        rows=[[each.product, ", ".join(each.months)] for each in since.open_books()],
        empty=_("The books of every product are closed for the whole period."),
    )


def _lead(_request: HttpRequest, row: Disclosure) -> list[Link]:
    """Return the way from a disclosure to its draft."""
    return [
        Link(_("Draft: sections, comments, assignments"), reverse("admin:draft", args=[row.code]))
    ]


def _from_version(_request: HttpRequest, row: DisclosureVersion) -> list[Link]:
    """Return the ways from a version to its draft and to what changed."""
    code = row.disclosure.code
    return [
        Link(_("Draft: sections, comments, assignments"), reverse("admin:draft", args=[code])),
        Link(
            _("What changed since the version before, or since last period"),
            f"{reverse('admin:draft-changes', args=[code])}?version={row.number}",
        ),
    ]


def _texts(_request: HttpRequest, row: DisclosureVersion) -> list[Table]:
    """Return what the reviewer must see: who wrote what, and numbers that stand alone."""
    texts = queries.texts_in(row)
    if not texts:
        return []
    return [
        Table(
            title=_("Texts in this version"),
            headers=[_("section"), _("language"), _("text"), _("by"), _("at"), _("carried from")],
            rows=[
                [
                    each.section,
                    each.get_language_display(),
                    record.link_to(each, f"#{each.sequence}"),
                    str(each.by),
                    each.recorded_at,
                    each.carried_from.disclosure.code if each.carried_from else None,
                ]
                for each in texts
            ],
        ),
        Table(
            title=_("Typed numbers: bound to no figure"),
            headers=[_("section"), _("language"), _("number"), _("sentence"), _("reason"), _("by")],
            rows=list(_typed(row.disclosure, texts)),
            empty=_("Every number in the texts is bound to a figure."),
        ),
    ]


def _typed(disclosure: Disclosure, texts: list[NarrativeText]) -> Any:
    reasons = queries.reasons_of(disclosure)
    for text in texts:
        given = {
            (each.number, each.sentence): each for each in reasons[text.section, text.language]
        }
        for number in typed_numbers(text.text):
            reason = given.get((number.text, number.sentence))
            yield [
                text.section,
                text.get_language_display(),
                number.text,
                number.sentence,
                reason.reason if reason else record.badge(_("not explained"), "waiting"),
                str(reason.by) if reason else None,
            ]


extras.add_links("reporting.Disclosure", _lead)
extras.add_links("reporting.DisclosureVersion", _from_version)
extras.add_tables("reporting.DisclosureVersion", _texts)
