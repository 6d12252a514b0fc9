"""Front door: the addresses of the app's rooms, below /api/v1/."""

from django.urls import include, path

urlpatterns = [
    path("", include("reporting.collection.urls")),
    path("", include("reporting.figures.urls")),
    path("", include("reporting.disclosures.drafting.urls")),
    path("", include("reporting.disclosures.urls")),
    path("", include("reporting.exports.urls")),
    path("", include("reporting.moves.urls")),
]
