"""How lists of the library are narrowed."""

from __future__ import annotations

import django_filters

from projects.reference.models import Edition, Factor, FactorPolicy, TaxonomyClass


class EditionFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Editions by kind and code."""

    class Meta:
        model = Edition
        fields = ("kind", "code", "is_sample")


class FactorFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Factors by kind, region, data year, confidence and the code of their edition."""

    edition = django_filters.CharFilter(field_name="edition__code")

    class Meta:
        model = Factor
        fields = ("kind", "region", "data_year", "unit", "confidence", "edition")


class TaxonomyClassFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Classes by the code of their edition, level, code and the class above."""

    edition = django_filters.CharFilter(field_name="edition__code")

    class Meta:
        model = TaxonomyClass
        fields = ("edition", "level", "code", "parent_code")


class FactorPolicyFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Policies by rule and kind of factor."""

    class Meta:
        model = FactorPolicy
        fields = ("rule", "kind", "is_on")
