"""The forms of the collection: enter an answer, add evidence, say who owes it, carry forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.accounts.models import User
from config.console import drilldown
from config.console.admin import person
from config.console.pages.base import allowed
from config.console.pages.proposals import put_on_form
from config.console.record import Crumb, Line, Record, Section
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.periods import Period, UnreadablePeriod
from projects.recognition.rules.documents import SIZE_LIMIT
from reporting.collection import operations, queries
from reporting.collection.admin.words import (
    VIEW,
    department_shown,
    due_shown,
    evidence_links,
    last_shown,
    name_of,
    state_badge,
)
from reporting.collection.models import (
    CollectionEvidence,
    CollectionPeriod,
    CollectionTask,
)
from reporting.collection.models.entries import ENTER
from reporting.collection.operations.importing import LIMITS
from reporting.collection.operations.periods import RUN
from reporting.collection.queries import BoardRow
from reporting.collection.rules.judging import plain

Button = tuple[str, Any, str]
DRAFT, SUBMIT, SEND = "draft", "submit", "send"


class PeriodField(forms.CharField):
    """A period as people write it."""

    def clean(self, value: Any) -> Any:
        """Return the period; refuse what names none."""
        try:
            return Period.parse(super().clean(value).strip())
        except UnreadablePeriod as fault:
            raise forms.ValidationError(
                _("Not a period; write 2025, 2025Q1 or 2025-03.")
            ) from fault


class AnswerForm(forms.Form):
    """An answer to one task, and a document that proves it."""

    value = forms.DecimalField(label=gettext_lazy("value"), required=False, max_digits=30)
    text = forms.CharField(
        label=gettext_lazy("text"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    note = forms.CharField(
        label=gettext_lazy("explanation"),
        required=False,
        help_text=gettext_lazy("Needed where the number is odd: why it is right."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=gettext_lazy("evidence"),
        required=False,
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 20 MB; what is here already stays."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        help_text=gettext_lazy("For a correction: what was wrong."),
    )

    def __init__(self, *args: Any, row: BoardRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["value" if row.task.is_text else "text"]
        if not row.task.is_text:
            self.fields["value"].label = _("value ({unit})").format(unit=row.task.unit)
            self.fields["value"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if row.state.value != "confirmed":
            del self.fields["reason"]


class TermsForm(forms.Form):
    """Who owes a task from now on."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("owed by"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("everybody in the department"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("due on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    is_asked = forms.BooleanField(label=gettext_lazy("still asked"), required=False)
    reason = forms.CharField(label=gettext_lazy("reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [each.pk for each in User.objects.filter(is_active=True) if each.may(ENTER)]
        self.fields["owner"].queryset = User.objects.filter(pk__in=able)  # type: ignore[attr-defined]


class CarryForm(forms.Form):
    """Into which period the structure is carried."""

    into = PeriodField(label=gettext_lazy("period"))
    reason = forms.CharField(label=gettext_lazy("reason"))


class FileForm(forms.Form):
    """A file of answers."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy(
            "CSV or XLSX with the columns code, department, site, value, unit, text, note;"
            " Chinese names are read too. All rows are taken, or none."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("reason"))


class CommentForm(forms.Form):
    """A remark."""

    text = forms.CharField(label=gettext_lazy("comment"), widget=forms.Textarea(attrs={"rows": 3}))


def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of one answer; keep it as a draft, or submit it."""
    row = _row(request, pk, permission=ENTER)
    shown = row.draft or row.entry
    initial = {"value": plain(shown.value) if shown and shown.value is not None else ""}
    if shown:
        initial |= {"text": shown.text, "note": shown.note}
    form = AnswerForm(request.POST or None, request.FILES or None, row=row, initial=initial)

    def act(data: dict[str, Any]) -> str:
        who: dict[str, Any] = {"by": person(request), "known_at": timezone.now()}
        file = data.get("file")
        if file is not None:
            operations.add_evidence(
                task=row.task,
                title=file.name,
                content=file.read(SIZE_LIMIT + 1),
                name=file.name,
                **who,
            )
        answer = {key: data[key] for key in ("value", "text", "note") if key in data}
        if request.POST.get("act") == SUBMIT:
            reason = data.get("reason") or _("Entered for {period}.").format(period=row.task.period)
            operations.submit_entry(
                task=row.task, reason=reason, **answer, by=who["by"], known_at=timezone.now()
            )
            return _("Submitted. A second person has to confirm it.")
        operations.save_draft(task=row.task, **answer, by=who["by"], known_at=timezone.now())
        return _("Kept as a draft; it counts nowhere yet.")

    return _form_page(
        request,
        form,
        act,
        title=_("Enter: {task}").format(task=name_of(row.task)),
        crumb=_task_crumb(row.task),
        sections=[_task_section(row)],
        buttons=[
            (SUBMIT, _("Submit for confirmation"), "main"),
            (DRAFT, _("Keep as a draft"), "plain"),
        ],
        words=row.entry.decision_note if row.entry and row.state.value == "returned" else "",
    )


def change_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of who owes a task by when; record what it says."""
    row = _row(request, pk, permission=RUN)
    form = TermsForm(
        request.POST or None,
        initial={
            "owner": row.terms.owner_id,
            "due_on": row.terms.due_on.isoformat(),
            "is_asked": row.terms.is_asked,
        },
    )

    def act(data: dict[str, Any]) -> str:
        operations.set_terms(task=row.task, **data, known_at=timezone.now(), by=person(request))
        return _("Recorded.")

    return _form_page(
        request,
        form,
        act,
        title=_("Owner and due day: {task}").format(task=name_of(row.task)),
        crumb=_task_crumb(row.task),
        sections=[_task_section(row)],
        buttons=[(SEND, _("Record"), "main")],
    )


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of a remark; keep it."""
    row = _row(request, pk, permission=VIEW)
    form = CommentForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        operations.add_comment(task=row.task, text=data["text"], by=person(request))
        return _("Said.")

    return _form_page(
        request,
        form,
        act,
        title=_("Comment: {task}").format(task=name_of(row.task)),
        crumb=_task_crumb(row.task),
        sections=[_task_section(row)],
        buttons=[(SEND, _("Say it"), "main")],
    )


def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form that carries a period's structure forward; do it."""
    period = _period(request, pk, permission=RUN)
    form = CarryForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        opened = operations.carry_forward(
            source=period, **data, known_at=timezone.now(), by=person(request)
        )
        return _("Opened {period} with the same tasks.").format(period=opened)

    return _form_page(
        request,
        form,
        act,
        title=_("Carry forward from {period}").format(period=period),
        crumb=_period_crumb(period),
        sections=[],
        buttons=[(SEND, _("Open the period"), "main")],
        words=_("Tasks, owners and ranges are carried, numbers are not; due days are new."),
    )


def take_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form that takes a file of answers; submit an entry for each row."""
    period = _period(request, pk, permission=ENTER)
    form = FileForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> str:
        made = operations.import_entries(
            period=period,
            content=data["file"].read(LIMITS.file_bytes + 1),
            name=data["file"].name,
            reason=data["reason"],
            known_at=timezone.now(),
            by=person(request),
        )
        return _("Submitted {count} answers. A second person has to confirm them.").format(
            count=len(made)
        )

    return _form_page(
        request,
        form,
        act,
        title=_("Answers from a file, {period}").format(period=period),
        crumb=_period_crumb(period),
        sections=[],
        buttons=[(SEND, _("Submit all rows"), "main")],
    )


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    crumb: Crumb,
    sections: Sequence[Section],
    buttons: Sequence[Button],
    words: str = "",
) -> HttpResponse:
    """Return the page of a form, or the way back once it was done; a refusal stands on it."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = act(dict(form.cleaned_data))
        except DomainError as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, done)
            return HttpResponseRedirect(crumb.url)
    return drilldown.show(
        request,
        Record(
            title=title,
            crumbs=[Crumb(_("Collection board"), reverse("admin:collection-board")), crumb],
            sections=sections,
        ),
        template="collection/form.html",
        status=status,
        form=form,
        buttons=buttons,
        back=crumb.url,
        words=words,
    )


def _row(request: HttpRequest, pk: int, *, permission: str) -> BoardRow:
    if not (allowed(request, VIEW) and allowed(request, permission)):
        raise PermissionDenied
    task = CollectionTask.objects.filter(pk=pk).select_related("period", "department").first()
    now = timezone.now()
    row = queries.row_of(task, on=timezone.localdate(now), known_at=now) if task else None
    if row is None:
        raise Http404
    return row


def _period(request: HttpRequest, pk: int, *, permission: str) -> CollectionPeriod:
    if not (allowed(request, VIEW) and allowed(request, permission)):
        raise PermissionDenied
    found: CollectionPeriod | None = CollectionPeriod.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _task_crumb(task: CollectionTask) -> Crumb:
    url = reverse("admin:reporting_collectiontask_change", args=[task.pk])
    return Crumb(f"{task.code} {task.period}", url)


def _period_crumb(period: CollectionPeriod) -> Crumb:
    return Crumb(str(period), reverse("admin:collection-period-board", args=[period.pk]))


def _task_section(row: BoardRow) -> Section:
    evidence = CollectionEvidence.objects.filter(task=row.task).order_by("id")
    low, high = row.task.usual_range
    usual = "–" if low is None and high is None else f"{plain(low)} … {plain(high)}"
    lines = [
        Line(_("indicator"), f"{row.task.code} {name_of(row.task)}"),
        Line(_("department"), department_shown(row)),
        Line(_("site"), row.task.site or "–"),
        Line(_("due on"), due_shown(row)),
        Line(_("state"), state_badge(row)),
        Line(_("last year"), last_shown(row)),
        Line(_("usual range"), usual),
        Line(_("evidence"), evidence_links(evidence) or "–"),
    ]
    return Section(_("What is asked"), lines)


site.page("collection/tasks/<int:pk>/enter/", enter, name="collection-enter")
site.page("collection/tasks/<int:pk>/terms/", change_terms, name="collection-terms")
site.page("collection/tasks/<int:pk>/comment/", comment, name="collection-comment")
site.page("collection/<int:pk>/carry-forward/", carry, name="collection-carry")
site.page("collection/<int:pk>/import/", take_file, name="collection-import")
