"""Every address of the house."""

from django.urls import include, path

urlpatterns = [
    path("", include("config.console.urls")),
    path("", include("config.api.urls")),
    path("api/v1/", include("projects.urls")),
    path("api/v1/", include("trusts.urls")),
    path("api/v1/", include("reporting.urls")),
]

handler400 = "config.api.errors.bad_request"
handler403 = "config.api.errors.forbidden"
handler404 = "config.api.errors.not_found"
handler500 = "config.api.errors.server_error"
