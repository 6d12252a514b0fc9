"""The addresses of metering, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from projects.metering import views

router = SimpleRouter(use_regex_path=False)
router.register("meter-batches", views.MeterBatchViewSet, basename="meter-batch")
urlpatterns = [
    *router.urls,
    path("energy/", views.EnergyViewSet.as_view({"get": "list"}), name="energy"),
    path(
        "station-energy/",
        views.StationEnergyViewSet.as_view({"get": "list"}),
        name="station-energy",
    ),
    path(
        "stations/<str:code>/day-blocks/",
        views.DayBlockViewSet.as_view({"get": "list"}),
        name="station-day-blocks",
    ),
]
