"""Filters by django-filter; a parameter that nobody knows is refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]  # (untyped base)
    """Filters a list by its view's ``filterset_class`` or ``filterset_fields``."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        """
        Return the rows that pass, on a list; a single row is found by its key alone.

        :raises ValidationError: naming the parameter whose value is not valid.
        """
        if getattr(view, "detail", False):
            return queryset
        filtered: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return filtered

    def parameters(self, view: Any) -> set[str]:
        """Return the names of the parameters that the view's filters take."""
        queryset = view.get_queryset()
        chosen = self.get_filterset_class(view, queryset)
        if chosen is None:
            return set()
        return set(chosen(data={}, queryset=queryset).form.fields) | _parts(chosen)


def _parts(filterset_class: Any) -> set[str]:
    """Return the names that a range filter takes beside its own, such as x_after and x_max."""
    found: set[str] = set()
    for name, each in filterset_class.base_filters.items():
        widget = getattr(each.field, "widget", None)
        found |= {f"{name}_{suffix}" for suffix in filter(None, getattr(widget, "suffixes", ()))}
    return found


def refuse_unknown(request: Request, allowed: Iterable[str]) -> None:
    """
    Refuse a request whose address carries a parameter that is not allowed, or one twice.

    :raises ValidationError: naming each.
    """
    known = sorted(allowed)
    faults: dict[str, list[ErrorDetail]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("Unknown parameter; this address takes: {known}.").format(
                known=", ".join(known) or "-"
            )
            faults[name] = [ErrorDetail(message, code="unknown_parameter")]
        elif len(values) > 1:
            faults[name] = [ErrorDetail(_("Given more than once."), code="repeated_parameter")]
    if faults:
        raise ValidationError(faults)
