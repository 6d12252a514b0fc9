"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.disclosures import template_views, views
from reporting.disclosures.restating import views as restating

router = SimpleRouter(use_regex_path=False)
router.register("disclosures", views.DisclosureViewSet, basename="disclosure")
router.register("disclosure-packs", views.PackViewSet, basename="disclosure-pack")
router.register("restatements", restating.RestatementViewSet, basename="restatement")
router.register(
    "materiality-policies", restating.MaterialityPolicyViewSet, basename="materiality-policy"
)
router.register("word-templates", template_views.WordTemplateViewSet, basename="word-template")
router.register(
    "figure-templates", template_views.FigureTemplateViewSet, basename="figure-template"
)
urlpatterns = router.urls
