"""Front door: the addresses of the app's rooms, below /api/v1/."""

from django.urls import include, path

urlpatterns = [
    path("", include("projects.reference.urls")),
    path("", include("projects.registry.urls")),
    path("", include("projects.recognition.urls")),
    path("", include("projects.metering.urls")),
    path("", include("projects.carbon.urls")),
]
