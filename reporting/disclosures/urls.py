"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.disclosures import views

router = SimpleRouter(use_regex_path=False)
router.register("disclosures", views.DisclosureViewSet, basename="disclosure")
router.register("disclosure-packs", views.PackViewSet, basename="disclosure-pack")
urlpatterns = router.urls
