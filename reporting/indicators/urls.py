"""The library's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.indicators import views

router = SimpleRouter(use_regex_path=False)
router.register("indicators", views.LibraryIndicatorViewSet, basename="indicator")
router.register("indicator-lists", views.IndicatorListViewSet, basename="indicator-list")
router.register("frameworks", views.FrameworkViewSet, basename="framework")
router.register("framework-coverage", views.FrameworkCoverageViewSet, basename="framework-coverage")
router.register("framework-items", views.FrameworkItemViewSet, basename="framework-item")
router.register("framework-links", views.ItemLinkViewSet, basename="framework-link")
urlpatterns = router.urls
