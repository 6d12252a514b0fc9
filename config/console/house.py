"""Pages of what belongs to no room: accounts, departments, files, runs, the clock's schedule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_celery_beat.models import PeriodicTask
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from config.accounts.models import Department, RoleAssignment, User
from config.accounts.operations import CHECKING, PROPOSING, DutiesNotSeparate
from config.accounts.roles import Role
from config.api.problems import sentence
from config.archive.models import Extract, StoredFile
from config.console import dashboard, navigation, record
from config.console.lists import exports
from config.console.pages.base import RoomAdmin, allowed, person
from config.console.pages.facts import FactAdmin
from config.console.record import Act, Link
from config.console.site import site
from config.jobs import operations
from config.jobs.models import Run
from config.notices.models import Notice

HOUSE = site

navigation.room("config.accounts", title=gettext_lazy("People"), order=10)
navigation.room("config.jobs", title=gettext_lazy("Work under way"), order=20)
navigation.room("config.notices", title=gettext_lazy("Notices"), order=25)
navigation.room("config.archive", title=gettext_lazy("Archive"), order=30)
navigation.room("django_celery_beat.models", title=gettext_lazy("Clock"), order=40)

MANAGE_ACCOUNTS = "accounts.users.manage"


class Manageable:
    """Lets an administrator add and change rows that are no facts."""

    manage_permission = MANAGE_ACCOUNTS

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person manages such rows."""
        return allowed(request, self.manage_permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person manages such rows."""
        return allowed(request, self.manage_permission)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Show the form to those who manage, the record to those who look."""
        if self.has_change_permission(request):
            return ModelAdmin.change_view(self, request, object_id, *args, **kwargs)
        return RoomAdmin.change_view(self, request, object_id, *args, **kwargs)  # type: ignore[arg-type]


@admin.register(Department, site=site)
class DepartmentAdmin(Manageable, RoomAdmin[Department]):
    """Departments of the trust company."""

    view_permission = "accounts.departments.view"
    icon = "domain"
    list_display = ("code", "name_zh", "name_en")
    search_fields = ("code", "name_zh", "name_en")


class DutiesFormSet(BaseInlineFormSet[RoleAssignment, User, Any]):
    """Roles of one account: proposing and checking are kept apart."""

    def clean(self) -> None:
        """Refuse roles that would let one person both propose and confirm."""
        super().clean()
        roles = [
            Role(form.cleaned_data["role"])
            for form in self.forms
            if form.cleaned_data.get("role") and not form.cleaned_data.get("DELETE")
        ]
        wanted = {*roles, *self._held_elsewhere()}
        if wanted & PROPOSING and wanted & CHECKING:
            refusal = DutiesNotSeparate(
                who=str(self.instance), roles=", ".join(str(each.label) for each in sorted(wanted))
            )
            raise ValidationError(sentence(refusal), code=refusal.code)

    def _held_elsewhere(self) -> set[Role]:
        """Return the roles that the same person holds under other accounts."""
        if not self.instance.employee_no:
            return set()
        others = RoleAssignment.objects.filter(user__employee_no=self.instance.employee_no)
        return {Role(each.role) for each in others.exclude(user_id=self.instance.pk)}


class RolesInline(TabularInline):  # type: ignore[misc]  # (untyped base)
    """The roles of an account."""

    model = RoleAssignment
    formset = DutiesFormSet
    extra = 0
    fields = ("role", "department")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person sees accounts."""
        return allowed(request, AccountAdmin.view_permission)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Return whether the person manages accounts."""
        return allowed(request, MANAGE_ACCOUNTS)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


@admin.register(User, site=site)
class AccountAdmin(Manageable, RoomAdmin[User]):
    """Accounts: opened and given roles by an administrator; closed, never deleted."""

    view_permission = "accounts.users.view"
    icon = "group"
    never_shown = frozenset({"password"})
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (RolesInline,)
    list_display = ("username", "display_name", "employee_no", "department", "roles", "is_active")
    list_select_related = ("department",)
    search_fields = ("username", "display_name", "employee_no")
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            gettext_lazy("Person"),
            {"fields": ("display_name", "employee_no", "department", "email", "language")},
        ),
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "display_name",
                    "employee_no",
                    "is_staff",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )
    record_sections = (
        (gettext_lazy("Person"), ("username", "display_name", "employee_no", "department")),
        (gettext_lazy("Access"), ("is_active", "is_staff", "last_login", "date_joined")),
    )

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 (Django's signature)
        **kwargs: Any,
    ) -> type[forms.ModelForm[User]]:
        """Return the form: that of a new account asks for a password twice."""
        if obj is None:
            kwargs["form"] = self.add_form
        form: type[forms.ModelForm[User]] = super().get_form(request, obj, change, **kwargs)
        return form

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the accounts with their roles."""
        return super().get_queryset(request).prefetch_related("role_assignments")

    @display(description=gettext_lazy("roles"))  # type: ignore[untyped-decorator]
    def roles(self, user: User) -> str:
        """Return the roles of an account, in words."""
        return ", ".join(str(Role(each.role).label) for each in user.role_assignments.all()) or "–"


@admin.register(StoredFile, site=site)
class StoredFileAdmin(FactAdmin[StoredFile]):
    """Files that the archive holds."""

    view_permission = "archive.files.view"
    icon = "inventory_2"
    list_display = ("name", "media_type", "size_bytes", "sha256", "recorded_at")
    search_fields = ("name", "sha256")

    def record_links(self, request: HttpRequest, row: StoredFile) -> list[Link]:  # noqa: ARG002
        """Return the way to the file itself."""
        return [Link(_("Download"), reverse("admin:file", args=[row.pk]), row.name)]


@admin.register(Extract, site=site)
class ExtractAdmin(FactAdmin[Extract]):
    """Lists that people took out of the house, and how they were narrowed."""

    view_permission = "archive.extracts.view"
    icon = "file_export"
    list_display = ("recorded_at", "taken_by", "list_title", "form", "rows", "filters")
    list_filter = ("form", "taken_by")
    search_fields = ("list_name", "filters")

    @display(description=gettext_lazy("list"), ordering="list_name")  # type: ignore[untyped-decorator]
    def list_title(self, row: Extract) -> str:
        """Return the list by its name, or by the name that it had."""
        try:
            return capfirst(str(apps.get_model(row.list_name)._meta.verbose_name_plural))
        except (LookupError, ValueError):
            return row.list_name

    def record_links(self, request: HttpRequest, row: Extract) -> list[Link]:
        """Return the way to the file, for the person who took it."""
        if row.file_id is None or row.taken_by_id != person(request).pk:
            return []
        return [Link(_("Download"), reverse("admin:extract-file", args=[row.pk]))]


dashboard.name_run(exports.KIND, gettext_lazy("List as a file"))
dashboard.RUN_PAGES[exports.KIND] = "admin:extract-run"


@admin.register(Run, site=site)
class RunAdmin(RoomAdmin[Run]):
    """Work that was asked for, how far it has come, and why it stopped."""

    view_permission = "jobs.runs.view"
    icon = "manufacturing"
    list_display = (
        "kind",
        "key",
        "state_badge",
        "done",
        "total",
        "attempts",
        "asked_by",
        "created_at",
    )
    list_select_related = ("asked_by",)
    list_filter = ("state", "kind")
    search_fields = ("kind", "key")
    record_template = "console/run.html"
    record_sections = (
        (gettext_lazy("Work"), ("kind", "key", "asked_by", "payload", "result")),
        (
            gettext_lazy("Course"),
            (
                "state",
                "attempts",
                "created_at",
                "started_at",
                "finished_at",
                "peak_mb",
                "lease_until",
            ),
        ),
        (gettext_lazy("Trouble"), ("error_code", "error")),
    )

    @display(description=gettext_lazy("state"), ordering="state")  # type: ignore[untyped-decorator]
    def state_badge(self, run: Run) -> Any:
        """Return where a run stands, as a badge."""
        return record.badge(run.get_state_display(), dashboard.run_view(run)["tone"])

    def show(
        self, request: HttpRequest, row: Run, extra: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return the record page with the run's progress."""
        shown = {"run": dashboard.run_view(row), **extra}
        return super().show(request, row, shown, status=status)

    def record_acts(self, request: HttpRequest, row: Run) -> list[Act]:  # noqa: ARG002
        """Return the button that drives a stopped run anew."""
        stopped = row.state in {"failed", "quarantined"}
        return [Act("redrive", _("Run again"))] if stopped else []

    def perform_act(self, request: HttpRequest, row: Run, name: str) -> str:  # noqa: ARG002
        """Drive a stopped run anew."""
        operations.redrive(run=row, by=person(request))
        return _("Queued again.")


@admin.register(Notice, site=site)
class NoticeAdmin(RoomAdmin[Notice]):
    """What people were told, and whether the letter left."""

    view_permission = "notices.own.view"
    icon = "mail"
    list_display = ("written_at", "to", "line", "mailed_at", "attempts", "error")
    list_select_related = ("to",)
    search_fields = ("line",)
    record_sections = (
        (gettext_lazy("What was told"), ("to", "line", "path", "written_at")),
        (gettext_lazy("The letter"), ("mailed_at", "attempts", "next_at", "error")),
    )


@admin.register(PeriodicTask, site=site)
class ClockAdmin(RoomAdmin[PeriodicTask]):
    """What the clock starts, and when; changed by the code and by the rooms, not here."""

    view_permission = "jobs.clock.view"
    icon = "schedule"
    list_display = ("name", "task", "enabled", "last_run_at", "total_run_count")
    search_fields = ("name", "task")
    record_hidden = RoomAdmin.record_hidden | frozenset({"solar", "clocked", "headers", "priority"})
