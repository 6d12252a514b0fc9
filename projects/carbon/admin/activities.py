"""Staff pages of entered activity: each number, and what those of its period come to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.api.errors import problem_of
from config.console.admin import ProposedAdmin, person
from config.console.record import Table
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.carbon import operations, queries
from projects.carbon.admin.asking import in_language
from projects.carbon.admin.calculator import results_table
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.models import Activity

VIEW = "projects.carbon.view"


@admin.register(Activity, site=site)
class ActivityAdmin(ProposedAdmin[Activity]):
    """Activities of projects: entered numbers, and what they come to by their method."""

    view_permission = VIEW
    icon = "edit_note"
    list_display = ("project", "method_name", "quantity", "period", "amount", "is_sample")
    list_filter = ("method", ("project", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("project",)
    propose_fields = (
        "project",
        "method",
        "quantity",
        "starts_on",
        "ends_on",
        "value",
        "unit",
        "source",
        "is_sample",
    )

    @admin.display(description=_("method"), ordering="method")
    def method_name(self, row: Activity) -> str:
        """Return the method by its name."""
        found = CURRENT.get(row.method)
        return in_language(found) if found else row.method

    @admin.display(description=_("period"), ordering="starts_on")
    def period(self, row: Activity) -> str:
        """Return the period in one word."""
        return str(row.period)

    @admin.display(description=_("value"))
    def amount(self, row: Activity) -> str:
        """Return value and unit."""
        return row.amount

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the methods by their names."""
        if db_field.name == "method":
            choices = [(code, in_language(each)) for code, each in CURRENT.items() if each.inputs]
            return forms.ChoiceField(label=_("method"), choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def perform_propose(self, request: HttpRequest, form: Any) -> Activity:
        """Propose the number of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        starts_on, ends_on = given.pop("starts_on"), given.pop("ends_on")
        if ends_on <= starts_on:
            raise ValidationError(gettext("A period ends after it starts."))
        return operations.propose_activity(
            **given, period=Period(starts_on, ends_on), by=person(request)
        )

    def record_tables(self, request: HttpRequest, row: Activity) -> list[Table]:  # noqa: ARG002
        """Return what the confirmed numbers of the project and period come to, or what lacks."""
        title = gettext("What the confirmed numbers of {period} come to").format(period=row.period)
        try:
            found = queries.activity_yields(
                project_id=row.project_id,
                code=row.method,
                period=row.period,
                known_at=timezone.now(),
            )
        except DomainError as refusal:
            problem = problem_of(refusal)
            lacking = [each.detail for each in problem.faults] if problem else []
            rows = [(each,) for each in lacking or [str(problem.detail if problem else refusal)]]
            return [Table(title=title, headers=[gettext("what lacks")], rows=rows)]
        return [results_table(found, title=title)]
