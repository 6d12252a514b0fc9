"""What must hold of the interface before it starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from config.api.permissions import policy_of


def every_view_declares_its_policy(**_kwargs: Any) -> list[CheckMessage]:
    """Return an error for each registered view that says not who may use it."""
    return [
        Error(
            f"{view.__module__}.{view.__qualname__} is served and declares no policy.",
            hint="Give it view_permission = '<app>.<room>.view', or open_to.",
            obj=view,
            id="api.E001",
        )
        for view in sorted(
            api_views(get_resolver().url_patterns), key=lambda each: each.__qualname__
        )
        if policy_of(view) is None
    ]


def api_views(patterns: Sequence[URLPattern | URLResolver]) -> set[type[APIView]]:
    """Return every view class of the interface that the patterns reach."""
    return set(_walk(patterns))


def _walk(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[type[APIView]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
            continue
        view = getattr(pattern.callback, "cls", None) or getattr(
            pattern.callback, "view_class", None
        )
        if isinstance(view, type) and issubclass(view, APIView):
            yield view
