"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.moves import views

router = SimpleRouter(use_regex_path=False)
router.register("what-would-move", views.MoveReportViewSet, basename="what-would-move")
urlpatterns = router.urls
