"""The lists of the collection: periods, tasks, entries, evidence, comments, reminders."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from config.accounts.models import Department, User
from config.console import record
from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.pages.base import allowed
from config.console.pages.proposals import put_on_form
from config.console.record import Act, Crumb, Link, Table
from config.console.site import site
from config.kernel.errors import DomainError
from reporting.collection import operations
from reporting.collection.admin import about
from reporting.collection.admin.entering import PeriodField
from reporting.collection.admin.words import (
    VIEW,
)
from reporting.collection.models import (
    CollectedEntry,
    CollectionEvidence,
    CollectionPeriod,
    CollectionReminder,
    CollectionTask,
    TaskComment,
)
from reporting.collection.models.entries import ENTER
from reporting.collection.operations.periods import CHANGE_LIMIT_PERCENT, DUE_WORKING_DAYS, RUN


class OpenForm(forms.Form):
    """A period to be opened."""

    period = PeriodField(label=gettext_lazy("period"), widget=UnfoldAdminTextInputWidget())
    due_working_days = forms.IntegerField(
        label=gettext_lazy("due, working days after the end"),
        min_value=1,
        max_value=250,
        initial=DUE_WORKING_DAYS,
        widget=UnfoldAdminIntegerFieldWidget(),
    )
    change_limit_percent = forms.DecimalField(
        label=gettext_lazy("limit of change against last year (%)"),
        min_value=0,
        initial=CHANGE_LIMIT_PERCENT,
        widget=UnfoldAdminDecimalFieldWidget(),
    )
    reason = forms.CharField(label=gettext_lazy("reason"), widget=UnfoldAdminTextInputWidget())


class TaskForm(forms.Form):
    """A task to be asked."""

    period = forms.ModelChoiceField(
        label=gettext_lazy("collection period"),
        queryset=CollectionPeriod.objects.order_by("-starts_on"),
        widget=UnfoldAdminSelectWidget(),
    )
    code = forms.CharField(
        label=gettext_lazy("indicator"), max_length=60, widget=UnfoldAdminTextInputWidget()
    )
    name_zh = forms.CharField(
        label=gettext_lazy("Chinese name"), max_length=300, widget=UnfoldAdminTextInputWidget()
    )
    name_en = forms.CharField(
        label=gettext_lazy("English name"), max_length=300, widget=UnfoldAdminTextInputWidget()
    )
    unit = forms.CharField(
        label=gettext_lazy("unit"),
        max_length=40,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )
    is_text = forms.BooleanField(
        label=gettext_lazy("answered in words"), required=False, widget=UnfoldBooleanWidget()
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("department"),
        queryset=Department.objects.order_by("code"),
        widget=UnfoldAdminSelectWidget(),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("owed by"),
        queryset=User.objects.filter(is_active=True).order_by("username"),
        required=False,
        empty_label=gettext_lazy("everybody in the department"),
        widget=UnfoldAdminSelectWidget(),
    )
    site = forms.CharField(
        label=gettext_lazy("site"),
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )
    region = forms.CharField(
        label=gettext_lazy("province"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Where it is used, as factors name it: 北京. Emissions of power need it."
        ),
        widget=UnfoldAdminTextInputWidget(),
    )
    due_on = forms.DateField(
        label=gettext_lazy("due on"),
        required=False,
        help_text=gettext_lazy("Empty: the period's own day."),
        widget=UnfoldAdminSingleDateWidget(),
    )
    evidence_required = forms.BooleanField(
        label=gettext_lazy("evidence required"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget(),
    )
    usual_low = forms.DecimalField(
        label=gettext_lazy("usual range from"),
        required=False,
        widget=UnfoldAdminDecimalFieldWidget(),
    )
    usual_high = forms.DecimalField(
        label=gettext_lazy("usual range to"),
        required=False,
        widget=UnfoldAdminDecimalFieldWidget(),
    )
    reason = forms.CharField(label=gettext_lazy("reason"), widget=UnfoldAdminTextInputWidget())


class _Opened(FactAdmin[Any]):
    """A page of facts that a person records by a form."""

    view_permission = VIEW
    form_class: type[forms.Form]
    form_title: Any

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person runs the collection."""
        return allowed(request, RUN)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or record what it says."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.form_class(request.POST or None, initial=request.GET.dict())
        row = self._recorded(request, form) if form.is_bound and form.is_valid() else None
        if row is not None:
            self.message_user(request, _("Kept: {row}.").format(row=row), messages.SUCCESS)
            return HttpResponseRedirect(record.url_of(row))
        extra = {"title": self.form_title, **(extra_context or {})}
        page: HttpResponse = cast(Any, ProposedAdmin).show_form(
            self, request, form, form_url, extra
        )
        return page

    def _recorded(self, request: HttpRequest, form: Any) -> Any:
        try:
            with transaction.atomic():
                return self.perform(dict(form.cleaned_data), person(request))
        except DomainError as refusal:
            put_on_form(form, refusal)
        return None

    def perform(self, data: dict[str, Any], by: User) -> Any:
        """Record what the form holds; return the row."""
        raise NotImplementedError


