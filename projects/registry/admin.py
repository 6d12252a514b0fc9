"""Staff pages of the registry."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.console import dashboard, navigation, panels, record
from config.console.admin import (
    BatchAdmin,
    FactAdmin,
    ProposedAdmin,
    StateFilter,
    person,
)
from config.console.dashboard import Step
from config.console.record import Link, Table
from config.console.site import site
from projects.registry import operations, queries
from projects.registry.forms import ProjectTermsForm, StationUploadForm
from projects.registry.models import (
    Owner,
    Project,
    ProjectFinance,
    ProjectTerms,
    Station,
    StationBatch,
)
from projects.registry.rules.station_file import SIZE_LIMIT
from projects.registry.rules.terms import Terms

VIEW = "projects.registry.view"
ROOM = navigation.room("projects.registry", title=gettext_lazy("Projects and stations"), order=20)


@admin.register(Owner, site=site)
class OwnerAdmin(ProposedAdmin[Owner]):
    """Owners of projects."""

    view_permission = VIEW
    icon = "apartment"
    list_display = ("code", "name_zh", "name_en", "is_sample")
    search_fields = ("code", "name_zh", "name_en")

    def perform_propose(self, request: HttpRequest, form: Any) -> Owner:
        """Propose an owner."""
        return operations.propose_owner(**form.cleaned_data, by=person(request))


@admin.register(Project, site=site)
class ProjectAdmin(FactAdmin[Project]):
    """Projects, each with its versions, its balance sheets and its stations by province."""

    view_permission = VIEW
    icon = "solar_power"
    list_display = ("code", "technology", "is_sample", "recorded_at")
    list_filter = ("technology", "is_sample")
    search_fields = ("code",)

    def record_tables(self, request: HttpRequest, row: Project) -> list[Table]:
        """Return versions, balance sheets, stations by province, and what higher rooms add."""
        versions = ProjectTerms.objects.filter(project=row).select_related("project")
        sheets = ProjectFinance.objects.filter(project=row).select_related("project")
        return [
            *super().record_tables(request, row),
            record.keyset_table(
                request,
                versions,
                [
                    (_("terms"), record.link_to),
                    (_("state"), lambda each: each.get_state_display()),
                    (_("capacity"), "capacity"),
                    (_("unit of capacity"), "capacity_unit"),
                    (_("decision"), lambda each: each.get_decision_display()),
                ],
                title=_("What holds from a day on"),
                numeric={2},
                parameter="terms",
            ),
            record.keyset_table(
                request,
                sheets,
                [
                    (_("year"), record.link_to),
                    (_("equity (CNY)"), "equity_cny"),
                    (_("debt (CNY)"), "debt_cny"),
                    (_("decision"), lambda each: each.get_decision_display()),
                ],
                title=_("Balance sheets"),
                numeric={1, 2},
                parameter="sheets",
            ),
            _stations_by_province(row),
            *panels.tables(request, row),
        ]

    def record_links(self, request: HttpRequest, row: Project) -> list[Link]:
        """Return the way to the stations."""
        url = f"{_list_url(Station)}?project__id__exact={row.pk}"
        return [*super().record_links(request, row), Link(_("Stations"), url)]


@admin.register(ProjectTerms, site=site)
class ProjectTermsAdmin(ProposedAdmin[ProjectTerms]):
    """What holds for projects from a day on; a new project begins here."""

    view_permission = VIEW
    icon = "history_edu"
    form = ProjectTermsForm
    list_display = (
        "project",
        "name_zh",
        "effective_from",
        "state",
        "capacity",
        "capacity_unit",
        "is_sample",
    )
    list_filter = (StateFilter, "state", "is_sample")
    search_fields = ("project__code", "name_zh", "name_en")
    list_select_related = ("project",)
    propose_fields = (
        "project",
        "new_code",
        "new_technology",
        "effective_from",
        "name_zh",
        "name_en",
        "owner",
        "provinces",
        "state",
        "capacity",
        "capacity_unit",
        "commissioned_on",
        "total_investment_cny",
        "facts_origin",
        "is_sample",
    )

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form; the project stays open where a new one is given."""
        form = super().get_form(request, obj, **kwargs)
        form.base_fields["project"].required = False
        return form

    def perform_propose(self, request: HttpRequest, form: Any) -> ProjectTerms:
        """Register a new project, or propose a version of a standing one."""
        data = dict(form.cleaned_data)
        project, owner = data.pop("project"), data.pop("owner")
        code, technology = data.pop("new_code"), data.pop("new_technology")
        reason = data.pop("reason")
        data["provinces"] = tuple(data["provinces"])
        data["facts_origin"] = data["facts_origin"] or {}
        shared: dict[str, Any] = {
            "terms": Terms(**data),
            "owner_code": owner.code if owner else None,
            "by": person(request),
            "reason": reason,
        }
        if project is not None:
            return operations.propose_terms(project_id=project.pk, **shared)
        return operations.register_project(code=code, technology_code=technology, **shared)


