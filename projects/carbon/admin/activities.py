"""Staff pages of entered activity: each number, and what those of its period come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from config.api.errors import problem_of
from config.console import record
from config.console.admin import FactAdmin, ProposedAdmin, person
from config.console.record import Act, Line, Section, Table
from config.console.site import site
from config.kernel.errors import DomainError
from config.kernel.models import Decision
from config.kernel.periods import Period
from config.kernel.pin import pin_known_at
from projects.carbon import operations, queries
from projects.carbon.admin.asking import in_language
from projects.carbon.admin.calculator import results_table
from projects.carbon.methodologies.table import CURRENT
from projects.carbon.models import Activity, ActivityStatement
from projects.reference.serializers import said

VIEW = "projects.carbon.view"


class DoesNotHold(DomainError):
    """{statement} does not hold: the stored facts yield another hash."""

    code = "does_not_hold"


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
        "uncertainty_percent",
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

    def record_acts(self, request: HttpRequest, row: Activity) -> list[Act]:
        """Offer to freeze what the period's numbers come to."""
        if row.decision != Decision.CONFIRMED or not person(request).may(operations.RUN):
            return []
        return [Act("state", gettext("Freeze what {period} comes to").format(period=row.period))]

    def perform_act(
        self,
        request: HttpRequest,
        row: Activity,
        name: str,  # noqa: ARG002
    ) -> str:
        """Freeze it as known now."""
        found = operations.state_activity(
            project=row.project,
            method=row.method,
            period=row.period,
            known_at=pin_known_at(),
            by=person(request),
        )
        return gettext("Frozen as {statement}.").format(statement=found)

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
            return [Table(title=title, headers=[gettext("what lacks")], rows=rows), _frozen(row)]
        return [results_table(found, title=title), _frozen(row)]


@admin.register(ActivityStatement, site=site)
class ActivityStatementAdmin(FactAdmin[ActivityStatement]):
    """Statements of entered activity, each with its numbers, steps and results."""

    view_permission = VIEW
    icon = "lock"
    list_display = ("project", "method", "period", "known_at", "drawn_by")
    list_filter = ("method", ("project", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("project", "drawn_by")
    record_hidden = frozenset(
        {"id", *("numbers", "steps", "results", "left_out", "warnings", "inputs", "data_quality")}
    )

    @admin.display(description=_("period"), ordering="starts_on")
    def period(self, row: ActivityStatement) -> str:
        """Return the period in one word."""
        return str(row.period)

    def record_acts(
        self,
        request: HttpRequest,  # noqa: ARG002
        row: ActivityStatement,  # noqa: ARG002
    ) -> list[Act]:
        """Offer to recompute to everybody who may look."""
        return [Act("verify", gettext("Recompute it now"))]

    def perform_act(
        self,
        request: HttpRequest,  # noqa: ARG002
        row: ActivityStatement,
        name: str,  # noqa: ARG002
    ) -> str:
        """Recompute it from stored facts and say whether it holds."""
        if not queries.holds(row):
            raise DoesNotHold(statement=row)
        return gettext("It holds: the stored facts yield the same, to the last digit.")

    def record_content(self, row: ActivityStatement) -> list[Section]:
        """Return what the reader should know, then the columns."""
        words = [Line("", said(each), is_wide=True) for each in row.warnings]
        words += [
            Line("", f"{each['symbol']}: {said(each['reason'])}", is_wide=True)
            for each in row.left_out
        ]
        return [
            *([Section(gettext("What the reader should know"), words)] if words else []),
            *super().record_content(row),
        ]

    def record_tables(self, request: HttpRequest, row: ActivityStatement) -> list[Table]:
        """Return results, steps, numbers and the activities that were entered."""
        return [*super().record_tables(request, row), *_parts(row)]


def _parts(row: ActivityStatement) -> list[Table]:
    name = "name_zh" if (get_language() or "").startswith("zh") else "name_en"
    return [
        Table(
            title=gettext("Results"),
            headers=[
                gettext("result"),
                gettext("value"),
                gettext("unit"),
                gettext("indicator"),
                gettext("uncertainty (%)"),
            ],
            rows=[
                (
                    f"{each['symbol']} · {each[name]}",
                    record.shown(Decimal(each["value"])),
                    each["unit"],
                    " ".join(filter(None, (each["indicator"], each["route"]))),
                    each["uncertainty_percent"] or "–",
                )
                for each in row.results
            ],
            numeric=frozenset({1, 4}),
        ),
        Table(
            title=gettext("Steps"),
            headers=[gettext("step"), gettext("formula"), gettext("value"), gettext("unit")],
            rows=[
                (
                    f"{each['symbol']} · {each[name]}",
                    f"{each['formula']} = {each['numbers']}",
                    record.shown(Decimal(each["value"])),
                    each["unit"],
                )
                for each in row.steps
            ],
            numeric=frozenset({2}),
        ),
        Table(
            title=gettext("Numbers used"),
            headers=[
                gettext("quantity"),
                gettext("value"),
                gettext("unit"),
                gettext("source"),
                gettext("confidence"),
            ],
            rows=[
                (
                    f"{each['symbol']} · {each[name]}",
                    record.shown(Decimal(each["value"])),
                    each["unit"],
                    each["source"],
                    each["confidence"],
                )
                for each in row.numbers
            ],
            numeric=frozenset({1}),
        ),
        Table(
            title=gettext("Entered activities"),
            headers=[gettext("quantity"), gettext("SHA-256")],
            rows=[
                (
                    record.Link(
                        each["quantity"],
                        reverse("admin:projects_activity_change", args=[each["id"]]),
                    ),
                    record.shown_hash(each["sha256"]),
                )
                for each in row.inputs
            ],
        ),
    ]


def _frozen(row: Activity) -> Table:
    """Return the statements that were frozen of the activity's project, method and period."""
    found = ActivityStatement.objects.filter(
        project_id=row.project_id,
        method=row.method,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    ).order_by("-known_at")
    return Table(
        title=gettext("Frozen statements"),
        headers=[gettext("statement"), gettext("known at"), gettext("SHA-256")],
        rows=[
            (record.link_to(each, str(each)), each.known_at, record.shown_hash(each.sha256))
            for each in found.select_related("project")
        ],
        empty=gettext("Nothing was frozen yet."),
    )
