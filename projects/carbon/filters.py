"""How lists of carbon are narrowed."""

from __future__ import annotations

import django_filters

from projects.carbon.models import Activity, ActivityStatement, Claim, SoldRight, Statement


class StatementFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Statements by project, method, month, drawing and carrier."""

    from_on = django_filters.DateFilter(field_name="starts_on", lookup_expr="gte")
    before_on = django_filters.DateFilter(field_name="starts_on", lookup_expr="lt")

    class Meta:
        model = Statement
        fields = ("project", "method", "method_version", "carrier", "run", "from_on", "before_on")


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Claims by project, measure and basis."""

    class Meta:
        model = Claim
        fields = ("project", "measure", "basis", "is_sample")


class SoldRightFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Sold rights by project, kind and registry number."""

    class Meta:
        model = SoldRight
        fields = ("project", "kind", "registry_reference", "is_sample")


class ActivityFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Activities by project, method, quantity and period."""

    class Meta:
        model = Activity
        fields = ("project", "method", "quantity", "starts_on", "ends_on", "is_sample")


class ActivityStatementFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Statements of entered activity by project, method and period."""

    class Meta:
        model = ActivityStatement
        fields = ("project", "method", "starts_on", "ends_on")
