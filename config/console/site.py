"""The staff site: one instance, on which every room registers its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from config.console import dashboard, files
from config.console.lists import taken
from config.console.pages.base import RoomAdmin


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]  # (untyped base)
    """The console: sign-in, dashboard, and the pages of the rooms."""

    site_title = _("Green Trust")
    site_header = _("Green Trust")
    index_title = _("Overview")
    login_template = "console/login.html"
    index_template = "console/dashboard.html"
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._pages: list[URLPattern] = []

    def page(self, route: str, view: Any, *, name: str) -> None:
        """Serve a page of a room below the site, to people who may enter the console."""
        self._pages.append(path(route, self.admin_view(view), name=name))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a page; pages that other packages bring, with deletion and all, are left out."""
        if admin_class is not None and issubclass(admin_class, RoomAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def extra_urls(self) -> Sequence[URLPattern]:
        """Return the addresses that belong to no model."""
        return [
            path("files/<int:pk>/", self.admin_view(files.download), name="file"),
            path("extracts/<int:pk>/file/", self.admin_view(taken.download), name="extract-file"),
            path("extracts/runs/<int:pk>/", self.admin_view(taken.under_way), name="extract-run"),
            path("runs/<int:pk>/progress/", self.admin_view(dashboard.progress), name="progress"),
            *self._pages,
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may enter the console at all."""
        return bool(request.user.is_active and request.user.is_staff)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the dashboard: real figures, what awaits this person, what is running."""
        shown = {**dashboard.context(request), **(extra_context or {})}
        answer: HttpResponse = super().index(request, shown)
        return answer


site = ConsoleSite()


def the_site() -> ConsoleSite:
    """Return the site; Django's admin asks for it by this name."""
    return site
