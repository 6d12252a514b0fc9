"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from config.console.language import choose_language
from config.console.site import site

urlpatterns = [
    path("", RedirectView.as_view(url="/console/", permanent=False), name="home"),
    path("console/", site.urls),
    path("language/", choose_language, name="set_language"),
]