@admin.register(ProjectFinance, site=site)
class ProjectFinanceAdmin(ProposedAdmin[ProjectFinance]):
    """Balance sheets of projects."""

    view_permission = VIEW
    icon = "account_balance"
    list_display = ("project", "year", "equity_cny", "debt_cny", "total_assets_cny", "is_sample")
    list_filter = (StateFilter, "year", "is_sample")
    search_fields = ("project__code",)
    list_select_related = ("project",)
    propose_fields = (
        "project", "year", "equity_cny", "debt_cny", "total_assets_cny", "basis", "is_sample"
    )  # fmt: skip

    def perform_propose(self, request: HttpRequest, form: Any) -> ProjectFinance:
        """Propose a balance sheet."""
        data = dict(form.cleaned_data)
        project = data.pop("project")
        return operations.propose_finance(project_id=project.pk, **data, by=person(request))


@admin.register(Station, site=site)
class StationAdmin(FactAdmin[Station]):
    """Registered stations; whose roof it is stays out."""

    view_permission = VIEW
    icon = "roofing"
    is_endless = True
    record_hidden = FactAdmin.record_hidden | {"household_pseudonym"}
    list_display = (
        "code",
        "project",
        "province",
        "capacity_w",
        "carrier",
        "commissioned_on",
        "is_sample",
    )
    list_filter = ("project", "province", "carrier", "is_sample")
    search_fields = ("code",)
    list_select_related = ("project",)


@admin.register(StationBatch, site=site)
class StationBatchAdmin(BatchAdmin[StationBatch]):
    """Files of stations."""

    view_permission = VIEW
    icon = "upload_file"
    upload_form = StationUploadForm

    def perform_propose(self, request: HttpRequest, form: Any) -> StationBatch:
        """Plan the file and propose it."""
        data = dict(form.cleaned_data)
        file = data.pop("file")
        return operations.propose_stations(
            **data,
            content=file.read(SIZE_LIMIT + 1),
            name=file.name,
            today=timezone.localdate(),
            by=person(request),
        )

    def record_links(self, request: HttpRequest, row: StationBatch) -> list[Link]:
        """Return the way to the stations that the file brought."""
        url = f"{_list_url(Station)}?batch__id__exact={row.pk}"
        return [*super().record_links(request, row), Link(_("Stations"), url)]


def _list_url(model: type[Station]) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def _stations_by_province(row: Project) -> Table:
    counts = queries.station_counts(known_at=timezone.now(), project_ids=[row.pk])
    return Table(
        title=_("Stations by province"),
        headers=[_("province"), _("number of stations"), _("capacity (W)")],
        rows=[(each.province, each.stations, each.capacity_w) for each in counts],
        numeric=frozenset({1, 2}),
        empty=_("No stations yet."),
    )


@dashboard.first_step(permission=VIEW, order=20)
def register_a_project(request: HttpRequest) -> Step:  # noqa: ARG001
    """Return the step that brings the first project."""
    return Step(
        title=_("Register a project"),
        text=_("Its terms as they hold from a day on; then its stations, as one file."),
        url=reverse("admin:projects_projectterms_add"),
        is_done=ProjectTerms.objects.confirmed().exists(),
    )
