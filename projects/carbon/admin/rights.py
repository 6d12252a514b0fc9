"""Staff pages of sold certificates and credits, and what is left to claim beside a project."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console import record
from config.console.admin import ProposedAdmin, StateFilter, person
from config.console.panels import panel
from config.console.record import Table
from config.console.site import site
from config.kernel.periods import Period
from projects.carbon import operations, queries
from projects.carbon.models import RightKind, SoldRight, Statement
from projects.carbon.queries import ClaimableAmount
from projects.reference.serializers import said
from projects.registry.models import Project

VIEW = "projects.carbon.view"


@admin.register(SoldRight, site=site)
class SoldRightAdmin(ProposedAdmin[SoldRight]):
    """Sold certificates and credits: what they take away cannot be claimed."""

    view_permission = VIEW
    icon = "sell"
    list_display = (
        "project",
        "kind",
        "period",
        "quantity",
        "sold_on",
        "registry_reference",
        "is_sample",
    )
    list_filter = (StateFilter, "kind", ("project", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("project",)
    search_fields = ("project__code", "registry_reference", "buyer")
    propose_fields = (
        "project",
        "kind",
        "starts_on",
        "ends_on",
        "amount",
        "sold_on",
        "buyer",
        "registry_reference",
        "source",
        "replaces",
        "is_sample",
    )

    @admin.display(description=_("produced in"), ordering="starts_on")
    def period(self, row: SoldRight) -> str:
        """Return the time of production in one word."""
        return str(row.period)

    @admin.display(description=_("amount"))
    def quantity(self, row: SoldRight) -> str:
        """Return amount and unit."""
        return row.quantity

    def perform_propose(self, request: HttpRequest, form: Any) -> SoldRight:
        """Propose the sale of the form."""
        given = {name: form.cleaned_data[name] for name in (*self.propose_fields, "reason")}
        return operations.propose_sold_right(**given, by=person(request))

    def record_tables(self, request: HttpRequest, row: SoldRight) -> list[Table]:
        """Return what the project may still claim of the time of production."""
        found = queries.claimable_in(
            project_id=row.project_id, period=row.period, known_at=timezone.now()
        )
        return [*super().record_tables(request, row), *claimable_tables(found)]


def claimable_tables(found: ClaimableAmount) -> list[Table]:
    """Return both numbers and what is left, then each sale that takes from them."""
    title = gettext("What may still be claimed of {period}").format(period=found.period)
    amounts = Table(
        title=title,
        headers=[
            gettext("avoided (tCO2e)"),
            gettext("sold (tCO2e)"),
            gettext("left to claim (tCO2e)"),
            gettext("in words"),
        ],
        rows=[
            (
                found.found.avoided_tco2e,
                found.found.sold_tco2e,
                found.found.claimable_tco2e,
                " ".join(said(each) for each in found.found.reasons),
            )
        ],
        numeric=frozenset({0, 1, 2}),
    )
    if not found.found.parts:
        return [amounts]
    sales = Table(
        title=gettext("Sales that take from it"),
        headers=[
            gettext("sale"),
            gettext("kind"),
            gettext("part in the period"),
            gettext("unit"),
            gettext("takes away (tCO2e)"),
        ],
        rows=[
            (
                record.link_to(found.rights[each.right_id]),
                RightKind(each.kind).label,
                each.amount,
                each.unit,
                each.tco2e,
            )
            for each in found.found.parts
        ],
        numeric=frozenset({2, 4}),
    )
    return [amounts, sales]


@panel("projects.Project", permission=VIEW)
def claimable_of_project(request: HttpRequest, row: Project) -> list[Table]:  # noqa: ARG001
    """Return what a project may still claim of the latest year that was drawn."""
    now = timezone.now()
    year = latest_year(row.pk, now)
    if year is None:
        return []
    return claimable_tables(queries.claimable_in(project_id=row.pk, period=year, known_at=now))


def latest_year(project_id: int, known_at: dt.datetime) -> Period | None:
    """Return the latest year of which a statement of the project was drawn."""
    drawn = Statement.objects.filter(project_id=project_id, known_at__lte=known_at)
    latest = drawn.order_by("-starts_on").values_list("starts_on", flat=True).first()
    return Period.year(latest.year) if latest else None
