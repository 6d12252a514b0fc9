"""How lists of the library are narrowed."""

from __future__ import annotations

import django_filters

from reporting.indicators.models import Framework, FrameworkItem, ItemLink, LibraryIndicator


class LibraryIndicatorFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Indicators by code, pillar, theme, kind, periodicity and owner."""

    class Meta:
        model = LibraryIndicator
        fields = ("code", "pillar", "theme", "kind", "periodicity", "owner_department")


class FrameworkFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Frameworks by code, and whether the list is the publisher's own."""

    class Meta:
        model = Framework
        fields = ("code", "edition", "is_official", "is_sample")


class FrameworkItemFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Items by framework and code."""

    framework_code = django_filters.CharFilter(field_name="framework__code")

    class Meta:
        model = FrameworkItem
        fields = ("framework", "framework_code", "code", "answer")


class ItemLinkFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Links by framework, item and indicator."""

    framework_code = django_filters.CharFilter(field_name="item__framework__code")

    class Meta:
        model = ItemLink
        fields = ("framework_code", "item", "indicator", "is_on")
