"""How lists of exports are narrowed."""

from __future__ import annotations

import django_filters

from reporting.exports.models import Delivery, Dispatch, ExpectedRun


class ExpectedRunFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Expected runs by schedule, state and time."""

    slot_at = django_filters.IsoDateTimeFromToRangeFilter()

    class Meta:
        model = ExpectedRun
        fields = ("schedule", "state")


class DispatchFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Dispatches by where they go and where they stand."""

    schedule = django_filters.NumberFilter(field_name="expected_run__schedule")

    class Meta:
        model = Dispatch
        fields = ("schedule", "expected_run", "recipient", "state", "sha256", "period")


class DeliveryFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Deliveries by what was sent, to whom, by which door."""

    recipient = django_filters.CharFilter(field_name="dispatch__recipient")

    class Meta:
        model = Delivery
        fields = ("schedule", "expected_run", "period", "door", "sha256", "recipient")
