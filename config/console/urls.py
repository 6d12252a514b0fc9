"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView
from rest_framework.routers import SimpleRouter

from config.console.language import choose_language
from config.console.site import site
from config.console.views import SavedViewViewSet

router = SimpleRouter(use_regex_path=False)
router.register("saved-views", SavedViewViewSet, basename="saved-view")

urlpatterns = [
    path("", RedirectView.as_view(url="/console/", permanent=False), name="home"),
    path("console/", site.urls),
    path("api/v1/", include(router.urls)),
    path("language/", choose_language, name="set_language"),
]
