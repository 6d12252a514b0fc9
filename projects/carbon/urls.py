"""Carbon's addresses, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from projects.carbon import views

router = SimpleRouter(use_regex_path=False)
router.register("methods", views.MethodViewSet, basename="method")
router.register("statements", views.StatementViewSet, basename="statement")
router.register("statement-runs", views.StatementRunViewSet, basename="statement-run")
router.register("claims", views.ClaimViewSet, basename="claim")
router.register("sold-rights", views.SoldRightViewSet, basename="sold-right")
router.register("activities", views.ActivityViewSet, basename="activity")
router.register(
    "activity-statements", views.ActivityStatementViewSet, basename="activity-statement"
)
urlpatterns = [
    *router.urls,
    path("carbon/calculate", views.CalculateView.as_view(), name="calculate"),
    path("carbon/check-claim", views.CheckClaimView.as_view(), name="check-claim"),
    path("carbon/claimable/", views.ClaimableView.as_view(), name="claimable"),
    # The same with the slash that every other address ends in.
    path("carbon/calculate/", views.CalculateView.as_view(schema=None)),
    path("carbon/check-claim/", views.CheckClaimView.as_view(schema=None)),
]
