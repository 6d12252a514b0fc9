"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.exports import views

router = SimpleRouter(use_regex_path=False)
router.register("schedules", views.ScheduleViewSet, basename="schedule")
router.register("expected-runs", views.ExpectedRunViewSet, basename="expected-run")
router.register("deliveries", views.DeliveryViewSet, basename="delivery")
urlpatterns = router.urls
