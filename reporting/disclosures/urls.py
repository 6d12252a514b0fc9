"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.disclosures import template_views, views

router = SimpleRouter(use_regex_path=False)
router.register("disclosures", views.DisclosureViewSet, basename="disclosure")
router.register("word-templates", template_views.WordTemplateViewSet, basename="word-template")
router.register(
    "figure-templates", template_views.FigureTemplateViewSet, basename="figure-template"
)
urlpatterns = router.urls
