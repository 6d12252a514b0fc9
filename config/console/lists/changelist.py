"""A list as Django lays it out, with our own words in its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from unfold.views import ChangeList

from config.console.lists import columns, times

VIEW = "view"
#: Parameters that are ours and no filters.
OWN = (columns.PARAMETER, VIEW, *times.PARAMETERS)
#: Parameters of one visit, which no saved view and no file keeps.
PASSING = (PAGE_VAR, "e", "all", "_popup", "_to_field", "_facets", VIEW, "csrfmiddlewaretoken")


class RoomChangeList(ChangeList):  # type: ignore[misc]  # (untyped base)
    """A list with columns by choice, orders by a column's name, and times."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.now = timezone.now()  # noqa: TID251 (the page asks the clock)
        self.times = times.asked(args[0], request.GET.dict(), now=self.now)
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Return what filters the list, without our own words."""
        found: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in OWN}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """Return the rows of the times asked for that pass the filters."""
        rows: Any = self.root_queryset
        self.root_queryset: Any = times.narrowed(rows, self.times, now=self.now)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the order; a column may be named, so that a choice of columns keeps it."""
        asked = self.params.get(ORDER_VAR)
        if asked:
            self.params[ORDER_VAR] = ".".join(map(self._numbered, asked.split(".")))
        return super().get_ordering(request, queryset)

    def ordered_by(self) -> list[str]:
        """Return the order that the address asks for as names of columns, ``-`` for descending."""
        names = []
        for part in filter(None, (self.params.get(ORDER_VAR) or "").split(".")):
            place = part.removeprefix("-")
            if place.isdigit() and int(place) < len(self.list_display):
                names.append(part[: -len(place)] + name_of(self.list_display[int(place)]))
        return names

    def _numbered(self, part: str) -> str:
        """Return one part of an order with its column as a number, as Django reads it."""
        name = part.removeprefix("-")
        for place, each in enumerate(self.list_display):
            if name_of(each) == name:
                return f"{part[: -len(name)]}{place}"
        return part


def name_of(column: Any) -> str:
    """Return the name of a column, given as a name or as what writes it."""
    return column if isinstance(column, str) else str(column.__name__)


def canonical(page: Any, request: HttpRequest, found: RoomChangeList) -> str:
    """
    Return the question that a list answers, written so that it can be asked again exactly.

    Filters, search and times as they are; the columns one by one; the order by names.
    """
    kept = [
        (name, value)
        for name, values in sorted(request.GET.lists())
        for value in values
        if name not in {*PASSING, ORDER_VAR, columns.PARAMETER} and value != ""
    ]
    order = ".".join(found.ordered_by())
    shown = ",".join(columns.chosen(page, request))
    more = [(ORDER_VAR, order)] if order else []
    return urlencode([*kept, *more, (columns.PARAMETER, shown)])


def without(given: QueryDict, *names: str) -> str:
    """Return an address's parameters without some of them, and without those of one visit."""
    left = given.copy()
    for name in {*names, *PASSING}:
        left.pop(name, None)
    return left.urlencode()
