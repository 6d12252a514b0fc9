"""The addresses of oversight, below /api/v1/oversight/."""

from django.urls import path

from trusts.oversight import views

urlpatterns = [
    path("findings/", views.FindingViewSet.as_view({"get": "list"}), name="oversight-findings"),
    path("asset-mix/", views.AssetMixViewSet.as_view({"get": "list"}), name="asset-mix"),
    path("rules/", views.RuleViewSet.as_view({"get": "list"}), name="oversight-rules"),
]
