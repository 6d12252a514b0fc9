"""Pages of proposals: a form proposes, a second person confirms or rejects, in words throughout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.forms import AdminForm

from config.api.problems import finding_sentence, sentence
from config.console import queue, record
from config.console.lists.bulk import BulkAct
from config.console.pages.base import RoomAdmin, allowed, person
from config.console.pages.changes import DECISION_FIELDS, changes_of
from config.console.pages.deciding import ON_MANY, badge_of, panel_of
from config.console.refusals import words_of
from config.jobs.models import Run
from config.kernel import proposals
from config.kernel.errors import DomainError, InvalidInput
from config.kernel.models import Decision, Proposed, Versioned

P = TypeVar("P", bound=Proposed)


class StateFilter(SimpleListFilter):
    """Keeps the proposals in one state, or those that await the person."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """Return the states."""
        named = [(each.value or "pending", str(each.label)) for each in Decision]
        return [("awaiting", _("awaiting my confirmation")), *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the proposals in the state asked for."""
        chosen = self.value()
        if chosen is None:
            return queryset
        if chosen == "awaiting":
            return cast(Any, queryset).awaiting(person(request))  # type: ignore[no-any-return]
        return queryset.filter(decision="" if chosen == "pending" else chosen)


class ProposedAdmin(RoomAdmin[P], Generic[P]):
    """
    A page of proposals: the form proposes, the record carries the decision.

    A room may override ``perform_propose``; ``propose_fields`` names the fields of the form.
    """

    propose_fields: Sequence[str] = ()
    record_template = "console/proposal.html"
    record_hidden = RoomAdmin.record_hidden | DECISION_FIELDS
    list_filter: Sequence[Any] = (StateFilter,)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, the decision's among them."""
        decide = path(
            "<int:pk>/decide/",
            self.admin_site.admin_view(require_POST(self.decide_view)),
            name=f"{self.opts.app_label}_{self.opts.model_name}_decide",
        )
        return [decide, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest, obj: P | None = None) -> bool:  # noqa: ARG002
        """Return whether the person may propose such a row."""
        return allowed(request, self.model.propose_permission)

    # ---- the list

    related = ("proposed_by", "decided_by")

    bulk_acts: ClassVar[tuple[BulkAct, ...]] = ON_MANY
    columns_shown_otherwise = frozenset({"decision"})

    def default_columns(self, request: HttpRequest) -> list[str]:
        """Return the room's columns, then who proposed and what became of it."""
        shown = super().default_columns(request)
        return [*shown, *(each for each in ("proposed_by", "state_badge") if each not in shown)]

    @display(description=gettext_lazy("confirmation"), ordering="decision")  # type: ignore[untyped-decorator]
    def state_badge(self, row: P) -> Any:
        """Return what became of the proposal, as a badge."""
        return badge_of(row)

    # ---- proposing

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form's field; three lines are enough for a text to begin with."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField) and field is not None:
            field.widget.attrs["rows"] = 3
        return field

    def get_fields(self, request: HttpRequest, obj: P | None = None) -> list[str]:  # noqa: ARG002
        """Return the fields of the form: whose, from when, the content, then the reason."""
        named = list(self.propose_fields) or [
            each.name
            for each in self.opts.concrete_fields
            if each.editable and not each.auto_created and each.name != "reason"
        ]
        if issubclass(self.model, Versioned) and not self.propose_fields:
            first, last = [*self.model.identity, "effective_from"], ["supersedes"]
            named = [*first, *(each for each in named if each not in {*first, *last}), *last]
        return [*named, "reason"]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or propose what it holds."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.proposal_form(request)
        if request.method == "POST" and form.is_valid():
            row = self.proposed(request, form)
            if row is not None:
                self.message_user(request, _said_of(row), messages.SUCCESS)
                return HttpResponseRedirect(record.url_of(row))
        return self.show_form(request, form, form_url, extra_context or {})

    def proposal_form(self, request: HttpRequest) -> forms.BaseForm:
        """Return the form, filled with what was sent."""
        form_class = self.get_form(request, change=False)
        if request.method == "POST":
            return form_class(request.POST, request.FILES)  # type: ignore[no-any-return]
        return form_class(initial=self.get_changeform_initial_data(request))  # type: ignore[no-any-return]

    def proposed(self, request: HttpRequest, form: Any) -> P | Run | None:
        """Return what was proposed; None, with the refusal on the form, if it was refused."""
        try:
            with transaction.atomic():
                return self.perform_propose(request, form)
        except DomainError as refusal:
            put_on_form(form, refusal)
        except IntegrityError as refusal:
            form.add_error(None, refused_words(refusal))
        return None

    def perform_propose(self, request: HttpRequest, form: Any) -> P | Run:
        """
        Propose the row that the form holds; return it. Rooms with an operation call it here.

        Where a worker has to draw something first, its run is returned, and proposes the row.
        """
        row: P = form.instance
        return proposals.propose(row, by=person(request), reason=form.cleaned_data["reason"])

    def show_form(
        self, request: HttpRequest, form: Any, form_url: str, extra: dict[str, Any]
    ) -> HttpResponse:
        """Return the page with the form."""
        laid_out = AdminForm(
            form, [(None, {"fields": list(form.fields)})], {}, (), model_admin=self
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Propose: {kind}").format(kind=self.opts.verbose_name),
            "adminform": laid_out,
            "errors": form.errors,
            "media": self.media + laid_out.media,
            "inline_admin_formsets": [],
            "is_popup": False,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
            "object_id": None,
            "original": None,
            "preserved_filters": "",
            **extra,
        }
        self.add_form_template = "console/propose.html"
        answer: HttpResponse = self.render_change_form(
            request, context, add=True, change=False, form_url=form_url
        )
        return answer

    # ---- deciding

    def show(
        self, request: HttpRequest, row: P, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the record page; of a version, with what it changes."""
        if isinstance(row, Versioned):
            now = timezone.now()  # noqa: TID251 (the page asks the clock)
            extra = {**extra, "changes": changes_of(row, now=now, never_shown=self.never_shown)}
        return super().show(request, row, extra, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one proposal, and what the person may do about it."""
        row = self.found(request, object_id)
        return self.show(
            request, row, {"panel": panel_of(row, person(request)), **(extra_context or {})}
        )

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm, reject or withdraw; a refusal is said on the page, beside the note."""
        row = self.found(request, str(pk))
        note = request.POST.get("note", "").strip()
        try:
            said = self.decide(request, row, act=request.POST.get("act", ""), note=note)
        except DomainError as refusal:
            row.refresh_from_db()
            panel = panel_of(row, person(request), note=note, fault=words_of(refusal))
            return self.show(request, row, {"panel": panel}, status=refusal.status)
        self.message_user(request, said, messages.SUCCESS)
        if following := queue.following(person(request)):
            way = format_html('<a class="gt-link" href="{}">{}</a>', following.url, following.title)
            self.message_user(
                request, format_html(_("Next: {row} ({kind})"), row=way, kind=following.kind)
            )
        return HttpResponseRedirect(record.url_of(row))

    def decide(self, request: HttpRequest, row: P, *, act: str, note: str) -> str:
        """
        Carry out the decision; return what to say about it.

        :raises DomainError: whatever the proposal's own rules refuse.
        """
        by = person(request)
        if act == "confirm":
            proposals.confirm(row, by=by, note=note, seen_sha256=seen_of(request, row))
            return _("Confirmed. From now on it is known.")
        if act == "reject":
            proposals.reject(row, by=by, note=note)
            return _("Rejected. It stays on record and counts nowhere.")
        if act == "withdraw":
            proposals.withdraw(row, by=by, note=note)
            return _("Withdrawn.")
        raise PermissionDenied


def _said_of(proposed: Proposed | Run) -> str:
    if isinstance(proposed, Run):
        return _("A worker draws it now and proposes it; this page shows how far it is.")
    return _("Proposed: {row}. A second person has to confirm it.").format(row=proposed)


def seen_of(request: HttpRequest, row: Proposed) -> str:
    """Return the content hash that the person had before their eyes: the row's, or the page's."""
    return str(getattr(row, "seen_sha256", "") or request.POST.get("seen_sha256", ""))


def put_on_form(form: Any, refusal: DomainError) -> None:
    """Say a refusal on the form: each finding beside its field, the rest above all."""
    if not isinstance(refusal, InvalidInput):
        form.add_error(None, sentence(refusal))
        return
    for finding in refusal.findings:
        stored = finding.to_json()
        words = " ".join(
            filter(None, [finding_sentence(stored), finding_sentence(stored, "remedy")])
        )
        place = finding.field if finding.field in form.fields else None
        row = _("row {row}: ").format(row=finding.row) if finding.row is not None else ""
        name = f"{finding.field}: " if finding.field and place is None else ""
        form.add_error(place, f"{row}{name}{words}")


def refused_words(refusal: DatabaseError) -> str:
    """Return what the database refused, in its own first line."""
    return _("The database refused: {why}").format(why=proposals.plain_words(refusal))
