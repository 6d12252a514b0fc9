"""Staff pages of environmental and social risk: grades of projects, the list of owners."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from config.console.admin import ProposedAdmin, StateFilter, person
from config.console.site import site
from projects.recognition import operations
from projects.recognition.models import RiskGrade, RiskListing

VIEW = "projects.recognition.view"


@admin.register(RiskGrade, site=site)
class RiskGradeAdmin(ProposedAdmin[RiskGrade]):
    """Environmental and social risk grades of projects."""

    view_permission = VIEW
    icon = "warning"
    list_display = ("project", "grade", "effective_from", "measures", "is_sample")
    list_filter = (StateFilter, "grade")
    search_fields = ("project__code",)
    propose_fields = (
        "project",
        "grade",
        "assessment",
        "measures",
        "effective_from",
        "is_sample",
    )

    def perform_propose(self, request: HttpRequest, form: Any) -> RiskGrade:
        """Propose the grade of the form."""
        return operations.propose_risk_grade(**form.cleaned_data, by=person(request))


@admin.register(RiskListing, site=site)
class RiskListingAdmin(ProposedAdmin[RiskListing]):
    """The list of owners with grave risks."""

    view_permission = VIEW
    icon = "gpp_maybe"
    list_display = ("owner", "listing", "effective_from", "concern", "source", "is_sample")
    list_filter = (StateFilter, "listing")
    search_fields = ("owner__code", "owner__name_zh")
    propose_fields = ("owner", "listing", "concern", "source", "effective_from", "is_sample")

    def perform_propose(self, request: HttpRequest, form: Any) -> RiskListing:
        """Propose the place of the form."""
        return operations.propose_risk_listing(**form.cleaned_data, by=person(request))