@admin.register(CollectionPeriod, site=site)
class CollectionPeriodAdmin(_Opened):
    """Periods for which numbers are collected."""

    view_permission = VIEW
    icon = "date_range"
    list_display = (
        "starts_on",
        "ends_on",
        "due_working_days",
        "carried_from",
        "opened_by",
        "recorded_at",
    )
    form_class = OpenForm
    form_title = gettext_lazy("Open a collection period")

    def perform(self, data: dict[str, Any], by: User) -> CollectionPeriod:
        """Open the period."""
        return operations.open_period(**data, by=by)

    def record_links(self, request: HttpRequest, row: CollectionPeriod) -> list[Link]:
        """Return the ways to the board and the footprint."""
        return [
            *super().record_links(request, row),
            Link(_("Collection board"), reverse("admin:collection-period-board", args=[row.pk])),
            Link(_("Operational footprint"), reverse("admin:collection-footprint", args=[row.pk])),
        ]


@admin.register(CollectionTask, site=site)
class CollectionTaskAdmin(_Opened):
    """What departments are asked for."""

    view_permission = VIEW
    icon = "assignment"
    list_display = ("code", "name_zh", "department", "site", "period", "unit", "is_sample")
    list_select_related = ("department", "period")
    list_filter = ("period", "department", "is_text", "is_sample")
    search_fields = ("code", "name_zh", "name_en")
    form_class = TaskForm
    form_title = gettext_lazy("Ask for a number")
    record_hidden = FactAdmin.record_hidden | {"position"}

    def perform(self, data: dict[str, Any], by: User) -> CollectionTask:
        """Ask for it."""
        return operations.add_task(**data, by=by)

    def record_crumbs(self, row: CollectionTask) -> list[Crumb]:
        """Return the way by the board."""
        url = reverse("admin:collection-period-board", args=[row.period_id])
        return [Crumb(_("Collection board {period}").format(period=row.period), url)]

    def record_acts(self, request: HttpRequest, row: CollectionTask) -> list[Act]:
        """Return the ways to the forms that are open to the person."""
        by = person(request)
        acts = []
        if by.may(ENTER):
            url = reverse("admin:collection-enter", args=[row.pk])
            acts.append(Act("enter", _("Enter"), url=url))
        if by.may(RUN):
            url = reverse("admin:collection-terms", args=[row.pk])
            acts.append(Act("terms", _("Owner and due day"), tone="plain", url=url))
        if by.may(ENTER) or by.may(CollectedEntry.confirm_permission):
            url = reverse("admin:collection-comment", args=[row.pk])
            acts.append(Act("comment", _("Comment"), tone="plain", url=url))
        return acts

    def record_tables(self, request: HttpRequest, row: CollectionTask) -> list[Table]:
        """Return where the task stands, its answers, evidence, terms, comments, reminders."""
        return [
            *super().record_tables(request, row),
            about.standing_table(row),
            about.entries_table(request, row),
            about.evidence_table(request, row),
            about.comments_table(request, row),
            about.terms_table(request, row),
            about.reminders_table(request, row),
        ]


@admin.register(CollectedEntry, site=site)
class CollectedEntryAdmin(ProposedAdmin[CollectedEntry]):
    """Answers in versions, each confirmed by a second person."""

    view_permission = VIEW
    icon = "fact_check"
    list_display = ("task", "value", "version", "note", "is_sample")
    list_select_related = ("task", "task__period", "task__department")
    list_filter = (*ProposedAdmin.list_filter, "task__period", "task__department", "is_sample")
    search_fields = ("task__code", "task__name_zh", "task__name_en")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return that an answer is entered from its task, where what is asked stands beside it."""
        return False

    def record_links(self, request: HttpRequest, row: CollectedEntry) -> list[Link]:
        """Return the way to the task, to its period's board, and to each document."""
        named = [each["id"] for each in row.evidence]
        documents = CollectionEvidence.objects.filter(pk__in=named).order_by("id")
        return [
            *super().record_links(request, row),
            Link(str(row.task), record.url_of(row.task), str(row.task.period)),
            Link(
                _("Collection board"),
                reverse("admin:collection-period-board", args=[row.task.period_id]),
            ),
            *(
                Link(_("Evidence"), reverse("admin:file", args=[each.original_id]), each.title)
                for each in documents
            ),
        ]

    def record_tables(self, request: HttpRequest, row: CollectedEntry) -> list[Table]:
        """Return the answer beside last year's, and what is odd about it."""
        return [*super().record_tables(request, row), about.standing_table(row.task)]


@admin.register(CollectionEvidence, site=site)
class CollectionEvidenceAdmin(FactAdmin[CollectionEvidence]):
    """Documents that prove answers."""

    view_permission = VIEW
    icon = "receipt_long"
    in_sidebar = False
    list_display = ("title", "task", "original_name", "added_by", "is_sample", "recorded_at")
    list_select_related = ("task", "added_by")
    list_filter = ("task__period", "is_sample")
    record_hidden = FactAdmin.record_hidden | {"original"}

    def record_links(self, request: HttpRequest, row: CollectionEvidence) -> list[Link]:
        """Return the way to the document itself."""
        url = reverse("admin:file", args=[row.original_id])
        return [
            *super().record_links(request, row),
            Link(_("Original file"), url, row.original_name),
        ]


@admin.register(TaskComment, site=site)
class TaskCommentAdmin(FactAdmin[TaskComment]):
    """Remarks about tasks."""

    view_permission = VIEW
    icon = "forum"
    in_sidebar = False
    list_display = ("task", "text", "written_by", "recorded_at")
    list_select_related = ("task", "written_by")


@admin.register(CollectionReminder, site=site)
class CollectionReminderAdmin(FactAdmin[CollectionReminder]):
    """Reminders of what was owed."""

    view_permission = VIEW
    icon = "notifications"
    list_display = ("task", "to", "due_on", "is_overdue", "reminded_on")
    list_select_related = ("task", "to")
    list_filter = ("is_overdue", "task__period")
