"""Staff pages of disclosures: their versions, the sign-off, the files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from config.console import extras, navigation, record
from config.console.admin import FactAdmin, ProposedAdmin, StateFilter, person
from config.console.pages.proposals import put_on_form, seen_of
from config.console.record import Act, Table
from config.console.site import site
from config.kernel.errors import DomainError
from reporting.disclosures import operations, queries
from reporting.disclosures.forms import DraftForm, kind_words
from reporting.disclosures.models import (
    STATE_LABELS,
    Artefact,
    Disclosure,
    DisclosureVersion,
    Pack,
)
from reporting.disclosures.rules.life import State

VIEW = "reporting.disclosures.view"
ROOM = navigation.room("reporting.disclosures", title=gettext_lazy("Disclosures"), order=20)
PUBLISHED_SHOWN = 50
FAULTS_SHOWN = 10
TONES = {
    State.DRAFT: "",
    State.IN_REVIEW: "waiting",
    State.RETURNED: "bad",
    State.APPROVED: "good",
    State.PUBLISHED: "good",
    State.RESTATED: "",
    State.WITHDRAWN: "bad",
}


@admin.register(Disclosure, site=site)
class DisclosureAdmin(FactAdmin[Disclosure]):
    """Disclosures, each with its versions."""

    view_permission = VIEW
    icon = "menu_book"
    list_display = ("code", "title_zh", "subject", "organization_zh", "starts_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("code", "title_zh", "title_en", "subject")
    column_words: ClassVar = {"kind": kind_words}
    column_titles: ClassVar = {
        "code": gettext_lazy("document number"),
        "kind": gettext_lazy("kind of disclosure"),
    }

    def record_tables(self, request: HttpRequest, row: Disclosure) -> list[Table]:
        """Return the versions with where each stands."""
        return [
            *super().record_tables(request, row),
            Table(
                title=_("Versions"),
                headers=[_("version"), _("state"), _("known at"), _("figures")],
                rows=[
                    [
                        record.link_to(each, f"v{each.number}"),
                        _badge(each.state),
                        each.known_at,
                        each.figure_set.count,
                    ]
                    for each in queries.versions(row)
                ],
                numeric=frozenset({3}),
                empty=_("No rows."),
            ),
        ]


@admin.register(DisclosureVersion, site=site)
class DisclosureVersionAdmin(ProposedAdmin[DisclosureVersion]):
    """Versions of disclosures: read, signed off by a second person, published."""

    view_permission = VIEW
    icon = "fact_check"
    list_display = ("disclosure", "number", "known_at", "is_sample", "stands")
    list_select_related = ("disclosure",)
    list_filter = (StateFilter, "disclosure__kind")
    search_fields = ("disclosure__code",)
    record_hidden = ProposedAdmin.record_hidden | {"narrative"}

    def proposal_form(self, request: HttpRequest) -> DraftForm:
        """Return the form that asks for a draft."""
        return DraftForm(request.POST) if request.method == "POST" else DraftForm()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or have a worker draft what it asks for; lead to the worker's run."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.proposal_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                run = operations.draft(by=person(request), **form.cleaned_data)
            except DomainError as refusal:
                put_on_form(form, refusal)
            else:
                said = _("A worker drafts {version} now; this page shows how far it is.")
                self.message_user(request, said.format(version=run.key), messages.SUCCESS)
                return HttpResponseRedirect(record.url_of(run))
        title = {"title": _("Draft a disclosure"), **(extra_context or {})}
        return self.show_form(request, form, form_url, title)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the versions with where they stand."""
        return super().get_queryset(request).with_state()  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("stands at"))
    def stands(self, row: Any) -> Any:
        """Return where a version stands, as a badge."""
        return _badge(State(row.state_now))

    def record_badges(self, row: DisclosureVersion) -> list[Any]:
        """Return where the version stands."""
        return [*super().record_badges(row), _badge(row.state)]

    def record_acts(self, request: HttpRequest, row: DisclosureVersion) -> list[Act]:
        """Return what the person may have done about the version as it stands."""
        offered = {
            State.DRAFT: [Act("submit", _("Submit for review"))],
            State.APPROVED: [Act("publish", _("Publish"))],
            State.PUBLISHED: [Act("withdraw", _("Withdraw"), "bad")],
        }
        may = person(request).may(row.propose_permission)
        return offered.get(row.state, []) if may else []

    def perform_act(self, request: HttpRequest, row: DisclosureVersion, name: str) -> str:
        """Submit, publish or withdraw the version."""
        by = person(request)
        if name == "submit":
            operations.submit(version=row, by=by, reason=_("Submitted from the console."))
            return _("It is before the reviewers now.")
        if name == "publish":
            operations.publish(version=row, by=by)
            return _("A worker publishes it now.")
        operations.withdraw(version=row, by=by, reason=_("Withdrawn from the console."))
        return _("Withdrawn.")

    def decide(self, request: HttpRequest, row: DisclosureVersion, *, act: str, note: str) -> str:
        """Carry out the decision by the acts of disclosures, which keep the log and the rules."""
        if act == "confirm":
            seen = seen_of(request, row)
            operations.sign_off(version=row, by=person(request), note=note, seen_sha256=seen)
            return _("Confirmed. From now on it is known.")
        if act == "reject":
            operations.return_(version=row, by=person(request), note=note)
            return _("Returned. The next draft is the next version.")
        if act == "withdraw":
            reason = note or _("Withdrawn from the console.")
            operations.withdraw(version=row, by=person(request), reason=reason)
            return _("Withdrawn.")
        return super().decide(request, row, act=act, note=note)

    def record_tables(self, request: HttpRequest, row: DisclosureVersion) -> list[Table]:
        """Return the log and the files."""
        return [*super().record_tables(request, row), _log(row), *_files(row)]


