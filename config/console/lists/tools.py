"""What stands above every list: its views, its columns, its times, its files, its call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from config.console.lists import changelist, columns, curl, times
from config.console.lists.changelist import VIEW, RoomChangeList
from config.console.models import SavedView

#: What ``?view=`` says where no view is wanted, not even one's default.
AS_IT_IS = "all"


@dataclass(frozen=True)
class Tab:
    """One view above a list."""

    view: SavedView
    url: str
    is_open: bool
    is_mine: bool
    is_default: bool


@dataclass(frozen=True)
class Tools:
    """Everything above a list that the person may use."""

    tabs: Sequence[Tab]
    open_tab: Tab | None
    is_changed: bool
    query: str
    kept: Sequence[tuple[str, str]]
    kept_without_times: Sequence[tuple[str, str]]
    now_url: str
    columns: Sequence[columns.Choice]
    unknown_columns: str
    times: times.Times
    call: curl.Call | None
    urls: dict[str, str]

    @property
    def own_count(self) -> int:
        """Return how many of the columns are chosen."""
        return sum(each.is_chosen for each in self.columns)


def opening(request: HttpRequest, views: Sequence[Any]) -> str:
    """Return where to go instead: a view named alone, or the default of a bare address."""
    asked = request.GET.get(VIEW, "")
    if not request.GET:
        wanted = [each for each in views if each.is_default]
    elif list(request.GET) == [VIEW] and asked != AS_IT_IS:
        wanted = [each for each in views if str(each.pk) == asked and each.query]
    else:
        wanted = []
    return url_of(wanted[0]) if wanted else ""


def url_of(view: SavedView) -> str:
    """Return the address that opens a view."""
    return "?" + "&".join(filter(None, (view.query, f"{VIEW}={view.pk}")))


def of(page: Any, request: HttpRequest, found: RoomChangeList, views: Sequence[Any]) -> Tools:
    """Return what stands above the list."""
    query = changelist.canonical(page, request, found)
    asked = request.GET.get(VIEW, "")
    tabs = [
        Tab(
            each,
            url_of(each),
            is_open=str(each.pk) == asked,
            is_mine=each.owner_id == request.user.pk,
            is_default=each.is_default,
        )
        for each in views
    ]
    open_tab = next((each for each in tabs if each.is_open), None)
    return Tools(
        tabs=tabs,
        open_tab=open_tab,
        is_changed=open_tab is not None and open_tab.view.query != query,
        query=query,
        kept=_kept(request, columns.PARAMETER),
        kept_without_times=_kept(request, *times.PARAMETERS),
        now_url="?" + (changelist.without(request.GET, *times.PARAMETERS) or f"{VIEW}={AS_IT_IS}"),
        columns=columns.choices(page, request),
        unknown_columns=", ".join(columns.unknown(page, request)),
        times=found.times,
        call=curl.of_list(page, request, found),
        urls={
            name: reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_{name}")
            for name in ("changelist", "columns", "views", "export")
        },
    )


def _kept(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """Return the parameters that a form beside the list carries on; the view among them."""
    passing = {*changelist.PASSING, *names} - {VIEW}
    return [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in passing
    ]
