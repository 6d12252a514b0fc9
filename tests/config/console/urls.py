"""The house's addresses as they are while the shelf's pages are up."""

from django.urls import include, path

from config.console.site import site

urlpatterns = [
    path("console/", site.urls),
    path("", include("config.console.urls")),
    path("", include("config.api.urls")),
]

handler400 = "config.api.errors.bad_request"
handler403 = "config.api.errors.forbidden"
handler404 = "config.api.errors.not_found"
handler500 = "config.api.errors.server_error"
