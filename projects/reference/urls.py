"""The library's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects.reference import views

router = SimpleRouter(use_regex_path=False)
router.register("editions", views.EditionViewSet, basename="edition")
router.register("factors", views.FactorViewSet, basename="factor")
router.register("factor-policies", views.FactorPolicyViewSet, basename="factor-policy")
router.register("taxonomy-classes", views.TaxonomyClassViewSet, basename="taxonomy-class")
router.register("taxonomy-links", views.TaxonomyLinkViewSet, basename="taxonomy-link")
urlpatterns = router.urls
