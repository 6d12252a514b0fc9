"""The addresses of statistics, below /api/v1/statistics/."""

from django.urls import path

from trusts.statistics import views

urlpatterns = [
    path("", views.StatisticsViewSet.as_view({"get": "list"}), name="statistics"),
    path("members/", views.MembersViewSet.as_view({"get": "list"}), name="statistics-members"),
]
