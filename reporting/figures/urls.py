"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.figures import views

router = SimpleRouter(use_regex_path=False)
router.register("figure-sets", views.FigureSetViewSet, basename="figure-set")
router.register("figures", views.FigureViewSet, basename="figure")
urlpatterns = router.urls
