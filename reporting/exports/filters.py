"""How lists of exports are narrowed."""

from __future__ import annotations

import django_filters

from reporting.exports.models import ExpectedRun


class ExpectedRunFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Expected runs by schedule, state and time."""

    slot_at = django_filters.IsoDateTimeFromToRangeFilter()

    class Meta:
        model = ExpectedRun
        fields = ("schedule", "state")
