"""The call by which a program would ask for what a page shows, ready to be copied."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.api import filters, paging
from config.api.tables import TableListMixin
from config.api.views import RoomViewSet
from config.console.lists import changelist, columns, times
from config.console.lists.changelist import RoomChangeList

#: How an address asks for one row of another table; the interface names the column alone.
_EXACT = ("__id__exact", "__pk__exact", "__exact", "__id", "__pk")
_STATES = ("pending", "confirmed", "rejected", "withdrawn")


@dataclass(frozen=True)
class Call:
    """One call of the interface, and what of the page it does not carry over."""

    command: str
    left_out: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Return what is copied: the call, what it leaves out said above it."""
        notes = [_("# Not carried over: {what}").format(what=each) for each in self.left_out]
        return "\n".join([*notes, self.command])


@dataclass(frozen=True)
class Route:
    """Where the interface serves a table."""

    view: type[RoomViewSet[Any]]
    list_name: str = ""
    row_name: str = ""


def of_list(page: Any, request: HttpRequest, found: RoomChangeList) -> Call | None:
    """Return the call that asks for a list, its filters translated; None without an address."""
    route = routes().get(page.model)
    if route is None or not route.list_name:
        return None
    given, left_out = _translated(route, request, found)
    return Call(_curl(reverse(route.list_name), given), left_out)


def of_row(row: Model) -> Call | None:
    """Return the call that asks for one row; None if the interface serves no such rows."""
    route = routes().get(type(row))
    if route is None or not route.row_name:
        return None
    place = getattr(row, route.view.lookup_field)
    return Call(_curl(reverse(route.row_name, args=[place]), {}))


@cache
def routes() -> dict[type[Model], Route]:
    """Return where the interface serves each table, found from its addresses."""
    found: dict[type[Model], Route] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        view, actions = pattern.callback.cls, pattern.callback.actions  # type: ignore[attr-defined]
        model = view.queryset.model
        standing = found.get(model, Route(view))
        if standing.view is not view:
            continue
        if actions.get("get") == "list":
            found[model] = Route(view, str(pattern.name), standing.row_name)
        elif actions.get("get") == "retrieve":
            found[model] = Route(view, standing.list_name, str(pattern.name))
    return found


def _patterns(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Yield the addresses of views that serve rows of one table under their own key."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
            continue
        view = getattr(pattern.callback, "cls", None)
        if (
            isinstance(view, type)
            and issubclass(view, RoomViewSet)
            and issubclass(view, TableListMixin)
            and getattr(view, "queryset", None) is not None
            and hasattr(pattern.callback, "actions")
            and _finds_its_own(view)
        ):
            yield pattern


def _finds_its_own(view: Any) -> bool:
    """Return whether a view finds a row by what is the row's own, not by what it belongs to."""
    if view.lookup_field == "pk":
        return True
    column = view.queryset.model._meta.get_field(view.lookup_field)
    return bool(column.unique)


def _translated(
    route: Route, request: HttpRequest, found: RoomChangeList
) -> tuple[dict[str, str], list[str]]:
    taken = _parameters(route.view)
    given: dict[str, str] = {}
    left_out = []
    for name, value in request.GET.dict().items():
        if name in {*changelist.PASSING, columns.PARAMETER, ORDER_VAR} or not value:
            continue
        word = _word(name, value, taken)
        if word is None:
            left_out.append(_("Search: {text}").format(text=value) if name == SEARCH_VAR else name)
        elif name == times.KNOWN_AT and found.times.known_at is not None:
            given[word] = timezone.localtime(found.times.known_at).isoformat()
        else:
            given[word] = value
    for order in found.ordered_by()[:1]:
        if order in paging.orderings(route.view):
            given[paging.ORDERING] = order
        else:
            left_out.append(_("the order"))
    return given, left_out


def _word(name: str, value: str, taken: set[str]) -> str | None:
    """Return the interface's name for a parameter of the page; None if it has none."""
    if name == SEARCH_VAR:
        return next((each for each in ("search", "q") if each in taken), None)
    if name == "state" and value not in _STATES:
        return None
    for suffix in ("", *_EXACT):
        plain = name.removesuffix(suffix) if name.endswith(suffix) else ""
        if plain in taken:
            return plain
    return None


def _parameters(view: type[RoomViewSet[Any]]) -> set[str]:
    backend = filters.StrictFilters()
    chosen = backend.get_filterset_class(view(), view.queryset)
    return set(view.extra_parameters) | (set(chosen.base_filters) if chosen else set())


def _curl(path: str, given: dict[str, str]) -> str:
    address = f"{settings.PUBLIC_URL}{path}" + (f"?{urlencode(given)}" if given else "")
    return f'curl -H "Authorization: Bearer $TOKEN" {shlex.quote(address)}'
