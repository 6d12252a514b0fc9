"""Addresses that belong to no room: sign-in, schema, docs, health."""

from __future__ import annotations

from django.urls import path

from config.api import docs, health, signin

urlpatterns = [
    path("livez", health.live, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/auth/login/", signin.LoginView.as_view(), name="api-login"),
    path("api/v1/auth/logout/", signin.LogoutView.as_view(), name="api-logout"),
    path("api/v1/auth/tokens/", signin.TokensView.as_view(), name="api-tokens"),
    path("api/v1/auth/tokens/<str:token_key>/", signin.TokenView.as_view(), name="api-token"),
    path("api/v1/auth/me/", signin.MeView.as_view(), name="api-me"),
    path("api/v1/schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("api/v1/docs/", docs.DocsView.as_view(), name="api-docs"),
]
