"""The registry's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects.registry import views

router = SimpleRouter(use_regex_path=False)
router.register("owners", views.OwnerViewSet, basename="owner")
router.register("projects", views.ProjectViewSet, basename="project")
router.register("project-terms", views.ProjectTermsViewSet, basename="project-terms")
router.register("project-finances", views.ProjectFinanceViewSet, basename="project-finance")
router.register("stations", views.StationViewSet, basename="station")
router.register("station-batches", views.StationBatchViewSet, basename="station-batch")
urlpatterns = router.urls
