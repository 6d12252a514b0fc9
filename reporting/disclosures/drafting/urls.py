"""The addresses of drafting, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.disclosures.drafting import views

router = SimpleRouter(use_regex_path=False)
router.register("disclosures", views.DraftingViewSet, basename="drafting")
router.register("narrative-texts", views.NarrativeTextViewSet, basename="narrative-text")
router.register(
    "typed-number-reasons", views.TypedNumberReasonViewSet, basename="typed-number-reason"
)
router.register("draft-comments", views.DraftCommentViewSet, basename="draft-comment")
router.register(
    "section-assignments", views.SectionAssignmentViewSet, basename="section-assignment"
)
router.register("reporting-closes", views.ReportingCloseViewSet, basename="reporting-close")
urlpatterns = router.urls
