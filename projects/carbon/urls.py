"""Carbon's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects.carbon import views

router = SimpleRouter(use_regex_path=False)
router.register("methods", views.MethodViewSet, basename="method")
router.register("statements", views.StatementViewSet, basename="statement")
router.register("statement-runs", views.StatementRunViewSet, basename="statement-run")
router.register("claims", views.ClaimViewSet, basename="claim")
urlpatterns = router.urls
