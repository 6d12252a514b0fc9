"""A client that speaks as a person, and problems read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from config.accounts.models import User
from config.api.problems import MEDIA_TYPE

Speak = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def _no_throttle_remembered() -> None:
    cache.clear()


@pytest.fixture
def speak() -> Speak:
    """Return a function that gives a client speaking as a person, or as nobody."""

    def as_person(user: User | None = None, *, language: str = "en") -> APIClient:
        client = APIClient(raise_request_exception=False, headers={"Accept-Language": language})
        if user is not None:
            client.force_authenticate(user)
        return client

    return as_person


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Return the problem that a response carries, having checked its shape."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == MEDIA_TYPE
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"].endswith(code)
    assert body["request_id"] == response.headers["X-Request-ID"]
    return body
