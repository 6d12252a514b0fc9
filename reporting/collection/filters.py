"""How lists of the collection are narrowed."""

from __future__ import annotations

import django_filters

from reporting.collection.models import CollectedEntry, CollectionReminder, CollectionTask


class CollectionTaskFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Tasks by period, indicator and department."""

    collection_period = django_filters.NumberFilter(field_name="period")
    department = django_filters.CharFilter(field_name="department__code")

    class Meta:
        model = CollectionTask
        fields = ("collection_period", "code", "department", "site", "is_text", "is_sample")


class CollectedEntryFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Entries by task, period, indicator and department."""

    collection_period = django_filters.NumberFilter(field_name="task__period")
    code = django_filters.CharFilter(field_name="task__code")
    department = django_filters.CharFilter(field_name="task__department__code")

    class Meta:
        model = CollectedEntry
        fields = ("task", "collection_period", "code", "department", "is_sample")


class CollectionReminderFilter(django_filters.FilterSet):  # type: ignore[misc]  # (untyped base)
    """Reminders by task, person and day."""

    reminded_on = django_filters.DateFromToRangeFilter()

    class Meta:
        model = CollectionReminder
        fields = ("task", "to", "is_overdue", "due_on")
