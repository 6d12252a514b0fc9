"""The addresses of recognition, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects.recognition import views

router = SimpleRouter(use_regex_path=False)
router.register("criteria-editions", views.CriteriaEditionViewSet, basename="criteria-edition")
router.register("evidence", views.EvidenceViewSet, basename="evidence")
router.register("recognitions", views.RecognitionViewSet, basename="recognition")
router.register("risk-grades", views.RiskGradeViewSet, basename="risk-grade")
router.register("risk-listings", views.RiskListingViewSet, basename="risk-listing")
urlpatterns = router.urls
