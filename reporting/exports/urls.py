"""The room's addresses, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reporting.exports import views

router = SimpleRouter(use_regex_path=False)
router.register("schedules", views.ScheduleViewSet, basename="schedule")
router.register("destinations", views.DestinationViewSet, basename="destination")
router.register("destination-checks", views.DestinationCheckViewSet, basename="destination-check")
router.register("dispatches", views.DispatchViewSet, basename="dispatch")
router.register("dispatch-attempts", views.DispatchAttemptViewSet, basename="dispatch-attempt")
router.register("expected-runs", views.ExpectedRunViewSet, basename="expected-run")
router.register("deliveries", views.DeliveryViewSet, basename="delivery")
urlpatterns = [
    *router.urls,
    path("delivered/<str:token>/", views.FetchDelivered.as_view(), name="fetch-delivered"),
]
