"""The sidebar: the rooms in the order of the house, each with its pages; filled by the rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.console import queue

Text = str | Promise

DEFAULT_ICON = "description"


@dataclass(frozen=True)
class Page:
    """One page in the sidebar that belongs to no table: a board, a calculator."""

    title: Text
    url_name: str
    permission: str
    icon: str = DEFAULT_ICON


@dataclass
class Room:
    """One room's heading in the sidebar; ``key`` is ``<app>.<room>``."""

    key: str
    title: Text
    order: int = 100
    pages: list[Page] = field(default_factory=list)


ROOMS: dict[str, Room] = {}


def room(key: str, *, title: Text, order: int = 100) -> Room:
    """Give a room its heading; called once, in the room's admin module."""
    standing = ROOMS.setdefault(key, Room(key, title, order))
    standing.title, standing.order = title, order
    return standing


def page(
    key: str, *, title: Text, url_name: str, permission: str, icon: str = DEFAULT_ICON
) -> None:
    """Add a page to a room's heading."""
    standing = ROOMS.setdefault(key, Room(key, key))
    if all(each.url_name != url_name for each in standing.pages):
        standing.pages.append(Page(title, url_name, permission, icon))


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar for the person: only headings and pages that they may see."""
    if not request.user.is_authenticated:
        return []
    waiting = queue.count(request)
    first: dict[str, Any] = {
        "items": [
            {
                "title": _("Overview"),
                "icon": "space_dashboard",
                "link": reverse("admin:index"),
                **({"badge": str(waiting)} if waiting else {}),
            }
        ]
    }
    filled = ((each, _items(request, each)) for each in _in_order())
    return [first, *(_heading(each, items) for each, items in filled if items)]


def key_of(model: Any) -> str:
    """Return the room that a model lives in, from where its module is."""
    parts = model.__module__.split(".")
    if parts[0] == "config":
        return f"config.{model._meta.app_label}"
    return ".".join(parts[:2])


def _heading(each: Room, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": str(each.title), "collapsible": True, "items": items}


def _in_order() -> list[Room]:
    for model in _registry():
        key = key_of(model)
        if key not in ROOMS:
            ROOMS[key] = Room(key, apps.get_app_config(model._meta.app_label).verbose_name)
    layers = {"trusts": 0, "projects": 1, "reporting": 2}
    return sorted(
        ROOMS.values(),
        key=lambda each: (layers.get(each.key.split(".")[0], 9), each.order, each.key),
    )


def _items(request: HttpRequest, each: Room) -> list[dict[str, Any]]:
    pages = [
        {"title": str(one.title), "icon": one.icon, "link": reverse(one.url_name)}
        for one in each.pages
        if request.user.may(one.permission)  # type: ignore[union-attr]
    ]
    lists = [
        _item(model_admin)
        for model, model_admin in _registry().items()
        if key_of(model) == each.key
        and getattr(model_admin, "in_sidebar", True)
        and model_admin.has_view_permission(request)
    ]
    return pages + lists


def _item(model_admin: ModelAdmin[Any]) -> dict[str, Any]:
    meta = model_admin.model._meta
    link = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return {
        "title": capfirst(str(meta.verbose_name_plural)),
        "icon": getattr(model_admin, "icon", DEFAULT_ICON),
        "link": link,
        "active": _opens(link),
    }


def _opens(link: str) -> Callable[[HttpRequest], bool]:
    def active(request: HttpRequest) -> bool:
        return request.path.startswith(link)

    return active


def _registry() -> dict[Any, Any]:
    return dict(admin.site._registry)  # noqa: SLF001 (Django offers no other way in)
