"""How lists of meter files are narrowed."""

from __future__ import annotations

import django_filters

from projects.metering.models import MeterBatch


class MeterBatchFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Meter files by project, hash, first day and sample mark."""

    starts_on = django_filters.DateFromToRangeFilter()

    class Meta:
        model = MeterBatch
        fields = ("project", "file_sha256", "starts_on", "is_sample")
