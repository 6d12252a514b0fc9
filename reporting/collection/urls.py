"""The room's addresses, below /api/v1/."""

from rest_framework.routers import SimpleRouter

from reporting.collection import views

router = SimpleRouter(use_regex_path=False)
router.register("collection-periods", views.CollectionPeriodViewSet, basename="collection-period")
router.register("collection-tasks", views.CollectionTaskViewSet, basename="collection-task")
router.register("collected-entries", views.CollectedEntryViewSet, basename="collected-entry")
router.register(
    "collection-evidence", views.CollectionEvidenceViewSet, basename="collection-evidence"
)
router.register("collection-comments", views.TaskCommentViewSet, basename="collection-comment")
router.register(
    "collection-reminders", views.CollectionReminderViewSet, basename="collection-reminder"
)
urlpatterns = router.urls