class PackDoesNotHold(DomainError):
    """{pack}: {count} things do not hold: {faults}"""

    code = "pack_does_not_hold"


@admin.register(Pack, site=site)
class PackAdmin(FactAdmin[Pack]):
    """Published packs in their chain, each checked at a press of a button."""

    view_permission = VIEW
    icon = "verified"
    list_display = ("sequence", "version", "key_name", "seal_sha256", "recorded_at")
    list_select_related = ("version__disclosure",)
    search_fields = ("version__disclosure__code",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the packs with what their names say."""
        return super().get_queryset(request).select_related("version__disclosure", "previous")

    def record_acts(
        self,
        request: HttpRequest,  # noqa: ARG002
        row: Pack,  # noqa: ARG002
    ) -> list[Act]:
        """Offer the check to everybody who may look."""
        return [Act("check", _("Check the pack now"))]

    def perform_act(
        self,
        request: HttpRequest,  # noqa: ARG002
        row: Pack,
        name: str,  # noqa: ARG002
    ) -> str:
        """Check the pack and say what does not hold."""
        found = queries.check_pack(row)
        if found:
            shown = "; ".join(str(each) for each in found[:FAULTS_SHOWN])
            raise PackDoesNotHold(pack=row, count=len(found), faults=shown)
        return _("The pack holds: its files, its signature, its place, the figures as stored.")

    def record_tables(self, request: HttpRequest, row: Pack) -> list[Table]:
        """Return the files of the published version."""
        return [*super().record_tables(request, row), *_files(row.version)]


def _badge(state: State) -> Any:
    return record.badge(STATE_LABELS[state], TONES[state])


def _log(row: DisclosureVersion) -> Table:
    return Table(
        title=_("Log"),
        headers=[_("to"), _("by"), _("at"), _("reason")],
        rows=[
            [_badge(State(each.to_state)), str(each.by), each.recorded_at, each.reason]
            for each in queries.moves_of(row)
        ],
        empty=_("No rows."),
    )


def _files(row: DisclosureVersion) -> list[Table]:
    """Return the files of a version: those for the public, then those for review."""
    found = queries.artefacts_of(row)
    public = [each for each in found if each.is_published]
    review = [each for each in found if not each.is_published]
    told = [(_("Published files"), public), (_("Review copies"), review)]
    return [_file_table(title, rows) for title, rows in told if rows]


def _unbroken(words: str) -> Any:
    return format_html('<span class="gt-unbroken">{}</span>', words)


def _file_table(title: str, rows: Sequence[Artefact]) -> Table:
    return Table(
        title=title,
        headers=[_("form"), _("language"), _("file"), _("bytes"), _("SHA-256")],
        rows=[
            [
                _unbroken(each.get_form_display()),
                _unbroken(each.get_language_display() if each.language else "–"),
                format_html(
                    '<a class="gt-link" href="{}">{}</a>',
                    reverse("admin:file", args=[each.file_id]),
                    each.file_name,
                ),
                each.file.size_bytes,
                record.shown_hash(each.sha256),
            ]
            for each in rows
        ],
        numeric=frozenset({3}),
    )


def published_figures(_request: HttpRequest, recognition: Any) -> list[Table]:
    """Return what published disclosures say of a project, whatever is decided about it now."""
    is_chinese = (get_language() or "").startswith("zh")
    found = queries.published_figures_of(recognition.project.code, known_at=timezone.now())
    return [
        Table(
            title=_("Published figures of this project"),
            headers=[_("id"), _("figure"), _("value"), _("unit"), _("period"), _("known at")],
            rows=[
                (
                    record.link_to(each, each.figure_id),
                    each.label_zh if is_chinese else each.label_en,
                    each.displayed_zh if is_chinese else each.displayed_en,
                    each.unit,
                    each.period,
                    each.known_at,
                )
                for each in found[:PUBLISHED_SHOWN]
            ],
            numeric=frozenset({2}),
            empty=_("No published disclosure speaks of it alone."),
        )
    ]


extras.add_tables("projects.Recognition", published_figures)
