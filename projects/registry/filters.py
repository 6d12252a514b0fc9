"""How lists of the registry are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from projects.registry.models import ProjectFinance, ProjectTerms, Station
from projects.registry.rules.technologies import TECHNOLOGIES


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Projects by code, technology, state, province and sample mark."""

    code = django_filters.CharFilter(field_name="project__code")
    technology = django_filters.ChoiceFilter(
        field_name="project__technology", choices=[(each, each) for each in TECHNOLOGIES]
    )
    province = django_filters.CharFilter(method="of_province")

    class Meta:
        model = ProjectTerms
        fields = ("code", "technology", "state", "province", "is_sample")

    def of_province(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the projects that stand in a province, named in short Chinese."""
        return queryset.filter(provinces__contains=[value])


class ProjectTermsFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Terms by project."""

    class Meta:
        model = ProjectTerms
        fields = ("project",)


class ProjectFinanceFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Balance sheets by project and year."""

    class Meta:
        model = ProjectFinance
        fields = ("project", "year")


class StationFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Stations by project, province, carrier, code and file."""

    class Meta:
        model = Station
        fields = ("project", "province", "carrier", "code", "batch", "is_sample")
